// The words of a form: what a person types in it, not what the form carries.

export function fieldsOf(form) {
  return [...form.elements].filter((field) => field.matches("textarea[name], input[type=text][name]:not([name^=alt-])"));
}

export function read(form) {
  return Object.fromEntries(fieldsOf(form).map((field) => [field.name, field.value]));
}

// Puts words into the form, and into the editor when it is over the textarea.
export function write(form, texts) {
  for (const field of fieldsOf(form)) {
    if (!(field.name in texts)) continue;
    field.value = texts[field.name];
    field.dispatchEvent(new CustomEvent("rsn:set"));
  }
}

export function isBlank(texts) {
  return Object.values(texts).every((text) => !text.trim());
}

export function isSame(one, other) {
  return JSON.stringify(one) === JSON.stringify(other);
}

// As the server wrote the form.
export function initial(form) {
  return Object.fromEntries(fieldsOf(form).map((field) => [field.name, field.defaultValue]));
}
