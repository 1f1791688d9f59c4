// Marks the parts of a page's form that a program wrote and nobody has accepted. The list of them is rendered with the form's
// buttons; here it goes to the head of the form, and each part gets a mark with a button of its own.
const section = document.querySelector("[data-unchecked]");
const form = section.closest("form");
const status = section.querySelector("[data-unchecked-status]");
const marks = new Map(); // by part: the mark in the form

const parts = () => [...section.querySelectorAll("[data-unchecked-part]")];
const nameOf = (part) => part.querySelector("[data-unchecked-show]").textContent;

// Where the form has a part; blocks and rows come into it only once their own scripts have run.
function placeOf({ dataset: { field, block, row } }) {
  if (row) return document.getElementById(`inline_child_${field}-${row}`);
  const around = form.querySelector(`[data-contentpath="${CSS.escape(field)}"]`);
  return block ? around?.querySelector(`[data-contentpath="${CSS.escape(block)}"]`) : around;
}

function makeMark(part) {
  const mark = document.createElement("div");
  mark.className = "hub-unchecked-mark";
  const words = document.createElement("span");
  words.id = `hub-unchecked-${marks.size}`;
  words.textContent = `Written by ${part.dataset.by} – not yet checked`;
  mark.append(words, part.querySelector("[data-unchecked-accept]").cloneNode(true));
  mark.querySelector("button").addEventListener("click", () => accept([part]));
  return mark;
}

function describe(place, mark) {
  const { id } = mark.querySelector("span");
  const field = place.querySelector("input:not([type=hidden]), textarea, select, [contenteditable=true]");
  const known = field?.getAttribute("aria-describedby") ?? "";
  field?.setAttribute("aria-describedby", `${known} ${id}`.trim());
}

// The editor for formatted text keeps most events of its own from the form, so that its keys are heard before it.
const EDITS = ["input", "keypress", "keydown", "paste", "cut", "drop", "compositionend"];
function isEdit({ type, target, key, ctrlKey, metaKey, isTrusted }) {
  if (!isTrusted || type === "input") return isTrusted; // scripts fill in fields as well
  if (type === "keydown" && key !== "Backspace" && key !== "Delete") return false;
  return target.isContentEditable && !(type === "keypress" && (ctrlKey || metaKey));
}

function markAll() {
  for (const part of parts().filter((one) => !marks.has(one))) {
    const place = placeOf(part);
    if (!place) continue;
    const mark = makeMark(part);
    marks.set(part, mark);
    // Inside a block or row that can be folded, below its heading.
    (place.querySelector(":scope > [data-panel] > .w-panel__content, :scope > section > .w-panel__content") ?? place).prepend(mark);
    describe(place, mark);
    for (const type of EDITS) place.addEventListener(type, (event) => isEdit(event) && forget(part), { capture: true });
  }
}

function forget(part) {
  if (!part.isConnected) return;
  marks.get(part)?.remove();
  part.remove();
  const left = parts().length;
  section.querySelector("[data-unchecked-words]").textContent = left ? `${left} left.` : "";
  if (left) return;
  section.querySelector("h2").textContent = "What a program wrote is checked";
  for (const each of section.querySelectorAll("ul, [data-unchecked-words], [data-unchecked-accept-all]")) each.remove();
}

async function accept(accepted) {
  const body = new FormData();
  body.append("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  for (const part of accepted) body.append("part", part.dataset.uncheckedPart);
  try {
    const response = await fetch(section.dataset.unchecked, { method: "POST", body });
    if (!response.ok) throw new Error(response.statusText);
  } catch {
    status.textContent = section.dataset.failed;
    return;
  }
  const isInForm = accepted.some((part) => marks.get(part)?.contains(document.activeElement));
  const field = isInForm && placeOf(accepted[0])?.querySelector("input:not([type=hidden]), textarea, select, [contenteditable=true]");
  const said = accepted.length === 1 ? nameOf(accepted[0]) : `${accepted.length} parts`;
  accepted.forEach(forget);
  status.textContent = `Accepted: ${said}.`;
  // The button that had the focus is gone.
  (field || section.querySelector("[data-unchecked-accept]") || section.querySelector("h2")).focus();
}

function show(part) {
  const place = placeOf(part);
  const tab = place?.closest('[role="tabpanel"][hidden]');
  if (tab) document.querySelector(`[role="tab"][href="#${tab.id}"]`)?.click();
  const button = marks.get(part)?.querySelector("button");
  button?.scrollIntoView({ block: "center" });
  button?.focus({ preventScroll: true });
  // Its block was taken out, or the form has no place for it.
  status.textContent = button && button === document.activeElement ? "" : `${nameOf(part)}: ${section.dataset.placeless}`;
}

section.addEventListener("click", ({ target }) => {
  const button = target.closest("button");
  if (!button) return;
  const part = button.closest("[data-unchecked-part]");
  if ("uncheckedAcceptAll" in button.dataset) accept(parts());
  else if ("uncheckedShow" in button.dataset) show(part);
  else if ("uncheckedAccept" in button.dataset) accept([part]);
});

form.prepend(section);
markAll();
new MutationObserver(markAll).observe(form, { childList: true, subtree: true });
