// A button that was pressed is at work: pressing it again does nothing until there is an answer.
// The server would publish once all the same (idempotency key); this is so that one sees it.

const sending = new Set();
const held = new WeakMap();

function hold(form) {
  sending.add(form);
  form.setAttribute("aria-busy", "true");
  const buttons = [...form.querySelectorAll("[data-once]")].filter((button) => !button.disabled);
  const focused = buttons.find((button) => button === document.activeElement);
  held.set(form, { buttons, focused });
  for (const button of buttons) button.setAttribute("aria-busy", "true");
  // After this event: a browser leaves a disabled button out of what it sends.
  setTimeout(() => {
    for (const button of buttons) button.disabled = sending.has(form);
  });
}

function release(form) {
  if (!sending.delete(form)) return;
  form.removeAttribute("aria-busy");
  const { buttons, focused } = held.get(form);
  for (const button of buttons) {
    button.disabled = false;
    button.removeAttribute("aria-busy");
  }
  const isLost = !document.activeElement || document.activeElement === document.body;
  if (focused?.isConnected && isLost) focused.focus();
}

const isOnce = (form) => form?.matches?.("form") && form.querySelector("[data-once]");

document.addEventListener(
  "submit",
  (event) => {
    if (!sending.has(event.target)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  },
  { capture: true },
);

// Plain forms. One that htmx sends is prevented here, and held below.
document.addEventListener("submit", (event) => {
  if (!event.defaultPrevented && isOnce(event.target)) hold(event.target);
});

document.addEventListener("htmx:before:request", ({ detail: { ctx } }) => {
  if (isOnce(ctx.sourceElement)) hold(ctx.sourceElement);
});
document.addEventListener("htmx:finally:request", ({ detail: { ctx } }) => {
  // On its way to another page (HX-Redirect), the form stays held until that page comes.
  if (!ctx.keepIndicators) release(ctx.sourceElement);
});

// Back from the next page, as the browser had frozen this one.
addEventListener("pageshow", ({ persisted }) => {
  if (persisted) for (const form of [...sending]) release(form);
});
