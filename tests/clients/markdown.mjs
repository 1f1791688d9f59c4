// The Markdown of every rich text of the hub, read by a parser that follows CommonMark: it gives the HTML again.
// GraphiQL, which the hub serves, brings the parser.
// Use: node markdown.mjs <endpoint>
import MarkdownIt from "markdown-it";
import { textsOf } from "./texts.mjs";

const parser = new MarkdownIt("commonmark");
const texts = await textsOf(process.argv[2]);

/** Returns HTML in one form: the same elements for the same formatting, no space between blocks. */
function plain(html) {
  return html
    .replaceAll("strong>", "b>")
    .replaceAll("em>", "i>")
    .replaceAll("&quot;", '"')
    .replaceAll("&#x27;", "'")
    .replace(/<br ?\/?>\s*/g, "<br/>")
    .replace(/ id="[^"]*"/g, "")
    .replace(/<li>\s*<p>(.*?)<\/p>\s*<\/li>/gs, "<li>$1</li>")
    .replace(/\s*(<\/?(?:p|ul|ol|li|h[1-6])>)\s*/g, "$1")
    .trim();
}

const differences = texts
  .map(({ html, markdown }) => [plain(html), plain(parser.render(markdown))])
  .filter(([html, rendered]) => html !== rendered);
console.log(JSON.stringify({ texts: texts.length, differences }));
