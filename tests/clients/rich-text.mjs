// The renderer of examples/rich-text.ts with every rich text of the hub: it makes the HTML that the hub makes, and finds
// every object that a node refers to.
// Use: node rich-text.mjs <endpoint>, after `tsc` has compiled the renderer to examples/var
import { render } from "./examples/var/rich-text.js";
import { textsOf } from "./texts.mjs";

const between = /(<(?:\/?[uo]l|\/li|\/p)>)\s+(?=<)/g;
const texts = await textsOf(process.argv[2]);
const differences = texts
  .map(({ html, tree }) => [html.replace(between, "$1"), render(tree)])
  .filter(([html, rendered]) => html !== rendered);

/** Returns the references in nodes. */
function referencesOf(nodes) {
  return nodes.flatMap((node) => [...(node.reference ? [node.reference] : []), ...referencesOf(node.children ?? [])]);
}

const lost = texts.flatMap(({ tree, references }) =>
  referencesOf(tree).filter(({ type, id }) => !references[`${type}s`].some((thing) => thing.id === id)),
);
const link = {
  type: "link",
  href: "https://hub.example.org/",
  reference: { type: "page", id: "1" },
  children: [{ type: "text", value: "A & b", marks: [] }],
};
const hooked = render([link], { link: (node, inner) => `<x-link to="${node.reference?.type}">${inner}</x-link>` });
const references = texts.flatMap(({ tree }) => referencesOf(tree)).length;
console.log(JSON.stringify({ texts: texts.length, differences, lost, references, hooked }));
