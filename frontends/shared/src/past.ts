// A site as it was on a past day: below `/as-at/2027-06-01/` every question to the hub names that day.

/** The past day that is shown, as it is written in the address, and what isn't known of it: filled as answers come. */
export interface Past {
  readonly day: string;
  readonly unknown: Set<string>;
}

const AT_A_DAY = /^\/as-at\/([^/]+)(\/.*)?$/;

/** Returns the day that a path names, or null, and the path of the page on that day. */
export function dayIn(pathname: string): { readonly day: string | null; readonly path: string } {
  const [, day, path = "/"] = AT_A_DAY.exec(pathname) ?? [];
  if (day === undefined) return { day: null, path: pathname };
  try {
    return { day: decodeURIComponent(day), path };
  } catch {
    return { day, path };
  }
}

/** Returns the path at which a site shows a page as it was on a day. */
export function pathAt(day: string, path: string): string {
  return `/as-at/${encodeURIComponent(day)}${path}`;
}

/** Returns where the form for another day leads; null if an address isn't what that form asks for. */
export function chosenDay(address: URL): string | null {
  const day = address.searchParams.get("day");
  if (address.pathname !== "/as-at/" || !day) return null;
  const path = address.searchParams.get("path") ?? "/";
  return pathAt(day, /^\/(?![/\\])/.test(path) ? path : "/");
}

/** Returns the data of an answer with its links to pages, `path` and those in formatted text, inside the day. */
export function insideDay<Data>(data: Data, day: string): Data {
  return inside(data, "", day) as Data;
}

function inside(value: unknown, key: string, day: string): unknown {
  if (typeof value === "string") {
    if (key === "path") return value.startsWith("/") ? pathAt(day, value) : value;
    return key === "html" ? value.replace(/href="(\/(?!\/)[^"]*)"/g, (_, path: string) => `href="${pathAt(day, path)}"`) : value;
  }
  if (Array.isArray(value)) return value.map((each) => inside(each, key, day));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, inside(each, name, day)]));
}
