import type { Document } from "./document.ts";
import { insideDay, type Past } from "./past.ts";

/** What the hub refused, with a code for programs and a sentence for people. */
export class HubError extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.name = "HubError";
    this.code = code;
  }
}

// What the hub answers if a value can't be right, such as a cursor of another list or a year of twelve digits.
const OF_VALUES: readonly string[] = ["BAD_CURSOR", "INVALID_DOCUMENT", "INVALID_VALUE"];

/** Says whether the hub refused a value, which is no fault of the site if somebody changed an address by hand. */
export function isWrongValue(error: unknown): error is HubError {
  return error instanceof HubError && OF_VALUES.includes(error.code);
}

/** Says whether the hub refused a day: it isn't one, is still to come, or is before the first known. The message says it. */
export function isWrongDay(error: unknown): error is HubError {
  return error instanceof HubError && error.code === "INVALID_AS_OF";
}

/** From which field of which form each value of a draft comes, as `hub-preview` reads it. */
export interface Source {
  readonly form: string | null;
  readonly fields: Readonly<Record<string, string>>;
}

export interface Answer<Data> {
  readonly data: Data;
  readonly extensions: { readonly sources: readonly Source[]; readonly unknown: readonly string[] };
}

interface Body<Data> {
  readonly data?: Data | null;
  readonly errors?: readonly { readonly message: string; readonly extensions?: { readonly code?: string } }[];
  readonly extensions?: {
    readonly sources?: readonly Source[];
    readonly asOf?: { readonly unknown: readonly string[] };
  };
}

const NOT_KNOWN = "PERSISTED_QUERY_NOT_FOUND";
const JSON_TYPE = { "Content-Type": "application/json" };

async function answerOf<Data>(response: Response): Promise<Answer<Data>> {
  let body: Body<Data>;
  try {
    body = (await response.json()) as Body<Data>;
  } catch {
    throw new HubError("NO_ANSWER", `The hub answered ${response.status} without JSON.`);
  }
  const [error] = body.errors ?? [];
  if (error) throw new HubError(error.extensions?.code ?? "UNKNOWN", error.message);
  if (!body.data) throw new HubError("NO_DATA", `The hub answered ${response.status} without data.`);
  const { sources = [], asOf } = body.extensions ?? {};
  return { data: body.data, extensions: { sources, unknown: asOf?.unknown ?? [] } };
}

/**
 * Returns the header that tells the hub for whom a server asks: the hub counts forms and questions by the network of
 * their sender. `headers` are those of the reader's request, `address` that of its connection, if no proxy is in front.
 */
export function onBehalfOf(headers: Headers, address?: string): Record<string, string> {
  const forwarded = headers.get("x-forwarded-for") ?? address;
  return forwarded ? { "X-Forwarded-For": forwarded } : {};
}

export interface HubOptions {
  /** What makes requests; the runtime's own `fetch` unless you give another, such as that of `keep`. */
  readonly fetch?: (address: string, init?: RequestInit) => Promise<Response>;
  /** Headers of every request, such as `Authorization` with an access token. Never in a browser. */
  readonly headers?: Readonly<Record<string, string>>;
  /** The past day that is shown at present, if any: `ask` then asks for it, and its links stay inside. */
  readonly past?: () => Past | null | undefined;
}

export interface Hub {
  /** Asks for what is public, by GET and by the document's hash, so that the answer may be kept. Returns the data. */
  ask<Data, Variables>(document: Document<Data, Variables>, variables: Variables, init?: RequestInit): Promise<Data>;
  /** Sends what belongs in no address: mutations, questions of a search, preview tokens. Nothing of it is kept. */
  send<Data, Variables>(
    document: Document<Data, Variables>,
    variables: Variables,
    init?: RequestInit,
  ): Promise<Answer<Data>>;
}

/**
 * Returns what asks the hub at an address, such as `https://hub.example.org/`. Both throw a `HubError` for a refusal,
 * and with the code `NO_ANSWER` if the hub doesn't answer.
 */
export function hub(address: string, options: HubOptions = {}): Hub {
  const endpoint = new URL("graphql/", address.endsWith("/") ? address : `${address}/`);
  const own = options.fetch ?? ((url: string, init?: RequestInit) => fetch(url, init));

  async function fetched(url: string, init: RequestInit): Promise<Response> {
    try {
      return await own(url, init);
    } catch (error) {
      // So `fetch` says that there was no connection.
      if (error instanceof TypeError) throw new HubError("NO_ANSWER", `The hub didn't answer: ${error.message}.`);
      throw error;
    }
  }

  function post(body: object, init: RequestInit): Promise<Response> {
    const headers = { ...JSON_TYPE, ...options.headers, ...(init.headers as Record<string, string> | undefined) };
    return fetched(endpoint.href, { ...init, method: "POST", headers, body: JSON.stringify(body) });
  }

  async function asked<Data, Variables>(
    document: Document<Data, Variables>,
    variables: Variables,
    init: RequestInit,
  ): Promise<Answer<Data>> {
    const extensions = { persistedQuery: { version: 1, sha256Hash: document.hash } };
    const url = new URL(endpoint);
    url.searchParams.set("operationName", document.name);
    url.searchParams.set("variables", JSON.stringify(variables));
    url.searchParams.set("extensions", JSON.stringify(extensions));
    const headers = { ...options.headers, ...(init.headers as Record<string, string> | undefined) };
    try {
      return await answerOf<Data>(await fetched(url.href, { ...init, headers }));
    } catch (error) {
      if (!(error instanceof HubError) || error.code !== NOT_KNOWN) throw error;
    }
    // The hub sees the document for the first time, or has forgotten it: from now on its hash will do.
    const { name, text } = document;
    return answerOf<Data>(await post({ query: text, operationName: name, variables, extensions }, init));
  }

  return {
    async ask(document, variables, init = {}) {
      const past = document.text.includes("@asOf(") ? options.past?.() : null;
      if (!past) return (await asked(document, variables, init)).data;
      const { data, extensions } = await asked(document, { ...variables, day: past.day }, init);
      for (const path of extensions.unknown) past.unknown.add(path);
      return insideDay(data, past.day);
    },
    async send(document, variables, init = {}) {
      const body = { query: document.text, operationName: document.name, variables };
      return answerOf(await post(body, { ...init, cache: "no-store" }));
    },
  };
}
