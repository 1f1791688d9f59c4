// Fields with a limit count what is typed. A text that is too long overflows and is marked, where a browser would cut it in
// silence; the server refuses it with an error at the field.

const LIMITED = ":is(input, textarea)[maxlength]:not([type=hidden], [type=password], [readonly], [autocomplete=one-time-code])";

let numbered = 0;

// What the server counts: it strips the ends, gets two characters for each line break, and makes one paragraph of some texts.
function lengthOf(field) {
  const text = field.value.trim();
  const sent = "oneParagraph" in field.dataset ? text.replace(/\s+/g, " ") : text.replace(/\r?\n/g, "\r\n");
  return [...sent].length;
}

function inWords(length, limit) {
  const count = `${length} of ${limit} characters`;
  return length > limit ? `${count}: ${length - limit} too many.` : `${count}.`;
}

// Count below a field. `also` are fields whose text counts with it; `length`, `words` and `said` (when it becomes too long, and
// when it fits again) are the texts' own.
function count(field, limit, { length = () => lengthOf(field), words = inWords, also = [], said } = {}) {
  const [tooLong, fits] = said || ["This text is too long.", "This text fits."];
  const line = document.createElement("p");
  line.className = "hub-count";
  line.id = `hub-count-${++numbered}`;
  const status = document.createElement("span");
  status.className = "w-sr-only";
  status.setAttribute("role", "status");
  field.after(line, status);
  field.setAttribute("aria-describedby", `${field.getAttribute("aria-describedby") || ""} ${line.id}`.trim());
  let over = false;

  function show() {
    const now = length();
    line.textContent = words(now, limit);
    line.classList.toggle("hub-count--over", now > limit);
    if (now > limit === over) return;
    over = now > limit;
    field.classList.toggle("hub-over", over);
    if (over) field.setAttribute("aria-invalid", "true");
    else field.removeAttribute("aria-invalid");
    // Said once, when it becomes too long or fits again; not at every key.
    status.textContent = over ? tooLong : fits;
  }

  for (const input of [field, ...also]) input.addEventListener("input", show);
  field.addEventListener("change", show); // as scripts write into it
  show();
}

function limit(field) {
  const most = field.maxLength;
  field.removeAttribute("maxlength");
  field.dataset.limit = most;
  count(field, most);
}

globalThis.hubCount = count;

// Not on the page that asks who somebody is. Again at every change: rows and blocks come in between.
if (document.querySelector("[data-wagtail-sidebar]")) {
  const limitAll = () => document.querySelectorAll(LIMITED).forEach(limit);
  limitAll();
  new MutationObserver(limitAll).observe(document.body, { childList: true, subtree: true });
}
