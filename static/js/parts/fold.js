// “Read on” unfolds a long text where it stands; without this script the link opens its page.
import { focusOn } from "./dom.js";

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[data-unfold]");
  if (!link || event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const text = link.previousElementSibling;
  if (!text?.classList.contains("fold")) return;
  event.preventDefault();
  text.classList.remove("fold");
  text.dataset.unfolded = link.dataset.unfolded = "";
  link.hidden = true;
  focusOn(text);
});
