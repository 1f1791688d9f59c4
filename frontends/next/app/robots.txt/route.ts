import { robots } from "hub-frontend";
import { siteAddress } from "@/lib/settings";

export const dynamic = "force-dynamic";

export function GET(): Response {
  return new Response(robots(siteAddress()), { headers: { "Content-Type": "text/plain; charset=utf-8" } });
}
