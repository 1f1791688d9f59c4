// Above a long list of boxes, a field for words: only what has them all is shown, and what is ticked.

const FEW = 12;

function wordsOf(text) {
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) || [];
}

function has(there, typed) {
  return typed.every((one) => there.some((word) => (/^\d+$/.test(one) ? word === one : word.startsWith(one))));
}

function narrow(items, typed, status) {
  let shown = 0;
  for (const item of items) {
    const fits = has(wordsOf(item.textContent), typed);
    item.hidden = !fits && !item.querySelector("input").checked;
    if (fits) shown += 1;
  }
  status.textContent = typed.length ? `${shown} of ${items.length} have these words.` : "";
}

function addField(list) {
  const items = [...list.children].filter((item) => item.querySelector("input[type=checkbox]"));
  if (items.length <= FEW) return;
  const label = document.createElement("label");
  label.className = "hub-choices";
  label.append("Show those with these words");
  const field = document.createElement("input");
  field.type = "search";
  field.setAttribute("form", "hub-none"); // of no form: it isn't sent, and Enter sends nothing
  const status = document.createElement("p");
  status.className = "hub-choices__status";
  status.setAttribute("role", "status");
  label.append(field);
  list.before(label, status);
  field.addEventListener("input", () => narrow(items, wordsOf(field.value), status));
}

document.querySelectorAll(".w-field--checkbox_select_multiple [data-field-input] > div[id]").forEach(addField);
