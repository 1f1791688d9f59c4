// The foot of every page as the form of names and contact has it now. What is empty isn't shown, as for readers.

function valueOf(name) {
  return document.querySelector(`#id_${name}`)?.value.trim() || "";
}

function update(foot) {
  for (const place of foot.querySelectorAll("[data-shows]")) place.textContent = valueOf(place.dataset.shows);
  for (const part of foot.querySelectorAll("[data-line], [data-more]")) {
    part.hidden = !part.querySelector("[data-shows]").textContent;
  }
  foot.querySelector("[data-between]").hidden = !(valueOf("contact_name") && valueOf("organisation"));
}

const foot = document.querySelector("[data-hub-foot]");
if (foot) {
  update(foot);
  foot.closest("form").addEventListener("input", () => update(foot));
}
