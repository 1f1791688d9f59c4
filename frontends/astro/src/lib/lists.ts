// Lists that come part by part. A page that is made on request shows one part; one that is built ahead shows all.
import { type Document, HubError } from "hub-frontend";
import { site } from "./server.ts";

interface Part<Item> {
  readonly nodes: readonly Item[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

export interface Listed<Item> {
  readonly items: readonly Item[];
  /** The query string of the next part; null at the end. */
  readonly next: string | null;
}

/**
 * Returns a list from where the reader's address says, or the whole list if the site is built ahead. If the page has the
 * list's beginning, such as a draft's own rows, give it as `beginning`.
 */
export async function listed<Data, Variables extends { after?: string | null | undefined }, Item>(
  document: Document<Data, Variables>,
  variables: Variables,
  part: (data: Data) => Part<Item>,
  address: URL,
  beginning: Part<Item> | null = null,
): Promise<Listed<Item>> {
  async function partAfter(cursor: string | null): Promise<Part<Item>> {
    try {
      return part(await site.ask(document, { ...variables, after: cursor }));
    } catch (error) {
      if (!cursor || !(error instanceof HubError) || error.code !== "BAD_CURSOR") throw error;
      // It isn't one of this list; another on the same page may have it.
      return partAfter(null);
    }
  }

  const items: Item[] = [];
  let after = __STATIC__ ? null : address.searchParams.get("after");
  do {
    const isKnown = beginning && after === null;
    const { nodes, pageInfo } = isKnown ? beginning : await partAfter(after);
    items.push(...nodes);
    after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
  } while (__STATIC__ && after);
  return { items, next: after ? `?after=${encodeURIComponent(after)}` : null };
}
