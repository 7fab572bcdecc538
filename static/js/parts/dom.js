// What the other files share about elements.

const watched = [];

// Calls `act` with every element that matches `selector`, those of now and those that come, however
// they come: by htmx, by the live script or by ours. An element that is moved comes again.
export function whenAdded(selector, act) {
  watched.push([selector, act]);
  for (const element of document.querySelectorAll(selector)) act(element);
}

new MutationObserver((changes) => {
  const roots = new Set();
  for (const { addedNodes } of changes) {
    for (const node of addedNodes) if (node.nodeType === Node.ELEMENT_NODE) roots.add(node);
  }
  for (const root of roots) {
    if (!root.isConnected) continue;
    for (const [selector, act] of watched) {
      if (root.matches(selector)) act(root);
      for (const element of root.querySelectorAll(selector)) act(element);
    }
  }
}).observe(document.documentElement, { childList: true, subtree: true });

// A copy of the one element inside <template id="…">, with icons and words in the reader's language.
export function fromTemplate(id) {
  return document.getElementById(id)?.content.firstElementChild.cloneNode(true) ?? null;
}

// Have htmx look at elements that we inserted ourselves.
export function process(...elements) {
  for (const element of elements) {
    if (element.nodeType === Node.ELEMENT_NODE) window.htmx?.process(element);
  }
}

// Focus an element that is not a control, without the page jumping more than it must.
export function focusOn(element) {
  if (!element) return;
  if (!element.matches("a, button, input, textarea, select, summary, [tabindex]")) {
    element.setAttribute("tabindex", "-1");
  }
  element.focus({ preventScroll: true });
  element.scrollIntoView({ block: "nearest" });
}

const TYPED_IN =
  "input:not([type=checkbox], [type=radio], [type=button], [type=submit]), textarea, select, " +
  "[contenteditable]:not([contenteditable='false'])";

// A field keeps the focus for a frame after the dialog around it has closed.
export function isTyping(element) {
  return Boolean(element?.closest?.(TYPED_IN)) && element.checkVisibility?.() !== false;
}

export function itemsOf(details) {
  return [...details.querySelectorAll("a[href], button")].filter(
    (item) => !item.disabled && item.checkVisibility?.() !== false,
  );
}
