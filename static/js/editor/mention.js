// @ and two letters offer the people who read here; the arrows and Enter, a click or a finger choose.
// The focus stays in the text: the list is what it controls (ARIA, aria-activedescendant). Who is
// named, and whether they may be, is decided by the server when the words arrive there.
import { announce } from "../parts/announce.js";
import { words } from "../parts/words.js";

// A name of up to three words after an @ that begins a word.
const TYPED = /(?:^|[^\p{L}\p{N}@._/-])@((?:[\p{L}\p{N}'’-]+ ){0,2}[\p{L}\p{N}'’-]{1,60})$/u;
const SHORTEST = 2;
const DELAY_MS = 80;

// A name in the text: one thing, that is deleted as one.
export function mentionNode({ Node }) {
  return Node.create({
    name: "mention",
    group: "inline",
    inline: true,
    atom: true,
    selectable: false,
    addAttributes: () => ({ person: {}, name: {}, url: {} }),
    parseHTML: () => [{ tag: "a.mention[data-person]", priority: 1000, getAttrs: attributesOf }],
    renderHTML: ({ node: { attrs } }) => [
      "a",
      { class: "mention", href: attrs.url, "data-person": attrs.person },
      `@${attrs.name}`,
    ],
    renderText: ({ node }) => `@${node.attrs.name}`,
  });
}

const attributesOf = (link) => ({
  person: link.dataset.person,
  name: link.textContent.replace(/^@/, ""),
  url: link.getAttribute("href"),
});

export function mentionList({ Extension, pm }, area) {
  return Extension.create({
    name: "mentionList",
    // Before what Enter and the arrows mean to the text.
    priority: 1000,
    addProseMirrorPlugins() {
      let list;
      const plugin = new pm.state.Plugin({
        view: (view) => (list = new People(this.editor, view, area)),
        props: { handleKeyDown: (view, event) => list.press(event) },
      });
      return [plugin];
    },
  });
}

class People {
  constructor(editor, view, area) {
    Object.assign(this, { editor, view, area, asked: 0, typed: null, dismissed: null, chosen: 0 });
    this.box = document.createElement("ul");
    this.box.className = "items mentions";
    this.box.id = `${area.id}-people`;
    this.box.setAttribute("role", "listbox");
    this.box.setAttribute("aria-label", words("people"));
    this.box.hidden = true;
    // The focus, and the keyboard of a phone, stay with the text.
    this.box.addEventListener("pointerdown", (event) => event.preventDefault());
    this.box.addEventListener("click", ({ target }) => this.choose(target.closest("[role=option]")));
    view.dom.setAttribute("aria-autocomplete", "list");
    view.dom.setAttribute("aria-haspopup", "listbox");
    this.leave = () => this.close();
    view.dom.addEventListener("blur", this.leave);
  }

  get options() {
    return [...this.box.children];
  }

  update(view) {
    const typed = view.composing ? this.typed : this.wordBefore(view.state);
    if (typed?.text === this.typed?.text && typed?.from === this.typed?.from) return;
    this.typed = typed;
    if (!typed) this.dismissed = null;
    clearTimeout(this.timer);
    if (!typed || !view.hasFocus() || typed.from === this.dismissed) return this.close();
    this.timer = setTimeout(() => this.ask(typed.text), DELAY_MS);
  }

  // What stands between an @ and the cursor, and where the @ is; null when nobody is being named.
  wordBefore({ selection }) {
    const { $from, empty } = selection;
    if (!empty || !$from.parent.isTextblock || $from.parent.type.spec.code) return null;
    const before = $from.parent.textBetween(0, $from.parentOffset, null, "\ufffc");
    const found = TYPED.exec(before);
    if (!found || found[1].length < SHORTEST) return null;
    return { text: found[1], from: $from.pos - found[1].length - 1 };
  }

  async ask(text) {
    const number = ++this.asked;
    const url = new URL(this.area.dataset.mentions, location.href);
    url.searchParams.set("q", text);
    try {
      const answer = await fetch(url, { headers: { "HX-Request": "true", Accept: "text/html" } });
      const page = new DOMParser().parseFromString(answer.ok ? await answer.text() : "", "text/html");
      if (number === this.asked && this.typed) this.show([...page.querySelectorAll("[role=option]")]);
    } catch {
      this.close();
    }
  }

  show(options) {
    if (!options.length) return this.close();
    const wasOpen = !this.box.hidden;
    this.box.replaceChildren(...options);
    for (const [number, option] of options.entries()) option.id = `${this.box.id}-${number}`;
    if (!this.box.isConnected) this.view.dom.closest(".editor").append(this.box);
    this.box.hidden = false;
    this.place();
    this.view.dom.setAttribute("aria-controls", this.box.id);
    this.point(0);
    if (!wasOpen) announce(words("peopleFound", { count: options.length }));
  }

  place() {
    const at = this.view.coordsAtPos(this.typed.from);
    const around = this.box.parentElement.getBoundingClientRect();
    const room = Math.max(around.width - this.box.offsetWidth, 0);
    this.box.style.setProperty("--at", `${Math.min(Math.max(at.left - around.left, 0), room)}px`);
    this.box.style.setProperty("top", `${at.bottom - around.top + 4}px`);
    this.box.scrollIntoView({ block: "nearest" });
  }

  point(number) {
    const { options } = this;
    this.chosen = (number + options.length) % options.length;
    for (const [n, option] of options.entries()) option.setAttribute("aria-selected", String(n === this.chosen));
    options[this.chosen].scrollIntoView({ block: "nearest" });
    this.view.dom.setAttribute("aria-activedescendant", options[this.chosen].id);
  }

  // True when the key was for the list.
  press(event) {
    if (this.box.hidden || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return false;
    if (event.key === "ArrowDown") this.point(this.chosen + 1);
    else if (event.key === "ArrowUp") this.point(this.chosen - 1);
    else if (event.key === "Enter" || (event.key === "Tab" && !event.shiftKey)) this.choose(this.options[this.chosen]);
    else if (event.key === "Escape") {
      this.dismissed = this.typed.from;
      this.close();
    } else return false;
    event.preventDefault();
    return true;
  }

  choose(option) {
    if (!option) return;
    const { person, name, url } = option.dataset;
    const { from } = this.typed;
    const mention = { type: "mention", attrs: { person, name, url } };
    const range = { from, to: this.view.state.selection.from };
    this.close();
    this.editor.chain().focus().insertContentAt(range, [mention, { type: "text", text: " " }]).run();
  }

  close() {
    this.asked += 1;
    this.box.hidden = true;
    this.view.dom.removeAttribute("aria-controls");
    this.view.dom.removeAttribute("aria-activedescendant");
  }

  destroy() {
    clearTimeout(this.timer);
    this.view.dom.removeEventListener("blur", this.leave);
    this.box.remove();
  }
}
