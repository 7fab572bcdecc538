// What cannot be undone asks first: form[data-confirm="the question"].
import { words } from "./words.js";

const confirmed = new WeakSet();

document.addEventListener(
  "submit",
  (event) => {
    const form = event.target;
    if (!form.dataset.confirm || confirmed.delete(form)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    ask(form.dataset.confirm, event.submitter).then((isSure) => {
      if (!isSure || !form.isConnected) return;
      confirmed.add(form);
      form.requestSubmit(event.submitter);
    });
  },
  { capture: true },
);

async function ask(question, submitter) {
  const dialog = document.getElementById("confirm");
  if (!dialog?.showModal) return window.confirm(question);
  dialog.querySelector("[data-question]").textContent = question;
  // The button says what it does, in the word that was pressed.
  dialog.querySelector("[value=yes]").textContent = submitter?.textContent.trim() || words("yes");
  dialog.returnValue = "";
  dialog.showModal();
  await new Promise((closed) => dialog.addEventListener("close", closed, { once: true }));
  return dialog.returnValue === "yes";
}
