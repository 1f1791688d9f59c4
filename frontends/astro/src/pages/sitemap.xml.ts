import { HUB_URL } from "astro:env/server";
import type { APIRoute } from "astro";
import { handOn } from "hub-frontend";

export const GET: APIRoute = () => handOn(HUB_URL, "/sitemap.xml");
