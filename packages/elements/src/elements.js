// Web components for any page: progress of a programme, a form for its newsletter, its search. They ask the hub alone and keep
// nothing in the browser. docs/frontends.md (“Web components”) says how to use them.

const HOME = new URL("/", import.meta.url).href; // of the hub that serves this file
const PAUSE = 100; // milliseconds without a key, before it suggests

const STYLE = new CSSStyleSheet();
STYLE.replaceSync(`
:host { display: block; --accent: var(--hub-accent, light-dark(#0065bd, #8ec8ff)); --line: var(--hub-border, GrayText); }
[hidden] { display: none; }
p, ul { margin: 0 0 .75em; padding: 0; list-style: none; }
a { color: var(--accent); }
label, b { font-weight: bold; }
form div { display: flex; flex-wrap: wrap; gap: .5em; position: relative; margin: .25em 0 .75em; }
input, button { font: inherit; padding: .6em; border-radius: var(--hub-radius, 4px); border: 2px solid var(--line); }
input { flex: 1 12em; background: Canvas; color: CanvasText; }
button { background: var(--accent); color: var(--hub-on-accent, light-dark(#fff, #10151c)); border-color: var(--accent); }
:focus-visible, [aria-selected=true] { outline: 3px solid var(--hub-focus, var(--accent)); outline-offset: 1px; }
[part=error] { color: var(--hub-error, light-dark(#b3261e, #ffb4ab)); }
[role=listbox] { position: absolute; z-index: 9; inset: 100% 0 auto; background: Canvas; color: CanvasText; border: 1px solid; }
li { padding: .4em; }
[part=bar] { height: .75em; border: 1px solid var(--line); margin: 0 0 .5em; }
[part=done] { display: block; height: 100%; background: var(--accent); }
[part=help] { border: 3px solid var(--accent); padding: 1em; margin: 0 0 1em; }
`);

const WORDS = {
  asOf: "As recorded on {day}",
  total: "In all",
  notRecorded: "No update recorded",
  email: "Your e-mail address",
  subscribe: "Subscribe",
  search: "Search",
  found: "Results for “{words}”: {number}",
  didYouMean: "Did you mean “{words}”?",
  exact: "Search for just “{words}”",
  all: "All results",
  chat: "Chat",
  help: "More help",
  down: "This can’t be shown just now.",
  there: "Open it on its own site",
};

const SUBSCRIBE = `mutation ElementSubscription($input: SubscribeInput!) {
  subscribe(input: $input) { message userErrors { field message } } }`;

// `p.title` is a paragraph, the part `title` for the page's styles. Texts never become HTML.
function make(name, attributes, ...children) {
  const [tag, part] = name.split(".");
  const element = document.createElement(tag);
  for (const [key, value] of Object.entries({ part, ...attributes })) {
    if (typeof value === "function") element.addEventListener(key, value);
    else if (value != null) element.setAttribute(key, value);
  }
  element.append(...children.flat(2).filter(Boolean));
  return element;
}

// Of an address that a link may have; the text alone if there is none.
const link = (href, text) => (/^(https?|tel):/i.test(href) ? make("a.link", { href }, text) : text);

class HubElement extends HTMLElement {
  connectedCallback() {
    if (this.view) return;
    // What the page has in the element shows until there is more.
    this.view = make("div.content", { lang: this.hasAttribute("words") ? null : "en" }, make("slot"));
    const root = this.attachShadow({ mode: "open" });
    root.adoptedStyleSheets = [STYLE];
    root.append(this.view);
    this.start();
  }

  at(path) {
    return new URL(path, (this.getAttribute("hub") || HOME).replace(/\/*$/, "/")).href;
  }

  word(name, values) {
    const own = JSON.parse(this.getAttribute("words") || "{}");
    return (own[name] ?? WORDS[name]).replace(/{(\w+)}/g, (_, key) => values[key]);
  }

  // The answer to a stored document. What is typed goes by POST: no address and no log has it.
  async ask(document, variables, post) {
    const locale = this.getAttribute("locale")?.toUpperCase().replace("-", "_");
    const given = { locale, ...variables };
    const body = JSON.stringify({ document, variables: given, ...post });
    const sent = { method: "POST", headers: { "Content-Type": "application/json" }, body };
    const query = new URLSearchParams({ document, variables: JSON.stringify(given) });
    const address = this.at(post ? "graphql/" : `graphql/?${query}`);
    const { data, errors } = await (await fetch(address, { credentials: "omit", ...(post && sent) })).json();
    if (errors) throw new Error(errors[0].message);
    return data;
  }

  // Show in a place what the hub answers; of two questions the later one counts.
  async show(place, path, asked, draw = (data) => this.draw(data)) {
    const last = (this.last = {});
    let drawn;
    try {
      const data = await asked;
      drawn = last === this.last && draw(data);
    } catch (error) {
      console.warn(`${this.localName}: ${error.message}`);
      drawn = [make("p", { role: "status" }, this.word("down"), " ", link(this.at(path), this.word("there")))];
    }
    if (last === this.last) place.replaceChildren(...drawn.filter(Boolean));
  }
}

export class HubProgress extends HubElement {
  static observedAttributes = ["hub", "work-stream", "kind", "number", "as-of", "locale"];

  attributeChangedCallback() {
    if (this.view) this.start();
  }

  start() {
    const [stream, kind, number, asOf] = ["work-stream", "kind", "number", "as-of"].map((name) => this.getAttribute(name));
    const more = number ? { number: +number } : { stream, isStream: !!stream };
    const name = number ? "ElementCommitment" : "ElementProgress";
    this.show(this.view, "progress/", this.ask(name, { slug: stream ?? "", kind, asOf, ...more }));
  }

  draw({ programme, page, progressPage, progress }) {
    const { title = programme.name, url, locale } = page ?? { ...progressPage };
    if (page === null) throw new Error("The hub has no such page.");
    const head = [
      make("p.title", { lang: locale?.tag }, make("b", null, link(url, title))),
      programme.record.sentence && make("p.record", null, programme.record.sentence),
    ];
    if (!progress) {
      const since = page.statusDate && [", ", this.day(page.statusDate, page.statusDatePrecision)];
      return [...head, make("p.status", null, page.status?.label ?? this.word("notRecorded"), since)];
    }
    const { total, complete, counts } = progress.totals;
    const row = (label, number) => make("li.count", null, `${label}: `, make("b", null, String(number)));
    const bar = make("div.bar", { "aria-hidden": "true" }, make("span.done"));
    bar.firstChild.style.width = `${(100 * complete) / (total || 1)}%`;
    const rows = counts.filter(({ number }) => number).map(({ status, number }) => row(status.label, number));
    const [before, after] = this.word("asOf", { day: "\n" }).split("\n");
    return [
      ...head,
      bar,
      make("ul.counts", null, rows, row(this.word("total"), total)),
      make("p.day", null, before, this.day(progress.asOf), after),
    ];
  }

  day(date, precision = "DAY") {
    const shape = { year: "numeric", timeZone: "UTC" };
    if (precision !== "YEAR") shape.month = "long";
    if (precision === "DAY") shape.day = "numeric";
    return make("time", { datetime: date }, new Date(date).toLocaleDateString(this.closest("[lang]")?.lang || "en-GB", shape));
  }
}

export class HubSubscribe extends HubElement {
  start() {
    this.show(this.view, "newsletter/subscribe/", this.ask("ElementSubscribe"));
  }

  draw({ subscribeWording, site, helpAtOnce }) {
    this.field = make("input.input", { id: "field", type: "email", autocomplete: "email", "aria-describedby": "error wording" });
    this.error = make("div.error", { id: "error", role: "alert" });
    const help = helpAtOnce.map(({ words, text, signpost }) => [` ${words}: `, link(signpost.telephoneLink, text), "."]);
    const form = make(
      "form.form",
      { novalidate: "", "aria-label": site.newsletterName, submit: (event) => this.send(event) },
      make("p.title", null, make("b", null, site.newsletterName)),
      make("label.label", { for: "field" }, this.word("email")),
      this.error,
      make("div", null, this.field, make("button.button", null, this.word("subscribe"))),
      make("p.wording", { id: "wording" }, subscribeWording),
      make("p.note", null, site.notForForms, help),
    );
    return [form];
  }

  async send(event) {
    event.preventDefault();
    if (this.busy) return;
    this.busy = true;
    const slugs = (name) => this.getAttribute(name)?.split(/[\s,]+/);
    const page = location.origin + location.pathname;
    const input = { email: this.field.value, lists: slugs("lists"), interests: slugs("interests"), page };
    const sent = this.ask(undefined, { input }, { query: SUBSCRIBE });
    await this.show(this.error, "newsletter/subscribe/", sent, ({ subscribe: { message, userErrors } }) =>
      message ? this.thank(message) : this.refuse(userErrors),
    );
    this.busy = false;
  }

  thank(message) {
    const said = make("p.message", { role: "status", tabindex: "-1" }, message);
    this.view.replaceChildren(said);
    said.focus();
    return [];
  }

  refuse(errors) {
    const has = (name) => errors.some(({ field }) => field[0] === name);
    this.field.setAttribute("aria-invalid", has("email"));
    this.field.focus();
    // A list is chosen on the hub's own page.
    const there = has("lists") && link(this.at("newsletter/subscribe/"), this.word("there"));
    return [make("p", null, errors.map(({ message }) => `${message} `), there)];
  }
}

export class HubSearch extends HubElement {
  start() {
    const attributes = { id: "field", name: "query", type: "search", autocomplete: "off", maxlength: 200, role: "combobox" };
    this.field = make("input.input", {
      ...attributes,
      "aria-autocomplete": "list",
      "aria-controls": "list",
      input: () => this.type(),
      keydown: (event) => this.press(event),
      blur: () => this.close(),
    });
    this.list = make("ul.suggestions", { id: "list", role: "listbox", "aria-label": this.word("search") });
    this.said = make("p.message", { role: "status" });
    this.results = make("div.results");
    const form = make(
      "form.form",
      { role: "search", action: this.page, submit: (event) => this.hasAttribute("leave") || this.search(event) },
      make("label.label", { for: "field" }, this.word("search")),
      make("div", null, this.field, make("button.button", null, this.word("search")), this.list),
    );
    this.view.replaceChildren(form, this.said, this.results);
    this.offer();
  }

  get page() {
    return new URL(this.getAttribute("results-page") ?? this.at("search/"), document.baseURI);
  }

  get words() {
    return this.field.value.trim();
  }

  type() {
    clearTimeout(this.timer);
    const { words } = this;
    if (words.length < 2) return this.close();
    const timer = setTimeout(async () => {
      const { suggest } = await this.ask("ElementSuggest", { words }, {}).catch(() => ({})); // the search says so
      if (timer === this.timer) this.offer(suggest);
    }, PAUSE);
    this.timer = timer;
  }

  close() {
    clearTimeout(this.timer);
    this.timer = null;
    this.offer();
  }

  // In the order of the hub, which puts help first.
  offer(suggestions = []) {
    const pick = (event) => {
      event.preventDefault(); // losing the focus closes the list
      this.open(event.currentTarget);
    };
    const options = suggestions.map(({ text, typeLabel, page, help }, place) => {
      const attributes = { id: `option${place}`, role: "option", lang: page?.locale.tag, "data-url": (page ?? help).url };
      return make("li.suggestion", { ...attributes, mousedown: pick }, text, make("small", null, ` ${typeLabel}`));
    });
    this.list.replaceChildren(...options);
    this.list.hidden = !options.length;
    this.field.setAttribute("aria-expanded", !this.list.hidden);
    this.choose();
  }

  choose(option) {
    this.chosen = option;
    for (const each of this.list.children) each.setAttribute("aria-selected", each === option);
    this.field.setAttribute("aria-activedescendant", option?.id ?? "");
  }

  press(event) {
    const options = [...this.list.children];
    const at = options.indexOf(this.chosen);
    const { key } = event;
    if (!options.length) return;
    if (key === "Enter" && this.chosen) this.open(this.chosen);
    else if (key === "Escape") this.close();
    else if (key === "ArrowDown") this.choose(options[at + 1] ?? options[0]);
    else if (key === "ArrowUp") this.choose(options.at(at > 0 ? at - 1 : -1));
    else return;
    event.preventDefault();
  }

  open({ dataset }) {
    if (/^https?:/i.test(dataset.url)) location.assign(dataset.url);
  }

  search(event, exact) {
    event?.preventDefault();
    this.close();
    const { words } = this;
    if (!words) return;
    this.said.replaceChildren();
    const asked = this.ask("ElementSearch", { words, exact }, {});
    const all = this.page;
    all.searchParams.set("query", words);
    this.show(this.results, `search/${all.search}`, asked, (data) => this.draw(data, words, exact, all.href));
  }

  draw({ site, search }, words, exact, all) {
    const { help, suggestion, corrected, totalCount } = search;
    const again = (name, value, exact) => {
      const click = () => {
        this.field.value = value;
        this.search(null, exact);
      };
      return make("p", null, make("button.button", { type: "button", click }, this.word(name, { words: value })));
    };
    const isFirst = help?.place === "FIRST";
    const number = totalCount + search.promoted.length;
    this.said.append(isFirst ? help.sentence : this.word("found", { words: search.searchedFor || words, number }));
    return [
      isFirst && this.help(help),
      (corrected || (isFirst && !exact)) && again("exact", words, true),
      suggestion && again("didYouMean", suggestion),
      ...[...search.promoted, ...search.nodes].map((found) => this.result(found)),
      totalCount > 10 && make("p", null, link(all, this.word("all"))),
      help && !isFirst && this.help(help, site.helpQuestion),
    ];
  }

  help({ signposts, url }, question) {
    const rows = signposts.map(({ name, telephone, telephoneLink, chatAddress, address }) => {
      const chat = chatAddress && link(chatAddress, this.word("chat"));
      return make("li", null, link(address, name), " ", link(telephoneLink, telephone), " ", chat);
    });
    return make("div.help", null, question, make("ul", null, rows), link(url, this.word("help")));
  }

  result({ title, typeLabel, facts, excerpt, page }) {
    const about = make("small", null, [typeLabel, ...facts].join(" · "));
    const lang = page.locale.tag;
    return make("p.result", { lang }, link(page.url, title.plainText), make("br"), excerpt.plainText, " ", about);
  }
}

const ELEMENTS = { "hub-progress": HubProgress, "hub-search": HubSearch, "hub-subscribe": HubSubscribe };
for (const [name, element] of Object.entries(ELEMENTS)) if (!customElements.get(name)) customElements.define(name, element);
