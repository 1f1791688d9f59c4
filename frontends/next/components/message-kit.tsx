// What helps to pass a key message on: words to quote, facts that prove it, answers, a picture.
import { at, hostOf } from "hub-frontend";
import { PageLink, Picture, Section } from "@/components/parts";
import type { PageOf } from "@/lib/types";

type Message = PageOf<"KeyMessagePage">;

export function MessageKit({ page }: { page: Message }) {
  const { questions, quotation, quotedPerson } = page;
  return (
    <>
      {quotation ? (
        <figure>
          <blockquote className="lines" {...at(page, "quotation")}>
            {quotation}
          </blockquote>
          {quotedPerson ? <figcaption {...at(page, "quotedPerson")}>{quotedPerson}</figcaption> : null}
        </figure>
      ) : null}
      <Proofs proofs={page.proofPoints} />
      {questions.length > 0 ? (
        <Section title="Questions and answers">
          {questions.map((row) => (
            <div key={row.id} {...at(row)}>
              <h3 {...at(row, "question")}>{row.question}</h3>
              <p className="lines" {...at(row, "answer")}>
                {row.answer}
              </p>
            </div>
          ))}
        </Section>
      ) : null}
      <PictureToShare page={page} />
    </>
  );
}

/** Facts, each with the evidence that there is. */
function Proofs({ proofs }: { proofs: Message["proofPoints"] }) {
  if (proofs.length === 0) return null;
  return (
    <Section title="The facts behind it">
      <ul>
        {proofs.map((proof) => (
          <li key={proof.id} {...at(proof)}>
            <span {...at(proof, "text")}>{proof.text}</span>{" "}
            {proof.evidencePage || proof.evidenceLink ? <Evidence of={proof} /> : null}
          </li>
        ))}
      </ul>
    </Section>
  );
}

function Evidence({ of }: { of: Message["proofPoints"][number] }) {
  return (
    <small className="parts">
      {of.evidencePage ? (
        <span {...at(of, "evidencePage")}>
          <PageLink page={of.evidencePage} />
        </span>
      ) : null}
      {of.evidenceLink ? (
        <a href={of.evidenceLink} {...at(of, "evidenceLink")}>
          source on {hostOf(of.evidenceLink)}
          <span className="hidden"> for {of.text}</span>
        </a>
      ) : null}
    </small>
  );
}

function PictureToShare({ page }: { page: Message }) {
  const { sharePicture } = page;
  if (!sharePicture?.picture) return null;
  const { credit, picture } = sharePicture;
  return (
    <Section title="Picture to share">
      <figure {...at(page, "sharePicture")}>
        <Picture picture={picture} sizes="(min-width: 60em) 44rem, 100vw" />
        <figcaption>
          {credit ? `Picture: ${credit}. ` : null}
          <a href={picture.fallback.url} download>
            Download the picture
          </a>
          . Its alternative text: {picture.alt}
        </figcaption>
      </figure>
    </Section>
  );
}
