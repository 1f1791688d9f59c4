import { HUB_PUBLIC_URL, HUB_URL, MEDIA_ORIGINS } from "astro:env/server";
import { defineMiddleware } from "astro:middleware";
import type { APIContext, MiddlewareNext } from "astro";
import { chosenDay, dayIn, isWrongDay, WhereDocument } from "hub-frontend";
import { pasts } from "./lib/past.ts";
import { site } from "./lib/server.ts";

const hubOrigin = new URL(HUB_PUBLIC_URL || HUB_URL).origin;
const pictures = [hubOrigin, ...MEDIA_ORIGINS.split(/[\s,]+/).filter(Boolean)].join(" ");

/** What pages may load: their own, and pictures of the hub. Previews may be shown in the frame of the hub's admin. */
function policyOf(isPreview: boolean): string {
  return [
    "default-src 'self'",
    `img-src 'self' data: ${pictures}`,
    // The colours that were chosen in the hub, and the blurred copies behind pictures.
    "style-src 'self' 'unsafe-inline'",
    "base-uri 'none'",
    "form-action 'self'",
    "object-src 'none'",
    `frame-ancestors ${isPreview ? hubOrigin : "'none'"}`,
  ].join("; ");
}

/** Returns a page as a whole: if a part of it can't be made, nothing is sent with a status that says otherwise. */
async function whole(response: Response): Promise<Response> {
  return new Response(await response.text(), response);
}

/** Returns a page as it was on the day that its address names; one that says why not if the hub refuses the day. */
async function onDay(day: string, { locals }: APIContext, next: MiddlewareNext): Promise<Response> {
  const past = { day, unknown: new Set<string>() };
  try {
    await pasts.run(past, () => site.ask(WhereDocument, { path: "/" }));
  } catch (error) {
    if (!isWrongDay(error)) throw error;
    locals.refusal = error.message;
    return whole(await next());
  }
  locals.past = past;
  return pasts.run(past, async () => whole(await next()));
}

export const onRequest = defineMiddleware(async (context, next) => {
  const { isPrerendered, request, url } = context;
  if (isPrerendered) return next();
  const chosen = chosenDay(url);
  if (chosen) return context.redirect(chosen);
  const { day } = dayIn(url.pathname);
  if (day !== null && request.method !== "GET" && request.method !== "HEAD") {
    return new Response("Past days can only be read.", { status: 405, headers: { Allow: "GET, HEAD" } });
  }
  const made = day === null ? await next() : await onDay(day, context, next);
  if (!made.headers.get("content-type")?.startsWith("text/html")) return made;
  const response = day === null ? await whole(made) : made;
  if (day !== null) response.headers.set("X-Robots-Tag", "noindex");
  const isPreview = /^\/preview\/?$/.test(url.pathname);
  response.headers.set("Content-Security-Policy", policyOf(isPreview));
  response.headers.set("X-Content-Type-Options", "nosniff");
  if (!response.headers.has("Referrer-Policy")) {
    response.headers.set("Referrer-Policy", isPreview ? "no-referrer" : "strict-origin-when-cross-origin");
  }
  return response;
});
