// app/api/hub/route.js of a Next.js site. Its requests to the hub carry tags: fetch(url, { next: { tags: ["newspage"] } }).
import { revalidateTag } from "next/cache";
import { Webhook } from "standardwebhooks";

const webhook = new Webhook(process.env.HUB_WEBHOOK_SECRET);

export async function POST(request) {
  let message;
  try {
    message = webhook.verify(await request.text(), Object.fromEntries(request.headers));
  } catch {
    return new Response("The signature is wrong.", { status: 401 });
  }
  for (const tag of message.data.tags) revalidateTag(tag, { expire: 0 });
  return new Response(null, { status: 204 });
}
