// Beside the frame of the side preview: opens the field of the part of the page that was clicked, and tells the frame which field
// has the focus. The frame's side is preview-frame.js; docs/reference/click-to-edit.md describes their messages and the paths.

const VERSION = 1;
// How often Wagtail compares the form with what it was, in milliseconds. With its own 500 the preview follows a second later.
const COMPARED_EVERY = 200;
const PANEL = "[data-side-panel='preview']";
// The fields of a form, its rows and blocks: each is a step of a path.
const STEP = "[data-contentpath], [data-streamfield-child], [data-inline-panel-child], [id$='-FORMS']";
const GROUP = "[data-streamfield-child], [data-inline-panel-child]";
const FIELDS = "input:not([type=hidden]), select, textarea, [contenteditable=true]";
const NOT_FIELDS = ".w-panel__header *, [data-comment-add], [data-component='add-comment-button']";

const form = document.querySelector("[data-edit-form]");
const origins = new Set([location.origin, ...JSON.parse(document.getElementById("hub-preview-origins").textContent)]);

let focused = "";
let shown = [];
const ready = new WeakMap(); // frames, with the origin of what is in them
// Frames that draw a change in place, each with when it was loaded and in which preview mode, whether such a page is in it now, and
// the time until which it may answer. A frame stays the same when a link in it leads elsewhere.
const live = new WeakMap();
// Before its token ends, such a frame is loaded anew, in milliseconds.
const LOADED_ANEW_AFTER = 20 * 60 * 1000;
// So is one that hasn't drawn a change, because it can't fetch or its script has ended.
const ANSWERS_WITHIN = 5000;
// When the hub couldn't be reached, or the editor was signed out, the preview is tried again.
const TRIED_AGAIN_AFTER = 5000;
// For how long Wagtail hides a new frame of another origin once it is loaded, waiting for its page to ask where the one before was
// scrolled to. It waits for ten seconds; a page that never asks has usually drawn what it fetches by now.
const SILENT_WAITS = 500;
const asking = new Set(); // preview modes whose pages ask

// Paths

const isDeleted = (group) => group.querySelector("input[name$='-DELETE'], :scope > input[name$='-deleted']")?.value === "1";

// A row or block without a key goes by its place.
function placeOf(group) {
  const siblings = [...group.parentElement.children].filter((each) => each.matches(GROUP) && !isDeleted(each));
  return `+${siblings.indexOf(group)}`;
}

function keyOf(row) {
  return row.querySelector(`input[name$='-id'][name^='${row.parentElement.id.slice("id_".length, -"FORMS".length)}']`)?.value;
}

function stepOf(element) {
  if (element.id.endsWith("-FORMS")) return element.id.slice("id_".length, -"-FORMS".length);
  if (element.matches("[data-inline-panel-child]")) return keyOf(element) || placeOf(element);
  return element.dataset.contentpath || placeOf(element);
}

function pathOf(element) {
  const steps = [];
  for (let at = element.closest(STEP); at; at = at.parentElement.closest(STEP)) steps.unshift(stepOf(at));
  return steps.join(".");
}

// All paths of the form as it is now, each with its element, from the form inwards.
function allPaths() {
  const known = new Map();
  const found = new Map();
  for (const element of form.querySelectorAll(STEP)) {
    const around = element.parentElement.closest(STEP);
    if ((around && !known.has(around)) || (element.matches(GROUP) && isDeleted(element))) continue;
    known.set(element, around ? `${known.get(around)}.${stepOf(element)}` : stepOf(element));
    found.set(known.get(element), element);
  }
  return found;
}

// The element of a path or, if the form doesn't go as deep, of its beginning.
function elementOf(path, paths) {
  for (let at = path; at; at = at.slice(0, Math.max(0, at.lastIndexOf(".")))) if (paths.has(at)) return paths.get(at);
  return null;
}

// Opening

function uncover(element) {
  const covers = [];
  for (let at = element; at && at !== form; at = at.parentElement) if (at.hidden) covers.unshift(at);
  for (const cover of covers) {
    const opener = document.querySelector(`[aria-controls="${cover.id}"], [role=tab][href="#${cover.id}"]`);
    if (cover.hidden) opener?.click();
  }
}

const canFocus = (element) => !element.disabled && !element.matches(NOT_FIELDS) && element.checkVisibility();

function fieldIn(element) {
  const find = (selector) => [...element.querySelectorAll(selector)].find(canFocus);
  const add = element.id.endsWith("-FORMS") && document.getElementById(element.id.replace(/FORMS$/, "ADD"));
  return find("[aria-invalid=true]") ?? find(FIELDS) ?? find("button, a[href]") ?? (add || element);
}

// On a narrow screen the preview lies over the form.
function isCovered(field) {
  const { left, top, width, height } = field.getBoundingClientRect();
  return Boolean(document.elementFromPoint(left + width / 2, top + height / 2)?.closest("[data-form-side]"));
}

function enter(element) {
  const field = fieldIn(element);
  if (field === element) element.tabIndex = -1;
  field.scrollIntoView({ block: "center", behavior: "instant" });
  if (isCovered(field)) document.querySelector("[data-side-panel-toggle='preview']").click();
  field.focus({ preventScroll: true });
}

function open(path) {
  const element = elementOf(path, allPaths());
  if (!element) return;
  uncover(element);
  setTimeout(enter, 0, element); // a tab is shown once its own script has run
}

// What isn't on the page

function fieldLabel(element) {
  const around = element.closest(".w-panel__wrapper")?.querySelectorAll(".w-field__label") ?? [];
  return element.querySelector(":scope > label") ?? [...around].find((each) => !element.contains(each));
}

function labelOf(element) {
  const heading = "[data-panel-heading-text]";
  const own = element.matches(GROUP) ? element.querySelector(`.c-sf-block__type, ${heading}`) : fieldLabel(element);
  const found = own ?? element.closest("[data-panel]")?.querySelector(heading);
  return found?.textContent.trim().replace(/\s*\*$/, "") ?? "";
}

const nameOf = (path, paths) => (elementOf(path, paths) ? labelOf(elementOf(path, paths)) : "");

const isOn = (path) => shown.some((each) => each === path || each.startsWith(`${path}.`));

// Fields, rows and blocks without a place on the page, as path and label.
function notShown(paths) {
  const found = [];
  for (const [path, element] of paths) {
    const [field, ...inner] = path.split(".");
    if (inner.length > 1 || isOn(path) || !element.closest("[role=tabpanel]")) continue;
    found.push([path, inner.length ? `${labelOf(paths.get(field))}: ${labelOf(element)}` : labelOf(element)]);
  }
  return found.filter(([, label]) => label);
}

function entryOf([path, label]) {
  const entry = document.createElement("li");
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button button-small button-secondary";
  button.textContent = label;
  button.dataset.path = path;
  entry.append(button);
  return entry;
}

// Again after the first save of a new page, with which Wagtail replaces the whole panel.
function addList() {
  const list = document.createElement("details");
  list.id = "hub-not-shown";
  list.className = "hub-not-shown";
  list.hidden = true;
  list.innerHTML = "<summary>Not shown on the page</summary><ul></ul>";
  list.addEventListener("click", ({ target }) => target.dataset.path && open(target.dataset.path));
  document.querySelector(`${PANEL} .w-preview__sizes`).after(list);
  return list;
}

function listNotShown(paths) {
  const list = document.getElementById("hub-not-shown") ?? addList();
  const fields = notShown(paths);
  const key = JSON.stringify(fields);
  if (list.dataset.key === key) return; // one of its buttons may have the focus
  list.dataset.key = key;
  list.hidden = fields.length === 0;
  list.querySelector("ul").replaceChildren(...fields.map(entryOf));
}

// Frames

const modeNow = () => document.querySelector(`${PANEL} [data-w-preview-target="mode"]`)?.value ?? "";

const modeOf = (frame) => new URL(frame.src, location).searchParams.get("mode") ?? "";

const controller = () => {
  const element = document.querySelector("[data-controller~='w-preview']");
  return window.wagtail.app.getControllerForElementAndIdentifier(element, "w-preview");
};

// Wagtail's panel then sends the form once more, as soon as it is shown.
const tryAgain = () => controller()?.setStale();

// Stimulus extends Wagtail's class, which reads the property of its own.
function classWith(property) {
  let at = controller().constructor;
  while (at && !Object.hasOwn(at, property)) at = Object.getPrototypeOf(at);
  return at;
}

let wagtailWaits = 0;

// The page before has to answer, too, which one that has left can't.
function waitForScrolling(known) {
  const wagtails = classWith("scrollRestoreTimeout");
  if (!wagtails) return;
  wagtailWaits ||= wagtails.scrollRestoreTimeout;
  wagtails.scrollRestoreTimeout = known?.isThere !== false && asking.has(modeNow()) ? wagtailWaits : SILENT_WAITS;
}

function isFollowing(known) {
  return known?.isThere && known.mode === modeNow() && Date.now() - known.since < LOADED_ANEW_AFTER;
}

// Instead of a new frame: the draft is kept as the form has it now, and the frame fetches it. Wagtail's own address for the
// preview keeps it, and would then lead to the frontend.
async function refresh(event) {
  const frame = document.getElementById("w-preview-iframe");
  const known = live.get(frame.contentWindow);
  waitForScrolling(known);
  if (!isFollowing(known)) return;
  event.preventDefault();
  try {
    await fetch(frame.src, { redirect: "manual" });
  } catch {
    setTimeout(tryAgain, TRIED_AGAIN_AFTER);
    return;
  }
  clearTimeout(known.timer);
  known.timer = setTimeout(giveUp, ANSWERS_WITHIN, known);
  say(frame.contentWindow, { type: "changed" }, ready.get(frame.contentWindow));
}

function giveUp(known) {
  clearTimeout(known.timer);
  const isWaiting = known.timer;
  Object.assign(known, { isThere: false, timer: 0 });
  if (isWaiting) tryAgain();
}

function follow(frame, isLive) {
  const known = live.get(frame);
  if (!known) {
    if (isLive) live.set(frame, { since: Date.now(), mode: modeNow(), isThere: true, timer: 0 });
  } else if (isLive) {
    clearTimeout(known.timer);
    Object.assign(known, { isThere: true, timer: 0 });
  } else {
    giveUp(known);
  }
}

// Messages

function say(frame, message, origin) {
  frame.postMessage({ hubEdit: { version: VERSION, ...message } }, origin);
}

function heed({ type, path, paths, live: isLive }, frame, origin) {
  if (type === "open") open(path);
  if (type === "left" && live.has(frame)) live.get(frame).isThere = false;
  if (type !== "ready") return;
  ready.set(frame, origin);
  follow(frame, isLive);
  shown = paths;
  const known = allPaths();
  listNotShown(known);
  const labels = Object.fromEntries(paths.map((each) => [each, nameOf(each, known)]));
  say(frame, { type: "labels", labels }, origin);
  if (focused) say(frame, { type: "focus", path: focused, reveal: false }, origin);
}

if (form && document.querySelector(PANEL)) {
  addList();
  // Not sooner: until then, a change of the interval would make it take what is typed meanwhile for the beginning.
  form.addEventListener("w-unsaved:watch-edits", () => (form.dataset.wUnsavedCheckIntervalValue = COMPARED_EVERY), { once: true });
  addEventListener("message", (event) => {
    const message = event.data?.hubEdit;
    const frame = [...document.querySelectorAll(`${PANEL} iframe`)].find((each) => each.contentWindow === event.source);
    if (!frame || !origins.has(event.origin)) return;
    if (event.data?.wagtail?.type === "w-preview:request-scroll") asking.add(modeOf(frame));
    if (message?.version === VERSION) heed(message, event.source, event.origin);
  });
  document.addEventListener("w-preview:load", refresh);
  document.addEventListener("w-preview:error", () => setTimeout(tryAgain, TRIED_AGAIN_AFTER));
  // From a page in a tab of its own, or one that leads to this page. Blocks are in the form once all scripts have run.
  if (location.hash.startsWith("#edit:")) {
    const path = decodeURIComponent(location.hash.slice("#edit:".length));
    if (document.readyState === "complete") open(path);
    else addEventListener("load", () => open(path), { once: true });
  }
  form.addEventListener("focusin", (event) => {
    const path = pathOf(event.target);
    if (!path || path === focused) return;
    focused = path;
    for (const { contentWindow } of document.querySelectorAll(`${PANEL} iframe`)) {
      if (ready.has(contentWindow)) say(contentWindow, { type: "focus", path, reveal: true }, ready.get(contentWindow));
    }
  });
}
