// Moments of the last day as “3 minutes ago”; the exact moment stays on hover. Older ones keep the
// date that the server wrote, and so does the page without this script.
import { whenAdded } from "./dom.js";

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const language = document.documentElement.lang || undefined;
const relative = new Intl.RelativeTimeFormat(language, { numeric: "auto" });
const exact = new Intl.DateTimeFormat(language, { dateStyle: "full", timeStyle: "short" });
const written = new WeakMap();

function tell(element) {
  const moment = new Date(element.dateTime);
  if (Number.isNaN(moment.getTime())) return;
  if (!written.has(element)) written.set(element, element.textContent);
  if (!element.title) element.title = exact.format(moment);
  const text = wordsFor(moment) ?? written.get(element);
  if (element.textContent !== text) element.textContent = text;
}

// A clock that is a little behind the server's must not speak of the future.
function wordsFor(moment) {
  const seconds = Math.max(0, (Date.now() - moment.getTime()) / 1000);
  if (seconds >= DAY) return null;
  if (seconds >= HOUR) return relative.format(-Math.floor(seconds / HOUR), "hour");
  if (seconds >= MINUTE) return relative.format(-Math.floor(seconds / MINUTE), "minute");
  return relative.format(0, "second");
}

function tellAll() {
  if (document.hidden) return;
  for (const element of document.querySelectorAll("time[data-relative]")) tell(element);
}

whenAdded("time[data-relative]", tell);
setInterval(tellAll, MINUTE * 1000);
document.addEventListener("visibilitychange", tellAll);
