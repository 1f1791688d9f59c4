import type { FrameQuery } from "./generated/operations.ts";

type Look = FrameQuery["site"]["look"];

// Names of colours and typefaces are written into CSS: nothing else than these characters.
const SAFE = /^[\w\s#(),.%'"-]*$/;

/** Returns a style sheet with the colours and the typeface that were chosen in the hub; empty if none were. */
export function styleOf(look: Look): string {
  const variables = (of: "light" | "dark") =>
    look.colours
      .filter((colour) => colour[of] && SAFE.test(`${colour.name}${colour[of]}`))
      .map((colour) => `--${colour.name}:${colour[of]};`)
      .join("");
  const typeface = look.typeface && SAFE.test(look.typeface) ? `--typeface:${look.typeface};` : "";
  const light = variables("light") + typeface;
  const dark = variables("dark");
  return [light && `:root{${light}}`, dark && `@media (prefers-color-scheme:dark){:root{${dark}}}`].join("");
}
