// From card to card with j and k; on the page of a post, from answer to answer.
const CARDS = "main article[id^='post-'], main #comments .comment";

const cards = () => [...document.querySelectorAll(CARDS)];

const current = () => document.activeElement?.closest(CARDS);

export function move(step) {
  const all = cards();
  const here = all.indexOf(current());
  const next = here < 0 ? firstInSight(all) : all[here + step];
  if (!next) return;
  next.focus({ preventScroll: true });
  next.scrollIntoView({ block: "start" });
}

function firstInSight(all) {
  return all.find((card) => card.getBoundingClientRect().bottom > 80) ?? all[0];
}

// True when `element` is a card with a page of its own.
export function openCurrent(element) {
  const link = element.matches?.("article[id^='post-']") && element.querySelector("a:has(> time)");
  link?.click();
  return Boolean(link);
}

export function answerCurrent() {
  const card = current() ?? document.querySelector("article[id^='post-']");
  const page = document.querySelector("#comments > form [data-editor]");
  const link = card?.querySelector("[data-answer]");
  if (link) link.click();
  else page?.dispatchEvent(new CustomEvent("rsn:focus"));
}
