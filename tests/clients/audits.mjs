// The audits of "GraphQL over HTTP" by the authors of its reference implementation: prints those that did not pass, as JSON.
// Use: node audits.mjs <address of the endpoint>
import { auditServer } from "graphql-http";

const results = await auditServer({ url: process.argv[2] });
const open = results.filter((result) => result.status !== "ok");
console.log(
  JSON.stringify({
    passed: results.length - open.length,
    open: open.map(({ id, name, status, reason }) => ({ id, name, status, reason })),
  }),
);
