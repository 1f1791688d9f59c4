// Where values are in an answer, for click to edit. Only answers to drafts are traced, so readers' pages have no marks.

const places = new WeakMap<object, string>();

/** Notes where each object and list of an answer's data is. Returns the same data. */
export function trace<Data extends object>(data: Data): Data {
  note(data, "");
  return data;
}

function note(value: object, path: string): void {
  places.set(value, path);
  for (const [key, inner] of Object.entries(value) as [string, unknown][]) {
    if (typeof inner === "object" && inner !== null) note(inner, path ? `${path}.${key}` : key);
  }
}

/** An attribute for an element, or none. */
export interface Mark {
  readonly "data-hub"?: string;
}

type Key<Owner> = Owner extends readonly unknown[] ? number : Owner extends unknown ? keyof Owner & string : never;

/**
 * Returns the attribute of an element that shows a value: the object or list that it is in, and its name there.
 * Without a name it is for the object as a whole. Spread it: `<h1 {...at(page, "title")}>`.
 */
export function at<Owner extends object>(owner: Owner | null | undefined, key?: Key<Owner>): Mark {
  const place = owner ? places.get(owner) : undefined;
  if (place === undefined) return {};
  const steps = [place, key].filter((step) => step !== undefined && step !== "");
  return { "data-hub": steps.join(".") };
}
