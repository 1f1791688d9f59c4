// What is typed while a form is still starting counts as a change. Wagtail compares with the form as it is after two
// seconds, so without this it would neither save such words nor warn about them.

const EDITS = ["beforeinput", "input", "change"];

function remember(event) {
  const form = event.isTrusted && event.target.closest("form");
  if (form) form.dataset.hubTyped = "";
}

// In the field where somebody typed before this script came.
const field = document.activeElement;
if (field?.form && typeof field.defaultValue === "string" && field.value !== field.defaultValue) {
  field.form.dataset.hubTyped = "";
}

for (const name of EDITS) document.addEventListener(name, remember, true);

document.addEventListener("w-unsaved:watch-edits", (event) => {
  const form = event.target;
  if ("hubTyped" in form.dataset) form.setAttribute("data-w-unsaved-force-value", "true");
  delete form.dataset.hubTyped;
});
