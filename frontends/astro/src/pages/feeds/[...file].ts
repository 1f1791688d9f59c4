// Feeds, which the hub makes.
import { HUB_URL } from "astro:env/server";
import type { APIRoute } from "astro";
import { handOn, isHandedOn } from "hub-frontend";

export const prerender = false;

export const GET: APIRoute = ({ url }) =>
  isHandedOn(url.pathname) ? handOn(HUB_URL, url.pathname) : new Response(null, { status: 404 });
