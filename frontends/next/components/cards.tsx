// Cards of pages in lists, and the links to the next part of a list.
import { at } from "hub-frontend";
import type { CardFragment, NewsCardFragment, PartFragment } from "hub-frontend";
import { PageLink, Picture, Text, When } from "@/components/parts";

type AnyCard = PartFragment | CardFragment;

/** Cards of pages with their summaries, and with their facts if they were asked for. */
export function Cards({ pages, level = 3 }: { pages: readonly AnyCard[]; level?: 2 | 3 }) {
  if (pages.length === 0) return null;
  const Heading = `h${level}` as const;
  return (
    <ul className="cards">
      {pages.map((page) => (
        <li key={page.id} {...at(page)}>
          <Heading>
            <PageLink page={page} />
          </Heading>
          {"facts" in page ? <Text className="quiet" text={page.facts.join(" · ")} /> : null}
          <Text text={page.summary} mark={at(page, "summary")} />
        </li>
      ))}
    </ul>
  );
}

/** News with day, kind and picture. */
export function NewsCards({ news, level = 3 }: { news: readonly NewsCardFragment[]; level?: 2 | 3 }) {
  const Heading = `h${level}` as const;
  return (
    <ul className="cards">
      {news.map((item) => (
        <li key={item.id}>
          {item.image?.picture ? (
            <Picture picture={item.image.picture} sizes="(min-width: 40em) 20rem, 100vw" alt="" />
          ) : null}
          <Heading>
            <PageLink page={item} />
          </Heading>
          <p className="quiet">
            <When date={item.date} /> · {item.kind.label}
          </p>
          <Text text={item.summary} />
        </li>
      ))}
    </ul>
  );
}

interface PagesProps {
  info: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  after: string | null;
  /** The rest of the query string, such as the words of a search. */
  query?: [string, string][];
}

/** A link to the next part of a list, and one to its beginning. */
export function Pages({ info, after, query = [] }: PagesProps) {
  if (!info.hasNextPage && !after) return null;
  const beginning = new URLSearchParams(query);
  const next = new URLSearchParams([...query, ["after", info.endCursor ?? ""]]);
  return (
    <nav className="pages" aria-label="Parts of the list">
      {after ? <a href={`?${beginning}`}>Back to the beginning</a> : null}
      {info.hasNextPage ? <a href={`?${next}`}>Show more</a> : null}
    </nav>
  );
}
