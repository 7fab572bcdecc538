// The address of a link is asked in a dialog of ours, in the reader's language.

const ADDRESS = /^(https?:\/\/\S+\.\S+|https?:\/\/localhost\S*|mailto:\S+@\S+)$/i;

// What people type as an address, as one; null when it is none.
export function addressOf(text) {
  const typed = text.trim();
  if (/^\S+@\S+\.\S+$/.test(typed)) return `mailto:${typed}`;
  const address = /^(https?:|mailto:)/i.test(typed) ? typed : `https://${typed}`;
  return ADDRESS.test(address) ? address : null;
}

export function askForLink(editor) {
  const dialog = document.getElementById("link-dialog");
  if (!dialog) return false;
  const field = dialog.querySelector("input");
  const current = editor.getAttributes("link").href ?? "";
  field.value = current;
  field.setCustomValidity("");
  dialog.querySelector("[data-unlink]").hidden = !current;
  field.oninput = () => field.setCustomValidity("");
  dialog.querySelector("[data-link-form]").onsubmit = (event) => {
    if (event.submitter?.value !== "set") return;
    const address = addressOf(field.value);
    if (address) return void (field.value = address);
    event.preventDefault();
    field.setCustomValidity(field.dataset.wrong);
    field.reportValidity();
  };
  dialog.onclose = () => apply(editor, dialog.returnValue, field.value);
  dialog.returnValue = "";
  dialog.showModal();
  field.select();
  return true;
}

function apply(editor, answer, href) {
  const chain = editor.chain().focus();
  if (answer === "unset") chain.extendMarkRange("link").unsetLink().run();
  else if (answer !== "set") chain.run();
  else if (editor.state.selection.empty && !editor.isActive("link")) {
    // Nothing is selected: the address is its own text.
    const text = { type: "text", text: href.replace(/^mailto:/, ""), marks: [{ type: "link", attrs: { href } }] };
    chain.insertContent(text).unsetMark("link").insertContent(" ").run();
  } else chain.extendMarkRange("link").setLink({ href }).run();
}
