// Writes src/generated: the types of the documents, and each document as text with its hash. The hub knows documents by
// their hash, so the addresses of requests stay short.
// Use: node codegen.mjs [--check]   (with --check nothing is written; it fails if the files aren't those of the schema)
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const here = fileURLToPath(new URL(".", import.meta.url));
// The tests use the packages of another folder, so that nothing has to be installed twice.
const require = createRequire(join(process.env.CODEGEN_PACKAGES ?? here, "package.json"));
const { codegen } = require("@graphql-codegen/core");
const operations = require("@graphql-codegen/typescript-operations");
const { Kind, parse, print, Source, stripIgnoredCharacters, visit } = require("graphql");

const read = (folder) =>
  readdirSync(join(here, folder))
    .filter((name) => name.endsWith(".graphql"))
    .sort()
    .map((name) => {
      const location = `${folder}/${name}`;
      return { location, document: parse(new Source(readFileSync(join(here, location), "utf8"), location)) };
    });

const documents = [...read("documents"), ...read("documents/fragments")];
const definitions = documents.flatMap(({ document }) => document.definitions);
const fragments = new Map(
  definitions.filter(({ kind }) => kind === Kind.FRAGMENT_DEFINITION).map((each) => [each.name.value, each]),
);

// Queries that are always of today: for forms, the search, drafts, and what is kept or built ahead.
const OF_TODAY = new Set(["Addresses", "Changes", "Draft", "FormWords", "Help", "Redirects", "Search", "Suggest"]);
const { definitions: [past] } = parse("query Past($day: String) @asOf(at: $day) { __typename }");
// Every other query may be asked as of a past day: `hub({ past })` gives it.
for (const each of definitions) {
  if (each.kind !== Kind.OPERATION_DEFINITION || each.operation !== "query" || OF_TODAY.has(each.name.value)) continue;
  each.variableDefinitions = [...(each.variableDefinitions ?? []), ...past.variableDefinitions];
  each.directives = [...(each.directives ?? []), ...past.directives];
}

/** The fragments that a definition spreads, and those that they spread. */
function spread(definition, found = new Set()) {
  visit(definition, {
    FragmentSpread({ name }) {
      if (found.has(name.value)) return;
      found.add(name.value);
      spread(fragments.get(name.value), found);
    },
  });
  return found;
}

const config = {
  scalars: { Date: "string", DateTime: "string", RichTextTree: "unknown", Upload: "File" },
  strictScalars: true,
  useTypeImports: true,
  immutableTypes: true,
  // Types of fragments are written once, and components can name them.
  inlineFragmentTypes: "combine",
};
const types = await codegen({
  filename: "operations.ts",
  schema: parse(readFileSync(join(here, "../../cms/schema.graphql"), "utf8")),
  documents,
  config,
  plugins: [{ operations: {} }],
  pluginMap: { operations },
});

const ofOperations = definitions
  .filter(({ kind }) => kind === Kind.OPERATION_DEFINITION)
  .map((operation) => {
    const name = operation.name.value;
    const parts = [operation, ...[...spread(operation)].sort().map((each) => fragments.get(each))];
    const text = stripIgnoredCharacters(parts.map(print).join("\n"));
    const hash = createHash("sha256").update(text).digest("hex");
    const kind = operation.operation === "mutation" ? "Mutation" : "Query";
    const type = `Document<${name}${kind}, ${name}${kind}Variables>`;
    return {
      name,
      kind,
      hash,
      text,
      code: `export const ${name}Document: ${type} = ${JSON.stringify({ name, hash, text }, null, 2)};\n`,
    };
  });
const imports = ofOperations
  .flatMap(({ name, kind }) => [`  ${name}${kind},\n`, `  ${name}${kind}Variables,\n`])
  .join("");

const notice = "// Written by codegen.mjs: npm run codegen.\n";
const files = {
  "operations.ts": `${notice}${types}`,
  "documents.ts": `${notice}import type { Document } from "../document.ts";
import type {
${imports}} from "./operations.ts";

${ofOperations.map(({ code }) => code).join("\n")}`,
};

// For hubs that answer only documents that they know: it is uploaded before a new version of the frontend goes live.
const manifest = Object.fromEntries(ofOperations.map(({ hash, text }) => [hash, text]));
files["persisted-documents.json"] = `${JSON.stringify(manifest, null, 2)}\n`;

const old = [];
for (const [name, text] of Object.entries(files)) {
  const path = join(here, "src/generated", name);
  if (existsSync(path) && readFileSync(path, "utf8") === text) continue;
  old.push(name);
  if (!process.argv.includes("--check")) writeFileSync(path, text);
}
console.log(JSON.stringify({ documents: ofOperations.length, old }));
if (old.length && process.argv.includes("--check")) process.exitCode = 1;
