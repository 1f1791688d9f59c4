// The people of a meeting, each folded behind a name with a box: without the tick, the row isn't saved.

const LISTS = "[data-hub-attendance] [id$='-FORMS']";

function part(row, name) {
  return row.querySelector(`[name$="-${name}"]`);
}

function chosen(select) {
  return select?.selectedOptions?.[0]?.textContent.trim() || "";
}

// Who it is: the name, the post, the organisation, and the part, unless it is that of most.
function described(row) {
  const organisation = row.querySelector(".chooser [data-chooser-title]")?.textContent.trim() || chosen(part(row, "organisation"));
  const role = part(row, "role")?.value.trim();
  const who = [part(row, "name")?.value.trim(), role, part(row, "organisation")?.value ? organisation : ""];
  const kind = part(row, "kind");
  const words = who.filter(Boolean).join(", ");
  return words && kind?.value !== "member" ? `${words} (${chosen(kind).toLowerCase()})` : words;
}

function isPlanned() {
  return document.querySelector("#id_state")?.value === "planned";
}

function say(row) {
  const words = described(row);
  const heading = row.querySelector("[data-panel-heading-text]");
  if (words && heading) heading.textContent = words;
  const label = row.querySelector(".hub-attendance__label");
  label.textContent = isPlanned() ? "expected" : "came";
  const ticked = row.querySelector(".hub-attendance input").checked;
  row.classList.toggle("hub-attendance--absent", !ticked);
}

function addTick(row) {
  const removed = part(row, "DELETE");
  const tick = document.createElement("input");
  tick.type = "checkbox";
  tick.checked = !removed.value;
  const words = document.createElement("span");
  words.className = "hub-attendance__label";
  const label = document.createElement("label");
  label.className = "hub-attendance";
  label.append(tick, words);
  const heading = row.querySelector("[data-panel-heading]");
  heading.before(label);
  tick.setAttribute("aria-describedby", heading.id);
  tick.addEventListener("change", () => {
    removed.value = tick.checked ? "" : "1";
    removed.dispatchEvent(new Event("change", { bubbles: true }));
    say(row);
  });
  if (!tick.checked) row.style.removeProperty("display"); // after an error: it can be ticked again
}

// Wagtail folds what has this class once the page is there, except with an error in it.
function fold(row) {
  if (described(row)) row.querySelector("[data-panel]")?.classList.add("collapsed");
}

function begin(row) {
  if (row.querySelector(".hub-attendance") || !part(row, "DELETE")) return;
  addTick(row);
  say(row);
}

for (const list of document.querySelectorAll(LISTS)) {
  for (const row of list.children) {
    begin(row);
    fold(row);
  }
  new MutationObserver(() => [...list.children].forEach(begin)).observe(list, { childList: true });
  const sayAll = () => [...list.children].filter((row) => row.querySelector(".hub-attendance")).forEach(say);
  list.addEventListener("input", sayAll);
  list.addEventListener("change", sayAll);
  document.querySelector("#id_state")?.addEventListener("change", sayAll);
}
