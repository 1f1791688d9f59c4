// Suggestions for the search field. By POST, so that no question is in an address or a log.
import type { APIRoute } from "astro";
import { SuggestDocument } from "hub-frontend";
import { siteFor } from "../lib/server.ts";

export const prerender = false;

export const POST: APIRoute = async (context) => {
  const words = (await context.request.formData()).get("words");
  if (typeof words !== "string" || words.length > 200) return new Response(null, { status: 400 });
  const { suggest } = (await siteFor(context).send(SuggestDocument, { prefix: words })).data;
  const found = suggest.map(({ help, page, text, typeLabel }) => ({
    text,
    about: help ? help.sentence : typeLabel,
    address: help?.path ?? page?.path ?? `/search/?${new URLSearchParams({ query: text })}`,
  }));
  return Response.json(found, { headers: { "Cache-Control": "private, no-store" } });
};
