// The part of a preview that runs in the browser: draws the page anew in place, so that nothing jumps.
import type { Source } from "./hub.ts";

interface PreviewAnswer {
  readonly errors?: readonly { readonly message: string; readonly extensions: { readonly code: string } }[];
  readonly extensions: { readonly sources: readonly Source[] };
}

// The status of a preview's page without a draft, as `REFUSED` says in an answer of the hub.
const NO_DRAFT = 403;
const REFUSED = "PREVIEW_REFUSED";

/** The id of the script element with the sources of the page that is shown. */
export const SOURCES = "hub-sources";

/** Makes an element like another, and changes only what differs: focus, pictures and the place scrolled to stay. */
export function redraw(old: Element, fresh: Element): void {
  for (const { name } of [...old.attributes]) if (!fresh.hasAttribute(name)) old.removeAttribute(name);
  for (const { name, value } of fresh.attributes) if (old.getAttribute(name) !== value) old.setAttribute(name, value);
  const olds = [...old.childNodes];
  const news = [...fresh.childNodes];
  news.forEach((node, place) => {
    const before = olds[place];
    if (!before) old.append(node);
    else if (before instanceof Element && node instanceof Element && before.tagName === node.tagName)
      redraw(before, node);
    else if (before.nodeType === Node.TEXT_NODE && node.nodeType === Node.TEXT_NODE) {
      if (before.nodeValue !== node.nodeValue) before.nodeValue = node.nodeValue;
    } else before.replaceWith(node);
  });
  for (const node of olds.slice(news.length)) node.remove();
}

/** Returns the sources in a page, as `hub-preview` takes them. */
export function sourcesIn(page: Document): PreviewAnswer {
  const sources = JSON.parse(page.getElementById(SOURCES)?.textContent || "[]") as Source[];
  return { extensions: { sources } };
}

/**
 * Fetches the preview's page again and puts its main part in place of the one that is shown. Returns its sources; if
 * the token was refused, the page says so, and the answer has the hub's error. Throws if there is no page.
 */
export async function refetchPage(): Promise<PreviewAnswer> {
  const response = await fetch(location.href, { cache: "no-store" });
  if (!response.ok && response.status !== NO_DRAFT) throw new Error(`The preview answered ${response.status}.`);
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const [old, fresh] = [document.querySelector("main"), page.querySelector("main")];
  if (old && fresh) redraw(old, fresh);
  document.title = page.title;
  if (response.ok) return sourcesIn(page);
  return { ...sourcesIn(page), errors: [{ message: page.title, extensions: { code: REFUSED } }] };
}
