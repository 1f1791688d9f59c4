// Importing the module defines the elements; pages need no more than their tags.

/** `<hub-progress>`: the progress of the programme, of one work stream, or of one recommendation or action. */
export class HubProgress extends HTMLElement {}

/** `<hub-search>`: a field with suggestions, and the results below it or on a page of results. */
export class HubSearch extends HTMLElement {}

/** `<hub-subscribe>`: the form with which people ask to join the newsletter. */
export class HubSubscribe extends HTMLElement {}

/** Attributes of all three. */
export interface HubAttributes {
  /** Address of the hub, or of its programme below a path; by default the host that the script is from. */
  hub?: string;
  /** Language of titles and results, such as `gd`; the site's own, for results all, if omitted. */
  locale?: string;
  /** The component's own words as JSON, such as `{"search": "Lorg"}`; the page's `lang` is then taken for theirs. */
  words?: string;
}

/** Attributes of `<hub-progress>`. */
export interface HubProgressAttributes extends HubAttributes {
  /** Last part of a work stream's path; without it, the progress of the whole programme. */
  "work-stream"?: string;
  /** Key of a kind, such as `recommendation`; all kinds if omitted. */
  kind?: string;
  /** Number of one commitment; it needs `work-stream` and `kind`, too. */
  number?: string;
  /** The day to show, such as `2018-12-31`; today if omitted. */
  "as-of"?: string;
}

/** Attributes of `<hub-search>`. */
export interface HubSearchAttributes extends HubAttributes {
  /** Address of a page that shows results for its parameter `query`; by default the hub's own search. */
  "results-page"?: string;
  /** Given, the form leads to that page; otherwise the first results show below the field. */
  leave?: "";
}

/** Attributes of `<hub-subscribe>`. */
export interface HubSubscribeAttributes extends HubAttributes {
  /** Slugs of the lists to join, separated by spaces; may be left out while the hub offers one. */
  lists?: string;
  /** Slugs of work streams; if omitted, people get everything. */
  interests?: string;
}

declare global {
  interface HTMLElementTagNameMap {
    "hub-progress": HubProgress;
    "hub-search": HubSearch;
    "hub-subscribe": HubSubscribe;
  }
}
