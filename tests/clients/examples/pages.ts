// All news of a list, page by page: the cursor of the last one asks for the next.
import { NewsCardsDocument } from "../var/operations";
import type { NewsCardsQuery } from "../var/operations";
import { hub } from "./hub";

const ask = hub("https://hub.example.org/graphql/");

export async function* allNews(): AsyncGenerator<NewsCardsQuery["news"]["nodes"][number]> {
  let after: string | null = null;
  do {
    const { news }: NewsCardsQuery = await ask(NewsCardsDocument, { first: 100, after });
    yield* news.nodes;
    after = news.pageInfo.hasNextPage ? news.pageInfo.endCursor : null;
  } while (after);
}
