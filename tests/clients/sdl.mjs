// The findings of graphql-eslint in a schema, and the changes between two others by which graphql-inspector says that documents
// can break, as JSON.
// Use: node sdl.mjs <schema> <older> <newer>
import graphqlPlugin from "@graphql-eslint/eslint-plugin";
import { CriticalityLevel, diff } from "@graphql-inspector/core";
import { ESLint } from "eslint";
import { buildSchema } from "graphql";
import { readFileSync } from "node:fs";
import { basename, dirname } from "node:path";

const [schema, older, newer] = process.argv.slice(2);

// What is left out of the presets, and why.
const reasons = {
  // Values have no identity: a facet, a file of a picture, a total. What has one implements Node.
  "@graphql-eslint/strict-id-in-types": "off",
  // Lists that stay short, such as the rows of a page, are plain lists; all that can grow are connections. Results of the
  // search and redirects are values, so not every edge leads to a Node.
  "@graphql-eslint/relay-edge-types": ["error", { listTypeCanWrapOnlyEdgeType: false, shouldImplementNode: false }],
  // As Hygraph, Payload and Prisma write them, so that no field of a type can bear the name.
  "@graphql-eslint/naming-convention": withOperators(graphqlPlugin.configs["flat/schema-recommended"].rules),
};

function withOperators(rules) {
  const [level, options] = rules["@graphql-eslint/naming-convention"];
  const InputValueDefinition = { style: "camelCase", ignorePattern: "^(AND|OR|NOT)$" };
  return [level, { ...options, InputValueDefinition }];
}

const eslint = new ESLint({
  cwd: dirname(schema),
  overrideConfigFile: true,
  overrideConfig: [
    {
      files: ["**/*.graphql"],
      plugins: { "@graphql-eslint": graphqlPlugin },
      languageOptions: { parser: graphqlPlugin.parser, parserOptions: { graphQLConfig: { schema } } },
      rules: {
        ...graphqlPlugin.configs["flat/schema-recommended"].rules,
        ...graphqlPlugin.configs["flat/schema-relay"].rules,
        ...reasons,
      },
    },
  ],
});
const [report] = await eslint.lintFiles([basename(schema)]);
const findings = report.messages.map(({ line, message, ruleId }) => `${line}: ${message} (${ruleId})`);

const read = (path) => buildSchema(readFileSync(path, "utf8"));
const changes = await diff(read(older), read(newer));
const before = read(older);

/** A change's path, and those of the same field of the interfaces of its type: naming it once there is enough. */
function paths(path) {
  const [kind, ...members] = path.split(".");
  const interfaces = members.length ? (before.getType(kind)?.getInterfaces?.() ?? []) : [];
  const having = interfaces.filter((face) => members[0] in face.getFields());
  return [path, ...having.map((face) => [face.name, ...members].join("."))];
}

const breaking = changes
  .filter(({ criticality }) => criticality.level === CriticalityLevel.Breaking)
  .map(({ path, message }) => ({ paths: paths(path), message }));
console.log(JSON.stringify({ findings, breaking }));
