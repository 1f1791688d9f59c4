// Apollo Client with documents by their hash. Prints how it asked and what it got, as JSON.
// Use: node apollo-hashes.mjs <address of the endpoint>
import { ApolloClient, HttpLink, InMemoryCache, gql } from "@apollo/client";
import { PersistedQueryLink } from "@apollo/client/link/persisted-queries";
import { createHash } from "node:crypto";

const requests = [];
const hashing = new PersistedQueryLink({
  sha256: (text) => createHash("sha256").update(text).digest("hex"),
  useGETForHashedQueries: true,
});
const http = new HttpLink({
  uri: process.argv[2],
  fetch: async (address, options) => {
    const response = await fetch(address, options);
    requests.push({ method: options.method, status: response.status, caching: response.headers.get("cache-control") });
    return response;
  },
});
const client = new ApolloClient({ link: hashing.concat(http), cache: new InMemoryCache() });

const document = { query: gql`query Hashed { news { totalCount } }`, fetchPolicy: "network-only" };
const first = await client.query(document);
const second = await client.query(document);

console.log(JSON.stringify({ requests, totals: [first, second].map(({ data }) => data.news.totalCount) }));
client.stop();
