// The original beside a translation's form: shows the text of the field that has the focus.
const panel = document.querySelector("[data-languages]");

function nameOf(field) {
  const places = [];
  for (let place = field; place; place = place.parentElement?.closest("[data-contentpath]")) {
    if (place.dataset?.contentpath) places.unshift(place.dataset.contentpath);
  }
  // The outermost is the page's own field: the others are blocks and rows in it.
  return places[0];
}

function show(name) {
  for (const text of panel.querySelectorAll("[data-original-of]")) {
    const wanted = text.dataset.originalOf === name;
    text.classList.toggle("hub-original__text--current", wanted);
    if (wanted && text.offsetParent) text.scrollIntoView({ block: "nearest" });
  }
}

document.querySelector("[data-edit-form]")?.addEventListener("focusin", ({ target }) => {
  const name = nameOf(target.closest("[data-contentpath]"));
  if (name) show(name);
});
