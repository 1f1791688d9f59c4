/** A document with the types of its answer and of its variables. */
export interface Document<Data, Variables> {
  readonly name: string;
  /** The SHA-256 of the text, by which the hub knows it once it has seen it. */
  readonly hash: string;
  readonly text: string;
  /** Never there: it carries the types. */
  readonly types?: (variables: Variables) => Data;
}
