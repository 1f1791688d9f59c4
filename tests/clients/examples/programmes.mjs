// One frontend for several programmes: whose a reader's address is, and the page there. `url` of a programme begins the addresses
// of its pages, at a host of its own or below the first part of a path, and the API at its `graphqlUrl` answers for it alone.
// Use: node programmes.mjs <address of the API> <a reader's address>
const endpoint = process.argv[2] ?? "https://hub.example.org/graphql/";
const requested = new URL(process.argv[3] ?? "https://www.example.org/energy/");

async function ask(address, query, variables = {}) {
  const asked = new URL(address);
  asked.search = new URLSearchParams({ query, variables: JSON.stringify(variables) });
  const { data, errors } = await (await fetch(asked)).json();
  if (errors) throw new Error(errors[0].message);
  return data;
}

const { programmes } = await ask(endpoint, "{ programmes { key name url graphqlUrl } }");
const [programme] = programmes
  .filter(({ url }) => requested.href.startsWith(url))
  .sort((one, other) => other.url.length - one.url.length);
const { route, site } = await ask(
  programme.graphqlUrl,
  "query ($path: String!) { site { name } route(path: $path) { page { title path } } }",
  { path: requested.pathname },
);
console.log(JSON.stringify({ key: programme.key, site: site.name, page: route?.page ?? null }));
