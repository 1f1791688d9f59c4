// Relay's compiler writes a manifest of a frontend's documents. Prints the id that its artifact then sends, as JSON.
// Use: node manifests.mjs <schema> <folder to write to>
import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import compiler from "relay-compiler";

const [schema, folder] = process.argv.slice(2);
mkdirSync(join(folder, "src"), { recursive: true });
mkdirSync(join(folder, "made"), { recursive: true });
copyFileSync(schema, join(folder, "schema.graphql"));
const text = "query newestQuery($first: Int = 3) { news(first: $first) { totalCount nodes { title path } } }";
writeFileSync(join(folder, "src", "newest.js"), `graphql\`${text}\``);
writeFileSync(join(folder, "relay.json"), "{}");
const config = {
  src: "./src",
  schema: "./schema.graphql",
  language: "javascript",
  artifactDirectory: "./made",
  persistConfig: { file: "./relay.json", algorithm: "SHA256" },
};
writeFileSync(join(folder, "relay.config.json"), JSON.stringify(config));
const done = spawnSync(compiler, [join(folder, "relay.config.json")], { cwd: folder, encoding: "utf8" });
if (done.status !== 0) throw new Error(done.stdout + done.stderr);
const artifact = createRequire(import.meta.url)(join(folder, "made", "newestQuery.graphql.js"));
const { params } = artifact.default ?? artifact;
console.log(JSON.stringify({ id: params.id, text: params.text }));
