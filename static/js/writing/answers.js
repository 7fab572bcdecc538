// An answer appears where the thread has it, once: the card or the thread is asked again, as it is
// when the live script hears of somebody else's answer.
import { announce } from "../parts/announce.js";
import { focusOn, process, whenAdded } from "../parts/dom.js";
import { words } from "../parts/words.js";
import { close } from "./opened.js";

document.addEventListener("htmx:before:swap", (event) => {
  const { ctx, tasks } = event.detail;
  const form = ctx.sourceElement;
  if (!form.matches?.("form[data-keep]") || ctx.request.method === "GET" || ctx.response.status >= 400) return;
  const fragment = tasks[0]?.fragment;
  const fresh = fragment?.querySelector("[data-fresh] > *");
  if (fresh) {
    event.preventDefault();
    arrive(fresh, fragment.querySelector("form[data-keep]"), form);
  } else if (form.matches("[data-editing]") && !tasks[0]?.target) {
    // Edited on a page of its own: back to the conversation.
    event.preventDefault();
    location.assign(form.action);
  }
});

async function arrive(fresh, nextForm, form) {
  const region = form.closest("article[data-live-url]") ?? regionOf(form);
  if (!region) return void location.assign(`${new URL("..", form.action).pathname}#${fresh.id}`);
  const place = form.parentElement;
  if (form.closest("[data-hold]")) {
    close(form, { focus: false });
  } else {
    form.replaceWith(nextForm);
    process(nextForm);
  }
  if (!region.querySelector(":scope > .pager")) await askAgain(region);
  // Further pages are not here yet, or nothing came: the answer is shown where it was written.
  focusOn(document.getElementById(fresh.id) ?? showIn(place, fresh));
  announce(words("answered"));
}

// The page of answers that the new one belongs to: that of the answered one, or the last.
function regionOf(form) {
  return form.closest(".thread[data-live-url]") ?? [...document.querySelectorAll(".thread[data-live-url]")].at(-1);
}

function askAgain(region) {
  const how = { source: region, target: region, swap: "outerMorph", quiet: true };
  return window.htmx.ajax("GET", region.dataset.liveUrl, how);
}

function showIn(place, fresh) {
  const box = document.createElement("div");
  box.className = "fresh";
  box.dataset.fresh = "";
  box.append(fresh);
  place.prepend(box);
  const form = place.querySelector(":scope > form");
  if (form) form.before(box);
  process(box);
  return fresh;
}

// When the thread brings it, the copy above the form has served.
whenAdded(".thread [id^='comment-']", (comment) => {
  for (const copy of document.querySelectorAll(`[data-fresh] > #${CSS.escape(comment.id)}`)) {
    if (copy !== comment) copy.parentElement.remove();
  }
});
