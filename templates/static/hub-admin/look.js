// The form of a look: the browser's own choice of colours beside each colour, and a sample in the colours as typed.

const COLOUR = /^#[0-9a-f]{6}$/i;
const PAUSE = 300;

function addChoice(field) {
  const choice = document.createElement("input");
  choice.type = "color";
  choice.className = "hub-colour";
  choice.setAttribute("aria-label", `Choose: ${field.labels[0]?.textContent.trim() || field.name}`);
  choice.addEventListener("input", () => {
    field.value = choice.value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });
  field.after(choice);
  const says = document.createElement("p");
  says.className = "hub-look__problem";
  says.setAttribute("role", "status");
  choice.after(says);
  return { field, choice, says };
}

function show(sample, parts, found) {
  for (const { field, choice, says } of parts) {
    const [name, scheme] = field.name.endsWith("_dark") ? [field.name.slice(0, -5), "dark"] : [field.name, "light"];
    const used = found[scheme]?.[name.replace("_", "-")];
    if (COLOUR.test(field.value)) choice.value = field.value;
    else if (!field.value && used) choice.value = used;
    const problem = found.problems.find((one) => one.field === field.name);
    says.textContent = problem?.message || "";
    if (problem?.proposal) {
      const take = document.createElement("button");
      take.type = "button";
      take.className = "button button-small button-secondary";
      take.textContent = `Take ${problem.proposal}`;
      take.addEventListener("click", () => {
        field.value = problem.proposal;
        field.dispatchEvent(new Event("input", { bubbles: true }));
        field.focus();
      });
      says.append(" ", take);
    }
  }
  for (const page of sample.querySelectorAll("[data-scheme]")) {
    for (const [name, colour] of Object.entries(found[page.dataset.scheme] || {})) {
      page.style.setProperty(`--look-${name}`, colour);
    }
  }
}

const sample = document.querySelector("[data-hub-look]");
if (sample) {
  const form = sample.closest("form");
  const parts = [...form.querySelectorAll("[data-hub-colour]")].map(addChoice);
  let wait = 0;
  let asked = 0;
  const update = async () => {
    const mine = ++asked;
    const values = new URLSearchParams(parts.map(({ field }) => [field.name, field.value]));
    values.set("theme", form.elements.theme.value);
    const answer = await fetch(`${sample.dataset.hubLook}?${values}`);
    // An earlier answer that comes late isn't shown.
    if (answer.ok && mine === asked) show(sample, parts, await answer.json());
  };
  form.addEventListener("input", (event) => {
    if (event.target.name !== "theme" && !event.target.matches("[data-hub-colour]")) return;
    clearTimeout(wait);
    wait = setTimeout(update, PAUSE);
  });
  update();
}
