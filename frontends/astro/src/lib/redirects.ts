import { hub, RedirectsDocument, type RedirectsQuery } from "hub-frontend";

interface Redirect {
  status: 301 | 302;
  destination: string;
}

/** Returns the hub's redirects for a site that is built as a whole. Those with a query string are for the web server. */
export async function redirectsOf(address: string): Promise<Record<string, Redirect>> {
  const { ask } = hub(address);
  const found: Record<string, Redirect> = {};
  let after: string | null = null;
  do {
    const { redirects }: RedirectsQuery = await ask(RedirectsDocument, { after });
    for (const { fromPath, path, url, status } of redirects.nodes) {
      if (/[?#[\]]/.test(fromPath)) continue;
      found[fromPath] = { status: status === 302 ? 302 : 301, destination: path ?? url };
    }
    after = redirects.pageInfo.hasNextPage ? redirects.pageInfo.endCursor : null;
  } while (after);
  return found;
}
