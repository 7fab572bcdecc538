// Sentences that scripts say. They are translated on the server: see templates/behaviours/_words.html.

export function words(name, values = {}) {
  const sentence = document.getElementById("words")?.dataset[name] ?? "";
  return sentence.replace(/\{(\w+)\}/g, (all, key) => values[key] ?? all);
}
