// GraphQL Code Generator as a frontend uses it: types of our committed schema and of the documents in tests/queries, written
// to the folder given. Stops where the schema has a scalar that no type is known for.
// Use: node codegen.mjs <folder>
import { codegen } from "@graphql-codegen/core";
import * as typedDocuments from "@graphql-codegen/typed-document-node";
import * as operations from "@graphql-codegen/typescript-operations";
import * as types from "@graphql-codegen/typescript";
import { parse, Source } from "graphql";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const queries = new URL("../queries/", import.meta.url);
const target = process.argv[2];
const documents = readdirSync(queries)
  .filter((name) => name.endsWith(".graphql"))
  .map((name) => {
    const location = fileURLToPath(new URL(name, queries));
    return { location, document: parse(new Source(readFileSync(location, "utf8"), location)) };
  });

const config = {
  scalars: { Date: "string", DateTime: "string" },
  strictScalars: true,
  useTypeImports: true,
};
const schema = parse(readFileSync(new URL("../../cms/schema.graphql", import.meta.url), "utf8"));
mkdirSync(target, { recursive: true });

/** Writes what the plugins make of schema and documents. */
async function generate(filename, pluginMap) {
  const plugins = Object.keys(pluginMap).map((name) => ({ [name]: {} }));
  writeFileSync(`${target}/${filename}`, await codegen({ filename, schema, documents, config, plugins, pluginMap }));
}

await generate("schema.ts", { types });
await generate("operations.ts", { operations, documents: typedDocuments });
console.log(JSON.stringify({ documents: documents.length }));
