import { at } from "hub-frontend";
import type { WordingFragment } from "hub-frontend";
import { OutsideLink, Section, When } from "@/components/parts";

/** A text that was agreed word for word: its statements, each with its quotation, or the text as a whole. */
export function Wording({ wording }: { wording: WordingFragment | null }) {
  if (!wording) return null;
  const { text, statements, source, sourceAddress, approvedBy, since, sincePrecision } = wording;
  return (
    <Section title="In the words that were agreed">
      <div {...at(wording)}>
        {statements.length > 0 ? (
          statements.map((statement) => (
            <blockquote key={statement.anchor} id={statement.anchor} {...at(statement)}>
              {statement.text}
            </blockquote>
          ))
        ) : (
          <blockquote {...at(wording, "text")}>{text}</blockquote>
        )}
        <p className="quiet">
          <span {...at(wording, "sourceAddress")}>
            <OutsideLink name={source} address={sourceAddress} mark={at(wording, "source")} />
          </span>
          {approvedBy ? (
            <>
              {source ? "; a" : "A"}pproved by <span {...at(wording, "approvedBy")}>{approvedBy}</span>
            </>
          ) : null}
          {since ? (
            <>
              , since <When date={since} precision={sincePrecision} mark={at(wording, "since")} />
            </>
          ) : null}
        </p>
      </div>
    </Section>
  );
}
