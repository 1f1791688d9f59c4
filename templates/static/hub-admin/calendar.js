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
