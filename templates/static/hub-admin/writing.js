// Writing help beside the form: asks about what is typed, and leads from a finding to its place.
const help = document.querySelector("[data-writing-help]");

// A new page has an address of its own once its form has saved itself.
function saved() {
  const form = document.querySelector("[data-edit-form]");
  const page = form?.action.match(/\/pages\/(\d+)\/edit\//);
  return page && help.dataset.writingHelpSaved?.replace("/0/", `/${page[1]}/`);
}

async function look() {
  const form = document.querySelector("[data-edit-form]");
  const words = help.querySelector("[data-writing-words]");
  const body = new FormData(form);
  // Files are not looked at.
  for (const [name, value] of [...body]) if (value instanceof File) body.delete(name);
  const response = await fetch(saved() ?? help.dataset.writingHelp, { method: "POST", body });
  if (response.ok) words.innerHTML = (await response.json()).html;
  else words.textContent = help.dataset.failed;
}

function show(button) {
  const place =
    document.querySelector(`[data-contentpath="${CSS.escape(button.dataset.writingShow)}"]`) ??
    document.querySelector(`[data-contentpath="${CSS.escape(button.dataset.writingField)}"]`);
  if (!place) return;
  const tab = place.closest('[role="tabpanel"][hidden]');
  if (tab) document.querySelector(`[role="tab"][href="#${tab.id}"]`)?.click();
  // On a phone the panel covers the form.
  if (matchMedia("(max-width: 50em)").matches) document.querySelector('[data-side-panel-toggle="writing"]')?.click();
  place.scrollIntoView({ block: "center" });
  const target =
    place.querySelector('input:not([type="hidden"]), textarea, select, [contenteditable="true"]') ??
    place.querySelector("button");
  target?.focus({ preventScroll: true });
}

async function ask(button) {
  button.disabled = true;
  try {
    await look();
  } catch {
    help.querySelector("[data-writing-words]").textContent = help.dataset.failed;
  } finally {
    button.disabled = false;
  }
}

help?.addEventListener("click", async (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  if (button.dataset.writingShow) show(button);
  else if ("writingLook" in button.dataset) {
    await ask(button);
    button.focus();
  }
});

// When the form of a new page was opened there was nothing to look at. A form without a title can't be read.
document.querySelector('[data-side-panel-toggle="writing"]')?.addEventListener("click", () => {
  const title = document.querySelector('[data-edit-form] [name="title"]');
  if (help?.dataset.writingHelpSaved && title?.value.trim()) ask(help.querySelector("[data-writing-look]"));
});
