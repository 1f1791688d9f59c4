// Messages of the hub's webhooks, signed as Standard Webhooks says. Web Crypto checks them, in Node and at the edge.

export interface WebhookMessage {
  readonly type: "events" | "test";
  readonly timestamp: string;
  readonly data: {
    readonly events: readonly {
      readonly id: string;
      readonly type: string;
      readonly page?: { readonly path: string };
    }[];
    /** Those of `Surrogate-Key`: an answer that has none of them hasn't changed. */
    readonly tags: readonly string[];
  };
}

export class WrongSignature extends Error {}

const PREFIX = "whsec_";
const TOLERANCE = 5 * 60;

function bytes(base64: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}

/** Returns the message of a request. Throws `WrongSignature` unless this secret signed it within five minutes. */
export async function verify(
  secret: string,
  body: string,
  headers: Headers,
  now = Date.now(),
): Promise<WebhookMessage> {
  const id = headers.get("webhook-id");
  const timestamp = headers.get("webhook-timestamp");
  const signatures = (headers.get("webhook-signature") ?? "").split(" ");
  if (!id || !timestamp || !(Math.abs(now / 1000 - Number(timestamp)) <= TOLERANCE)) {
    throw new WrongSignature("The message has no id, or is too old.");
  }
  const encoded = secret.startsWith(PREFIX) ? secret.slice(PREFIX.length) : secret;
  const key = await crypto.subtle.importKey("raw", bytes(encoded), { name: "HMAC", hash: "SHA-256" }, false, [
    "verify",
  ]);
  const signed = new TextEncoder().encode(`${id}.${timestamp}.${body}`);
  for (const signature of signatures) {
    const [version, value] = signature.split(",");
    if (version !== "v1" || !value) continue;
    // `verify` compares in constant time.
    if (await isOf(key, value, signed)) return JSON.parse(body) as WebhookMessage;
  }
  throw new WrongSignature("No signature of the message is right.");
}

async function isOf(key: CryptoKey, value: string, signed: Uint8Array<ArrayBuffer>): Promise<boolean> {
  try {
    return await crypto.subtle.verify("HMAC", key, bytes(value), signed);
  } catch {
    return false; // not base64
  }
}
