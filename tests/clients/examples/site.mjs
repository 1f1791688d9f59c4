// A site in one file, without packages: every page of the hub, with its drafts in the preview.
// Use: node site.mjs <address of the hub> <port>, such as node site.mjs http://127.0.0.1:8000/ 3000
import { createServer } from "node:http";

const hub = process.argv[2] ?? "http://127.0.0.1:8000/";
const port = Number(process.argv[3] ?? 3000);

const query = `
  query Page($path: String!, $token: String) {
    site { name }
    route(path: $path, previewToken: $token) {
      redirect { path url status }
      page {
        title
        summary
        children(first: 100) { nodes { title path } }
        ... on NewsPage { body { ...text } }
        ... on StandardPage { body { ...text } }
        ... on WorkStreamPage { body: background { ...text } }
      }
    }
  }
  fragment text on Block {
    ... on HeadingBlock { text }
    ... on RichTextBlock { richText { html(links: RELATIVE) } }
  }`;

/** What the hub answers for an address: readers' questions by GET, which caches may keep; a draft's by POST. */
async function ask(path, token) {
  const variables = { path, token };
  const address = new URL("graphql/", hub);
  const draft = {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ query, variables }),
    cache: "no-store",
  };
  if (!token) address.search = new URLSearchParams({ query, variables: JSON.stringify(variables) });
  const { data, errors } = await (await fetch(address, token ? draft : {})).json();
  if (errors) throw new Error(errors[0].message);
  return data;
}

const escape = (text) => text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
const link = ({ title, path }) => `<li><a href="${escape(path)}">${escape(title)}</a></li>`;
const block = ({ text, richText }) => (text ? `<h2>${escape(text)}</h2>` : (richText?.html ?? ""));

function html(site, { title, summary, body = [], children }, isDraft) {
  const script = `<script type="module">
    import { startPreview } from "${new URL("static/hub-preview/preview.js", hub)}";
    startPreview({ hub: "${hub}" });
  </script>`;
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>${escape(title)} – ${escape(site.name)}</title>
    <meta name="viewport" content="width=device-width"><style>body { max-width: 40em; margin: 2em auto; font: 1.1em/1.5 Arial }</style>
    <p><a href="/">${escape(site.name)}</a></p>
    <h1>${escape(title)}</h1><p>${escape(summary)}</p>${body.map(block).join("")}<ul>${children.nodes.map(link).join("")}</ul>
    ${isDraft ? script : ""}</html>`;
}

createServer(async (request, response) => {
  const { pathname, searchParams } = new URL(request.url, "http://site");
  const token = searchParams.get("preview");
  const send = (status, body, headers = {}) =>
    response.writeHead(status, { "Content-Type": "text/html; charset=utf-8", ...headers }).end(body);
  try {
    const { site, route } = await ask(pathname, token);
    const { page, redirect } = route ?? {};
    if (redirect) return send(redirect.status, "", { Location: redirect.path ?? redirect.url });
    if (page) return send(200, html(site, page, token), token ? { "Referrer-Policy": "no-referrer" } : {});
    send(404, "<h1>Nothing is here</h1>");
  } catch (error) {
    send(502, `<p>${escape(error.message)}</p>`);
  }
}).listen(port, () => console.log(`http://127.0.0.1:${port}/`));
