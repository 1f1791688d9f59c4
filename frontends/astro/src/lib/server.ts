// The one hub that this site asks, and what it keeps of its answers.
import { HUB_TOKEN, HUB_URL } from "astro:env/server";
import { AddressesDocument, type AddressesQuery, type Hub, hub, keep, onBehalfOf } from "hub-frontend";
import { pasts } from "./past.ts";

export const keeper = keep();

const headers = HUB_TOKEN ? { Authorization: `Bearer ${HUB_TOKEN}` } : {};

export const site: Hub = hub(HUB_URL, { fetch: keeper.fetch, headers, past: () => pasts.getStore() });

/** What belongs in no cache and in no address is sent by this one, in the name of the reader of a request. */
export function siteFor({ request, clientAddress }: { request: Request; clientAddress: string }): Hub {
  return hub(HUB_URL, { headers: { ...headers, ...onBehalfOf(request.headers, clientAddress) } });
}

/** Returns the paths of all public pages. */
export async function allPaths(): Promise<string[]> {
  const paths: string[] = [];
  let after: string | null = null;
  do {
    const { pages }: AddressesQuery = await site.ask(AddressesDocument, { after });
    paths.push(...pages.nodes.map((page) => page.path));
    after = pages.pageInfo.hasNextPage ? pages.pageInfo.endCursor : null;
  } while (after);
  return paths;
}
