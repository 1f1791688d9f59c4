// How pages ask the hub.
import "server-only";
import type { Document } from "hub-frontend";
import { askAt } from "@/lib/hub";
import { shownPast } from "@/lib/past";

/** Asks as of the day that is shown. The answer is kept. Throws a `HubError` for a refusal. */
export async function ask<Data, Variables>(document: Document<Data, Variables>, variables: Variables): Promise<Data> {
  return askAt(await shownPast(), document, variables);
}
