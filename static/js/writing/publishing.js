// A post that was published from a feed appears on top of it. Anywhere else one goes to its page.
import { announce } from "../parts/announce.js";
import { process } from "../parts/dom.js";
import { toast } from "../parts/toast.js";
import { words } from "../parts/words.js";
import { close, wasOpenedHere } from "./opened.js";

document.addEventListener("htmx:before:swap", (event) => {
  const { ctx, tasks } = event.detail;
  const form = ctx.sourceElement;
  if (!form.matches?.("form[data-composer]") || ctx.response.status >= 400) return;
  // A new card stands beside a composer; words that were edited are a card alone.
  const card = tasks[0]?.fragment.querySelector("article[id^='post-']");
  if (!card) return;
  event.preventDefault();
  const url = new URL(card.dataset.liveUrl, location.href).pathname;
  if (!wasOpenedHere(form)) return void location.assign(url);
  close(form, { focus: false });
  const feed = feedFor(card);
  if (feed) show(card, feed);
  else toast(words("publishedElsewhere"), { action: { label: words("seeIt"), url }, stays: true });
});

// The list on this page that the card belongs in: home, its space, or one's own page.
function feedFor(card) {
  const feed = document.querySelector("main .feed");
  const spaces = feed?.dataset.liveSpaces?.split(/\s+/);
  return !spaces || spaces.includes(card.dataset.space) ? feed : null;
}

function show(card, feed) {
  // The live script may have been faster, and a second sending brings the first card again.
  document.getElementById(card.id)?.remove();
  card.classList.add("is-new");
  feed.prepend(card);
  process(card);
  for (const note of document.querySelectorAll("main .empty")) note.remove();
  card.focus({ preventScroll: true });
  card.scrollIntoView({ block: "nearest" });
  announce(words("published"));
}
