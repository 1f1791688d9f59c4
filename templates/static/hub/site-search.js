// Suggestions while somebody types into a search field: the design system's autocomplete. Every field works without.
const { Autocomplete } = window.DS.components;

class SiteSearch extends Autocomplete {
  constructor(element) {
    super(element, element.dataset.suggestions, { minLength: 2, suggestionMappingFunction: read });
    this.inputElement.setAttribute("role", "combobox");
    this.inputElement.setAttribute("aria-autocomplete", "list");
    this.inputElement.setAttribute("aria-controls", this.inputElement.getAttribute("aria-owns"));
    this.inputElement.addEventListener("keydown", (event) => {
      // The first Escape closes the list and leaves the words; the component listens to a name that browsers gave up.
      if (event.key === "Escape" && this.isOpen) {
        event.preventDefault();
        this.clearSuggestions();
      }
    });
  }

  init() {
    super.init();
    this.tellState();
  }

  get isOpen() {
    return this.inputElement.classList.contains("js-has-suggestions");
  }

  tellState() {
    this.inputElement.setAttribute("aria-expanded", String(this.isOpen));
    for (const option of this.listBoxElement.children) {
      option.setAttribute("aria-selected", String(option.classList.contains("active")));
    }
  }

  // What comes late, for words that stand there no more or after the reader has gone on, changes nothing.
  async fetchSuggestions(words) {
    const found = await super.fetchSuggestions(words);
    const current = words === this.inputElement.value.trim() && document.activeElement === this.inputElement;
    return current ? found : this.suggestions || [];
  }

  showSuggestions(suggestions) {
    try {
      super.showSuggestions(suggestions);
    } catch {
      // The component highlights by a regular expression made of what was typed; "(" is none.
      this.clearSuggestions();
    }
    this.tellState();
  }

  clearSuggestions() {
    super.clearSuggestions();
    this.tellState();
  }

  // A suggestion is the title of a page, so choosing it opens that page.
  acceptSelectedSuggestion() {
    const { url } = this.activeSuggestion;
    super.acceptSelectedSuggestion();
    window.location.assign(url);
  }
}

// The component writes each text as HTML.
function read(request) {
  const span = document.createElement("span");
  return JSON.parse(request.responseText ?? '{"suggestions": []}').suggestions.map(({ text, url }) => {
    span.textContent = text;
    return { displayText: span.innerHTML, url };
  });
}

for (const element of document.querySelectorAll(".ds_autocomplete[data-suggestions]")) {
  new SiteSearch(element).init();
}
