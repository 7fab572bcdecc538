// "3 new posts": a link that appears; no text under the eye moves.

import { announce } from "../parts/announce.js";

const DELAY = 800; // milliseconds: the answer to one's own form brings the post itself

const lists = () => [...document.querySelectorAll("[data-live-list], [data-live-spaces]")];

function shows(list, space) {
  const spaces = list.dataset.liveSpaces;
  return spaces === undefined || spaces.split(/\s+/).includes(String(space));
}

function sentence(pill, count) {
  if (count === null) return pill.dataset.some ?? pill.dataset.other.replace("{count}", "…");
  const language = document.documentElement.lang;
  const form = new Intl.PluralRules(language).select(count);
  const template = form === "one" ? pill.dataset.one : pill.dataset.other;
  return template.replace("{count}", new Intl.NumberFormat(language).format(count));
}

export function countNewPosts() {
  const unseen = new Set();
  let isUnknown = false;
  let timer = 0;

  function show() {
    timer = 0;
    for (const post of unseen) if (document.getElementById(`post-${post}`)) unseen.delete(post);
    const isNews = isUnknown || unseen.size > 0;
    for (const pill of document.querySelectorAll("[data-pill][data-other]")) {
      pill.hidden = !isNews;
      if (!isNews) continue;
      const text = sentence(pill, isUnknown ? null : unseen.size);
      if (pill.textContent === text) continue;
      pill.textContent = text;
      announce(text);
    }
  }

  function soon() {
    timer ||= setTimeout(show, DELAY);
  }

  document.addEventListener("htmx:after:swap", () => (unseen.size || isUnknown) && soon());

  return {
    heard(event) {
      const post = event.keys.find((key) => key.startsWith("post."))?.slice("post.".length);
      if (event.name === "post.withdrawn") unseen.delete(post);
      else if (event.name !== "post.created") return;
      else if (lists().some((list) => shows(list, event.space))) unseen.add(post);
      soon();
    },
    lostCount() {
      isUnknown = lists().length > 0;
      soon();
    },
  };
}
