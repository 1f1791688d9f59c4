import type { Metadata } from "next";
import { isWrongValue, SearchDocument } from "hub-frontend";
import type { SearchOrder, SearchQuery, SearchQueryVariables, SearchWhere } from "hub-frontend";
import { Pages } from "@/components/cards";
import { Frame } from "@/components/frame";
import { HelpFirst, HelpLine } from "@/components/help";
import { FileLink, Status } from "@/components/parts";
import { SearchForm } from "@/components/search";
import { straight } from "@/lib/hub";
import { siteAddress } from "@/lib/settings";

export async function generateMetadata({ searchParams }: { searchParams: Promise<Values> }): Promise<Metadata> {
  const isPart = Object.keys(await searchParams).some((name) => !["query", "q"].includes(name));
  return {
    title: "Search",
    description: "Search this site for pages and documents.",
    alternates: { canonical: new URL("/search/", siteAddress()).href },
    ...(isPart ? { robots: { index: false } } : {}),
  };
}

type Values = Record<string, string | string[] | undefined>;
type Search = SearchQuery["search"];

const FILTERS = {
  TYPE: "types",
  STREAM: "streams",
  TOPIC: "topics",
  AUDIENCE: "audiences",
  YEAR: "years",
  STATUS: "statuses",
} as const;

export default async function Page({ searchParams }: { searchParams: Promise<Values> }) {
  const values = await searchParams;
  const words = (one(values["query"]) || one(values["q"])).slice(0, 200);
  const after = one(values["after"]) || null;
  const order: SearchOrder = one(values["sort"]) === "date" ? "DATE" : "RELEVANCE";
  const where = whereOf(values);
  const isAsked = words !== "" || Object.keys(where).length > 0;
  const variables = { words, where, order, exact: one(values["exact"]) === words && words !== "", after };
  const search = isAsked ? await found(variables) : null;
  return (
    <Frame path="/search/">
      <h1>{words ? `Search: ${words}` : "Search"}</h1>
      <SearchForm id="search-here" words={words} />
      {isAsked && !search ? (
        <p className="error" role="alert">
          This can't be searched for. Begin again with other words.
        </p>
      ) : null}
      {search ? <Results search={search} words={words} after={after} order={order} values={values} /> : null}
    </Frame>
  );
}

/** What the hub finds, or null if a filter or a cursor was changed by hand. */
async function found(variables: SearchQueryVariables): Promise<Search | null> {
  try {
    // Not kept, and by POST: what people in trouble type is nobody's business.
    return (await (await straight()).send(SearchDocument, variables)).data.search;
  } catch (error) {
    if (isWrongValue(error)) return null;
    throw error;
  }
}

interface ResultsProps {
  search: Search;
  words: string;
  after: string | null;
  order: SearchOrder;
  values: Values;
}

function Results({ search, words, after, order, values }: ResultsProps) {
  const { help } = search;
  const found = search.totalCount === 1 ? "1 page found" : `${search.totalCount} pages found`;
  const isHelpAlone = help?.place === "FIRST" && search.totalCount === 0;
  return (
    <>
      {help?.place === "FIRST" ? <HelpFirst help={help} /> : null}
      {help?.place === "LINE" ? <HelpLine help={help} /> : null}
      {isHelpAlone ? (
        <p>
          <a href={addressWith({ query: words, exact: words })}>Search for just these words</a>
        </p>
      ) : (
        <>
          <Explained search={search} words={words} />
          <p role="status">{found}</p>
          {search.facets.length > 0 && search.totalCount > 2 ? (
            <Filters search={search} words={words} order={order} />
          ) : null}
          <ul className="rows">
            {search.promoted.map((result) => (
              <Result key={result.page.id} result={result} isPromoted />
            ))}
            {search.nodes.map((result) => (
              <Result key={result.page.id} result={result} />
            ))}
          </ul>
          <Pages info={search.pageInfo} after={after} query={queryOf(values)} />
        </>
      )}
    </>
  );
}

function Explained({ search, words }: { search: Search; words: string }) {
  return (
    <>
      {search.corrected ? (
        <p>
          Showing results for <strong>{search.searchedFor}</strong>.{" "}
          <a href={addressWith({ query: words, exact: words })}>Search for just “{words}”</a>
        </p>
      ) : null}
      {search.suggestion ? (
        <p>
          Did you mean <a href={addressWith({ query: search.suggestion })}>{search.suggestion}</a>?
        </p>
      ) : null}
      {search.relaxed ? <p>No page has all of these words. These pages have most of them.</p> : null}
      {search.missing.length > 0 ? (
        <p>No page has these words, so they were left out: {search.missing.join(", ")}.</p>
      ) : null}
      {search.useful || !words ? null : <p>There is nothing to look for in these words. Try others.</p>}
    </>
  );
}

function Filters({ search, words, order }: { search: Search; words: string; order: SearchOrder }) {
  const isFiltered = search.facets.some(({ values }) => values.some(({ chosen }) => chosen));
  return (
    <details open={isFiltered}>
      <summary>Narrow these results</summary>
      <form action="/search/">
        <input type="hidden" name="query" value={words} />
        {search.facets.map(({ name, label, values }) => (
          <fieldset key={name}>
            <legend>{label}</legend>
            {values.map(({ value, label: text, count, chosen }) => (
              <label key={value}>
                <input type="checkbox" name={name.toLowerCase()} value={value} defaultChecked={chosen} />
                {text} ({count})
              </label>
            ))}
          </fieldset>
        ))}
        <label htmlFor="sort">Sort by</label>
        <select id="sort" name="sort" defaultValue={order === "DATE" ? "date" : "relevance"}>
          <option value="relevance">What fits best</option>
          <option value="date">Newest first</option>
        </select>{" "}
        <button type="submit">Show</button>
      </form>
    </details>
  );
}

function Result({ result, isPromoted = false }: { result: Search["nodes"][number]; isPromoted?: boolean }) {
  const { typeLabel, facts, title, excerpt, page, status, document } = result;
  return (
    <li>
      <h2>
        <a href={page.path} dangerouslySetInnerHTML={{ __html: title.html }} />
      </h2>
      <p className="quiet">{[isPromoted ? "Recommended" : "", typeLabel, ...facts].filter(Boolean).join(" · ")}</p>
      {status ? <Status status={status} /> : null}
      {excerpt.html ? <p dangerouslySetInnerHTML={{ __html: excerpt.html }} /> : null}
      {document ? (
        <p>
          The words are in a document: <FileLink file={document} />
        </p>
      ) : null}
    </li>
  );
}

function one(value: string | string[] | undefined): string {
  return (Array.isArray(value) ? value[0] : value)?.trim() ?? "";
}

function all(value: string | string[] | undefined): string[] {
  return (Array.isArray(value) ? value : [value ?? ""]).filter(Boolean);
}

function whereOf(values: Values): SearchWhere {
  const chosen = Object.entries(FILTERS).map(([name, field]) => {
    const these = all(values[name.toLowerCase()]);
    return [field, name === "YEAR" ? these.map(Number).filter(Number.isInteger) : these] as const;
  });
  return Object.fromEntries(chosen.filter(([, these]) => these.length > 0));
}

function queryOf(values: Values): [string, string][] {
  return Object.keys(values)
    .filter((name) => name !== "after")
    .flatMap((name) => all(values[name]).map((value): [string, string] => [name, value]));
}

function addressWith(query: Record<string, string>): string {
  return `/search/?${new URLSearchParams(query)}`;
}
