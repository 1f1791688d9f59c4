import { revalidateTag } from "next/cache";
import { verify, WrongSignature } from "hub-frontend";
import { keeper } from "@/lib/keeper";
import { webhookSecret } from "@/lib/settings";

/** Drops what may have changed when the hub says that something was published. */
export async function POST(request: Request): Promise<Response> {
  const secret = webhookSecret();
  if (!secret) return new Response("WEBHOOK_SECRET isn't set.", { status: 404 });
  try {
    const { tags } = (await verify(secret, await request.text(), request.headers)).data;
    keeper().drop(tags);
    // For what you keep in Next's own cache with the hub's tags: `fetch(address, { next: { tags: ["newspage"] } })`.
    for (const tag of tags) revalidateTag(tag, { expire: 0 });
    return new Response(null, { status: 204 });
  } catch (error) {
    if (error instanceof WrongSignature) return new Response(error.message, { status: 401 });
    throw error;
  }
}
