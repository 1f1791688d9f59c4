// Keeps the numbers of a send up to date while it runs; the page says the same without script, when it is loaded again.
const desk = document.querySelector("[data-progress]");
const EVERY = 3000;

async function refresh() {
  const response = await fetch(desk.dataset.progress, { headers: { Accept: "application/json" } });
  if (!response.ok) return;
  const now = await response.json();
  desk.querySelector("[data-part=state]").textContent = now.state;
  desk.querySelector("[data-part=sentence]").textContent = now.sentence;
  const bar = desk.querySelector("progress");
  if (bar) {
    bar.max = now.recipients;
    bar.value = now.done;
  }
  for (const cell of desk.querySelectorAll("[data-count]")) cell.textContent = now.counts[cell.dataset.count];
  // What can be done changes with the state, and the page knows that.
  if (!now.running || (!bar && now.recipients)) location.reload();
  else setTimeout(refresh, EVERY);
}

if (desk) setTimeout(refresh, EVERY);
