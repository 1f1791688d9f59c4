// The page at an address, and what is around every page.
import "server-only";
import { cache } from "react";
import { dayIn, FrameDocument, RouteDocument } from "hub-frontend";
import type { FrameQuery, LocaleCode } from "hub-frontend";
import { ask } from "@/lib/ask";
import type { WholePage } from "@/lib/types";

/** The page at a path, which may begin with a day, or null if there is none. */
export const pageAt = cache(async (path: string): Promise<WholePage | null> => {
  const { route } = await ask(RouteDocument, { path: dayIn(path).path });
  return route?.page ?? null;
});

/** Names, menus and numbers to ring, in one language; in the site's own if none is given. */
export const frame = cache((locale: LocaleCode | null): Promise<FrameQuery> => ask(FrameDocument, { locale }));

/** The parts of a path, as Next gives them, as a path. */
export function pathFrom(parts: readonly string[] | undefined): string {
  return parts?.length ? `/${parts.join("/")}/` : "/";
}
