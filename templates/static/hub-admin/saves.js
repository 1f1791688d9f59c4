// Wagtail saves in the background, and doesn't wait for such a save when the form is sent: a new page would be made twice, or
// a draft would be saved after the decision about it. So the form waits for a save on its way, and no other begins then.
//
// After such a save Wagtail takes the form as it is for what was saved. It compares the form from time to time only, so it would
// neither save nor preview the keys pressed since the last comparison. So they count as a change again.

const PATIENCE = 10_000; // after that the form is still here, and was refused

const saving = new WeakSet();
const typed = new WeakSet(); // forms with keys that Wagtail may have missed
const waiting = new WeakMap(); // the button with which each form is to be sent
const sent = new WeakSet();

document.addEventListener("w-autosave:save", (event) => {
  if (sent.has(event.target)) event.preventDefault();
  else saving.add(event.target);
});

for (const name of ["w-autosave:success", "w-autosave:error"]) {
  document.addEventListener(name, (event) => {
    const form = event.target;
    saving.delete(form);
    // Once Wagtail has taken the form for saved.
    if (typed.delete(form)) setTimeout(() => form.setAttribute("data-w-unsaved-force-value", "true"));
    if (!waiting.has(form)) return;
    const button = waiting.get(form);
    waiting.delete(form);
    // By a field of its own: the button may be disabled by now, and would be left out.
    if (button?.name) form.append(fieldOf(button));
    form.requestSubmit();
  });
}

document.addEventListener("input", (event) => {
  const form = event.isTrusted && event.target.closest("form");
  if (form) typed.add(form);
});

document.addEventListener("w-unsaved:add", (event) => {
  if (!saving.has(event.target)) typed.delete(event.target);
});

function fieldOf(button) {
  const field = document.createElement("input");
  Object.assign(field, { type: "hidden", name: button.name, value: button.value });
  return field;
}

document.addEventListener(
  "submit",
  (event) => {
    if (!saving.has(event.target)) return;
    waiting.set(event.target, event.submitter);
    event.preventDefault();
    event.stopImmediatePropagation();
  },
  true,
);

document.addEventListener("submit", (event) => {
  if (event.defaultPrevented) return;
  sent.add(event.target);
  setTimeout(() => sent.delete(event.target), PATIENCE);
});
