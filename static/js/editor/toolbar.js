// The buttons under the text: one stop for the Tab key, arrows inside (ARIA toolbar pattern). They
// stand after the text, so that Tab goes from the title to the text; Alt-F10 goes to them.
import { fromTemplate } from "../parts/dom.js";
import { askForLink } from "./link.js";

const run = (command, ...more) => (editor) => editor.chain().focus()[command](...more).run();

const ACTS = {
  bold: { act: run("toggleBold") },
  italic: { act: run("toggleItalic") },
  heading: { act: run("toggleHeading", { level: 3 }), is: ["heading", { level: 3 }] },
  link: { act: askForLink },
  bulletList: { act: run("toggleBulletList") },
  orderedList: { act: run("toggleOrderedList") },
  blockquote: { act: run("toggleBlockquote") },
  code: { act: run("toggleCode") },
  codeBlock: { act: run("toggleCodeBlock") },
};

export function toolbarFor(editor, area) {
  const bar = fromTemplate("editor-toolbar");
  if (area.dataset.editor === "small") {
    for (const button of bar.querySelectorAll("[data-full]")) button.remove();
  }
  const buttons = [...bar.querySelectorAll("button[data-act]")];
  stopAt(buttons, buttons[0]);
  bar.addEventListener("click", ({ target }) => {
    const button = target.closest("button[data-act]");
    if (button) ACTS[button.dataset.act].act(editor);
  });
  // The selection in the text must outlive the press of a button.
  bar.addEventListener("mousedown", (event) => event.preventDefault());
  bar.addEventListener("keydown", (event) => walk(buttons, event, editor));
  editor.on("transaction", () => show(editor, buttons));
  editor.view.dom.addEventListener("keydown", (event) => {
    if (event.key !== "F10" || !event.altKey) return;
    event.preventDefault();
    buttons.find(({ tabIndex }) => tabIndex === 0).focus();
  });
  return bar;
}

function show(editor, buttons) {
  for (const button of buttons) {
    const { is = [button.dataset.act] } = ACTS[button.dataset.act];
    button.setAttribute("aria-pressed", String(editor.isActive(...is)));
  }
}

function walk(buttons, event, editor) {
  if (event.key === "Escape") {
    event.stopPropagation();
    editor.commands.focus();
    return;
  }
  const here = buttons.indexOf(document.activeElement);
  const isRtl = getComputedStyle(event.currentTarget).direction === "rtl";
  const forth = isRtl ? "ArrowLeft" : "ArrowRight";
  const back = isRtl ? "ArrowRight" : "ArrowLeft";
  const steps = { [forth]: here + 1, [back]: here - 1, Home: 0, End: -1 };
  if (!(event.key in steps)) return;
  event.preventDefault();
  const next = buttons.at(steps[event.key] % buttons.length);
  stopAt(buttons, next);
  next.focus();
}

function stopAt(buttons, one) {
  for (const button of buttons) button.tabIndex = button === one ? 0 : -1;
}
