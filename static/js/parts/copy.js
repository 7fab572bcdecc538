// “Link to this post” copies the address; without this script it is that link.
import { toast } from "./toast.js";
import { words } from "./words.js";

document.addEventListener("click", async (event) => {
  const link = event.target.closest?.("a[data-copy-link]");
  if (!link || !navigator.clipboard || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  try {
    await navigator.clipboard.writeText(link.href);
    toast(words("copied"));
  } catch {
    location.assign(link.href);
  }
});
