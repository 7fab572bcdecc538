// Nothing typed is lost: the words of form[data-keep] stay in this browser until they are sent.
//
// They belong to the person who typed them: their key carries the person's id; another person's are
// destroyed, and signing out destroys all. What the server kept itself (a session that ended) is
// newer and wins (data-restored).
import { fromTemplate, whenAdded } from "../parts/dom.js";
import { forget, keysBeginning, recall, remember } from "../parts/storage.js";
import { fieldsOf, initial, isBlank, isSame, read, write } from "./fields.js";

const PREFIX = "rsn.kept.";
const EVERY_MS = 1000;
const KEPT_MS = 14 * 24 * 3600 * 1000;

const person = document.body.dataset.person ?? "";
const known = new WeakSet();
const changed = new Set();
let timer;

const keyOf = (form) => `${PREFIX}${person}.${form.dataset.keep}`;

// Stores what the form holds now; `initial` words are nobody's loss.
function keep(form) {
  if (!person || !form.dataset.keep) return;
  const texts = read(form);
  if (isBlank(texts) || (isSame(texts, initial(form)) && !form.matches("[data-came-back]"))) {
    discard(form);
  } else {
    remember(keyOf(form), { at: Date.now(), over: initial(form), texts });
  }
}

export function keepAll() {
  clearTimeout(timer);
  timer = undefined;
  for (const form of changed) if (form.isConnected) keep(form);
  changed.clear();
}

export function discard(form) {
  changed.delete(form);
  forget(keyOf(form));
}

// The words of `form` are from now on those of the form that is sent to `name`.
export function keepAs(form, name) {
  forget(keyOf(form));
  form.dataset.keep = name;
  keep(form);
}

// Where words wait that were never sent, the last ones first.
export function unfinished() {
  const own = `${PREFIX}${person}.`;
  const keys = person ? keysBeginning(own) : [];
  keys.sort((one, other) => recall(other).at - recall(one).at);
  return keys.map((key) => key.slice(own.length));
}

function offer(form) {
  if (known.has(form)) return;
  known.add(form);
  const kept = recall(keyOf(form));
  if (!person || !kept || form.matches("[data-restored]")) return;
  // Over published words that have changed since, old changes would undo somebody's new ones.
  if (form.matches("[data-editing]") && !isSame(kept.over, initial(form))) return;
  form.dataset.cameBack = "";
  // Refused and shown again: the words are there already.
  if (isSame(kept.texts, read(form))) return;
  const first = initial(form);
  write(form, kept.texts);
  notice(form, first);
}

function notice(form, first) {
  const note = fromTemplate("kept-notice");
  if (!note) return;
  note.querySelector("[data-start-over]").addEventListener("click", () => {
    discard(form);
    write(form, first);
    note.remove();
    fieldsOf(form).at(-1)?.dispatchEvent(new CustomEvent("rsn:focus"));
  });
  form.prepend(note);
}

function clean() {
  const oldest = Date.now() - KEPT_MS;
  for (const key of keysBeginning(PREFIX)) {
    const isOwn = key.startsWith(`${PREFIX}${person}.`);
    if (!isOwn || !(recall(key)?.at > oldest)) forget(key);
  }
}

// Nobody signed in: what the last person typed waits for that same person.
if (person) clean();

whenAdded("form[data-keep]", offer);

document.addEventListener("input", ({ target }) => {
  const form = target.form;
  if (!form?.matches("[data-keep]") || !fieldsOf(form).includes(target)) return;
  changed.add(form);
  timer ??= setTimeout(keepAll, EVERY_MS);
});

addEventListener("pagehide", keepAll);
document.addEventListener("visibilitychange", keepAll);

document.addEventListener(
  "submit",
  ({ target }) => {
    if (target.matches("[data-keep]")) keepAll();
    if (target.matches("[action*='/logout/'], [data-signs-out]")) {
      changed.clear();
      for (const key of keysBeginning(PREFIX)) forget(key);
    }
  },
  { capture: true },
);

document.addEventListener("htmx:after:request", ({ detail: { ctx } }) => {
  const form = ctx.sourceElement;
  const isAccepted = ctx.response.status < 400 && ctx.request.method !== "GET";
  if (isAccepted && form.matches?.("form[data-keep]")) discard(form);
});
