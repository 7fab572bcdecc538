// Writing elsewhere: another space is chosen in a dialog, and the words stay. Address, readers and
// button come from the form that the server gives for that space, so that they cannot lie.
import { process } from "../parts/dom.js";
import { toast } from "../parts/toast.js";
import { words } from "../parts/words.js";
import { keepAs } from "./kept.js";

const DELAY_MS = 200;
const dialog = document.getElementById("places-dialog");
let form = null;
let asked = 0;
let timer;

async function fetchPart(url) {
  const response = await fetch(url, { headers: { "HX-Request": "true", Accept: "text/html" } });
  if (!response.ok) throw new Error(`${response.status}`);
  return new DOMParser().parseFromString(await response.text(), "text/html").body;
}

async function list(text) {
  const number = ++asked;
  const url = new URL(dialog.dataset.url, location.href);
  if (text) url.searchParams.set("q", text);
  try {
    const part = await fetchPart(url);
    if (number === asked) dialog.querySelector("[data-places]").replaceChildren(...part.childNodes);
  } catch {
    toast(words("noAnswer"));
  }
}

async function choose(url) {
  try {
    const other = (await fetchPart(url)).querySelector("form[data-composer]");
    if (other) moveTo(other);
    else location.assign(url);
  } catch {
    toast(words("noAnswer"));
  }
}

function moveTo(other) {
  // Another place is another intention: what was sent in doubt to the first keeps its own key.
  for (const name of ["key", "author", "csrfmiddlewaretoken"]) {
    if (other.elements[name]) form.elements[name].value = other.elements[name].value;
  }
  // Who may be named is who reads there.
  const { mentions } = other.querySelector("[data-editor]").dataset;
  form.querySelector("[data-editor]").dataset.mentions = mentions;
  form.setAttribute("action", other.getAttribute("action"));
  for (const name of ["hx-post", "data-hx-post"]) {
    if (other.hasAttribute(name)) form.setAttribute(name, other.getAttribute(name));
  }
  const foot = document.importNode(other.querySelector("[data-composer-foot]"), true);
  form.querySelector("[data-composer-foot]").replaceWith(foot);
  process(foot);
  keepAs(form, other.dataset.keep);
  dialog.close();
  form.querySelector("[data-editor]").dispatchEvent(new CustomEvent("rsn:focus"));
}

if (dialog) {
  document.addEventListener("click", (event) => {
    const opener = event.target.closest?.("[data-choose-space]");
    if (!opener || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    form = opener.closest("form");
    dialog.querySelector("input").value = "";
    dialog.showModal();
    list("");
  });
  dialog.addEventListener("input", ({ target }) => {
    clearTimeout(timer);
    timer = setTimeout(() => list(target.value.trim()), DELAY_MS);
  });
  dialog.addEventListener("click", (event) => {
    const link = event.target.closest("[data-places] a[href]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    choose(link.href);
  });
  dialog.addEventListener("submit", (event) => {
    if (event.target.method === "dialog") return;
    event.preventDefault();
    dialog.querySelector("[data-places] a[href]")?.click();
  });
}
