// Names for fields that Wagtail shows under a heading without connecting the two (WCAG 2.2, 4.1.2).

const RICH_TEXT = ".public-DraftEditor-content:not([aria-labelledby])";
const COMMENT = "[data-comment-add]:not([tabindex])";
const CELL = "[id*='-value-table-cell-']:is(input, textarea, select)";

let numbered = 0;

function headingOf(field) {
  const label = field.closest(".w-field__wrapper")?.querySelector(".w-field__label");
  return label || field.closest(".w-panel")?.querySelector("[data-panel-heading-text]");
}

function nameRichText(field) {
  const heading = headingOf(field);
  if (!heading) return;
  heading.id ||= `hub-heading-${++numbered}`;
  field.setAttribute("aria-labelledby", heading.id);
}

// Between two fields the Tab key would stop at a button for a comment, too. Ctrl, Alt and M comment on the present field.
function skip(button) {
  button.tabIndex = -1;
}

function nameCell(field) {
  const cell = field.closest("td");
  const heading = cell?.closest("table").querySelector("thead tr").children[cell.cellIndex];
  const words = heading?.querySelector("input[type=text]")?.value || `Column ${cell ? cell.cellIndex : ""}`;
  field.setAttribute("aria-label", `${words}, row ${cell ? cell.parentElement.rowIndex : ""}`);
}

// Again at every change: rows come in between, and headings are written after the cells are there.
function nameAll() {
  document.querySelectorAll(RICH_TEXT).forEach(nameRichText);
  document.querySelectorAll(CELL).forEach(nameCell);
  document.querySelectorAll(COMMENT).forEach(skip);
}

nameAll();
new MutationObserver(nameAll).observe(document.body, { childList: true, subtree: true });
document.addEventListener("input", (event) => {
  if (event.target.closest("thead")) nameAll();
});
