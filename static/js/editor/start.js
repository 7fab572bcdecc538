// The editor comes over a textarea when one begins to write in it, and only then is it fetched. When
// it cannot be, the textarea is what one writes in.
import { whenAdded } from "../parts/dom.js";

const started = new WeakMap();
const AREA = "textarea[data-editor]";

const url = () => document.getElementById("editor-toolbar")?.dataset.editorUrl;

// The editor over `area`, or null.
function start(area) {
  if (!started.has(area)) started.set(area, open(area));
  return started.get(area);
}

async function open(area) {
  if (!url()) return null;
  try {
    const [{ editorOver }, library] = await Promise.all([import("./over.js"), import(url())]);
    await wordIsFinished(area);
    return area.isConnected ? editorOver(area, library) : null;
  } catch (problem) {
    console.warn("The editor could not be loaded; the plain field remains.", problem);
    return null;
  }
}

// Accents and other scripts are composed from several keys: a field must not vanish in between.
function wordIsFinished(area) {
  if (!area.matches("[data-composing]")) return null;
  return new Promise((done) => area.addEventListener("compositionend", () => setTimeout(done), { once: true }));
}
document.addEventListener("compositionstart", ({ target }) => target.toggleAttribute?.("data-composing", true));
document.addEventListener("compositionend", ({ target }) => target.toggleAttribute?.("data-composing", false));

document.addEventListener("focusin", ({ target }) => {
  if (target.matches?.(AREA)) start(target);
});

whenAdded(AREA, (area) => {
  if (started.has(area)) return;
  // Asked for by other scripts; the editor, once it is there, listens itself.
  area.addEventListener("rsn:focus", () => {
    if (area.hidden) return;
    area.focus();
    area.setSelectionRange(area.value.length, area.value.length);
  });
  // Words that are already there may have a form that a bare field would show as tags.
  if (area.value.trim() || area.closest("form[data-composer]")) setTimeout(() => area.isConnected && start(area));
});

// Nearly there: fetch while the pointer arrives.
document.addEventListener("pointerover", warm, { passive: true });
function warm({ target }) {
  if (!target.closest?.("[data-compose], [data-answer]") || !url()) return;
  document.removeEventListener("pointerover", warm);
  import(url()).catch(() => {});
}
