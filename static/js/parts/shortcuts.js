// Keys: the dialog #shortcuts lists them, links in it (data-keys) name what can be gone to. Single
// letters can be turned off there (WCAG 2.1.4), and never work while one types.
import { move, openCurrent, answerCurrent } from "./cards.js";
import { isTyping } from "./dom.js";
import { openJump } from "../search/jump.js";
import { recall, remember } from "./storage.js";

const OFF = "rsn.shortcuts.off";
const SEQUENCE_MS = 1200;

const dialog = () => document.getElementById("shortcuts");
let first = "";
let firstAt = -Infinity;

const single = {
  "/": search,
  n: write,
  j: () => move(+1),
  k: () => move(-1),
  r: answerCurrent,
  "?": () => dialog()?.showModal(),
};

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.isComposing || isTyping(event.target)) return;
  if (document.querySelector("dialog:modal")) return;
  if (event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey) && !event.altKey) {
    event.preventDefault();
    search();
  } else if (!event.ctrlKey && !event.metaKey && !event.altKey) {
    letter(event);
  }
});

function letter(event) {
  if (event.key === "Enter") return void (openCurrent(event.target) && event.preventDefault());
  if (recall(OFF)) return;
  const isSecond = event.timeStamp - firstAt < SEQUENCE_MS;
  const keys = isSecond && first ? `${first} ${event.key}` : event.key;
  const link = dialog()?.querySelector(`[data-keys="${CSS.escape(keys)}"]`);
  first = event.key === "g" && !isSecond ? "g" : "";
  firstAt = event.timeStamp;
  if (!link && !Object.hasOwn(single, event.key)) return;
  event.preventDefault();
  if (link && keys.length > 1) link.click();
  else single[event.key]?.();
}

function target(keys) {
  return dialog()?.querySelector(`a[data-keys="${CSS.escape(keys)}"]`);
}

// The jump box; where a page has none, its own search field.
function search() {
  if (openJump()) return;
  const fields = [...document.querySelectorAll("main input[type=search], input[data-search]")];
  const field = fields.find((one) => one.checkVisibility?.() ?? true);
  if (!field) return target("/")?.click();
  field.focus();
  field.select();
}

function write() {
  const open = document.querySelector("form[data-composer] [data-editor]");
  if (open) return open.dispatchEvent(new CustomEvent("rsn:focus"));
  const invitation = document.querySelector("#composer [data-compose]");
  (invitation ?? target("n"))?.click();
}

// Coming from elsewhere to search.
if (location.hash === "#search") search();

document.addEventListener("change", ({ target: box }) => {
  if (box.matches("[data-shortcuts-on]")) remember(OFF, !box.checked);
});
const box = dialog()?.querySelector("[data-shortcuts-on]");
if (box) box.checked = !recall(OFF);
