// Keeps answers as long as the hub's headers allow, asks again with their ETag, and drops them by their tags.

interface Kept {
  readonly body: string;
  readonly type: string;
  readonly etag: string | null;
  readonly tags: ReadonlySet<string>;
  readonly until: number;
}

export interface Keeper {
  /** Like `fetch`, but for answers that are kept. */
  fetch(address: string, init?: RequestInit): Promise<Response>;
  /** Drops the answers with one of these tags, such as those of a webhook's message; without tags all. */
  drop(tags?: readonly string[]): void;
}

function secondsOf(headers: Headers): number {
  const control = headers.get("cache-control") ?? "";
  if (/no-store|private/.test(control)) return 0;
  return Number(/max-age=(\d+)/.exec(control)?.[1] ?? 0);
}

const responseOf = ({ body, type }: Kept) => new Response(body, { headers: { "Content-Type": type } });

/** Returns a keeper of at most `limit` answers; the one that wasn't asked for longest goes first. */
export function keep(limit = 500): Keeper {
  const all = new Map<string, Kept>();
  // An answer that was asked for before something was dropped may be old: it isn't kept.
  let generation = 0;

  function put(address: string, kept: Kept): void {
    all.delete(address);
    all.set(address, kept);
    const [oldest] = all.keys();
    if (all.size > limit && oldest !== undefined) all.delete(oldest);
  }

  return {
    async fetch(address, init = {}) {
      if ((init.method ?? "GET") !== "GET" || init.cache === "no-store") return fetch(address, init);
      const kept = all.get(address);
      if (kept && kept.until > Date.now()) {
        put(address, kept);
        return responseOf(kept);
      }
      const begun = generation;
      const headers = {
        ...(init.headers as Record<string, string>),
        ...(kept?.etag ? { "If-None-Match": kept.etag } : {}),
      };
      const response = await fetch(address, { ...init, headers });
      const until = Date.now() + secondsOf(response.headers) * 1000;
      if (response.status === 304 && kept) {
        if (begun === generation) put(address, { ...kept, until });
        return responseOf(kept);
      }
      if (response.status !== 200 || until <= Date.now()) return response;
      const fresh: Kept = {
        body: await response.text(),
        type: response.headers.get("content-type") ?? "application/json",
        etag: response.headers.get("etag"),
        tags: new Set((response.headers.get("surrogate-key") ?? "").split(" ")),
        until,
      };
      if (begun === generation) put(address, fresh);
      return responseOf(fresh);
    },
    drop(tags) {
      generation += 1;
      if (!tags) all.clear();
      for (const [address, kept] of all) if (tags?.some((tag) => kept.tags.has(tag))) all.delete(address);
    },
  };
}
