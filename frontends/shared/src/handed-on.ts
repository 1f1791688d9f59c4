// What programs read at the site and the hub makes: sitemaps, feeds and calendars.

const HANDED_ON = /^\/(sitemap(-\d+)?\.xml|(feeds|calendars|newsletter)\/[\w/.-]+\.(atom|ics))$/;

/** Says whether the hub answers at this path for every frontend. */
export function isHandedOn(path: string): boolean {
  return HANDED_ON.test(path);
}

/** Fetches from the hub what it makes for programs. Returns the answer with the headers that matter to caches. */
export async function handOn(hub: string, path: string): Promise<Response> {
  const answer = await fetch(new URL(path.slice(1), hub.endsWith("/") ? hub : `${hub}/`));
  const headers = new Headers();
  for (const name of ["content-type", "cache-control", "etag", "last-modified"]) {
    const value = answer.headers.get(name);
    if (value) headers.set(name, value);
  }
  return new Response(answer.body, { status: answer.status, headers });
}

/** Returns robots.txt of a site: all may be read but previews. A page of the hub may begin with the same word. */
export function robots(site: string): string {
  const sitemap = new URL("/sitemap.xml", site).href;
  const rules = ["$", "?", "/"].map((end) => `Disallow: /preview${end}\n`).join("");
  return `User-agent: *\n${rules}\nSitemap: ${sitemap}\n`;
}
