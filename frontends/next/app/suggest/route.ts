import { SuggestDocument } from "hub-frontend";
import { straight } from "@/lib/hub";

/** Suggestions for a search field. By POST, so that what somebody types is in no address and no log. */
export async function POST(request: Request): Promise<Response> {
  const prefix = (await request.formData()).get("words");
  if (typeof prefix !== "string" || prefix.length > 200)
    return new Response("Send `words`, 200 characters at most.", { status: 400 });
  const { data } = await (await straight()).send(SuggestDocument, { prefix });
  const suggestions = data.suggest.map(({ text, typeLabel, page, help }) => ({
    text,
    about: help ? help.sentence : typeLabel,
    address: help?.path ?? page?.path ?? `/search/?${new URLSearchParams({ query: text })}`,
  }));
  return Response.json(suggestions, { headers: { "Cache-Control": "private, no-store" } });
}
