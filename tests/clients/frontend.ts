// What a frontend writes against the generated types. `tsc` checks it and nothing runs it.
import type { TypedDocumentNode } from "@graphql-typed-document-node/core";
import { NewsListDocument, StreamTextDocument } from "./var/operations";
import type { BlockFragment, NewsListQuery, RouteQuery, StreamTextQuery } from "./var/operations";

declare function ask<Data, Variables>(
  document: TypedDocumentNode<Data, Variables>,
  variables: Variables,
): Promise<Data>;

// What the schema says is always there needs no question mark.
export async function titles(after: string | null): Promise<string[]> {
  const { news } = await ask(NewsListDocument, { after });
  return news.nodes.map((node) => `${node.date} ${node.title}: ${node.workStreams.nodes.length}`);
}

export function next(data: NewsListQuery): boolean {
  return data.news.pageInfo.hasNextPage;
}

// What may be missing does, and a field that was not asked for is not there.
export function title(data: RouteQuery): string | undefined {
  // @ts-expect-error route is null where nothing is
  data.route.page;
  // @ts-expect-error nobody asked for a summary
  data.route?.page?.summary;
  return data.route?.page?.title;
}

// The name of a block's type tells its fields.
export function headings(data: StreamTextQuery): string[] {
  return (data.workStream?.background ?? []).flatMap((block) => {
    if (block.__typename === "HeadingBlock") return [`${block.level} ${block.text}`];
    if (block.__typename === "RichTextBlock") return [block.richText.plainText];
    return [];
  });
}

// A type without a case is an error: this is how examples/every-type.ts notices a new one.
type Page = NonNullable<NonNullable<RouteQuery["route"]>["page"]>;
export function onlyNews(page: Page, block: BlockFragment): void {
  switch (page.__typename) {
    case "NewsPage":
      break;
    default:
      // @ts-expect-error all other types of page are left
      page satisfies never;
  }
  switch (block.__typename) {
    case "QuoteBlock":
      break;
    default:
      // @ts-expect-error all other types of block are left
      block satisfies never;
  }
}

export async function stream(): Promise<string[]> {
  return headings(await ask(StreamTextDocument, {}));
}

// @ts-expect-error a cursor is a text
void ask(NewsListDocument, { after: 1 });
