// Buttons that open a dialog (data-opens="its id"), and a click beside it that closes it.
import { whenAdded } from "./dom.js";

// Such a button is hidden while it could do nothing.
whenAdded("[data-opens]", (button) => {
  if (document.getElementById(button.dataset.opens)) button.hidden = false;
});

document.addEventListener("click", (event) => {
  const id = event.target.closest?.("[data-opens]")?.dataset.opens;
  if (id) document.getElementById(id)?.showModal();
  const dialog = event.target.closest?.("dialog[data-closes-beside]");
  if (dialog && event.target === dialog && isBeside(dialog, event)) dialog.close();
});

function isBeside(dialog, { clientX, clientY }) {
  const box = dialog.getBoundingClientRect();
  return clientX < box.left || clientX > box.right || clientY < box.top || clientY > box.bottom;
}
