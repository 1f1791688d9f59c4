// Asks the hub by GET, so that browsers and a CDN may keep the answer. Returns the data or throws what was refused.
import { print } from "graphql";
import type { TypedDocumentNode } from "@graphql-typed-document-node/core";

type Answer<Data> = { data?: Data; errors?: { message: string; extensions: { code: string } }[] };

export class HubError extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

export function hub(endpoint: string) {
  return async function ask<Data, Variables>(
    document: TypedDocumentNode<Data, Variables>,
    variables: Variables,
    options: RequestInit = {},
  ): Promise<Data> {
    const address = new URL(endpoint);
    address.searchParams.set("query", print(document));
    address.searchParams.set("variables", JSON.stringify(variables));
    const response = await fetch(address, options);
    const { data, errors } = (await response.json()) as Answer<Data>;
    const [error] = errors ?? [];
    if (error) throw new HubError(error.extensions.code, error.message);
    if (!data) throw new Error(`The hub answered ${response.status} without data.`);
    return data;
  };
}
