// Says a sentence to screen readers, without showing it.

export function announce(text) {
  const announcer = document.getElementById("announcer");
  if (!announcer) return;
  announcer.textContent = "";
  // A region that says the same words twice is heard once, unless it was empty in between.
  setTimeout(() => (announcer.textContent = text), 50);
}
