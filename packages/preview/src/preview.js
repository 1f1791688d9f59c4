// Live preview and click to edit in a frontend of the hub: what is typed in the form beside shows in place, a click on a part of the
// page opens its field, and the place of the field that has the focus is marked. docs/reference/click-to-edit.md has the messages.

const VERSION = 1;
// The form is beside this page only if this page is in its frame. On a server, which may mark texts, there is no window.
const IN_FRAME = typeof window === "object" && parent !== window;
// With these somebody scrolls, or is about to.
const MOVES = ["wheel", "touchstart", "pointerdown", "keydown"];
const OWN = "summary, button, input, select, textarea, label";

const STYLE = `
[data-hub-edit] { cursor: pointer; }
[data-hub-edit]:hover, [data-hub-edit]:focus-visible { outline: 2px dashed #0065bd; outline-offset: 2px; }
[data-hub-focus] { outline: 3px solid #0065bd; outline-offset: 2px; }`;

// Marks in texts: characters that no font draws, each a digit to the base of four. A mark is a beginning that no text has, the path
// of a value in the answer, and an end, without which the mark was cut off.
const DIGITS = "\u2061\u2062\u2063\u2064";
const BEGIN = "\u2064\u2063\u2062\u2061";
const END = ";";
const MARK = /\u2064\u2063\u2062\u2061[\u2061-\u2064]*/g;

function markOf(path) {
  const bytes = new TextEncoder().encode(path + END);
  return BEGIN + Array.from(bytes, (byte) => [6, 4, 2, 0].map((shift) => DIGITS[(byte >> shift) & 3]).join("")).join("");
}

function pathOf(mark) {
  const digits = Array.from(mark.slice(BEGIN.length), (each) => DIGITS.indexOf(each));
  const bytes = new Uint8Array(Math.floor(digits.length / 4)).map((_, at) =>
    digits.slice(4 * at, 4 * at + 4).reduce((byte, digit) => byte * 4 + digit, 0),
  );
  const path = new TextDecoder().decode(bytes);
  return path.endsWith(END) ? path.slice(0, -END.length) : "";
}

// The path for what shows values with these marks: of several that of what they have in common, such as their block.
function pathOfAll(marks) {
  const [first = "", ...others] = marks.map(pathOf).filter(Boolean);
  const common = others.reduce((path, other) => {
    while (path && other !== path && !other.startsWith(`${path}.`)) path = path.slice(0, Math.max(0, path.lastIndexOf(".")));
    return path;
  }, first);
  return common.includes(".") ? common : first;
}

/** The data of an answer, with an invisible mark at the end of each text that an editor wrote. */
export function markTexts({ data, extensions }) {
  const paths = (extensions?.sources ?? []).flatMap(({ texts }) => texts ?? []);
  if (!paths.length) return data;
  const marked = structuredClone(data);
  for (const path of paths) {
    const steps = path.split(".");
    const last = steps.pop();
    const around = steps.reduce((at, step) => at?.[step], marked);
    if (typeof around?.[last] === "string") around[last] += markOf(path);
  }
  return marked;
}

/** A text without marks: for addresses, comparisons, and whatever else isn't shown. */
export const withoutMarks = (text) => text.replace(MARK, "");

const nameOfMarks = new WeakMap(); // by element: the path that its marks gave it

// A path that the frontend itself has given stays.
function nameByMarks(element, marks, attribute) {
  const path = element?.closest("body") && pathOfAll(marks);
  if (!path || (element.hasAttribute(attribute) && element.getAttribute(attribute) !== nameOfMarks.get(element))) return;
  nameOfMarks.set(element, path);
  element.setAttribute(attribute, path);
}

function takeFromAttributes(element, attribute) {
  for (const { name, value } of [...element.attributes]) {
    const marks = value.match(MARK);
    if (!marks) continue;
    element.setAttribute(name, withoutMarks(value));
    nameByMarks(element, marks, attribute);
  }
}

// Take the marks out of what is drawn, before anybody sees, copies or hears it, and name the elements by them.
function takeMarks(node, attribute) {
  const walker = document.createTreeWalker(node, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
  const texts = new Map(); // by element: the marks of its texts
  for (let at = node; at; at = walker.nextNode()) {
    if (at.nodeType === Node.ELEMENT_NODE) takeFromAttributes(at, attribute);
    const marks = at.nodeType === Node.TEXT_NODE && at.data.match(MARK);
    if (!marks) continue;
    at.data = withoutMarks(at.data);
    texts.set(at.parentElement, [...(texts.get(at.parentElement) ?? []), ...marks]);
  }
  for (const [element, marks] of texts) nameByMarks(element, marks, attribute);
}

/** Start the preview in a page that shows a draft. Call it nowhere else: readers need none of it. */
export function startPreview({ hub, refetch, attribute = "data-hub" }) {
  const origin = new URL(hub).origin;
  const selector = `[${attribute}]`;
  let fields = new Map(); // by path in the answer: the address of the form, and the path of the field
  let form = null; // of the draft
  let isRunning = false;
  let again = false;
  let isRefused = false; // the preview's token has ended
  let said = new Set(); // the paths of which the form knows
  // Where the page was scrolled to before it was loaded anew. Until it is drawn again it is too short for that.
  let place = history.state?.hubScrolledTo ?? null;

  const say = (message) => IN_FRAME && parent.postMessage({ hubEdit: { version: VERSION, ...message } }, origin);

  // Of the value itself or of what it is in, such as a picture of its address.
  function fieldOf(path) {
    for (let at = path; at; at = at.slice(0, Math.max(0, at.lastIndexOf(".")))) if (fields.has(at)) return fields.get(at);
    return null;
  }

  const isDraft = (field) => field.form === form;

  // Pages draw when they like: what they draw later is named and marked before it shows.
  const drawn = new MutationObserver((changes) => {
    for (const { type, target, addedNodes } of changes) {
      if (type === "attributes") takeFromAttributes(target, attribute);
      else for (const node of type === "childList" ? addedNodes : [target]) takeMarks(node, attribute);
    }
    if (fields.size) mark();
    scrollBack();
    drawn.takeRecords(); // of what was done here
  });

  function mark() {
    const paths = new Set();
    for (const element of document.querySelectorAll(selector)) {
      const field = fieldOf(element.getAttribute(attribute));
      element.toggleAttribute("data-hub-edit", Boolean(field));
      if (!field) continue;
      if (element.dataset.hubEdit !== field.path) element.dataset.hubEdit = field.path;
      if (!element.hasAttribute("tabindex")) element.tabIndex = 0;
      if (isDraft(field)) paths.add(field.path);
    }
    if (said.size === paths.size && [...paths].every((path) => said.has(path))) return;
    said = paths;
    sayReady();
  }

  const sayReady = () => say({ type: "ready", live: !isRefused, paths: [...said] });

  function open(element) {
    const field = fieldOf(element.getAttribute(attribute));
    if (IN_FRAME && isDraft(field)) say({ type: "open", path: field.path });
    else if (field.form) window.open(new URL(`${field.form}#edit:${field.path}`, origin), "_blank", "noopener");
  }

  async function update() {
    if (!refetch) {
      history.replaceState({ ...history.state, hubScrolledTo: here() }, "");
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
      parent.postMessage({ wagtail: { type: "w-preview:set-scroll-position", ...here(), origin: location.origin } }, origin);
    }
    if (message.type === "w-preview:set-scroll-position") {
      place = message;
      scrollBack();
    }
  }

  const here = () => ({ x: place?.x ?? scrollX, y: place?.y ?? scrollY });

  function scrollBack() {
    if (!place) return;
    scrollTo({ left: place.x, top: place.y, behavior: "instant" });
    if (Math.abs(scrollY - place.y) < 1) place = null;
  }

  const stayHere = () => (place = null);

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
    if (element && !event.ctrlKey && !event.metaKey && getSelection().isCollapsed) {
      event.preventDefault();
      event.stopPropagation();
      open(element);
      return;
    }
    // Any other link opens beside the form: in the frame, the page that it leads to would take the preview's place.
    const link = IN_FRAME && event.target.closest("a[href]");
    if (link && !link.getAttribute("href").startsWith("#")) link.target = "_blank";
  }

  function pressKey(event) {
    if (event.key !== "Enter" || !event.target.matches(`${selector}[data-hub-edit]`)) return;
    event.preventDefault();
    open(event.target);
  }

  /** Tell where the values of an answer come from. Call it with each answer to a preview, once its page is drawn. */
  function show(answer) {
    const sources = answer?.extensions?.sources ?? [];
    isRefused = Boolean(answer?.errors?.some(({ extensions }) => extensions?.code === "PREVIEW_REFUSED"));
    form = sources[0]?.form ?? null;
    fields = new Map(sources.flatMap((page) => Object.entries(page.fields).map(([at, path]) => [at, { form: page.form, path }])));
    said = new Set();
    mark();
    if (!said.size) sayReady();
  }

  const leave = () => say({ type: "left" });

  const style = document.createElement("style");
  style.textContent = STYLE;
  document.head.append(style);
  takeMarks(document.documentElement, attribute);
  drawn.observe(document, { attributes: true, characterData: true, childList: true, subtree: true });
  addEventListener("message", heed);
  addEventListener("pagehide", leave);
  for (const type of MOVES) addEventListener(type, stayHere, true);
  document.addEventListener("click", press, true);
  document.addEventListener("keydown", pressKey);
  sayReady();
  if (IN_FRAME) parent.postMessage({ wagtail: { type: "w-preview:request-scroll", origin: location.origin } }, origin);

  return {
    show,
    stop() {
      leave();
      drawn.disconnect();
      removeEventListener("message", heed);
      removeEventListener("pagehide", leave);
      for (const type of MOVES) removeEventListener(type, stayHere, true);
      document.removeEventListener("click", press, true);
      document.removeEventListener("keydown", pressKey);
      style.remove();
    },
  };
}
