// Files of a form: chosen, pasted or dropped, sent one by one with their progress. The server answers
// with the line that the form carries; what it refuses says why, and the words stay.
import { announce } from "../parts/announce.js";
import { fromTemplate, whenAdded } from "../parts/dom.js";
import { words } from "../parts/words.js";

// Forms that wait for their files: the button that was pressed, or nothing.
const waiting = new Map();
const onTheWay = new WeakMap();

whenAdded("[data-attach]", (button) => {
  button.hidden = false;
});

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-attach], [data-remove]");
  if (!button) return;
  event.preventDefault();
  if (button.matches("[data-remove]")) remove(button.closest("li"));
  else choose(button.closest("[data-tray]"));
});

function choose(tray) {
  const input = document.createElement("input");
  input.type = "file";
  input.multiple = true;
  input.addEventListener("change", () => sendAll(tray, input.files));
  input.click();
}

// Pasted text that has pictures of itself is text.
document.addEventListener(
  "paste",
  (event) => {
    const { files, types } = event.clipboardData ?? {};
    const tray = trayAt(event.target);
    if (!tray || !files?.length || types.includes("text/plain") || types.includes("text/html")) return;
    event.preventDefault();
    event.stopPropagation();
    sendAll(tray, files);
  },
  { capture: true },
);

for (const name of ["dragover", "drop"]) {
  document.addEventListener(
    name,
    (event) => {
      const tray = trayAt(event.target);
      if (!tray || !event.dataTransfer?.types.includes("Files")) return;
      event.preventDefault();
      event.stopPropagation();
      if (name === "drop") sendAll(tray, event.dataTransfer.files);
    },
    { capture: true },
  );
}

const trayAt = (place) => place.closest?.("form")?.querySelector("[data-tray]");

function sendAll(tray, files) {
  for (const file of files) send(tray, file);
}

function send(tray, file) {
  const line = fromTemplate("sending-file");
  const name = file.name || words("picture");
  line.querySelector("[data-name]").textContent = name;
  const bar = line.querySelector("progress");
  bar.setAttribute("aria-label", name);
  tray.querySelector("[data-tray-items]").append(line);
  const form = tray.closest("form");
  const request = new XMLHttpRequest();
  line.addEventListener("rsn:remove", () => request.abort());
  request.upload.addEventListener("progress", ({ loaded, total }) => {
    // Sent is not yet looked at.
    if (loaded < total) bar.value = loaded / total;
    else bar.removeAttribute("value");
  });
  request.addEventListener("loadend", () => {
    if (line.isConnected) settle(line, request, file);
    arrived(form);
  });
  onTheWay.set(form, (onTheWay.get(form) ?? 0) + 1);
  request.open("POST", tray.dataset.tray);
  request.setRequestHeader("HX-Request", "true");
  request.setRequestHeader("X-CSRFToken", form.elements.csrfmiddlewaretoken.value);
  const sent = new FormData();
  sent.append("key", crypto.randomUUID?.() ?? "");
  sent.append("upload", file, name);
  request.send(sent);
}

function settle(line, request, file) {
  const part = new DOMParser().parseFromString(request.responseText, "text/html").body;
  const item = request.status === 200 ? part.querySelector("li") : null;
  if (!item) {
    const why = request.status === 413 ? words("tooLarge") : part.querySelector("[data-reason]")?.textContent;
    return void refuse(line, why || words("notUploaded"));
  }
  // Until the server has made a small one, one's own picture stands for itself.
  const sign = item.querySelector(".icon");
  if (item.querySelector("[name^=alt-]") && sign && file.type !== "image/svg+xml") {
    const picture = new Image(64, 48);
    picture.alt = "";
    picture.addEventListener("load", () => sign.replaceWith(picture), { once: true });
    picture.src = URL.createObjectURL(file);
  }
  line.replaceWith(item);
  announce(words("attached", { name: item.querySelector(".name").textContent }));
}

function refuse(line, why) {
  line.querySelector("progress").remove();
  const note = line.querySelector("[data-note]");
  note.textContent = why;
  note.classList.add("field__error");
  line.dataset.refused = "";
  announce(why);
}

function remove(line) {
  const tray = line.closest("[data-tray]");
  line.dispatchEvent(new Event("rsn:remove"));
  // What stands with published words stays there until the form is sent; the server knows which.
  if (line.dataset.file && !line.closest("form").matches("[data-editing]")) forget(line, tray);
  line.remove();
  tray.querySelector("[data-attach]").focus();
}

function forget(line, tray) {
  const headers = {
    "HX-Request": "true",
    "X-CSRFToken": tray.closest("form").elements.csrfmiddlewaretoken.value,
  };
  fetch(line.dataset.file, { method: "DELETE", headers }).catch(() => {});
}

// A form that is sent while files are on their way goes when they have arrived.
document.addEventListener(
  "submit",
  (event) => {
    if (!onTheWay.get(event.target)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    waiting.set(event.target, event.submitter);
    announce(words("filesFirst"));
  },
  { capture: true },
);

function arrived(form) {
  onTheWay.set(form, onTheWay.get(form) - 1);
  if (onTheWay.get(form) || !waiting.has(form)) return;
  const submitter = waiting.get(form);
  waiting.delete(form);
  // What was refused is for the person to see first.
  if (form.isConnected && !form.querySelector("[data-refused]")) form.requestSubmit(submitter);
}
