import type { FrameQuery } from "./generated/operations.ts";

type Words = FrameQuery["programme"]["words"];

/** Returns the programme's own word for a thing, such as `work_stream`; the fallback if it has none. */
export function word(words: Words, key: string, form: "singular" | "plural", fallback: string): string {
  return words.find((each) => each.key === key)?.[form] || fallback;
}

/** Returns a text that begins with a capital. */
export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
