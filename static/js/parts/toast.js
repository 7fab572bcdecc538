// A sentence at the edge of the page, for what happened just now; its place is a live region.
import { announce } from "./announce.js";
import { fromTemplate } from "./dom.js";

const SECONDS = 7;

// `action` {label, url} or {label, act}; `stays`: until it is closed, for what must not be missed.
export function toast(text, { action = null, stays = false } = {}) {
  const place = document.getElementById("toasts");
  const note = fromTemplate("toast");
  if (!place || !note || !text) return null;
  for (const other of place.children) if (other.dataset.text === text) other.remove();
  note.dataset.text = text;
  note.querySelector("[data-text-here]").textContent = text;
  if (action) note.querySelector("[data-dismiss]").before(control(action, note));
  note.querySelector("[data-dismiss]").addEventListener("click", () => note.remove());
  // Over an open dialog, whose backdrop would cover it, only the top layer is visible.
  if (document.querySelector("dialog:modal")) showOnTop(place);
  place.append(note);
  announce(text);
  if (!stays) leaveLater(note);
  return note;
}

function control({ label, url, act }, note) {
  const element = document.createElement(url ? "a" : "button");
  element.textContent = label;
  if (url) {
    element.href = url;
  } else {
    element.type = "button";
    element.addEventListener("click", () => {
      note.remove();
      act();
    });
  }
  return element;
}

function leaveLater(note) {
  let timer;
  const start = () => (timer = setTimeout(() => note.remove(), SECONDS * 1000));
  const stop = () => clearTimeout(timer);
  note.addEventListener("pointerenter", stop);
  note.addEventListener("focusin", stop);
  note.addEventListener("pointerleave", start);
  note.addEventListener("focusout", start);
  start();
}

function showOnTop(place) {
  if (!place.showPopover) return;
  place.popover = "manual";
  place.showPopover();
  const done = new MutationObserver(() => {
    if (place.children.length) return;
    done.disconnect();
    place.removeAttribute("popover");
  });
  done.observe(place, { childList: true });
}
