// Reads what publishing will change when the editor opens that part of the form; without script its link leads there.
async function read(details) {
  const text = details.querySelector("[data-consequences-text]");
  // A new page has an address of its own once its form has saved itself.
  const page = details.closest("form")?.action.match(/\/pages\/(\d+)\/edit\//);
  const saved = page && details.dataset.consequencesSaved?.replace("/0/", `/${page[1]}/`);
  try {
    const response = await fetch(saved ?? details.dataset.consequences, {
      headers: { "X-Requested-With": "XMLHttpRequest" },
    });
    if (!response.ok) throw new Error(response.statusText);
    text.innerHTML = await response.text();
  } catch {
    // The link stays.
  }
}

// A toggle doesn't bubble, so it is caught on its way down.
document.addEventListener(
  "toggle",
  (event) => {
    const details = event.target;
    if (details.open && details.dataset.consequences) read(details);
  },
  true,
);
