/** An answer of the hub's GraphQL to a document with a preview token. */
export interface PreviewAnswer<Data = unknown> {
  data?: Data;
  errors?: ReadonlyArray<{ extensions?: { code?: string } }>;
  extensions?: {
    /** The pages of the answer, the draft first. */
    sources?: ReadonlyArray<{
      /** The path of the page's form at the hub; null for a page that isn't saved yet. */
      form: string | null;
      /** By path in the answer, such as `page.body.0.quote`: the path of a field in that form. */
      fields: Readonly<Record<string, string>>;
      /** The paths of values in the answer that are a text as an editor wrote it. */
      texts?: ReadonlyArray<string>;
    }>;
  };
}

export interface PreviewOptions {
  /** An address of the hub, such as `https://hub.example.org/`: messages are sent to its origin, and heeded from it. */
  hub: string;
  /** Fetches the draft again and draws the page anew. Without it the page is loaded again after each change. */
  refetch?: () => Promise<PreviewAnswer>;
  /** The attribute with a value's path in the answer; `data-hub` unless you say otherwise. */
  attribute?: string;
}

export interface Preview {
  /** Tells where the values of an answer come from, once the page is drawn. */
  show(answer: PreviewAnswer): void;
  /** Ends the preview, as when the component that shows it is taken down. */
  stop(): void;
}

/** Starts the preview in a page that shows a draft. Call it nowhere else: readers need none of it. */
export function startPreview(options: PreviewOptions): Preview;

/**
 * The data of an answer, with an invisible mark at the end of each text that an editor wrote. `startPreview` finds the
 * marks in the page, takes them out, and treats the elements as if they had the attribute. Data without sources, as
 * readers get, stay as they are.
 */
export function markTexts<Data>(answer: PreviewAnswer<Data> & { data: Data }): Data;

/** A text without marks: for addresses, comparisons, and whatever else isn't shown. */
export function withoutMarks(text: string): string;
