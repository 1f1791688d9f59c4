// GraphQL Code Generator as a frontend uses it: types of the documents in tests/queries and examples, and of our committed schema,
// written to the folder given. Stops where the schema has a scalar that no type is known for. Prints how many documents there
// were, and how large the types of a small site are.
// Use: node codegen.mjs <folder>
import { codegen } from "@graphql-codegen/core";
import * as typedDocuments from "@graphql-codegen/typed-document-node";
import * as operations from "@graphql-codegen/typescript-operations";
import * as types from "@graphql-codegen/typescript";
import { parse, Source } from "graphql";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";

const target = process.argv[2];
const documents = ["../queries/", "examples/"].flatMap((folder) => {
  const url = new URL(folder, import.meta.url);
  return readdirSync(url)
    .filter((name) => name.endsWith(".graphql"))
    .map((name) => {
      const location = fileURLToPath(new URL(name, url));
      return { name: basename(name, ".graphql"), location, document: parse(new Source(readFileSync(location, "utf8"), location)) };
    });
});
const smallSite = ["home", "navigation", "news_list", "news_item", "stream_page", "search", "route", "team", "rich_text"];

// The settings are those of the file that frontends copy; the types of rich texts are in another folder here.
const example = JSON.parse(readFileSync(new URL("examples/codegen.json", import.meta.url), "utf8"));
const { config } = example.generates["operations.ts"];
config.scalars.RichTextTree = "../examples/rich-text#RichTextTree";
const schema = parse(readFileSync(new URL("../../cms/schema.graphql", import.meta.url), "utf8"));
mkdirSync(target, { recursive: true });

/** The code that the plugins make of the schema and of documents. */
function generate(filename, pluginMap, documents) {
  const plugins = Object.keys(pluginMap).map((name) => ({ [name]: {} }));
  return codegen({ filename, schema, documents, config, plugins, pluginMap });
}

const ofDocuments = { operations, documents: typedDocuments };
const write = (filename, code) => writeFileSync(join(target, filename), code);
write("schema.ts", await generate("schema.ts", { types }, []));
write("operations.ts", await generate("operations.ts", ofDocuments, documents));
const small = documents.filter(({ name }) => smallSite.includes(name));
const code = await generate("small.ts", ofDocuments, small);
console.log(JSON.stringify({ documents: documents.length, small: small.length, bytes: Buffer.byteLength(code) }));
