// The jump box: `/` or Ctrl-K, a few letters, Enter. The server answers with a list of places; without
// this script the same field is a form that leads to the page of results.
import { announce } from "../parts/announce.js";
import { toast } from "../parts/toast.js";
import { words } from "../parts/words.js";

const DELAY_MS = 120;
const dialog = document.getElementById("jump");
const field = dialog?.querySelector("input");
const list = dialog?.querySelector("[data-jump-list]");
let asked = 0;
let timer;

export function openJump() {
  if (!dialog) return false;
  field.value = "";
  if (!dialog.open) dialog.showModal();
  field.focus();
  look();
  return true;
}

async function look() {
  const number = ++asked;
  const url = new URL(dialog.dataset.url, location.href);
  url.searchParams.set("q", field.value);
  try {
    const response = await fetch(url, { headers: { "HX-Request": "true", Accept: "text/html" } });
    if (!response.ok) throw new Error(`${response.status}`);
    const part = new DOMParser().parseFromString(await response.text(), "text/html").body;
    if (number === asked) show(part);
  } catch {
    if (number === asked) toast(words("noAnswer"));
  }
}

function show(part) {
  list.replaceChildren(...part.childNodes);
  activate(options()[0]);
  announce(list.querySelector("[data-jump-count]")?.textContent ?? "");
}

function options() {
  return [...list.querySelectorAll("[role=option]")];
}

function active() {
  return list.querySelector("[aria-selected=true]");
}

function activate(option) {
  active()?.setAttribute("aria-selected", "false");
  if (!option) return void field.removeAttribute("aria-activedescendant");
  option.setAttribute("aria-selected", "true");
  field.setAttribute("aria-activedescendant", option.id);
  option.scrollIntoView({ block: "nearest" });
}

function move(step) {
  const all = options();
  const next = all.indexOf(active()) + step;
  activate(all[(next + all.length) % all.length]);
}

function go(option, elsewhere) {
  if (elsewhere) return void window.open(option.dataset.url, "_blank", "noopener");
  dialog.close();
  location.assign(option.dataset.url);
}

const steps = { ArrowDown: +1, ArrowUp: -1 };

if (dialog) {
  dialog.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(look, DELAY_MS);
  });
  field.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (steps[event.key]) {
      event.preventDefault();
      move(steps[event.key]);
    } else if (event.key === "Enter" && active() && isFresh()) {
      event.preventDefault();
      go(active(), event.ctrlKey || event.metaKey);
    }
  });
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) go(option, event.ctrlKey || event.metaKey);
  });
  document.addEventListener("click", (event) => {
    const opener = event.target.closest?.("[data-jump]");
    if (!opener || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (openJump()) event.preventDefault();
  });
}

// Whoever types fast and presses Enter means what is typed, not what was listed a moment ago.
function isFresh() {
  return list.querySelector("[data-jump-for]")?.dataset.jumpFor === field.value.trim();
}
