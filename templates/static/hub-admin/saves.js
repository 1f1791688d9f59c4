// A form that is sent waits for two things.
//
// Wagtail saves in the background, and doesn't wait for such a save when the form is sent: a new page would be made twice, or
// a draft would be saved after the decision about it. So the form waits for a save on its way, and no other begins then.
//
// Somebody whose session has ended would be led to the sign-in page, and what they typed would be lost. So the hub is asked
// first. If they are signed out, the form stays, below a message with a link to sign in. The answer also renews the form's
// CSRF token, which changes when somebody signs in.
//
// After a save in the background Wagtail takes the form as it is for what was saved. It compares the form from time to time
// only, so it would neither save nor preview the keys pressed since the last comparison. So they count as a change again.

const PATIENCE = 10_000; // after that the form is still here, and was refused

const saving = new WeakSet();
const typed = new WeakSet(); // forms with keys that Wagtail may have missed
const waiting = new WeakMap(); // the button with which each form is to be sent
const asked = new WeakSet(); // forms that needn't wait any longer
const sent = new WeakSet();

const signedOut = document.getElementById("hub-signed-out");
const message = signedOut.content.firstElementChild;
// The sign-in page and those around it have no menu.
const needsSession = document.getElementById("wagtail-sidebar") !== null;

document.addEventListener("w-autosave:save", (event) => {
  if (waiting.has(event.target) || sent.has(event.target)) event.preventDefault();
  else saving.add(event.target);
});

for (const name of ["w-autosave:success", "w-autosave:error"]) {
  document.addEventListener(name, async (event) => {
    const form = event.target;
    saving.delete(form);
    // Once Wagtail has taken the form for saved.
    if (typed.delete(form)) setTimeout(() => form.setAttribute("data-w-unsaved-force-value", "true"));
    if (waiting.has(form)) send(form);
    else if (event.detail.type === "server_error" && (await isSignedOut())) show(form);
  });
}

document.addEventListener("input", (event) => {
  const form = event.isTrusted && event.target.closest("form");
  if (form) typed.add(form);
});

document.addEventListener("w-unsaved:add", (event) => {
  if (!saving.has(event.target)) typed.delete(event.target);
});

async function isSignedOut() {
  try {
    const headers = { "X-Requested-With": "XMLHttpRequest" }; // refused, not led to the sign-in page
    const response = await fetch(signedOut.dataset.session, { headers, signal: AbortSignal.timeout(PATIENCE) });
    if (response.ok) renew((await response.json()).csrfToken);
    return response.status === 403;
  } catch {
    return false; // without an answer the form is sent as if nobody had asked
  }
}

function renew(token) {
  for (const field of document.getElementsByName("csrfmiddlewaretoken")) field.value = token;
  window.wagtailConfig.CSRF_TOKEN = token;
  message.remove();
}

function show(form) {
  const place = form.closest(".modal-body, [role=dialog], main") ?? document.querySelector("main");
  place.prepend(message);
}

async function send(form) {
  const refused = await isSignedOut();
  const button = waiting.get(form);
  waiting.delete(form);
  if (refused) {
    button?.setAttribute("data-w-progress-loading-value", "false");
    show(form);
    message.querySelector("a").focus();
    return;
  }
  asked.add(form);
  // By a copy: the button may be disabled by now, and would be left out.
  const copy = button?.cloneNode();
  if (copy) {
    Object.assign(copy, { disabled: false, hidden: true });
    form.append(copy);
  }
  form.requestSubmit(copy);
  copy?.remove();
  asked.delete(form);
}

document.addEventListener(
  "submit",
  (event) => {
    const form = event.target;
    if (!needsSession || form.method !== "post" || asked.has(form)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (waiting.has(form)) return;
    waiting.set(form, event.submitter);
    if (!saving.has(form)) send(form);
  },
  true,
);

document.addEventListener("submit", (event) => {
  if (event.defaultPrevented) return;
  sent.add(event.target);
  setTimeout(() => sent.delete(event.target), PATIENCE);
});

window.addEventListener("focus", () => {
  if (message.isConnected) isSignedOut(); // back from signing in: the message goes
});
