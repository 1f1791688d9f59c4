// The past day that a request asks for. `proxy.ts` says it in a header of the request, which no reader can set.
import "server-only";
import { cache } from "react";
import { headers } from "next/headers";
import type { Past } from "hub-frontend";
import { DAY, REFUSAL } from "@/lib/settings";

/** The past day that is shown, or null. The same for all that is drawn for a request. */
export const shownPast = cache(async (): Promise<Past | null> => {
  const day = (await headers()).get(DAY);
  return day ? { day: decodeURIComponent(day), unknown: new Set() } : null;
});

/** Why a day can't be shown; null if nothing is wrong. */
export async function refusal(): Promise<string | null> {
  const words = (await headers()).get(REFUSAL);
  return words ? decodeURIComponent(words) : null;
}
