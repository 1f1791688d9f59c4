// Stores of Apollo Client and urql, with pages, topics and organisations that share numbers: prints how many objects were given,
// and how many each store has as they were given, as JSON.
// Use: node stores.mjs <address of the endpoint>
import { ApolloClient, HttpLink, InMemoryCache, gql } from "@apollo/client";
import { Client, fetchExchange } from "@urql/core";
import { cacheExchange } from "@urql/exchange-graphcache";

const url = process.argv[2];
const query = gql`
  query Shared {
    workStreams(first: 20) { nodes { __typename id databaseId name: title } }
    topics(first: 100) { nodes { __typename id databaseId name } }
    organisations(first: 100) { nodes { __typename id databaseId name } }
  }
`;
const response = await fetch(url, {
  method: "POST",
  headers: { "content-type": "application/json" },
  body: JSON.stringify({ query: query.loc.source.body }),
});
const given = Object.values((await response.json()).data).flatMap(({ nodes }) => nodes);

const apollo = new ApolloClient({ link: new HttpLink({ uri: url }), cache: new InMemoryCache() });
await apollo.query({ query });
const fragment = (kind) => gql`fragment Kept on ${kind} { databaseId name${kind === "WorkStreamPage" ? ": title" : ""} }`;
const inApollo = given.filter(({ __typename, id, databaseId, name }) => {
  const found = apollo.cache.readFragment({ id: `${__typename}:${id}`, fragment: fragment(__typename) });
  return found?.databaseId === databaseId && found.name === name;
});

const urql = new Client({ url, preferGetMethod: false, exchanges: [cacheExchange({}), fetchExchange] });
await urql.query(query, {}).toPromise();
const again = await urql.query(query, {}, { requestPolicy: "cache-only" }).toPromise();
const read = Object.values(again.data).flatMap(({ nodes }) => nodes ?? []);
const inUrql = given.filter(({ id, name }) => read.some((node) => node.id === id && node.name === name));

console.log(
  JSON.stringify({
    given: given.length,
    ids: new Set(given.map(({ id }) => id)).size,
    numbers: new Set(given.map(({ databaseId }) => databaseId)).size,
    apollo: inApollo.length,
    urql: inUrql.length,
  }),
);
