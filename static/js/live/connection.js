// The socket's life: it comes back by itself, and then hears what it missed.

const SHORTEST_WAIT = 2_000; // milliseconds before trying again, doubled each time
const LONGEST_WAIT = 30_000;
const QUIET = 45_000; // without a frame for that long, ask whether anybody is there
const PATIENCE = 5_000; // for the answer
const CONNECTING = 20_000; // a server to which everybody comes back at once needs its time
const BEAT = 5_000;
const REMEMBERED = 1_000; // numbers, to tell what came twice

const NO_SESSION = 4401;
const SESSION_ENDED = 4403;

export class Connection {
  #url;
  #told; // { event, resync, state, signedOut, watched }
  #since; // everything up to this number is on the page, or was told
  #openedSince;
  #socket = null;
  #failures = 0;
  #retry = 0;
  #heardAt = 0;
  #askedAt = 0;
  #beatAt = Date.now();
  #seen = new Set();
  #watching = new Set();
  #isOver = false;

  constructor(url, cursor, told) {
    url.protocol = url.protocol.replace("http", "ws");
    this.#url = url;
    this.#since = cursor ? Number(cursor) : null;
    this.#told = told;
    // What was open before the network went is dead, though nobody has said so.
    addEventListener("offline", () => this.#abandon());
    addEventListener("online", () => this.#hurry());
    addEventListener("pageshow", (shown) => shown.persisted && this.#hurry());
    document.addEventListener("visibilitychange", () => document.hidden || this.#hurry());
    setInterval(() => this.#beat(), BEAT);
  }

  open() {
    if (this.#isOver) return;
    clearTimeout(this.#retry);
    this.#retry = 0;
    const url = new URL(this.#url);
    if (this.#since !== null) url.searchParams.set("since", this.#since);
    this.#openedSince = this.#since;
    this.#watching.clear();
    this.#heardAt = this.#askedAt = Date.now();
    const socket = new WebSocket(url);
    socket.onmessage = (message) => socket === this.#socket && this.#hear(JSON.parse(message.data));
    socket.onclose = (closed) => socket === this.#socket && this.#closed(closed.code);
    this.#socket = socket;
  }

  // What a swap brought onto the page may be of a space nobody watched yet.
  watchMore() {
    if (this.#socket?.readyState !== WebSocket.OPEN) return;
    const more = this.#told.watched().filter((space) => !this.#watching.has(space));
    if (!more.length) return;
    more.forEach((space) => this.#watching.add(space));
    this.#send({ type: "watch", spaces: [...new Set(more)], since: this.#openedSince ?? undefined });
  }

  #hear(frame) {
    this.#heardAt = Date.now();
    switch (frame.type) {
      case "hello":
        this.#failures = 0;
        this.#since ??= frame.cursor;
        this.#told.state("online");
        this.watchMore();
        this.#ask();
        break;
      case "pong":
        // Frames come in order: all that was due before this one has been heard.
        this.#since = Math.max(this.#since, frame.cursor);
        this.#openedSince = this.#since;
        break;
      case "resync":
        this.#told.resync();
        break;
      case "event":
        this.#once(frame);
    }
  }

  #once(frame) {
    if (this.#seen.has(frame.number)) return;
    this.#seen.add(frame.number);
    if (this.#seen.size > REMEMBERED) this.#seen.delete(this.#seen.values().next().value);
    this.#since = Math.max(this.#since, frame.number);
    this.#told.event(frame);
  }

  #closed(code) {
    this.#socket = null;
    this.#told.state("offline");
    if (code === NO_SESSION || code === SESSION_ENDED) {
      this.#isOver = true;
      this.#told.signedOut();
      return;
    }
    const longest = Math.min(LONGEST_WAIT, SHORTEST_WAIT * 2 ** this.#failures++);
    // Anywhere within the wait: ten thousand tabs must not come back in the same second.
    this.#retry = setTimeout(() => this.open(), longest * (0.1 + 0.9 * Math.random()));
  }

  #hurry() {
    if (this.#socket === null) this.open();
    else this.#ask();
  }

  #ask() {
    if (this.#socket?.readyState !== WebSocket.OPEN) return;
    this.#askedAt = Date.now();
    this.#send({ type: "ping" });
  }

  // Timers stop while a machine sleeps; a dead connection looks like a silent one.
  #beat() {
    const now = Date.now();
    const slept = now - this.#beatAt > 4 * BEAT;
    this.#beatAt = now;
    if (this.#socket === null) return;
    const isOpen = this.#socket.readyState === WebSocket.OPEN;
    const isUnanswered = this.#askedAt > this.#heardAt || !isOpen;
    const patience = isOpen ? PATIENCE : CONNECTING;
    if (isUnanswered && now - this.#askedAt > patience && !slept) this.#abandon();
    else if (slept || now - this.#heardAt > QUIET) this.#ask();
  }

  #abandon() {
    const dead = this.#socket;
    if (dead === null) return;
    this.#closed(0);
    dead.close();
  }

  #send(frame) {
    this.#socket.send(JSON.stringify(frame));
  }
}
