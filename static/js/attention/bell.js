// The bell is a live piece like any other (live/pieces.js). What it says anew is also said to who
// does not see the dot; that something was read needs no words.
import { announce } from "../parts/announce.js";

document.addEventListener("rsn:before-update", ({ target, detail: { fresh } }) => {
  if (!target.matches?.("[data-bell]")) return;
  const words = fresh.textContent.trim();
  if (words && Number(fresh.dataset.bell) > Number(target.dataset.bell)) announce(words);
});
