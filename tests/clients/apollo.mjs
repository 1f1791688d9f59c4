// Apollo Client as a frontend sets it up. Prints what it got, as JSON.
// Use: node apollo.mjs <address of the endpoint>
import { ApolloClient, CombinedGraphQLErrors, HttpLink, InMemoryCache, gql } from "@apollo/client";
import { relayStylePagination } from "@apollo/client/utilities";

const uri = process.argv[2];

/** The types behind each interface, as Apollo's documentation tells to generate them. */
async function possibleTypes() {
  const query = "{ __schema { types { kind name possibleTypes { name } } } }";
  const response = await fetch(uri, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ query }),
  });
  const { data } = await response.json();
  return Object.fromEntries(
    data.__schema.types
      .filter((type) => type.possibleTypes)
      .map((type) => [type.name, type.possibleTypes.map((possible) => possible.name)]),
  );
}

const client = new ApolloClient({
  link: new HttpLink({ uri }),
  cache: new InMemoryCache({
    possibleTypes: await possibleTypes(),
    typePolicies: { Query: { fields: { news: relayStylePagination() } } },
  }),
});

// A fragment on an interface: the cache matches it only if it knows the possible types.
const news = gql`
  query News($after: String) {
    news(first: 2, after: $after) {
      totalCount
      edges {
        cursor
        node {
          id
          ...Card
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
  fragment Card on Page {
    title
    path
  }
`;

// The list grows in the cache, page by page, until the server says that there is no more.
await client.query({ query: news });
const list = client.watchQuery({ query: news });
list.subscribe({});
const cached = () => client.cache.readQuery({ query: news }).news;
let seen = cached();
while (seen.pageInfo.hasNextPage) {
  const before = seen.edges.length;
  await list.fetchMore({ variables: { after: seen.pageInfo.endCursor } });
  seen = cached();
  if (seen.edges.length === before) throw new Error("A page brought nothing new.");
}

const card = client.cache.readFragment({
  id: client.cache.identify(seen.edges[0].node),
  fragment: gql`
    fragment Card on Page {
      title
      path
    }
  `,
});

const refused = await client
  .query({ query: gql`query Refused { news(first: 101) { totalCount } }`, fetchPolicy: "network-only" })
  .then(
    () => null,
    (error) => CombinedGraphQLErrors.is(error) && error.errors[0].extensions.code,
  );

console.log(
  JSON.stringify({
    totalCount: seen.totalCount,
    titles: seen.edges.map((edge) => edge.node.title),
    card,
    refused,
  }),
);
client.stop();
