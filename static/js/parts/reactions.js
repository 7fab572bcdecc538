// A reaction shows at once that it was heard; its true state arrives with the answer.
const REACTION = "form[action$='/reaction/']";
const before = new WeakMap();
let chosen = "";

document.addEventListener("htmx:before:request", ({ detail: { ctx } }) => {
  const form = ctx.sourceElement;
  if (!form.matches?.(REACTION)) return;
  const button = ctx.request.submitter ?? form.querySelector("button");
  const group = form.closest("[role=group]") ?? form;
  const states = [...group.querySelectorAll("[aria-pressed]")].map((one) => [one, one.ariaPressed]);
  before.set(form, states);
  const isPressed = button.ariaPressed === "true";
  // One word a person: choosing another takes the first back.
  for (const [other] of states) other.ariaPressed = "false";
  button.ariaPressed = String(!isPressed);
  chosen = button.name === "kind" ? button.value : "";
  form.closest("details")?.removeAttribute("open");
});

function revert({ detail: { ctx } }) {
  for (const [button, state] of before.get(ctx?.sourceElement) ?? []) button.ariaPressed = state;
}
document.addEventListener("htmx:error", revert);
document.addEventListener("htmx:response:error", revert);

// The first of its kind moves out of the choices: the focus goes with it.
document.addEventListener("htmx:after:swap", ({ detail: { ctx } }) => {
  const isReaction = /\/reaction\/$/.test(ctx.request?.action ?? "");
  if (!isReaction || (document.activeElement && document.activeElement !== document.body)) return;
  const found = chosen && ctx.target?.querySelector?.(`[name=kind][value="${CSS.escape(chosen)}"]`);
  (found || ctx.target)?.focus?.({ preventScroll: true });
});
