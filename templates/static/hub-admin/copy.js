// “Copy” beside a text field. Where the clipboard may not be written, the older way is tried; the text stays selected in any case.

async function copied(field) {
  try {
    await navigator.clipboard.writeText(field.value);
    return true;
  } catch {
    return document.execCommand("copy");
  }
}

for (const button of document.querySelectorAll("[data-copy]")) {
  const field = document.getElementById(button.dataset.copy);
  const outcome = document.getElementById(`${field.id}-copied`);
  button.hidden = false;
  button.addEventListener("click", async () => {
    field.focus();
    field.select();
    outcome.textContent = (await copied(field))
      ? "Copied."
      : "This browser doesn’t let the hub copy. It is selected: press Ctrl and C, or ⌘ and C.";
  });
}
