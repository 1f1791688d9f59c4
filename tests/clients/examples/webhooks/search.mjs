// Keeps a search index: takes pages out that are no longer public, and asks the hub for those that changed.
import { createServer } from "node:http";
import { text } from "node:stream/consumers";
import { Webhook } from "standardwebhooks";

const webhook = new Webhook(process.env.HUB_WEBHOOK_SECRET);
const query = "query ($id: ID!) { page(by: {id: $id}) { id title path } }";
const seen = new Set(); // in production: in the database of the index
const index = new Map(); // in production: the index

async function take(event) {
  const { id } = event.page;
  if (event.type === "page.withdrawn") {
    index.delete(id);
    return;
  }
  const answer = await fetch(`${process.env.HUB}/graphql/`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ query, variables: { id } }),
  });
  const { data } = await answer.json();
  if (data.page) index.set(id, data.page);
  else index.delete(id); // it has been withdrawn since
}

const server = createServer(async (request, response) => {
  if (request.method === "GET") {
    response.end(JSON.stringify([...index.values()]));
    return;
  }
  let message;
  try {
    message = webhook.verify(await text(request), request.headers);
  } catch {
    response.writeHead(401).end();
    return;
  }
  try {
    if (!seen.has(request.headers["webhook-id"])) {
      for (const event of message.data.events) if (event.page) await take(event);
      seen.add(request.headers["webhook-id"]);
    }
    response.writeHead(204).end();
  } catch (error) {
    response.writeHead(503).end(); // the hub sends it again
  }
});
server.listen(process.env.PORT ?? 3000, () => console.log(server.address().port));
