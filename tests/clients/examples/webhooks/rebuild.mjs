// Builds an Astro site anew when the hub says that something public changed: one build at a time, and one more if
// something changed meanwhile.
import { spawn } from "node:child_process";
import { createServer } from "node:http";
import { text } from "node:stream/consumers";
import { Webhook } from "standardwebhooks";

const webhook = new Webhook(process.env.HUB_WEBHOOK_SECRET);
let building = false;
let changed = false;

function build() {
  if (building) {
    changed = true;
    return;
  }
  building = true;
  changed = false;
  spawn(process.env.BUILD ?? "npm run build", { shell: true, stdio: "inherit" }).on("close", () => {
    building = false;
    if (changed) build();
  });
}

const server = createServer(async (request, response) => {
  try {
    const message = webhook.verify(await text(request), request.headers);
    response.writeHead(204).end();
    if (message.data.events.length > 0) build();
  } catch {
    response.writeHead(401).end();
  }
});
server.listen(process.env.PORT ?? 3000, () => console.log(server.address().port));
