// Beside the frame of the side preview: opens the field of the part of the page that was clicked, and tells the frame which field
// has the focus. The frame's side is preview-frame.js; docs/reference/click-to-edit.md describes their messages and the paths.

const VERSION = 1;
const PANEL = "[data-side-panel='preview']";
// The fields of a form, its rows and blocks: each is a step of a path.
const STEP = "[data-contentpath], [data-streamfield-child], [data-inline-panel-child], [id$='-FORMS']";
const FIELDS = "input:not([type=hidden]), select, textarea, [contenteditable=true]";
const NOT_FIELDS = ".w-panel__header *, [data-comment-add], [data-component='add-comment-button']";

const form = document.querySelector("[data-edit-form]");
const origins = new Set([location.origin, ...JSON.parse(document.getElementById("hub-preview-origins").textContent)]);

let focused = "";
let shown = [];
const ready = new WeakMap(); // frames, with the origin of what is in them

// Paths

const above = (element) => element.parentElement.closest(STEP);

const isDeleted = (element) => element.querySelector("input[name$='-DELETE'], input[name$='-deleted']")?.value === "1";

// A row or block without a key goes by its place.
function placeOf(element) {
  const siblings = [...element.parentElement.children].filter((each) => each.matches(STEP) && !isDeleted(each));
  return `+${siblings.indexOf(element)}`;
}

function keyOf(row) {
  const inputs = row.querySelectorAll("input[type=hidden][name$='-id']");
  return [...inputs].find((input) => /^id_[^-]+-\d+-id$/.test(input.id))?.value;
}

function stepOf(element) {
  if (element.id.endsWith("-FORMS")) return element.id.slice("id_".length, -"-FORMS".length);
  if (element.matches("[data-inline-panel-child]")) return keyOf(element) || placeOf(element);
  return element.dataset.contentpath || placeOf(element);
}

function pathOf(element) {
  const steps = [];
  for (let at = element.closest(STEP); at; at = above(at)) steps.unshift(stepOf(at));
  return steps.join(".");
}

const stepsIn = (parent) =>
  [...(parent ?? form).querySelectorAll(STEP)].filter((each) => above(each) === parent && !isDeleted(each));

// The element of a path or, if the form doesn't go as deep, of its beginning.
function elementOf(path) {
  let at = null;
  for (const step of path.split(".")) {
    const next = stepsIn(at).find((each) => stepOf(each) === step);
    if (!next) break;
    at = next;
  }
  return at;
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

function open(path) {
  const element = elementOf(path);
  if (!element) return;
  uncover(element);
  const field = fieldIn(element);
  if (field === element) element.tabIndex = -1;
  field.scrollIntoView({ block: "center", behavior: "instant" });
  field.focus({ preventScroll: true });
}

// What isn't on the page

function labelOf(element) {
  const own = element.querySelector("[data-panel-heading-text], .w-field__label, legend");
  const panel = element.closest("[data-panel]")?.querySelector("[data-panel-heading-text]");
  const found = element.matches("[data-contentpath]") && !element.matches("[data-streamfield-child]") ? labelOfField(element) : own;
  return (found ?? own ?? panel)?.textContent.trim().replace(/\*$/, "") ?? "";
}

function labelOfField(element) {
  const label = form.querySelector(`label[for="id_${CSS.escape(element.dataset.contentpath)}"]`);
  return label ?? element.querySelector(":scope > .w-field__label, :scope > label") ?? null;
}

const isOn = (path) => shown.some((each) => each === path || each.startsWith(`${path}.`));

// Fields, rows and blocks without a place on the page. Of a field that has none, not each row.
function notShown() {
  const found = [];
  for (const field of stepsIn(null)) {
    if (!isOn(stepOf(field))) found.push(field);
    else found.push(...stepsIn(field).filter((each) => !isOn(pathOf(each))));
  }
  return found.filter((each) => labelOf(each));
}

function listNotShown() {
  const list = document.getElementById("hub-not-shown");
  const entries = notShown().map((each) => [pathOf(each), labelOf(each)]);
  const key = JSON.stringify(entries);
  if (list.dataset.key === key) return; // it may have the focus
  list.dataset.key = key;
  list.hidden = entries.length === 0;
  list.querySelector("ul").replaceChildren(
    ...entries.map(([path, label]) => {
      const item = document.createElement("li");
      const button = document.createElement("button");
      button.type = "button";
      button.className = "button button-small button-secondary";
      button.textContent = label;
      button.dataset.path = path;
      item.append(button);
      return item;
    }),
  );
}

function addList(panel) {
  const list = document.createElement("details");
  list.id = "hub-not-shown";
  list.className = "hub-not-shown";
  list.hidden = true;
  list.innerHTML = "<summary>Not shown on the page</summary><ul></ul>";
  list.addEventListener("click", ({ target }) => target.dataset.path && open(target.dataset.path));
  panel.querySelector(".w-preview__sizes").after(list);
}

// Messages

function say(frame, message, origin) {
  frame.postMessage({ hubEdit: { version: VERSION, ...message } }, origin);
}

function heed({ type, path, paths }, frame, origin) {
  if (type === "open") open(path);
  if (type !== "ready") return;
  ready.set(frame, origin);
  shown = paths;
  listNotShown();
  const labels = Object.fromEntries(paths.map((each) => [each, elementOf(each)]).map(([each, at]) => [each, at && labelOf(at)]));
  say(frame, { type: "labels", labels }, origin);
  if (focused) say(frame, { type: "focus", path: focused, reveal: false }, origin);
}

const panel = document.querySelector(PANEL);

if (form && panel) {
  addList(panel);
  addEventListener("message", (event) => {
    const message = event.data?.hubEdit;
    const isFrame = [...panel.querySelectorAll("iframe")].some((frame) => frame.contentWindow === event.source);
    if (isFrame && origins.has(event.origin) && message?.version === VERSION) heed(message, event.source, event.origin);
  });
  form.addEventListener("focusin", (event) => {
    const path = pathOf(event.target);
    if (!path || path === focused) return;
    focused = path;
    for (const { contentWindow } of panel.querySelectorAll("iframe")) {
      if (ready.has(contentWindow)) say(contentWindow, { type: "focus", path, reveal: true }, ready.get(contentWindow));
    }
  });
}
