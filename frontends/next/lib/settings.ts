// Headers by which `proxy.ts` says what it knows of a request.
export const DAY = "x-hub-day";
export const REFUSAL = "x-hub-refusal";

// What the operator sets. Read when it is needed, so one build serves several places.

/** The address of the hub, with a slash at its end. */
export function hubAddress(): string {
  const address = process.env["HUB_URL"] || "http://127.0.0.1:8000/";
  return address.endsWith("/") ? address : `${address}/`;
}

/** The address of the hub as browsers reach it, with a slash at its end. */
export function publicHubAddress(): string {
  const address = process.env["HUB_PUBLIC_URL"] || hubAddress();
  return address.endsWith("/") ? address : `${address}/`;
}

/** The address of this site, with a slash at its end. */
export function siteAddress(): string {
  const address = process.env["SITE_URL"] || "http://127.0.0.1:3000/";
  return address.endsWith("/") ? address : `${address}/`;
}

/** The secret with which the hub signs its messages; null if there is no webhook. */
export function webhookSecret(): string | null {
  return process.env["WEBHOOK_SECRET"] || null;
}

/** Origins of pictures, if they aren't served by the hub itself. */
export function mediaOrigins(): string[] {
  return (process.env["MEDIA_ORIGINS"] ?? "").split(/[\s,]+/).filter(Boolean);
}
