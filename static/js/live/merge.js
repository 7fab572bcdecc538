// Bringing a piece of the page up to date around what a person is doing in it.

const EDITABLE = "textarea, select, [contenteditable]:not([contenteditable=false]), "
  + "input:not([type=hidden], [type=submit], [type=button], [type=reset])";

function isChanged(field) {
  if (field.matches("[type=checkbox], [type=radio]")) return field.checked !== field.defaultChecked;
  if (field.matches("select")) return [...field.options].some((o) => o.selected !== o.defaultSelected);
  if (field.matches("input, textarea")) return field.value !== field.defaultValue;
  return field.textContent.trim() !== "";
}

// The fields in which somebody types, or has typed.
function busy(element) {
  return [...element.querySelectorAll(EDITABLE)].filter(
    (field) => field === document.activeElement || isChanged(field),
  );
}

export function isBeingWritten(element) {
  return busy(element).length > 0;
}

// Put the fresh version of an element in its place. Where somebody writes, that and its siblings
// stay as they are; answers whether everything could be brought up to date.
export async function bringUpToDate(element, fresh) {
  keepOpen(element, fresh);
  element.dispatchEvent(new CustomEvent("rsn:before-update", { bubbles: true, detail: { fresh } }));
  return around(element, fresh, busy(element));
}

async function around(element, fresh, fields) {
  if (!fields.some((field) => element.contains(field))) {
    await morph(element, fresh);
    return true;
  }
  const pairs = pair([...element.children], [...fresh.children]);
  const holding = [...element.children].filter((child) => fields.some((f) => child.contains(f)));
  if (element.matches("form") || holding.some((child) => !pairs.has(child))) return false;
  for (const child of [...element.children]) if (!pairs.has(child)) child.remove();
  const kept = new Set(pairs.values());
  let place = element.firstElementChild;
  let isWhole = true;
  for (const child of [...fresh.children]) {
    if (kept.has(child)) {
      const old = [...pairs].find(([, one]) => one === child)[0];
      place = old.nextElementSibling;
      isWhole = (await around(old, child, fields)) && isWhole;
    } else {
      element.insertBefore(child, place);
      htmx.process(child);
    }
  }
  return isWhole;
}

// Old children and their fresh versions, in order: the same id, or the same kind of element.
function pair(old, fresh) {
  const pairs = new Map();
  let from = 0;
  for (const child of old) {
    const at = fresh.findIndex((one, index) => index >= from && isSame(child, one));
    if (at < 0) continue;
    pairs.set(child, fresh[at]);
    from = at + 1;
  }
  return pairs;
}

function isSame(one, other) {
  if (one.id || other.id) return one.id === other.id;
  return one.tagName === other.tagName && one.className === other.className;
}

async function morph(element, fresh) {
  if (element.isEqualNode(fresh)) return;
  const focused = element.contains(document.activeElement) ? document.activeElement : null;
  await htmx.swap({
    text: fresh.outerHTML,
    target: element,
    sourceElement: element,
    swap: "outerMorph",
  });
  if (focused && !focused.isConnected && focused.id) document.getElementById(focused.id)?.focus();
}

// The server does not know what is unfolded here.
function keepOpen(element, fresh) {
  const there = [...fresh.querySelectorAll("details")];
  [...element.querySelectorAll("details")].forEach((details, index) => {
    if (there[index]) there[index].open = details.open;
  });
}
