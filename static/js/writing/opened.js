// Forms that open in place of a link: the focus goes in, Escape and Cancel bring back what was there.
import { focusOn, process } from "../parts/dom.js";
import { toast } from "../parts/toast.js";
import { words } from "../parts/words.js";
import { initial, isBlank, isSame, read } from "./fields.js";
import { keepAll } from "./kept.js";

const before = new WeakMap();
let opening = null;

document.addEventListener("htmx:before:swap", ({ detail: { ctx, tasks } }) => {
  const task = tasks.find(({ type }) => type === "main");
  const form = task?.fragment.querySelector("form[data-keep]");
  if (!form || !task.target || ctx.request.method !== "GET") return;
  const replaced = task.swapSpec.style === "outerHTML" ? [task.target] : task.target.childNodes;
  before.set(form, [...replaced].map((node) => node.cloneNode(true)));
  opening = form;
});

document.addEventListener("htmx:after:swap", () => {
  for (const cancel of opening?.querySelectorAll("[data-cancel]") ?? []) cancel.hidden = false;
  opening?.querySelector("[data-editor]")?.dispatchEvent(new CustomEvent("rsn:focus"));
  opening = null;
});

export const wasOpenedHere = (form) => before.has(form);

// Puts back what the form took the place of.
export function close(form, { focus = true } = {}) {
  const nodes = before.get(form);
  if (!nodes) return;
  before.delete(form);
  const place = form.parentElement;
  form.replaceWith(...nodes);
  process(...nodes);
  if (!focus) return;
  const elements = nodes.filter((node) => node.nodeType === Node.ELEMENT_NODE);
  const link = elements.map((one) => (one.matches("a") ? one : one.querySelector("a"))).find(Boolean);
  focusOn(link ?? place.closest("[tabindex]"));
}

const isUntouched = (form) => isBlank(read(form)) || isSame(read(form), initial(form));

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("[data-composer-cancel], [data-cancel]");
  const form = link?.closest("form");
  if (!form || !wasOpenedHere(form)) return;
  event.preventDefault();
  if (!isUntouched(form)) {
    keepAll();
    toast(words("kept"));
  }
  close(form);
});

document.addEventListener(
  "keydown",
  (event) => {
    const form = event.target.closest?.("form[data-keep]");
    if (!form || event.isComposing || event.target.closest("dialog")) return;
    if (event.key === "Escape" && wasOpenedHere(form) && isUntouched(form)) {
      event.preventDefault();
      close(form);
    } else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      // Before the editor, for which these keys are a line break.
      event.preventDefault();
      event.stopPropagation();
      const button = form.querySelector("[data-once]");
      if (!button?.disabled) form.requestSubmit(button);
    }
  },
  { capture: true },
);
