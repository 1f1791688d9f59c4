// Live preview and click to edit in a frontend of the hub: what is typed in the form beside shows in place, a click on a part of the
// page opens its field, and the place of the field that has the focus is marked. docs/reference/click-to-edit.md has the messages.

const VERSION = 1;
// The form is beside this page only if this page is in its frame.
const IN_FRAME = parent !== window;
const OWN = "summary, button, input, select, textarea, label";

const STYLE = `
[data-hub-edit] { cursor: pointer; }
[data-hub-edit]:hover, [data-hub-edit]:focus-visible { outline: 2px dashed #0065bd; outline-offset: 2px; }
[data-hub-focus] { outline: 3px solid #0065bd; outline-offset: 2px; }`;

/** Start the preview in a page that shows a draft. Call it nowhere else: readers need none of it. */
export function startPreview({ hub, refetch, attribute = "data-hub" }) {
  const origin = new URL(hub).origin;
  const selector = `[${attribute}]`;
  let fields = new Map(); // by path in the answer: the address of the form, and the path of the field
  let form = null; // of the draft
  let isRunning = false;
  let again = false;

  const say = (message) => IN_FRAME && parent.postMessage({ hubEdit: { version: VERSION, ...message } }, origin);

  // Of the value itself or of what it is in, such as a picture of its address.
  function fieldOf(path) {
    for (let at = path; at; at = at.slice(0, Math.max(0, at.lastIndexOf(".")))) if (fields.has(at)) return fields.get(at);
    return null;
  }

  const isDraft = (field) => field.form === form;

  function mark() {
    const paths = new Set();
    for (const element of document.querySelectorAll(selector)) {
      const field = fieldOf(element.getAttribute(attribute));
      element.toggleAttribute("data-hub-edit", Boolean(field));
      if (!field) continue;
      element.dataset.hubEdit = field.path;
      if (!element.hasAttribute("tabindex")) element.tabIndex = 0;
      if (isDraft(field)) paths.add(field.path);
    }
    say({ type: "ready", live: true, paths: [...paths] });
  }

  function open(element) {
    const field = fieldOf(element.getAttribute(attribute));
    if (IN_FRAME && isDraft(field)) say({ type: "open", path: field.path });
    else if (field.form) window.open(new URL(`${field.form}#edit:${field.path}`, origin), "_blank", "noopener");
  }

  async function update() {
    if (!refetch) {
      location.reload();
      return;
    }
    // What is typed meanwhile is fetched afterwards, and only the latest of it.
    again = isRunning;
    if (isRunning) return;
    isRunning = true;
    try {
      show(await refetch());
    } finally {
      isRunning = false;
      if (again) update();
    }
  }

  function elementsOf(path) {
    const drawn = [...document.querySelectorAll("[data-hub-edit]")];
    for (let at = path; at; at = at.slice(0, Math.max(0, at.lastIndexOf(".")))) {
      const found = drawn.filter(({ dataset }) => dataset.hubEdit === at || dataset.hubEdit.startsWith(`${at}.`));
      if (found.length) return found;
    }
    return [];
  }

  function focus({ path, reveal }) {
    for (const element of document.querySelectorAll("[data-hub-focus]")) element.removeAttribute("data-hub-focus");
    const elements = elementsOf(path);
    for (const element of elements) element.setAttribute("data-hub-focus", "");
    const isInView = ({ top, bottom }) => bottom > 0 && top < innerHeight;
    if (reveal && elements.length && !elements.some((each) => isInView(each.getBoundingClientRect()))) {
      elements[0].scrollIntoView({ block: "center", behavior: "instant" });
    }
  }

  function name({ labels }) {
    for (const element of document.querySelectorAll("[data-hub-edit]")) {
      const label = labels[element.dataset.hubEdit];
      if (label) element.title = `Edit: ${label}`;
    }
  }

  // Wagtail asks for the place to which its former frame was scrolled; without an answer it waits for ten seconds.
  function scroll(message) {
    if (message.type === "w-preview:get-scroll-position") {
      const place = { type: "w-preview:set-scroll-position", x: scrollX, y: scrollY, origin: location.origin };
      parent.postMessage({ wagtail: place }, origin);
    }
    if (message.type === "w-preview:set-scroll-position") scrollTo({ left: message.x, top: message.y, behavior: "instant" });
  }

  function heed({ data, source, origin: from }) {
    if (source !== parent || from !== origin || !IN_FRAME) return;
    if (data?.wagtail) scroll(data.wagtail);
    const message = data?.hubEdit;
    if (message?.version !== VERSION) return;
    if (message.type === "changed") update();
    if (message.type === "focus") focus(message);
    if (message.type === "labels") name(message);
  }

  function press(event) {
    if (event.target.closest(OWN)) return;
    const element = event.target.closest(`${selector}[data-hub-edit]`);
    if (!element || event.ctrlKey || event.metaKey || !getSelection().isCollapsed) return;
    event.preventDefault();
    event.stopPropagation();
    open(element);
  }

  function pressKey(event) {
    if (event.key !== "Enter" || !event.target.matches(`${selector}[data-hub-edit]`)) return;
    event.preventDefault();
    open(event.target);
  }

  /** Tell where the values of an answer come from. Call it with each answer to a preview, once its page is drawn. */
  function show(answer) {
    const sources = answer?.extensions?.sources ?? [];
    form = sources[0]?.form ?? null;
    fields = new Map(sources.flatMap((page) => Object.entries(page.fields).map(([at, path]) => [at, { form: page.form, path }])));
    mark();
  }

  const style = document.createElement("style");
  style.textContent = STYLE;
  document.head.append(style);
  addEventListener("message", heed);
  document.addEventListener("click", press, true);
  document.addEventListener("keydown", pressKey);
  say({ type: "ready", live: true, paths: [] });
  if (IN_FRAME) parent.postMessage({ wagtail: { type: "w-preview:request-scroll", origin: location.origin } }, origin);

  return {
    show,
    stop() {
      removeEventListener("message", heed);
      document.removeEventListener("click", press, true);
      document.removeEventListener("keydown", pressKey);
      style.remove();
    },
  };
}
