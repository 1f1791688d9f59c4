// A form that is on its way isn't sent again: a second press, of an impatient hand or one that trembles, would record it twice.

const WAIT = 10_000; // then a press counts again: an answer may be a file, after which the page is still there

const sent = new WeakMap();

document.addEventListener("submit", (event) => {
  if (event.defaultPrevented || event.target.method !== "post") return;
  const now = Date.now();
  if (now - (sent.get(event.target) ?? -WAIT) < WAIT) event.preventDefault();
  else sent.set(event.target, now);
});

// Back to a page that the browser has kept: whatever is sent from there is meant.
window.addEventListener("pageshow", (event) => {
  if (event.persisted) for (const form of document.forms) sent.delete(form);
});
