// Pieces of the page that ask themselves again when something in them changed: soon if they are
// looked at, later if they are not, and not all readers at once.

import { announce } from "../parts/announce.js";
import { bringUpToDate, isBeingWritten } from "./merge.js";

const JITTER = 500; // milliseconds
const REST = 2_000; // between two questions for one piece
const ATTEMPTS = 3;

const matches = (piece, event) => {
  const names = piece.dataset.liveNames;
  return names === undefined || names.split(/\s+/).includes(event.name);
};

const isOver = (piece, others) => others.some((other) => other !== piece && other.contains(piece));

export class Pieces {
  #waiting = new Map(); // piece → timer
  #askedAt = new WeakMap();
  #failures = new WeakMap();
  #later = new Set(); // out of sight, or being written in
  #sight = new IntersectionObserver((entries) => this.#inSight(entries), { rootMargin: "50%" });

  constructor() {
    document.addEventListener("visibilitychange", () => document.hidden || this.#resume());
    for (const done of ["focusout", "reset", "htmx:after:swap"]) {
      document.addEventListener(done, () => setTimeout(() => this.#resume(), 100));
    }
  }

  changed(event) {
    const found = event.keys.flatMap((key) => [
      ...document.querySelectorAll(`[data-live-key~="${CSS.escape(key)}"]`),
    ]);
    const pieces = [...new Set(found)].filter((piece) => matches(piece, event));
    // A piece that is asked again brings the pieces inside it.
    const whole = pieces.filter((piece) => piece.dataset.liveUrl);
    pieces.filter((piece) => !isOver(piece, whole)).forEach((piece) => this.#soon(piece));
  }

  everythingChanged() {
    const pieces = [...document.querySelectorAll("[data-live-key]")];
    pieces.filter((piece) => !isOver(piece, pieces)).forEach((piece) => this.#soon(piece));
  }

  #soon(piece) {
    if (this.#waiting.has(piece)) return;
    const rest = Math.max(0, (this.#askedAt.get(piece) ?? 0) + REST - Date.now());
    const wait = rest + Math.random() * JITTER;
    this.#waiting.set(piece, setTimeout(() => this.#due(piece), wait));
  }

  #due(piece) {
    this.#waiting.delete(piece);
    if (!piece.isConnected) return;
    if (document.hidden) this.#later.add(piece);
    else this.#sight.observe(piece);
  }

  #inSight(entries) {
    for (const { target, isIntersecting } of entries) {
      if (!isIntersecting) continue;
      this.#sight.unobserve(target);
      this.#ask(target);
    }
  }

  #resume() {
    for (const piece of this.#later) {
      if (document.hidden || (piece.isConnected && isBeingWritten(piece))) continue;
      this.#later.delete(piece);
      if (piece.isConnected) this.#soon(piece);
    }
  }

  async #ask(piece) {
    this.#askedAt.set(piece, Date.now());
    try {
      if (piece.dataset.liveAppend) await this.#grow(piece);
      else await this.#refresh(piece);
      this.#failures.delete(piece);
    } catch {
      // The network, or the server: the piece is only out of date.
      const failures = (this.#failures.get(piece) ?? 0) + 1;
      this.#failures.set(piece, failures);
      if (failures < ATTEMPTS) setTimeout(() => this.#soon(piece), REST * 2 ** failures);
    }
  }

  async #refresh(piece) {
    const answer = await get(piece.dataset.liveUrl);
    if (answer === null) {
      leave(piece);
      return;
    }
    const fresh = answer.firstElementChild;
    if (!fresh || !piece.isConnected) return;
    if (!(await bringUpToDate(piece, fresh))) this.#later.add(piece);
  }

  async #grow(list) {
    const after = list.lastElementChild?.dataset.after ?? "";
    const answer = await get(list.dataset.liveAppend + encodeURIComponent(after));
    for (const child of answer ? [...answer.children] : []) {
      if (child.id && document.getElementById(child.id)) continue;
      list.append(child);
      htmx.process(child);
    }
  }
}

// The elements an address answers; null when there is nothing there for this person any more.
async function get(url) {
  const headers = { "HX-Request": "true" };
  const response = await fetch(url, { headers, credentials: "same-origin", cache: "no-store" });
  if (response.status === 404) return null;
  if (!response.ok || response.redirected) throw new Error(`${response.status} ${url}`);
  const template = document.createElement("template");
  template.innerHTML = await response.text();
  return template.content;
}

function leave(piece) {
  const sentence = piece.dataset.liveGone;
  const note = document.createElement("p");
  note.className = "gone muted";
  note.textContent = sentence ?? "";
  if (sentence) {
    announce(sentence);
    piece.before(note);
  }
  // What somebody is writing stays, for them to take elsewhere.
  if (!isBeingWritten(piece)) piece.remove();
}
