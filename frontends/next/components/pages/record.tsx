// The record: work streams, recommendations and actions, key messages.
import { at, capital, day } from "hub-frontend";
import type { DutyPartsFragment, StreamState, TextStatus } from "hub-frontend";
import { Blocks } from "@/components/blocks";
import { Cards } from "@/components/cards";
import { Contact, ContactPoint } from "@/components/contact";
import { Leave } from "@/components/leave";
import { MessageKit } from "@/components/message-kit";
import {
  Fact,
  Facts,
  FileLink,
  OutsideLink,
  PageLink,
  PageLinks,
  Period,
  RichText,
  Section,
  Status,
  Terms,
  Text,
  When,
} from "@/components/parts";
import { CommitmentTable } from "@/components/progress";
import { Linked, RecordsOfOthers, Related } from "@/components/related";
import { Wording } from "@/components/wording";
import { shownPast } from "@/lib/past";
import type { PageOf } from "@/lib/types";
import { name } from "@/lib/words";

const STATES: Record<StreamState, string> = { ACTIVE: "Active", ARCHIVED: "Archived", COMPLETE: "Complete" };
const TEXTS: Record<TextStatus, string> = {
  HELD: "",
  PARTLY_HELD: "Only a part of the text is held here.",
  NOT_HELD: "The text isn't held here.",
};

export async function StreamView({ page }: { page: PageOf<"WorkStreamPage"> }) {
  const isPast = (await shownPast()) !== null;
  const commitments = await name("commitment", page.commitments.totalCount);
  const leading = new Set(page.leads.nodes.map(({ profile }) => profile?.id));
  const others = page.duties.nodes.filter(({ profile }) => !profile || !leading.has(profile.id));
  return (
    <>
      <Leave page={page} />
      <Facts>
        <Fact name="State" mark={at(page, "state")}>
          {STATES[page.state]}
        </Fact>
        <Fact name="Origin" mark={at(page, "origin")}>
          {page.origin.label}
        </Fact>
        <Fact name="Also called" mark={at(page, "otherNames")}>
          {page.otherNames.join(", ")}
        </Fact>
      </Facts>
      <Blocks blocks={page.background} />
      {page.commitments.nodes.length > 0 ? (
        <Section title={commitments}>
          <CommitmentTable rows={page.commitments.nodes} caption={`${commitments}: ${page.title}`} isTitled />
        </Section>
      ) : null}
      <Duties title="Who leads" duties={page.leads.nodes} of={page.id} />
      <Duties title="Who works on it" duties={others} of={page.id} />
      <Related thing="key_message" pages={page.keyMessages.nodes} />
      <CardsOf title="News" pages={page.news.nodes} />
      <CardsOf title="Publications" pages={page.publications.nodes} />
      <CardsOf title="Events" pages={page.events.nodes} />
      <Linked title="Collections" pages={page.collections.nodes} />
      {page.relatedStreams.nodes.length > 0 ? (
        <Section title="Related">
          <div {...at(page, "relatedStreams")}>
            <PageLinks pages={page.relatedStreams.nodes} />
          </div>
        </Section>
      ) : null}
      <RecordsOfOthers records={page.outsideRecords.nodes} />
      {isPast ? null : (
        <p>
          <a href={`/feeds/work-streams/${page.slug}.atom`}>Feed of {page.title}</a>
        </p>
      )}
      <Contact contact={page.contactPoint} mark={at(page, "contactPoint")} />
    </>
  );
}

function CardsOf({ title, pages }: { title: string; pages: Parameters<typeof Cards>[0]["pages"] }) {
  if (pages.length === 0) return null;
  return (
    <Section title={title}>
      <Cards pages={pages} />
    </Section>
  );
}

/** What people are responsible for, and since when. The page with the id `of` isn't named once more. */
export function Duties({ title, duties, of }: { title: string; duties: readonly DutyPartsFragment[]; of: string }) {
  if (duties.length === 0) return null;
  return (
    <Section title={title}>
      <ul>
        {duties.map((duty) => {
          const { kind, workStream, policyArea, profile } = duty;
          return (
            <li key={duty.id} {...at(duty)}>
              {profile && profile.id !== of ? (
                <span {...at(profile)}>
                  <PageLink page={profile} />:{" "}
                </span>
              ) : null}
              <span {...at(duty, "kind")}>{capital(kind.label)}</span>
              {duty.title ? (
                <>
                  , <span {...at(duty, "title")}>{duty.title}</span>
                </>
              ) : null}
              {workStream && workStream.id !== of ? (
                <span {...at(duty, "workStream")}>
                  {", "}
                  <PageLink page={workStream} />
                </span>
              ) : null}
              {policyArea ? <span {...at(duty, "policyArea")}>, {policyArea.name}</span> : null}
              <Period of={duty} />
            </li>
          );
        })}
      </ul>
    </Section>
  );
}

export async function CommitmentView({ page }: { page: PageOf<"CommitmentPage"> }) {
  const { workStream, status, statusDate, source, theme, responsibleBody } = page;
  return (
    <>
      <Facts>
        <Fact name={capital(page.kind.label)} mark={at(page, "number")}>
          <span {...at(page, "kind")}>Number</span> {page.number}
        </Fact>
        <Fact name={await name("work_stream", 1)} mark={at(page, "workStream")}>
          {workStream ? <PageLink page={workStream} /> : null}
        </Fact>
        <Fact name="Status">
          <Status status={status} />
          {statusDate ? (
            <>
              {" "}
              since <When date={statusDate} precision={page.statusDatePrecision} mark={at(page, "statusDate")} />
            </>
          ) : null}
        </Fact>
        <Fact name="Due" mark={at(page, "due")}>
          {page.due || (page.dueDate ? null : "")}
          {page.dueDate ? (
            <>
              {page.due ? ": " : ""}
              <When date={page.dueDate} mark={at(page, "dueDate")} />
            </>
          ) : null}
        </Fact>
        <Fact name="Responsible" mark={at(page, "responsibleBody")}>
          {responsibleBody ? <OutsideLink name={responsibleBody.name} address={responsibleBody.address} /> : null}
        </Fact>
        <Fact name="Theme" mark={at(page, "theme")}>
          {theme?.name}
        </Fact>
        <Fact name="Areas" mark={at(page, "areas")}>
          {page.areas.nodes.length > 0 ? <Terms terms={page.areas.nodes} /> : null}
        </Fact>
        <Fact name="Accepted" mark={at(page, "acceptedOn")}>
          {page.acceptedOn ? <When date={page.acceptedOn} mark={at(page, "acceptedOn")} /> : null}
        </Fact>
        <Fact name="Accepted in" mark={at(page, "acceptedSource")}>
          {page.acceptedSource || page.acceptedLink ? (
            <span {...at(page, "acceptedLink")}>
              <OutsideLink
                name={page.acceptedSource}
                address={page.acceptedLink}
                mark={at(page, page.acceptedSource ? "acceptedSource" : "acceptedLink")}
              />
            </span>
          ) : null}
        </Fact>
        <Fact name="First set out in" mark={at(page, "source")}>
          {source || page.sourcePage ? (
            <>
              {source ? <PageLink page={source} /> : null}
              {page.sourcePage ? <span {...at(page, "sourcePage")}> (page {page.sourcePage})</span> : null}
            </>
          ) : null}
        </Fact>
      </Facts>
      <Section title="In full">
        <RichText text={page.text} />
        <p className="quiet" {...at(page, "textStatus")}>
          {TEXTS[page.textStatus]}
        </p>
      </Section>
      <Entries entries={page.progressEntries} />
      <Linked title="News" pages={page.news.nodes} />
      <RecordsOfOthers records={page.outsideRecords.nodes} />
      <Contact contact={page.contactPoint} mark={at(page, "contactPoint")} />
    </>
  );
}

function Entries({ entries }: { entries: PageOf<"CommitmentPage">["progressEntries"] }) {
  return (
    <Section title="Progress">
      {entries.length === 0 ? <p>No update is recorded.</p> : null}
      <ol className="rows">
        {entries.map((entry) => (
          <li key={entry.id} {...at(entry)}>
            <p>
              <When date={entry.date} precision={entry.datePrecision} mark={at(entry, "date")} />:{" "}
              <Status status={entry.status} />
            </p>
            <Text text={entry.note} mark={at(entry, "note")} />
            {entry.evidencePage ? (
              <p {...at(entry, "evidencePage")}>
                Evidence: <PageLink page={entry.evidencePage} />
              </p>
            ) : null}
            {entry.evidenceDocument ? (
              <p {...at(entry, "evidenceDocument")}>
                Evidence: <FileLink file={entry.evidenceDocument} />
              </p>
            ) : null}
            {entry.evidenceLink ? (
              <p>
                Evidence: <OutsideLink name="" address={entry.evidenceLink} mark={at(entry, "evidenceLink")} />
              </p>
            ) : null}
            {entry.corrects ? (
              <p className="quiet" {...at(entry, "corrects")}>
                Corrects the entry of {day(entry.corrects.date, entry.corrects.datePrecision)}
              </p>
            ) : null}
            {entry.correctedOn ? <p className="quiet">Corrected on {day(entry.correctedOn)}</p> : null}
          </li>
        ))}
      </ol>
    </Section>
  );
}

export function KeyMessageView({ page }: { page: PageOf<"KeyMessagePage"> }) {
  return (
    <>
      <Blocks blocks={page.body} />
      <Wording wording={page.agreedWording} />
      <MessageKit page={page} />
      {page.carriedPrinciples.nodes.length > 0 ? (
        <Section title="Principles that it carries">
          <ul {...at(page, "carriedPrinciples")}>
            {page.carriedPrinciples.nodes.map((principle) => (
              <li key={principle.id} {...at(principle)}>
                <a href={`/#${principle.anchor}`}>{principle.title}</a>
              </li>
            ))}
          </ul>
        </Section>
      ) : null}
      <div {...at(page, "workStreams")}>
        <Related thing="work_stream" pages={page.workStreams.nodes} />
      </div>
      {page.audiences.nodes.length > 0 ? (
        <Section title="For">
          <Terms terms={page.audiences.nodes} />
        </Section>
      ) : null}
      {page.phases.nodes.length > 0 ? (
        <Section title="Phases">
          <Terms terms={page.phases.nodes} />
        </Section>
      ) : null}
      <Linked title="News" pages={page.news.nodes} />
      <Linked title="Events" pages={page.events.nodes} />
      <RecordsOfOthers records={page.outsideRecords.nodes} />
      <SocialText page={page} />
      <Contact contact={page.contactPoint} mark={at(page, "contactPoint")} />
    </>
  );
}

export async function AudienceView({ page }: { page: PageOf<"AudiencePage"> }) {
  const { audience, contactPoint, whomToAsk } = page;
  const isPast = (await shownPast()) !== null;
  return (
    <>
      <Blocks blocks={page.body} />
      {audience ? (
        <>
          <CardsOf title="News for you" pages={audience.news.nodes} />
          <CardsOf title="Publications for you" pages={audience.publications.nodes} />
          <CardsOf title="Collections for you" pages={audience.collections.nodes} />
          <CardsOf title="Events for you" pages={audience.events.nodes} />
          <Related thing="key_message" pages={audience.keyMessages.nodes} />
        </>
      ) : null}
      {whomToAsk.html || contactPoint ? (
        <Section title="Whom to ask">
          <RichText text={whomToAsk} mark={at(page, "whomToAsk")} />
          <ContactPoint contact={contactPoint} mark={at(page, "contactPoint")} />
        </Section>
      ) : null}
      {audience && !isPast ? (
        <p {...at(page, "audience")}>
          <a href={`/feeds/audiences/${audience.slug}.atom`}>Feed for this audience</a>
        </p>
      ) : null}
    </>
  );
}

/** A short text for social media, to copy. */
export function SocialText({ page }: { page: { readonly socialText: string } }) {
  if (!page.socialText) return null;
  return (
    <Section title="To share">
      <blockquote {...at(page, "socialText")}>{page.socialText}</blockquote>
    </Section>
  );
}
