// Relay against the hub: a list of streams, of each the first part of its commitments, of one of them the next part as well, and
// terms whose numbers are those of pages. Prints what Relay's store then has, as JSON.
// Use: node relay.mjs <address of the endpoint> <schema> <folder to write to>
import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import compiler from "relay-compiler";
import relay from "relay-runtime";

const { ConnectionHandler, Environment, Network, RecordSource, Store, commitLocalUpdate, fetchQuery } = relay;
const [endpoint, schema, folder] = process.argv.slice(2);

const documents = {
  streams: `
    query streamsQuery {
      workStreams(first: 20) { nodes { id databaseId title ...streams_stream } }
      topics(first: 100) { nodes { id databaseId name } }
      organisations(first: 100) { nodes { id databaseId name } }
    }`,
  streamsCommitments: `
    fragment streams_stream on WorkStreamPage
      @argumentDefinitions(first: { type: "Int", defaultValue: 2 }, after: { type: "String" })
      @refetchable(queryName: "streamsCommitmentsQuery") {
      commitments(first: $first, after: $after) @connection(key: "streams_commitments") {
        edges { node { id title } }
      }
    }`,
};
mkdirSync(join(folder, "src"), { recursive: true });
mkdirSync(join(folder, "made"), { recursive: true });
const source = Object.values(documents).map((document) => `graphql\`${document}\``).join("\n");
writeFileSync(join(folder, "src", "streams.js"), source);
copyFileSync(schema, join(folder, "schema.graphql"));
const config = { src: "./src", schema: "./schema.graphql", language: "javascript", artifactDirectory: "./made" };
writeFileSync(join(folder, "relay.config.json"), JSON.stringify(config));
const done = spawnSync(compiler, [join(folder, "relay.config.json")], { cwd: folder, encoding: "utf8" });
if (done.status !== 0) throw new Error(done.stdout + done.stderr);
const made = (name) => createRequire(import.meta.url)(join(folder, "made", `${name}.graphql.js`));

async function ask({ text }, variables) {
  const response = await fetch(endpoint, {
    method: "POST",
    headers: { "Content-Type": "application/json", Accept: "application/graphql-response+json" },
    body: JSON.stringify({ query: text, variables }),
  });
  return response.json();
}

const environment = new Environment({ network: Network.create(ask), store: new Store(new RecordSource()) });
const first = await fetchQuery(environment, made("streamsQuery"), {}).toPromise();
const records = environment.getStore().getSource();

/** The titles of the commitments of a stream that the store has, and the cursor after which there are more. */
function commitments(id) {
  let found;
  commitLocalUpdate(environment, (store) => {
    const list = ConnectionHandler.getConnection(store.get(id), "streams_commitments");
    found = {
      titles: list.getLinkedRecords("edges").map((edge) => edge.getLinkedRecord("node").getValue("title")),
      after: list.getLinkedRecord("pageInfo").getValue("endCursor"),
      more: list.getLinkedRecord("pageInfo").getValue("hasNextPage"),
    };
  });
  return found;
}

const stream = first.workStreams.nodes.find(({ id }) => commitments(id).more);
const before = commitments(stream.id);
await fetchQuery(environment, made("streamsCommitmentsQuery"), {
  id: stream.id,
  first: 2,
  after: before.after,
}).toPromise();

const kept = (nodes, name) =>
  nodes.filter((node) => records.get(node.id)[name] === node[name] && records.get(node.id).databaseId === node.databaseId);
const { workStreams, topics, organisations } = first;
const numbers = (list) => new Set(list.nodes.map(({ databaseId }) => databaseId));
console.log(
  JSON.stringify({
    before: before.titles,
    after: commitments(stream.id).titles,
    others: workStreams.nodes.filter(({ id }) => id !== stream.id).map(({ id }) => commitments(id).titles.length),
    shared: [...numbers(topics)].filter((number) => numbers(organisations).has(number)).length,
    given: workStreams.nodes.length + topics.nodes.length + organisations.nodes.length,
    kept: kept(workStreams.nodes, "title").length + kept(topics.nodes, "name").length + kept(organisations.nodes, "name").length,
  }),
);
