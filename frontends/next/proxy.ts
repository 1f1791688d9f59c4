// Before any page: redirects with their own status, one address for each page, feeds and sitemap of the hub, headers.
import { NextResponse, type NextRequest } from "next/server";
import { chosenDay, dayIn, handOn, isHandedOn, isWrongDay, pathOf, WhereDocument } from "hub-frontend";
import { askAt } from "@/lib/hub";
import { outOfOrder } from "@/lib/out-of-order";
import { DAY, hubAddress, mediaOrigins, publicHubAddress, REFUSAL } from "@/lib/settings";

export const config = { matcher: "/((?!_next/).*)" };

// Views of this site, which the hub knows nothing of.
const OWN = [
  "/feedback/",
  "/help/",
  "/preview/",
  "/robots.txt/",
  "/search/",
  "/subscribe/",
  "/suggest/",
  "/webhook/",
];
const IS_DEVELOPMENT = process.env.NODE_ENV === "development";

export async function proxy(request: NextRequest): Promise<Response> {
  const { pathname, search } = request.nextUrl;
  if (decoded(pathname) === null) return new Response("This address isn't well-formed.", { status: 400 });
  if (isHandedOn(pathname)) return handOn(hubAddress(), pathname);
  const chosen = chosenDay(request.nextUrl);
  if (chosen) return Response.redirect(new URL(chosen, request.url), 302);
  const path = pathOf(pathname);
  const { day } = dayIn(pathname);
  if (day !== null && request.method !== "GET" && request.method !== "HEAD") {
    return new Response("Past days can only be read.", { status: 405, headers: { Allow: "GET, HEAD" } });
  }
  const own = new Headers(request.headers);
  own.delete(DAY);
  own.delete(REFUSAL);
  if (day !== null) own.set(DAY, encodeURIComponent(day));
  let target: Target | null;
  try {
    target = OWN.includes(path) ? null : await targetOf(pathname, search);
  } catch (error) {
    if (!isWrongDay(error)) {
      console.error(error);
      return outOfOrder();
    }
    target = "nowhere";
    own.delete(DAY);
    own.set(REFUSAL, encodeURIComponent(error.message));
  }
  if (target && target !== "nowhere") return Response.redirect(new URL(target.address, request.url), target.status);
  // The page that says so is made like the others: `notFound()` would send an empty one, which only scripts fill.
  const response = NextResponse.next({ status: target === "nowhere" ? 404 : 200, request: { headers: own } });
  for (const [name, value] of headersOf(path)) response.headers.set(name, value);
  if (day !== null) response.headers.set("X-Robots-Tag", "noindex");
  return response;
}

type Target = "nowhere" | { readonly address: string; readonly status: number };

/** Where an address leads: nowhere, or to another address; null if it is that of a page itself. */
async function targetOf(pathname: string, search: string): Promise<Target | null> {
  const { day, path } = dayIn(decoded(pathname) ?? pathname);
  const past = day === null ? null : { day, unknown: new Set<string>() };
  let { route } = await askAt(past, WhereDocument, { path });
  // The query string is a page's own; a redirect may be for one query alone.
  if (!route?.page && search) ({ route } = await askAt(past, WhereDocument, { path: path + search }));
  if (!route) return "nowhere";
  if (route.redirect) return { address: route.redirect.path ?? route.redirect.url, status: route.redirect.status };
  if (route.page && route.page.path !== pathname) return { address: route.page.path + search, status: 301 };
  return null;
}

/** The path without `%`; null if what follows one is no character. */
function decoded(pathname: string): string | null {
  try {
    return decodeURIComponent(pathname);
  } catch {
    return null;
  }
}

function headersOf(path: string): [string, string][] {
  const isPreview = path === "/preview/";
  const origin = new URL(publicHubAddress()).origin;
  const policy = [
    "default-src 'none'",
    // Next writes scripts into its pages.
    `script-src 'self' 'unsafe-inline'${IS_DEVELOPMENT ? " 'unsafe-eval'" : ""}`,
    "style-src 'self' 'unsafe-inline'",
    `img-src 'self' data: ${[origin, ...mediaOrigins()].join(" ")}`,
    `font-src 'self' ${origin}`,
    `connect-src 'self'${IS_DEVELOPMENT ? " ws:" : ""}`,
    "form-action 'self'",
    "base-uri 'none'",
    `frame-ancestors ${isPreview ? origin : "'none'"}`,
  ];
  return [
    ["Content-Security-Policy", policy.join("; ")],
    [
      "Referrer-Policy",
      isPreview ? "no-referrer" : path === "/search/" ? "strict-origin" : "strict-origin-when-cross-origin",
    ],
    ["X-Content-Type-Options", "nosniff"],
  ];
}
