import { SITE_URL } from "astro:env/server";
import type { APIRoute } from "astro";
import { robots } from "hub-frontend";

export const GET: APIRoute = () =>
  new Response(robots(SITE_URL), { headers: { "Content-Type": "text/plain; charset=utf-8" } });
