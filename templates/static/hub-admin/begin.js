// Panels, choosers and dates begin here. Wagtail writes an inline script for each, which the hub's content security policy
// doesn't allow; the hub writes what that script would call as data. Only these names can be called.

const MADE = /^(InlinePanel|MultipleChooserPanel|\w*Chooser)$/;
const CALLED = /^(init(Date|DateTime|Time)|createTask)Chooser$/;

function begin(data) {
  if ("begun" in data.dataset) return;
  data.dataset.begun = "";
  const { name, arguments: given } = JSON.parse(data.dataset.hubBegins);
  if (CALLED.test(name)) window[name](...given);
  else if (MADE.test(name)) new window[name](...given);
}

function beginAll(place) {
  if (place.matches?.("[data-hub-begins]")) begin(place);
  place.querySelectorAll?.("[data-hub-begins]").forEach(begin);
}

beginAll(document);
// A row that was added is asked for its chooser at once.
document.addEventListener("w-formset:added", (event) => beginAll(event.target));
new MutationObserver((changes) => {
  for (const change of changes) change.addedNodes.forEach(beginAll);
}).observe(document.body, { childList: true, subtree: true });
