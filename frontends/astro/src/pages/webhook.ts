// The hub says what changed: the answers that may be old are dropped.
import { WEBHOOK_SECRET } from "astro:env/server";
import type { APIRoute } from "astro";
import { verify, WrongSignature } from "hub-frontend";
import { keeper } from "../lib/server.ts";

export const prerender = false;

export const POST: APIRoute = async ({ request }) => {
  if (!WEBHOOK_SECRET) return new Response("WEBHOOK_SECRET isn't set.", { status: 503 });
  try {
    const message = await verify(WEBHOOK_SECRET, await request.text(), request.headers);
    keeper.drop(message.data.tags);
  } catch (error) {
    if (error instanceof WrongSignature) return new Response(error.message, { status: 401 });
    throw error;
  }
  return new Response(null, { status: 204 });
};
