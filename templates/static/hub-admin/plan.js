// In the plan things move to another week or month: by the mouse, by the arrow keys, or by the button beside them and a day.
const plan = document.querySelector("[data-plan]");
const dialog = document.querySelector("[data-move-dialog]");
const form = dialog?.querySelector("form");
const TYPE = "application/x-hub-plan";
const MOVED = "hub-plan-moved";
const KEYS = { ArrowLeft: -1, ArrowRight: 1 };

// The day some columns later; in a shorter month its last day.
function stepped(day, steps) {
  const [year, month, date] = day.split("-").map(Number);
  let there = new Date(Date.UTC(year, month - 1, date + 7 * steps));
  if (plan.dataset.unit === "month") {
    const last = new Date(Date.UTC(year, month + steps, 0)).getUTCDate();
    there = new Date(Date.UTC(year, month - 1 + steps, Math.min(date, last)));
  }
  return there.toISOString().slice(0, 10);
}

function fill(name) {
  const [field, key] = name.split("-");
  form.querySelector("[name=item]").value = field === "item" ? key : "";
  form.querySelector("[name=page]").value = field === "page" ? key : "";
}

function send(name, day) {
  fill(name);
  form.querySelector("[name=day]").value = day;
  form.requestSubmit();
}

function ask(button) {
  fill(button.dataset.move);
  dialog.querySelector("[data-move-what]").textContent = button.dataset.title;
  const day = form.querySelector("[name=day]");
  day.value = button.dataset.day.split("-").reverse().join("/");
  dialog.showModal();
  day.focus();
  day.select();
}

if (plan && form) {
  // So that the next key press finds what was moved.
  form.addEventListener("submit", () => {
    const [item, page] = ["item", "page"].map((name) => form.querySelector(`[name=${name}]`).value);
    sessionStorage.setItem(MOVED, item ? `item-${item}` : `page-${page}`);
  });
  dialog.querySelector("[data-move-cancel]").addEventListener("click", () => dialog.close());

  for (const button of plan.querySelectorAll("[data-move]")) {
    button.hidden = false;
    button.setAttribute("aria-describedby", "plan-keys");
    button.addEventListener("click", () => ask(button));
    button.addEventListener("keydown", (event) => {
      const step = KEYS[event.key];
      if (!step || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      send(button.dataset.move, stepped(button.dataset.day, step));
    });
  }

  const moved = sessionStorage.getItem(MOVED);
  sessionStorage.removeItem(MOVED);
  const there = [...plan.querySelectorAll("[data-move]")].filter((button) => button.dataset.move === moved);
  there.find((button) => button.offsetParent)?.focus();

  // Within its row: other rows are other audiences or channels, which only the form changes.
  let dragged = null;
  plan.addEventListener("dragstart", (event) => {
    dragged = event.target.closest?.("[data-drag]");
    if (!dragged) return;
    event.dataTransfer.setData(TYPE, dragged.dataset.drag);
    event.dataTransfer.effectAllowed = "move";
  });
  const takes = (cell) => dragged && cell.parentElement === dragged.closest("tr") && cell !== dragged.closest("td");
  for (const cell of plan.querySelectorAll("td")) {
    cell.addEventListener("dragover", (event) => {
      if (!takes(cell)) return;
      event.preventDefault();
      cell.classList.add("hub-calendar__target");
    });
    cell.addEventListener("dragleave", () => cell.classList.remove("hub-calendar__target"));
    cell.addEventListener("drop", (event) => {
      if (!takes(cell)) return;
      event.preventDefault();
      const steps = cell.cellIndex - dragged.closest("td").cellIndex;
      send(dragged.dataset.drag, stepped(dragged.dataset.day, steps));
    });
  }
}
