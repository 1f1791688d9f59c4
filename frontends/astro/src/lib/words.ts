import { capital, FrameDocument, type LocaleCode, word } from "hub-frontend";
import { site } from "./server.ts";

/** What the product calls the things that a programme may have own words for. */
const PRODUCT = {
  work_stream: ["work stream", "work streams"],
  commitment: ["recommendation or action", "recommendations and actions"],
  group: ["group", "groups"],
  key_message: ["key message", "key messages"],
} as const;

/** Returns what gives the programme's own word for a thing, with a capital. */
export async function ownWords(
  locale: LocaleCode,
): Promise<(thing: keyof typeof PRODUCT, form?: "singular" | "plural") => string> {
  const { programme } = await site.ask(FrameDocument, { locale });
  return (thing, form = "singular") => {
    const [singular, plural] = PRODUCT[thing];
    return capital(word(programme.words, thing, form, form === "singular" ? singular : plural));
  };
}
