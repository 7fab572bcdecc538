// What did not arrive is said, with the way to try again; the page stays as it was.
//
// htmx is told (noSwap, templates/behaviours/_head.html) to put no error page into the text; a form
// that was refused with its messages (422) is shown like any answer.
import { toast } from "./toast.js";
import { words } from "./words.js";

const LONGEST_SENTENCE = 300;

const since = new WeakMap();

document.addEventListener("htmx:before:request", ({ detail: { ctx } }) => since.set(ctx, Date.now()));

document.addEventListener("htmx:error", ({ detail: { ctx, error } }) => {
  // An error of a script is for its author; what concerns people is a request without an answer.
  if (!ctx?.request || ctx.text !== undefined || isOurs(ctx)) return;
  if (error?.name === "AbortError" && !isTimeout(ctx)) return;
  say(ctx, words("noAnswer"));
});

// A search is abandoned for the next letter; only what took too long failed.
function isTimeout(ctx) {
  return Date.now() - since.get(ctx) >= window.htmx.config.defaultTimeout - 100;
}

document.addEventListener("htmx:response:error", ({ detail: { ctx } }) => {
  const { status } = ctx.response;
  if (status === 422 || ctx.hx?.redirect || isOurs(ctx)) return;
  if (status >= 500) say(ctx, words("noAnswer"));
  else if (status === 429) say(ctx, words("tooFast"));
  else toast(sentenceOf(ctx.text) || words(status === 403 ? "refused" : "gone"), { stays: true });
});

// A question of a script of ours that fails is its own affair.
function isOurs(ctx) {
  return ctx.quiet || ctx.sourceElement?.closest?.("[data-quiet]");
}

function say(ctx, otherwise) {
  const form = ctx.sourceElement;
  const isSending = ctx.request.method !== "GET";
  if (isSending && form.matches("form[data-keep]")) {
    const again = { label: words("retry"), act: () => form.isConnected && form.requestSubmit() };
    toast(words("notSent"), { action: again, stays: true });
  } else if (isSending && form.matches("[action$='/reaction/']")) {
    toast(words("notReacted"));
  } else {
    toast(otherwise);
  }
}

// The server's own sentence, from the fragment of an error.
function sentenceOf(html = "") {
  const page = new DOMParser().parseFromString(html, "text/html");
  const text = (page.querySelector("[data-reason]") ?? page.body).textContent;
  const sentence = text.replace(/\s+/g, " ").trim();
  return sentence.length <= LONGEST_SENTENCE ? sentence : "";
}
