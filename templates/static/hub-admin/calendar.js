// Page Up and Page Down lead to the month before and after while the focus is in the calendar; the links do the same.
const calendar = document.querySelector("[data-calendar]");
const LINKS = { PageUp: "a[rel=prev]", PageDown: "a[rel=next]" };

calendar?.addEventListener("keydown", (event) => {
  const link = LINKS[event.key] && calendar.querySelector(LINKS[event.key]);
  if (!link || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  // So that the next key press finds the calendar too.
  sessionStorage.setItem("hub-calendar", "focus");
  location.assign(link.href);
});

if (sessionStorage.getItem("hub-calendar")) {
  sessionStorage.removeItem("hub-calendar");
  calendar?.focus();
}

// A click into the free part of a day does what its number does.
calendar?.addEventListener("click", (event) => {
  if (event.target.matches("td[data-day]")) event.target.querySelector(".hub-calendar__number").click();
});

// A draft moves to another day by the mouse, or by the button beside it and a date.
const dialog = document.querySelector("[data-move]");
const TYPE = "application/x-hub-draft";

function send(draft, day) {
  dialog.querySelector("[name=page]").value = draft;
  dialog.querySelector("[name=day]").value = day;
  dialog.querySelector("form").requestSubmit();
}

function ask(button) {
  dialog.querySelector("[data-move-what]").textContent = button.dataset.moveTitle;
  dialog.querySelector("[name=page]").value = button.dataset.moveDraft;
  const day = dialog.querySelector("[name=day]");
  day.value = button.dataset.moveDay;
  dialog.showModal();
  day.focus();
  day.select();
}

for (const button of document.querySelectorAll("[data-move-draft]")) {
  button.hidden = false;
  button.addEventListener("click", () => ask(button));
}
dialog?.querySelector("[data-move-cancel]").addEventListener("click", () => dialog.close());

calendar?.addEventListener("dragstart", (event) => {
  const entry = event.target.closest("[data-draft]");
  if (!entry) return;
  event.dataTransfer.setData(TYPE, entry.dataset.draft);
  event.dataTransfer.effectAllowed = "move";
});

for (const day of document.querySelectorAll("td[data-day]")) {
  day.addEventListener("dragover", (event) => {
    if (!event.dataTransfer.types.includes(TYPE)) return;
    event.preventDefault();
    day.classList.add("hub-calendar__target");
  });
  day.addEventListener("dragleave", () => day.classList.remove("hub-calendar__target"));
  day.addEventListener("drop", (event) => {
    event.preventDefault();
    send(event.dataTransfer.getData(TYPE), day.dataset.day);
  });
}
