// relay-compiler, on a fragment with pagination for every list of every owner, and on a query with `@feed`: prints how many it took, as JSON, or stops with
// what it says.
// Use: node relay-compiler.mjs <schema> <folder to write to>
import { buildSchema, getNamedType, isInterfaceType, isObjectType } from "graphql";
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import compiler from "relay-compiler";

const [schemaFile, folder] = process.argv.slice(2);
const schema = buildSchema(readFileSync(schemaFile, "utf8"));
const source = join(folder, "src");
mkdirSync(source, { recursive: true });

/** Whether further parts of the type's lists can be asked for: of the query itself, or of an object that `node` finds. */
const isRefetchable = (type) =>
  type === schema.getQueryType() ||
  ((isObjectType(type) || isInterfaceType(type)) && type.getInterfaces().some(({ name }) => name === "Node"));

let fragments = 0;
const owners = [];
for (const type of Object.values(schema.getTypeMap())) {
  if (!isObjectType(type) && !isInterfaceType(type)) continue;
  for (const field of Object.values(type.getFields())) {
    if (!getNamedType(field.type).name.endsWith("Connection")) continue;
    if (!isRefetchable(type)) owners.push(`${type.name}.${field.name}`);
    const name = `${type.name}${field.name[0].toUpperCase()}${field.name.slice(1)}`;
    const required = field.args.filter((argument) => String(argument.type).endsWith("!"));
    const declared = required.map((argument) => `${argument.name}: { type: "${argument.type}" }`).join(", ");
    const passed = required.map((argument) => `${argument.name}: $${argument.name}`).join(", ");
    writeFileSync(
      join(source, `${name}.js`),
      `graphql\`
        fragment ${name}_owner on ${type.name}
          @argumentDefinitions(first: { type: "Int", defaultValue: 10 }, after: { type: "String" }, ${declared})
          @refetchable(queryName: "${name}Query") {
          ${field.name}(first: $first, after: $after, ${passed}) @connection(key: "${name}_${field.name}") {
            edges { node { __typename } }
          }
        }\`\n`,
    );
    fragments += 1;
  }
}

// A directive of the hub's own.
writeFileSync(
  join(source, "feed.js"),
  `graphql\`query feedQuery @feed(title: "title", link: "path") { news { nodes { title path } } }\`\n`,
);

const config = join(folder, "relay.config.json");
writeFileSync(
  config,
  JSON.stringify({ src: "./src", schema: "./schema.graphql", language: "javascript", artifactDirectory: "./made" }),
);
writeFileSync(join(folder, "schema.graphql"), readFileSync(schemaFile));
mkdirSync(join(folder, "made"), { recursive: true });
const done = spawnSync(compiler, [config, "--repersist"], { cwd: folder, encoding: "utf8" });
if (done.status !== 0) {
  console.error(done.stdout, done.stderr);
  process.exit(1);
}
console.log(JSON.stringify({ fragments, owners }));
