// What a reader opened, unfolded or is writing survives when the text around it is refreshed: after
// a reaction, or when the live script asks again.

// A place with a form that somebody opened in it; an answer that is being edited where it stands.
const WRITING = "[data-hold]:has(form[data-keep]), .comment:has(> form[data-keep])";

window.htmx?.registerExtension("as-the-reader-left-it", {
  htmx_before_morph_node(old, { newNode }) {
    if (old.nodeType !== Node.ELEMENT_NODE) return true;
    if (old.matches(WRITING)) return false;
    // The same moment, already told in the reader's terms.
    return !(old.matches("time[data-relative]") && old.dateTime === newNode.dateTime);
  },
  htmx_before_morph_attr(element, { attrName, newValue }) {
    if (attrName === "open" && newValue === null) return !element.matches("details, dialog");
    const isUnfolded = element.dataset.unfolded !== undefined;
    return !(isUnfolded && ["class", "hidden", "data-unfolded"].includes(attrName));
  },
});
