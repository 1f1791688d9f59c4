// How this site asks the hub. Next's own cache isn't used: it takes the tags of an answer before there is one, and may
// show an old answer once more, however old. The hub's headers say how long each answer holds, and what it is made of.
import { headers } from "next/headers";
import { hub, onBehalfOf } from "hub-frontend";
import type { Document, Hub, Past } from "hub-frontend";
import { keeper } from "@/lib/keeper";
import { hubAddress } from "@/lib/settings";

/** Sends what belongs in no cache and in no address, in the reader's name: forms, questions, preview tokens. */
export async function straight(): Promise<Hub> {
  return hub(hubAddress(), { headers: { ...authorization(), ...onBehalfOf(await headers()) } });
}

/** Asks for what is public, or was on a past day. The answer is kept. Throws a `HubError` for a refusal. */
export function askAt<Data, Variables>(
  past: Past | null,
  document: Document<Data, Variables>,
  variables: Variables,
): Promise<Data> {
  const site = hub(hubAddress(), { fetch: keeper().fetch, headers: authorization(), past: () => past });
  return site.ask(document, variables);
}

// A token with the scope `read` gives this server a budget of its own.
function authorization(): Record<string, string> {
  const token = process.env["HUB_TOKEN"];
  return token ? { Authorization: `Bearer ${token}` } : {};
}
