// Menus are <details>: they open without a script. Here they close when one looks elsewhere, and
// arrow keys move in them.
import { itemsOf } from "./dom.js";

const MENU = "details.menu, details[data-menu], details.more-words, details.reactions__more";

const openMenus = () => [...document.querySelectorAll(MENU)].filter((menu) => menu.open);

document.addEventListener("click", (event) => {
  for (const menu of openMenus()) if (!menu.contains(event.target)) menu.open = false;
});

document.addEventListener("focusin", (event) => {
  for (const menu of openMenus()) if (!menu.contains(event.target)) menu.open = false;
});

// Choosing closes, except what opens further choices; the click has done its work by then.
document.addEventListener("click", (event) => {
  const item = event.target.closest?.(`:is(${MENU}) :is(a[href], button:not([popovertarget]))`);
  const menu = item?.closest(MENU);
  if (menu && !item.closest("summary, [data-stays]")) setTimeout(() => (menu.open = false));
});

document.addEventListener("keydown", (event) => {
  const menu = event.target.closest?.(MENU);
  if (!menu || event.altKey || event.ctrlKey || event.metaKey) return;
  if (event.key === "Escape" && menu.open) {
    event.preventDefault();
    menu.open = false;
    menu.querySelector("summary").focus();
  } else if (["ArrowDown", "ArrowUp", "Home", "End"].includes(event.key)) {
    move(menu, event);
  }
});

function move(menu, event) {
  const isClosed = !menu.open;
  if (isClosed && event.key !== "ArrowDown") return;
  event.preventDefault();
  menu.open = true;
  const items = itemsOf(menu);
  const here = items.indexOf(document.activeElement);
  const last = items.length - 1;
  const next = { ArrowDown: here >= last ? 0 : here + 1, ArrowUp: here <= 0 ? last : here - 1, Home: 0, End: last };
  items[next[event.key]]?.focus();
}
