// Dates and times in the admin, in place of Wagtail's script of the same name: that one replaces what it can't read by today.
// Here the text stays as it is typed. The server says beside the field how it reads it (`cms/editing/views/readings.py`), and a button
// opens the browser's own calendar.
(() => {
  const WAIT = 350; // milliseconds without a key before the server is asked
  const AT_ONCE = 50; // fields in one question, as the server takes them
  const PICKERS = { day: "date", moment: "datetime-local", time: "time" };
  const BUTTONS = { day: "Choose a date", moment: "Choose a date and time", time: "Choose a time" };

  let queue = [];

  // Fields that begin together are asked about together.
  function ask(input) {
    return new Promise((resolve) => {
      if (!queue.length) setTimeout(flush);
      queue.push({ input, text: input.value, resolve });
    });
  }

  async function flush() {
    const asked = queue.splice(0, AT_ONCE);
    if (queue.length) setTimeout(flush);
    const query = new URLSearchParams();
    for (const { input, text } of asked) {
      query.append("kind", input.dataset.dateKind);
      query.append("towards", input.dataset.dateTowards);
      query.append("text", text);
    }
    let readings = [];
    try {
      const address = JSON.parse(document.getElementById("hub-readings").textContent);
      const response = await fetch(`${address}?${query}`, { headers: { "X-Requested-With": "XMLHttpRequest" } });
      if (response.ok) ({ readings } = await response.json());
    } catch {
      // Without an answer nothing is said here: the form is checked again when it is sent.
    }
    asked.forEach(({ text, resolve }, place) => resolve({ text, ...readings[place] }));
  }

  function attend(id, kind, towards) {
    const input = document.getElementById(id);
    if (!input || input.dataset.dateReading) return;
    input.dataset.dateKind ||= kind;
    input.dataset.dateTowards ||= towards;
    const beside = document.createElement("div");
    beside.className = "hub-date";
    const words = document.createElement("span");
    words.id = `${id}-reading`;
    words.className = "hub-date__words";
    beside.append(words);
    input.after(beside);
    input.dataset.dateReading = words.id;
    describe(input, words.id);
    if (!input.labels.length && input.placeholder) input.setAttribute("aria-label", input.placeholder);
    const picker = addPicker(input, beside);

    let waiting;
    let wrong = false;

    async function read(finished) {
      clearTimeout(waiting);
      if (!input.value.trim()) return say("", false);
      const reading = await ask(input);
      if (reading.text !== input.value) return; // typed on meanwhile
      if (picker) picker.value = reading.value || "";
      // A date that is half typed isn't wrong yet.
      if (reading.words || finished) say(reading.words || reading.error || "", !reading.words && Boolean(reading.error));
    }

    function say(text, isWrong) {
      words.textContent = text;
      words.classList.toggle("hub-date__words--wrong", isWrong);
      if (isWrong) input.setAttribute("aria-invalid", "true");
      else if (wrong) input.removeAttribute("aria-invalid");
      wrong = isWrong;
    }

    input.addEventListener("input", () => {
      words.setAttribute("aria-live", "polite"); // not while the page loads
      if (!wrong) words.textContent = "";
      clearTimeout(waiting);
      waiting = setTimeout(read, WAIT);
    });
    input.addEventListener("change", () => read(true));
    if (input.value) read(false);
  }

  function describe(input, id) {
    input.setAttribute("aria-describedby", `${input.getAttribute("aria-describedby") || ""} ${id}`.trim());
  }

  // The browser's calendar, opened by a button: it writes into the field what somebody chose, and nothing else does.
  function addPicker(input, beside) {
    // Where a month or a year will do, a day can be chosen all the same.
    const kind = input.dataset.dateKind.replace("partial-", "");
    if (!PICKERS[kind] || !HTMLInputElement.prototype.showPicker) return null;
    const picker = document.createElement("input");
    picker.type = PICKERS[kind];
    picker.className = "hub-date__picker";
    picker.tabIndex = -1;
    picker.setAttribute("aria-hidden", "true");
    const button = document.createElement("button");
    button.type = "button";
    button.className = "hub-date__button";
    const label = input.labels?.[0]?.textContent.replace(/\*/g, "").trim() || input.placeholder;
    button.setAttribute("aria-label", label ? `${BUTTONS[kind]}: ${label}` : BUTTONS[kind]);
    button.innerHTML = `<svg class="icon" aria-hidden="true"><use href="#icon-${kind === "time" ? "time" : "date"}"></use></svg>`;
    button.addEventListener("click", () => picker.showPicker());
    for (const name of ["input", "change"]) picker.addEventListener(name, (event) => event.stopPropagation());
    picker.addEventListener("change", () => {
      if (!picker.value) return;
      const [day, time] = kind === "time" ? ["", picker.value] : picker.value.split("T");
      input.value = [day.split("-").reverse().join("/"), time].filter(Boolean).join(" ");
      input.dispatchEvent(new Event("input", { bubbles: true }));
      input.dispatchEvent(new Event("change", { bubbles: true }));
      input.focus();
    });
    const holder = document.createElement("span");
    holder.className = "hub-date__holder";
    holder.append(button, picker);
    beside.prepend(holder);
    return picker;
  }

  // By these names Wagtail's templates start a field. Without a year, records are of the past and moments are planned.
  window.initDateChooser = (id) => attend(id, "day", "last");
  window.initDateTimeChooser = (id) => attend(id, "moment", "next");
  window.initTimeChooser = (id) => attend(id, "time", "next");

  // A field within a block of a StreamField, as Wagtail's Telepath makes and asks it.
  class BoundInput {
    constructor(input) {
      this.input = input;
      this.idForLabel = input.id;
    }
    getValue() {
      return this.input.value;
    }
    getState() {
      return this.input.value;
    }
    setState(state) {
      this.input.value = state;
    }
    setInvalid(invalid) {
      if (invalid) this.input.setAttribute("aria-invalid", "true");
      else this.input.removeAttribute("aria-invalid");
    }
    getTextLabel() {
      return this.input.value;
    }
    getValueForLabel() {
      return this.input.value;
    }
    focus(options) {
      if (!options?.soft) this.input.focus();
    }
    setCapabilityOptions() {}
  }

  const telepathWidget = (start) =>
    class {
      render(placeholder, name, id, state, _capabilities, options = {}) {
        const input = Object.assign(document.createElement("input"), { type: "text", name, id, value: state ?? "" });
        for (const [key, value] of Object.entries(options?.attributes ?? {})) input.setAttribute(key, value);
        placeholder.replaceWith(input);
        start(id);
        return new BoundInput(input);
      }
      getByName(name, container) {
        const found = [...(container.forEach ? container : [container])];
        return new BoundInput(
          found.map((part) => (part.matches?.(`[name="${name}"]`) ? part : part.querySelector?.(`[name="${name}"]`))).find(Boolean),
        );
      }
    };

  if (window.telepath) {
    window.telepath.register("wagtail.widgets.AdminDateInput", telepathWidget(window.initDateChooser));
    window.telepath.register("wagtail.widgets.AdminDateTimeInput", telepathWidget(window.initDateTimeChooser));
    window.telepath.register("wagtail.widgets.AdminTimeInput", telepathWidget(window.initTimeChooser));
  }
})();
