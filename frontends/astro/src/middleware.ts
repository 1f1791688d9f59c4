import { HUB_PUBLIC_URL, HUB_URL, MEDIA_ORIGINS } from "astro:env/server";
import { defineMiddleware } from "astro:middleware";

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

export const onRequest = defineMiddleware(async ({ isPrerendered, url }, next) => {
  if (isPrerendered) return next();
  const made = await next();
  if (!made.headers.get("content-type")?.startsWith("text/html")) return made;
  const response = await whole(made);
  const isPreview = /^\/preview\/?$/.test(url.pathname);
  response.headers.set("Content-Security-Policy", policyOf(isPreview));
  response.headers.set("X-Content-Type-Options", "nosniff");
  if (!response.headers.has("Referrer-Policy")) {
    response.headers.set("Referrer-Policy", isPreview ? "no-referrer" : "strict-origin-when-cross-origin");
  }
  return response;
});
