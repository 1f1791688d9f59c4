/**
 * Returns the path at which a site shows a page, and for which to ask `route`: with slashes around, without a query.
 * As a link it never leads to another site, whatever the address was.
 */
export function pathOf(address: string): string {
  // Browsers take a backslash for a slash, and drop tabs and line breaks: `/\\example.org` would be another site.
  const plain = address.replace(/[?#].*$/s, "").replace(/[\t\n\r]/g, "").replaceAll("\\", "/");
  const path = plain.replace(/^\/+|\/+$/g, "");
  return path ? `/${path}/` : "/";
}

/** Returns the host of an address, to show where a link leads; the address itself if it has none. */
export function hostOf(address: string): string {
  return URL.canParse(address) ? new URL(address).host || address : address;
}
