// The lists of index pages, part by part. `after` is the cursor in the address.
import { redirect } from "next/navigation";
import {
  CollectionsDocument,
  EventsDocument,
  GlossaryDocument,
  GroupsDocument,
  IssuesDocument,
  KeyMessagesDocument,
  NewsDocument,
  PeopleDocument,
  PublicationsDocument,
  HubError,
  WorkStreamsDocument,
  YouSaidDocument,
  at,
  day,
} from "hub-frontend";
import type { CardFragment, LocaleCode } from "hub-frontend";
import { Cards, NewsCards, Pages } from "@/components/cards";
import { PageLink, Picture, When } from "@/components/parts";
import { ask } from "@/lib/ask";
import type { IndexPage, PageOf } from "@/lib/types";

type Part = { locale: LocaleCode; after: string | null };

/** The list that an index page begins. A cursor that isn't one of this list leads to its beginning. */
export async function ListOf({ page, after }: { page: IndexPage; after: string | null }) {
  try {
    return await listOf(page, { locale: page.locale.code, after });
  } catch (error) {
    if (error instanceof HubError && error.code === "BAD_CURSOR") redirect(page.path);
    throw error;
  }
}

async function listOf(page: IndexPage, part: Part) {
  const { after } = part;
  switch (page.__typename) {
    case "DocumentCollectionIndexPage":
      return shown((await ask(CollectionsDocument, part)).collections, after);
    case "EventIndexPage":
      return shown((await ask(EventsDocument, part)).events, after);
    case "GlossaryPage":
      return terms(after);
    case "GroupIndexPage":
      return shown((await ask(GroupsDocument, part)).groups, after);
    case "IssueIndexPage":
      return shown((await ask(IssuesDocument, part)).issues, after);
    case "KeyMessageIndexPage":
      return shown((await ask(KeyMessagesDocument, part)).keyMessages, after);
    case "NewsIndexPage": {
      const { news } = await ask(NewsDocument, part);
      return (
        <>
          <NewsCards news={news.nodes} level={2} />
          <Pages info={news.pageInfo} after={after} />
        </>
      );
    }
    case "PublicationIndexPage":
      return shown((await ask(PublicationsDocument, part)).publications, after);
    case "TeamIndexPage":
      return people(part);
    case "WorkStreamIndexPage":
      return shown((await ask(WorkStreamsDocument, part)).workStreams, after);
    case "YouSaidWeDidPage":
      return youSaid(page, part);
    default:
      return page satisfies never;
  }
}

type Connection = {
  readonly nodes: ReadonlyArray<CardFragment>;
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
};

function shown(list: Connection, after: string | null) {
  if (list.nodes.length === 0) return <p>Nothing is here yet.</p>;
  return (
    <>
      <Cards pages={list.nodes} level={2} />
      <Pages info={list.pageInfo} after={after} />
    </>
  );
}

async function terms(after: string | null) {
  const { glossaryTerms } = await ask(GlossaryDocument, { after });
  return (
    <>
      <dl>
        {glossaryTerms.nodes.map((term) => (
          <div key={term.id} id={term.slug}>
            <dt>
              {term.name}
              {term.longForm ? ` (${term.longForm})` : ""}
            </dt>
            <dd>{term.description}</dd>
          </div>
        ))}
      </dl>
      <Pages info={glossaryTerms.pageInfo} after={after} />
    </>
  );
}

async function people(part: Part) {
  const { teamProfiles } = await ask(PeopleDocument, part);
  return (
    <>
      <ul className="cards">
        {teamProfiles.nodes.map((person) => {
          const { postTitle, leftOn, leftOnPrecision, duties, photo } = person;
          return (
            <li key={person.id}>
              {photo?.picture ? <Picture picture={photo.picture} sizes="12rem" /> : null}
              <h2>
                <PageLink page={person} />
              </h2>
              <p>{postTitle}</p>
              {leftOn ? <p className="quiet">Left the team: {day(leftOn, leftOnPrecision)}</p> : null}
              {duties.nodes.length > 0 ? (
                <ul>
                  {duties.nodes.map((duty) => (
                    <li key={duty.id}>
                      {duty.kind.label}
                      {duty.workStream ? (
                        <>
                          : <a href={duty.workStream.path}>{duty.workStream.title}</a>
                        </>
                      ) : null}
                      {duty.policyArea ? `: ${duty.policyArea.name}` : ""}
                    </li>
                  ))}
                </ul>
              ) : null}
            </li>
          );
        })}
      </ul>
      <Pages info={teamProfiles.pageInfo} after={part.after} />
    </>
  );
}

// The first entries are the page's own, as a draft has them.
async function youSaid(page: PageOf<"YouSaidWeDidPage">, part: Part) {
  const asked = part.after ? (await ask(YouSaidDocument, part)).youSaidWeDidPage : page;
  if (!asked || asked.entries.nodes.length === 0) return <p>Nothing is here yet.</p>;
  const { entries } = asked;
  return (
    <>
      <ul className="cards">
        {entries.nodes.map((entry) => {
          const { id, date, said, did, workStream, target } = entry;
          return (
            <li key={id} {...at(entry)}>
              <p className="quiet">
                <When date={date} mark={at(entry, "date")} />
                {workStream ? (
                  <span {...at(entry, "workStream")}>
                    {" "}
                    · <PageLink page={workStream} />
                  </span>
                ) : null}
              </p>
              <h2>You said</h2>
              <p {...at(entry, "said")}>{said}</p>
              <h2>We did</h2>
              <p {...at(entry, "did")}>{did}</p>
              {target ? (
                <p {...at(entry, "target")}>
                  <PageLink page={target} />
                </p>
              ) : null}
            </li>
          );
        })}
      </ul>
      <Pages info={entries.pageInfo} after={part.after} />
    </>
  );
}
