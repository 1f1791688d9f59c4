// Names for parts of the answers, all taken from the generated types.
import type { BlockFragment, IssueBlockFragment, WholePageFragment } from "hub-frontend";

/** A page of any type, as a reader's page and the preview get it. */
export type WholePage = WholePageFragment;
/** The page of one type. */
export type PageOf<Name extends WholePage["__typename"]> = Extract<WholePage, { __typename: Name }>;
export type AnyBlock = BlockFragment | IssueBlockFragment;
export type BlockOf<Name extends AnyBlock["__typename"]> = Extract<AnyBlock, { __typename: Name }>;
/** A page that begins a list, with its introduction. */
export type IndexPage = Extract<WholePage, { introduction: string }>;
