// Tiptap over one textarea. The textarea keeps the words, as HTML, and is what is sent; what HTML may
// be is the server's decision (apps/core/html.py), the schema here is the same list.
import { askForLink } from "./link.js";
import { mentionList, mentionNode } from "./mention.js";
import { toolbarFor } from "./toolbar.js";

const LOOKS_LIKE_HTML = /<(?:p|br|ul|ol|blockquote|pre|h3|h4|a|strong|em|div)\b[^>]*>/;
const editors = new Set();

export function editorOver(area, library) {
  forgetTheGone();
  const place = document.createElement("div");
  place.className = "editor";
  const hadFocus = document.activeElement === area;
  area.before(place);
  const editor = new library.Editor({
    element: place,
    extensions: extensions(library, area),
    content: asHtml(area.value),
    injectCSS: false,
    editorProps: {
      attributes: attributesOf(area),
      transformPastedHTML: headingsOfOurs,
    },
    onUpdate: () => pour(editor, area),
  });
  place.append(toolbarFor(editor, area));
  area.hidden = true;
  area.addEventListener("rsn:focus", () => editor.commands.focus("end"));
  area.addEventListener("rsn:set", () => editor.commands.setContent(asHtml(area.value)));
  if (hadFocus) editor.commands.focus("end");
  editors.add(editor);
  return editor;
}

function pour(editor, area) {
  area.value = editor.isEmpty ? "" : editor.getHTML();
  area.dispatchEvent(new Event("input", { bubbles: true }));
}

function extensions(library, area) {
  const { Document, Paragraph, Text, HardBreak, Bold, Italic, Strike, Underline, Code } = library;
  const { CodeBlock, Blockquote, BulletList, OrderedList, ListItem, HorizontalRule } = library;
  const { History, Dropcursor, Gapcursor, Heading, Link, Placeholder } = library;
  return [
    ...[Document, Paragraph, Text, HardBreak, Bold, Italic, Strike, Underline, Code, CodeBlock],
    ...[Blockquote, BulletList, OrderedList, ListItem, HorizontalRule, History, Dropcursor, Gapcursor],
    Heading.configure({ levels: [3, 4] }),
    Placeholder.configure({ placeholder: area.placeholder }),
    ...(area.dataset.mentions ? [mentionNode(library), mentionList(library, area)] : []),
    Link.extend({
      addKeyboardShortcuts: () => ({ "Mod-k": ({ editor }) => askForLink(editor) }),
    }).configure({ openOnClick: false, protocols: ["mailto"], defaultProtocol: "https" }),
  ];
}

// The editable text says to assistive tools what the textarea said.
function attributesOf(area) {
  const attributes = {
    class: "editor__text prose text",
    role: "textbox",
    "aria-multiline": "true",
    "aria-label": area.labels?.[0]?.textContent.trim() || area.ariaLabel || area.placeholder,
    dir: "auto",
  };
  for (const name of ["aria-invalid", "aria-describedby"]) {
    if (area.hasAttribute(name)) attributes[name] = area.getAttribute(name);
  }
  return attributes;
}

// Typed without the editor, a blank line separates paragraphs: as the server reads it.
function asHtml(text) {
  if (!text.trim() || LOOKS_LIKE_HTML.test(text)) return text;
  return text
    .split(/\n\s*\n/)
    .map((paragraph) => {
      const line = document.createElement("p");
      line.textContent = paragraph;
      return line.outerHTML.replaceAll("\n", "<br>");
    })
    .join("");
}

// A pasted document has its own levels of headings; a post has two.
function headingsOfOurs(html) {
  return html.replace(/<(\/?)h[12]\b/gi, "<$1h3").replace(/<(\/?)h[56]\b/gi, "<$1h4");
}

function forgetTheGone() {
  for (const editor of editors) {
    if (editor.options.element.isConnected) continue;
    editor.destroy();
    editors.delete(editor);
  }
}
