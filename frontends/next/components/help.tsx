// Help for people in need: the few numbers for every page, and signposts.
import type { HelpPartsFragment, SignpostPartsFragment } from "hub-frontend";
import { frame } from "@/lib/pages";

/** The numbers to ring at once. */
export async function HelpAtOnce() {
  const { helpAtOnce } = await frame(null);
  return (
    <ul>
      {helpAtOnce.map(({ words, text, signpost }) => (
        <li key={words}>
          {words}: {signpost.telephoneLink ? <a href={signpost.telephoneLink}>{text}</a> : text}
        </li>
      ))}
    </ul>
  );
}

/** One service, with every way to reach it. */
export function Signpost({ of, level = 3 }: { of: SignpostPartsFragment; level?: 3 | 4 }) {
  const Heading = `h${level}` as const;
  return (
    <li>
      <Heading>{of.name}</Heading>
      {of.description ? <p>{of.description}</p> : null}
      {of.telephone ? (
        <p>
          Telephone: <a href={of.telephoneLink}>{of.telephone}</a>
          {of.hours ? <small> ({of.hours})</small> : null}
        </p>
      ) : null}
      {of.textNumber ? (
        <p>
          Text{of.textKeyword ? ` “${of.textKeyword}”` : ""} to <a href={of.textLink}>{of.textNumber}</a>
        </p>
      ) : null}
      {of.chatAddress ? (
        <p>
          <a href={of.chatAddress}>Chat with {of.name}</a>
        </p>
      ) : null}
      {of.email ? (
        <p>
          E-mail: <a href={`mailto:${of.email}`}>{of.email}</a>
        </p>
      ) : null}
      {of.address ? (
        <p>
          <a href={of.address}>Website of {of.name}</a>
        </p>
      ) : null}
      {of.gaelic ? <p>{of.gaelic}</p> : null}
    </li>
  );
}

/** What a search shows above everything else if its words are those of somebody in trouble. */
export function HelpFirst({ help }: { help: HelpPartsFragment }) {
  return (
    <section className={`notice ${help.urgency === "NOW" ? "important" : ""}`} aria-labelledby="help-first">
      <h2 id="help-first">{help.urgency === "NOW" ? "Get help now" : "You can get help"}</h2>
      <p className="lead">{help.sentence}</p>
      <ul className="cards">
        {help.signposts.map((signpost) => (
          <Signpost key={signpost.id} of={signpost} />
        ))}
      </ul>
      <p>
        <a href={help.path}>More places to get help</a>
      </p>
    </section>
  );
}

/** The same in one line, below which results are as usual. */
export function HelpLine({ help }: { help: HelpPartsFragment }) {
  return (
    <p className="notice">
      {help.sentence} <a href={help.path}>Where to get help</a>
    </p>
  );
}
