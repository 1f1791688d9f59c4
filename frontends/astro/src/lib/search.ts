import type { SearchFacetName, SearchWhere } from "hub-frontend";

/** The names that filters have in addresses. */
const PARAMETERS: Record<SearchFacetName, string> = {
  AUDIENCE: "audience",
  STATUS: "status",
  STREAM: "stream",
  TOPIC: "topic",
  TYPE: "type",
  YEAR: "year",
};

/** Returns the filters that an address names. */
export function whereOf(parameters: URLSearchParams): SearchWhere {
  const values = (name: SearchFacetName) => parameters.getAll(PARAMETERS[name]);
  const where = {
    types: values("TYPE"),
    streams: values("STREAM"),
    topics: values("TOPIC"),
    audiences: values("AUDIENCE"),
    years: values("YEAR").map(Number).filter(Number.isInteger),
    statuses: values("STATUS"),
  };
  return Object.fromEntries(Object.entries(where).filter(([, list]) => list.length)) as SearchWhere;
}

/** Returns the query string with a filter switched on, or off if it was on. */
export function toggled(parameters: URLSearchParams, facet: SearchFacetName, value: string): string {
  const name = PARAMETERS[facet];
  const changed = new URLSearchParams(parameters);
  changed.delete("after");
  if (changed.has(name, value)) changed.delete(name, value);
  else changed.append(name, value);
  return `?${changed}`;
}
