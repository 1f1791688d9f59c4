// In the frame of the side preview: a click on a part of the page opens its field in the form, and the place of the field that
// has the focus is marked. The form's side is preview-form.js; docs/reference/click-to-edit.md describes their messages.

const VERSION = 1;
const MARK = "[data-edit]";
// They do something of their own, or text is typed into them.
const OWN = "summary, button, input, select, textarea, label";

const form = location.origin;

function say(message) {
  parent.postMessage({ hubEdit: { version: VERSION, ...message } }, form);
}

function open(mark) {
  say({ type: "open", path: mark.dataset.edit });
}

// The elements of a field; without any, those of what is in it, or of what it is in.
function elementsOf(path) {
  for (let at = path; at; at = at.slice(0, Math.max(0, at.lastIndexOf(".")))) {
    const name = CSS.escape(at);
    for (const found of [`[data-edit="${name}"]`, `[data-edit^="${name}."]`]) {
      const elements = document.querySelectorAll(found);
      if (elements.length) return [...elements];
    }
  }
  return [];
}

function isInView(element) {
  const { top, bottom } = element.getBoundingClientRect();
  return bottom > 0 && top < innerHeight;
}

function markFocus(path, reveal) {
  for (const element of document.querySelectorAll("[data-edit-focus]")) delete element.dataset.editFocus;
  const elements = elementsOf(path);
  for (const element of elements) element.dataset.editFocus = "";
  if (reveal && elements.length && !elements.some(isInView)) {
    elements[0].scrollIntoView({ block: "center", behavior: "instant" });
  }
}

function name(labels) {
  for (const element of document.querySelectorAll(MARK)) {
    const label = labels[element.dataset.edit];
    if (label) element.title = `Edit: ${label}`;
  }
}

document.addEventListener(
  "click",
  (event) => {
    if (event.target.closest(OWN)) return;
    const mark = event.target.closest(MARK);
    if (mark && !event.ctrlKey && !event.metaKey && getSelection().isCollapsed) {
      event.preventDefault();
      event.stopPropagation();
      open(mark);
      return;
    }
    // Any other link opens beside the form: in the frame, the page that it leads to would take the preview's place.
    const link = event.target.closest("a[href]");
    if (link && !link.getAttribute("href").startsWith("#")) link.target = "_blank";
  },
  true,
);

document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !event.target.matches(MARK)) return;
  event.preventDefault();
  open(event.target);
});

addEventListener("message", (event) => {
  const message = event.data?.hubEdit;
  if (event.source !== parent || event.origin !== form || message?.version !== VERSION) return;
  if (message.type === "focus") markFocus(message.path, message.reveal);
  if (message.type === "labels") name(message.labels);
});

const marks = [...document.querySelectorAll(MARK)];
for (const mark of marks) mark.tabIndex = 0;
say({ type: "ready", paths: [...new Set(marks.map((mark) => mark.dataset.edit))] });
