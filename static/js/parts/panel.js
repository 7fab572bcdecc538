// Links that open over the page (data-panel). Without a script, or an answer, they lead to a page.
import { process } from "./dom.js";

const dialog = document.getElementById("panel");

document.addEventListener("click", async (event) => {
  const link = event.target.closest?.("a[data-panel]");
  if (!dialog || !link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  try {
    const response = await fetch(link.href, { headers: { "HX-Request": "true", Accept: "text/html" } });
    if (!response.ok || response.redirected) throw new Error(`${response.status}`);
    const answer = new DOMParser().parseFromString(await response.text(), "text/html");
    dialog.replaceChildren(...answer.body.childNodes);
    process(...dialog.children);
    if (!dialog.open) dialog.showModal();
    dialog.scrollTop = 0;
  } catch {
    location.assign(link.href);
  }
});
