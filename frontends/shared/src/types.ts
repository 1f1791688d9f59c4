import type { BlockFragment, IssueBlockFragment, WholePageFragment } from "./generated/operations.ts";

export type AnyPage = WholePageFragment;
export type PageName = AnyPage["__typename"];
/** A page of one type. A record of `PageName` with a component each lacks none: the compiler says which is missing. */
export type PageOf<Type extends PageName> = Extract<AnyPage, { __typename: Type }>;

export type AnyBlock = BlockFragment | IssueBlockFragment;
export type BlockName = AnyBlock["__typename"];
export type BlockOf<Type extends BlockName> = Extract<AnyBlock, { __typename: Type }>;
