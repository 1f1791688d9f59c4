// Suggestions below a search field, in the browser. They come from the site's own `/suggest`: nobody else is asked.

interface Suggestion {
  readonly text: string;
  /** The type of a page; for help, whom it is for. */
  readonly about: string;
  readonly address: string;
}

const PAUSE = 100;
const SHORTEST = 2;

/** Offers suggestions as a list of links below a field. Escape closes it. Returns what ends it. */
export function startSuggestions(field: HTMLInputElement, list: HTMLElement, address = "/suggest"): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let asking = new AbortController();
  const listening = new AbortController();

  function show(found: readonly Suggestion[]): void {
    list.replaceChildren(
      ...found.map(({ text, about, address: target }) => {
        const item = document.createElement("li");
        const link = document.createElement("a");
        link.href = target;
        link.textContent = text;
        item.append(link);
        if (about) {
          const small = document.createElement("small");
          small.textContent = ` ${about}`;
          item.append(small);
        }
        return item;
      }),
    );
    list.hidden = found.length === 0;
  }

  async function ask(words: string): Promise<void> {
    const { signal } = asking;
    try {
      const response = await fetch(address, { method: "POST", body: new URLSearchParams({ words }), signal });
      const found = response.ok ? ((await response.json()) as Suggestion[]) : [];
      if (!signal.aborted) show(found);
    } catch {
      // Without suggestions the field works all the same.
      if (!signal.aborted) show([]);
    }
  }

  /** Drops the question that waits, and the answer that is under way. */
  function drop(): void {
    clearTimeout(timer);
    asking.abort();
    asking = new AbortController();
  }

  function type(): void {
    drop();
    const words = field.value.trim();
    if (words.length < SHORTEST) show([]);
    else timer = setTimeout(() => void ask(words), PAUSE);
  }

  function press(event: KeyboardEvent): void {
    if (event.key !== "Escape") return;
    drop();
    show([]);
    field.focus();
  }

  const { signal } = listening;
  field.addEventListener("input", type, { signal });
  field.addEventListener("keydown", press, { signal });
  list.addEventListener("keydown", press, { signal });
  return () => {
    listening.abort();
    drop();
    show([]);
  };
}
