// How the page looks in search results and where it is shared, as the form has it now.

const TITLES = ["seo_title", "title"];
const DESCRIPTIONS = ["search_description", "summary", "introduction"];
// About what search engines show; the rest is cut off.
const TITLE_SHOWN = 60;
const DESCRIPTION_SHOWN = 160;

function first(names) {
  for (const name of names) {
    const words = document.querySelector(`#id_${name}`)?.value?.trim().replace(/\s+/g, " ");
    if (words) return words;
  }
  return "";
}

function cut(words, shown) {
  if (words.length <= shown) return words;
  return `${words.slice(0, shown).replace(/\s+\S*$/, "")} …`;
}

function show(panel, selector, words) {
  for (const place of panel.querySelectorAll(selector)) place.textContent = words;
}

function update(panel) {
  show(panel, "[data-share-title]", cut(first(TITLES) || "Without a title", TITLE_SHOWN));
  const described = first(DESCRIPTIONS) || panel.dataset.default;
  show(panel, "[data-share-description]", cut(described, DESCRIPTION_SHOWN));
  const slug = document.querySelector("#id_slug")?.value.trim();
  const address = panel.querySelector("[data-share-address]");
  const shown = `/${panel.dataset.slug}/`;
  if (!slug || !address.textContent.endsWith(shown)) return; // the front page has no last part
  address.textContent = address.textContent.slice(0, -shown.length) + `/${slug}/`;
  panel.dataset.slug = slug;
}

const panel = document.querySelector("[data-hub-share]");
if (panel) {
  update(panel);
  const form = panel.closest("form");
  // The last part of the address follows the title after this event.
  form.addEventListener("input", () => setTimeout(update, 0, panel));
  form.addEventListener("change", () => setTimeout(update, 0, panel));
}
