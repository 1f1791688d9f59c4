// The programme's own words, and the sentences that forms must show unchanged, because people agree to them.
import "server-only";
import { cache } from "react";
import { FormWordsDocument, capital, word } from "hub-frontend";
import type { FormWordsQuery, LocaleCode } from "hub-frontend";
import { ask } from "@/lib/ask";
import { frame } from "@/lib/pages";

export const wordsOfForms = cache((locale: LocaleCode | null): Promise<FormWordsQuery> =>
  ask(FormWordsDocument, { locale }),
);

/** The things that programmes call by words of their own. */
export type Thing = "work_stream" | "recommendation" | "action" | "commitment" | "group" | "key_message" | "update";

const USUAL: Record<Thing, [one: string, several: string]> = {
  work_stream: ["work stream", "work streams"],
  recommendation: ["recommendation", "recommendations"],
  action: ["action", "actions"],
  commitment: ["recommendation or action", "recommendations and actions"],
  group: ["group", "groups"],
  key_message: ["key message", "key messages"],
  update: ["update", "updates"],
};

/** Returns what this programme calls so many of a thing, beginning with a capital. */
export async function name(thing: Thing, number: number): Promise<string> {
  const { programme } = await frame(null);
  const [one, several] = USUAL[thing];
  return capital(
    number === 1 ? word(programme.words, thing, "singular", one) : word(programme.words, thing, "plural", several),
  );
}
