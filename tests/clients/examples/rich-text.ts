// The tree of a rich text: its types, and a renderer to HTML. Copy the file and keep what you need of it.
// docs/reference/rich-text.md describes the nodes.

export type Mark = "bold" | "italic" | "code" | "subscript" | "superscript" | "strikethrough";
/** Says which object a node means: the one with this id in `references { pages documents images }`. */
export type Reference = { type: "page" | "document" | "image"; id: string };

export type Text = { type: "text"; value: string; marks: Mark[] };
export type LineBreak = { type: "lineBreak" };
export type Link = { type: "link"; href: string; reference?: Reference; children: Inline[] };
export type Image = { type: "image"; alt: string; reference: Reference };
export type Inline = Text | LineBreak | Link | Image;

export type Paragraph = { type: "paragraph"; children: Inline[] };
export type Heading = { type: "heading"; level: 1 | 2 | 3 | 4 | 5 | 6; anchor: string; children: Inline[] };
export type List = { type: "list"; ordered: boolean; children: ListItem[] };
export type ListItem = { type: "listItem"; children: (Inline | Block)[] };
export type Quote = { type: "quote"; children: (Inline | Block)[] };
export type Rule = { type: "rule" };
export type Block = Paragraph | Heading | List | Quote | Rule | Image;

export type RichTextTree = Block[];
export type RichTextNode = Inline | Block | ListItem;

/** A function for each type of node that is to look different. `inner` is the HTML of its children. */
export type Hooks = {
  [Type in RichTextNode["type"]]?: (node: Extract<RichTextNode, { type: Type }>, inner: string) => string;
};

const ELEMENTS: Record<Mark, string> = {
  bold: "b",
  italic: "i",
  code: "code",
  subscript: "sub",
  superscript: "sup",
  strikethrough: "s",
};
const ENTITIES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#x27;" };

/** Returns a text for HTML; with `quotes`, for the value of an attribute. */
export function escape(text: string, quotes = false): string {
  return text.replace(quotes ? /[&<>"']/g : /[&<>]/g, (character) => ENTITIES[character] ?? character);
}

/** Returns the HTML of nodes: that of the field `html`, but for what `hooks` make of some. */
export function render(nodes: RichTextNode[], hooks: Hooks = {}): string {
  return nodes.map((node) => renderNode(node, hooks)).join("");
}

function renderNode(node: RichTextNode, hooks: Hooks): string {
  const inner = "children" in node ? render(node.children, hooks) : "";
  const hook = hooks[node.type] as ((node: RichTextNode, inner: string) => string) | undefined;
  return hook ? hook(node, inner) : plain(node, inner);
}

function plain(node: RichTextNode, inner: string): string {
  switch (node.type) {
    case "text":
      return node.marks.reduceRight((html, mark) => `<${ELEMENTS[mark]}>${html}</${ELEMENTS[mark]}>`, escape(node.value));
    case "lineBreak":
      return "<br/>";
    case "link":
      return `<a href="${escape(node.href, true)}">${inner}</a>`;
    case "image":
      return escape(node.alt, true);
    case "paragraph":
      return `<p>${inner}</p>`;
    case "heading":
      return `<h${node.level} id="${escape(node.anchor, true)}">${inner}</h${node.level}>`;
    case "list":
      return node.ordered ? `<ol>${inner}</ol>` : `<ul>${inner}</ul>`;
    case "listItem":
      return `<li>${inner}</li>`;
    case "quote":
      return `<blockquote>${inner}</blockquote>`;
    case "rule":
      return "<hr/>";
    default:
      return unknown(node, inner);
  }
}

/** The compiler refuses this call if a type of node has no case. Of a newer hub's type the words are shown. */
function unknown(_node: never, inner: string): string {
  return inner;
}
