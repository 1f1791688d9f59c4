// Says how far exports of past days are. Without script, the page says the same when it is loaded again.
const table = document.querySelector("[data-exports]");
const EVERY = 3000;

async function refresh() {
  const response = await fetch(table.dataset.exports, { headers: { Accept: "application/json" } });
  if (!response.ok) return;
  const { exports } = await response.json();
  const says = new Map(exports.map((one) => [String(one.key), one.says]));
  // A finished one has a link, which the page knows.
  const isOver = [...table.querySelectorAll("[data-unfinished]")].some((row) => !says.has(row.dataset.export));
  if (isOver) {
    location.reload();
    return;
  }
  for (const [key, words] of says) {
    const cell = table.querySelector(`[data-export="${key}"] [data-part=says]`);
    if (cell) cell.textContent = words;
  }
  setTimeout(refresh, EVERY);
}

if (table) setTimeout(refresh, EVERY);
