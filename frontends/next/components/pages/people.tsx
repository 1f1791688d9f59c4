// Events, groups, meetings and people.
import { at, capital, day, period, timeOfDay } from "hub-frontend";
import type { ActionState, MeetingState, MembershipPartsFragment } from "hub-frontend";
import { Blocks } from "@/components/blocks";
import { Cards } from "@/components/cards";
import { Contact } from "@/components/contact";
import { Duties } from "@/components/pages/record";
import {
  Fact,
  Facts,
  OutsideLink,
  PageLink,
  Period,
  Picture,
  RichText,
  Section,
  Terms,
  Text,
  When,
} from "@/components/parts";
import { Files, Linked, Related } from "@/components/related";
import type { PageOf } from "@/lib/types";
import { name } from "@/lib/words";

const MEETINGS: Record<MeetingState, string> = {
  PLANNED: "Planned",
  HELD: "Held",
  MINUTES_DRAFT: "Held; the minutes are a draft",
  AGREED: "Held; the minutes are agreed",
};
const ACTIONS: Record<ActionState, string> = { OPEN: "Open", DONE: "Done", DROPPED: "Dropped" };

export function EventView({ page }: { page: PageOf<"EventPage"> }) {
  const { host } = page;
  const end = day(page.end, page.endPrecision);
  return (
    <>
      <Facts>
        <Fact name="Kind" mark={at(page, "kind")}>
          {capital(page.kind.label)}
        </Fact>
        <Fact name="When">
          <When date={page.start} precision={page.startPrecision} mark={at(page, "start")} />
          {end && end !== day(page.start, page.startPrecision) ? (
            <>
              {" to "}
              <When date={page.end} precision={page.endPrecision} mark={at(page, "end")} />
            </>
          ) : null}
        </Fact>
        <Fact name="Where" mark={at(page, "place")}>
          {page.place}
        </Fact>
        <Fact name="Online" mark={at(page, "onlineAddress")}>
          {page.onlineAddress ? <OutsideLink name="" address={page.onlineAddress} /> : null}
        </Fact>
        <Fact name="Host" mark={at(page, "host")}>
          {host ? <OutsideLink name={host.name} address={host.address} /> : null}
        </Fact>
        <Fact name="For" mark={at(page, "audiences")}>
          {page.audiences.nodes.length > 0 ? <Terms terms={page.audiences.nodes} /> : null}
        </Fact>
      </Facts>
      <Blocks blocks={page.body} />
      {page.outcome.length > 0 ? (
        <Section title="What came of it">
          <Blocks blocks={page.outcome} />
        </Section>
      ) : null}
      <Files title="Materials" rows={page.materials} />
      <Related thing="work_stream" pages={page.workStreams.nodes} />
      <Related thing="key_message" pages={page.keyMessages.nodes} />
      <Contact contact={page.contactPoint} mark={at(page, "contactPoint")} />
    </>
  );
}

export async function GroupView({ page }: { page: PageOf<"GroupPage"> }) {
  const when = period(page.startedOn, page.startedOnPrecision, page.closedOn, page.closedOnPrecision);
  return (
    <>
      <Facts>
        <Fact name="Chair" mark={at(page, "chair")}>
          {page.chair}
        </Fact>
        <Fact name="Meets" mark={at(page, "frequency")}>
          {page.frequency}
        </Fact>
        <Fact name="Time" mark={at(page, "startedOn")}>
          {when ? capital(when) : null}
        </Fact>
        <Fact name="Closed" mark={at(page, "closedOn")}>
          {page.closedOn ? <When date={page.closedOn} precision={page.closedOnPrecision} /> : null}
        </Fact>
        <Fact name="Why it closed" mark={at(page, "closingReason")}>
          {page.closingReason}
        </Fact>
        <Fact name="Phases" mark={at(page, "phases")}>
          {page.phases.nodes.length > 0 ? <Terms terms={page.phases.nodes} /> : null}
        </Fact>
        <Fact name="Part of" mark={at(page, "parentGroup")}>
          {page.parentGroup ? <PageLink page={page.parentGroup} /> : null}
        </Fact>
      </Facts>
      <Blocks blocks={page.remit} />
      <Members members={page.members} />
      <Linked title={await name("group", page.subGroups.nodes.length)} pages={page.subGroups.nodes} />
      {page.meetings.nodes.length > 0 ? (
        <Section title="Meetings">
          <Cards pages={page.meetings.nodes} />
        </Section>
      ) : null}
      <Contact contact={page.contactPoint} mark={at(page, "contactPoint")} />
    </>
  );
}

/** Who belongs, or belonged, to a group. */
function Members({ members }: { members: readonly MembershipPartsFragment[] }) {
  if (members.length === 0) return null;
  return (
    <Section title="Members">
      <ul>
        {members.map((member) => {
          const { profile, organisation } = member;
          return (
            <li key={member.id} {...at(member)}>
              {profile ? (
                <span {...at(member, "profile")}>
                  <PageLink page={profile} />
                </span>
              ) : (
                <span {...at(member, "name")}>{member.name}</span>
              )}
              {member.role ? (
                <>
                  , <span {...at(member, "role")}>{member.role}</span>
                </>
              ) : null}
              {organisation ? <span {...at(member, "organisation")}>, {organisation.name}</span> : null}
              {member.isChair ? <span {...at(member, "isChair")}>, chair</span> : null}
              <Period of={member} />
            </li>
          );
        })}
      </ul>
    </Section>
  );
}

export async function MeetingView({ page }: { page: PageOf<"MeetingPage"> }) {
  const { group, startsAt, endsAt } = page;
  return (
    <>
      <Facts>
        <Fact name={await name("group", 1)}>{group ? <PageLink page={group} /> : null}</Fact>
        <Fact name="Date">
          <When date={page.date} precision={page.datePrecision} mark={at(page, "date")} />
          {startsAt ? <span {...at(page, "startsAt")}>, {timeOfDay(startsAt)}</span> : null}
          {endsAt ? <span {...at(page, "endsAt")}> to {timeOfDay(endsAt)}</span> : null}
        </Fact>
        <Fact name="Where" mark={at(page, "place")}>
          {page.place}
        </Fact>
        <Fact name="State" mark={at(page, "meetingState")}>
          {MEETINGS[page.meetingState]}
        </Fact>
        <Fact name="Minutes elsewhere" mark={at(page, "minutesAddress")}>
          {page.minutesAddress ? <OutsideLink name="" address={page.minutesAddress} /> : null}
        </Fact>
      </Facts>
      {page.agenda.length > 0 ? (
        <Section title="Agenda">
          <Blocks blocks={page.agenda} />
        </Section>
      ) : null}
      {page.minutes.length > 0 ? (
        <Section title="Minutes">
          <Blocks blocks={page.minutes} />
        </Section>
      ) : null}
      {page.amendmentNote ? (
        <p className="notice" {...at(page, "amendmentNote")}>
          {page.amendmentNote}
        </p>
      ) : null}
      <Attendance page={page} />
      <Files title="Papers" rows={page.papers} />
      <Actions actions={page.actions} />
      <Contact contact={page.contactPoint} mark={at(page, "contactPoint")} />
    </>
  );
}

function Attendance({ page }: { page: PageOf<"MeetingPage"> }) {
  if (page.attendance.length === 0) return null;
  return (
    <Section title={page.attendanceComplete ? "Who attended" : "People known to have attended"}>
      <ul {...at(page, "attendanceComplete")}>
        {page.attendance.map((person) => (
          <li key={person.id} {...at(person)}>
            <span {...at(person, "name")}>{person.name}</span>
            {person.role ? (
              <>
                , <span {...at(person, "role")}>{person.role}</span>
              </>
            ) : null}
            {person.organisation ? <span {...at(person, "organisation")}>, {person.organisation.name}</span> : null}
            {person.onBehalfOf ? <span {...at(person, "onBehalfOf")}>, on behalf of {person.onBehalfOf}</span> : null}
            <small {...at(person, "kind")}> ({person.kind.label})</small>
          </li>
        ))}
      </ul>
    </Section>
  );
}

function Actions({ actions }: { actions: PageOf<"MeetingPage">["actions"] }) {
  if (actions.length === 0) return null;
  return (
    <Section title="Agreed actions">
      <ol className="rows">
        {actions.map((action) => (
          <li key={action.id} {...at(action)}>
            <p>
              <span {...at(action, "number")}>{action.number}.</span>{" "}
              <span {...at(action, "text")}>{action.text}</span>
            </p>
            <p className="quiet">
              <span {...at(action, "state")}>{ACTIONS[action.state]}</span>
              {action.owner ? <span {...at(action, "owner")}> · {action.owner}</span> : null}
              {action.dueDate ? <span {...at(action, "dueDate")}> · due {day(action.dueDate)}</span> : null}
              {action.closedOn ? <span {...at(action, "closedOn")}> · closed on {day(action.closedOn)}</span> : null}
            </p>
          </li>
        ))}
      </ol>
    </Section>
  );
}

export function ProfileView({ page }: { page: PageOf<"TeamProfilePage"> }) {
  return (
    <>
      {page.photo?.picture ? (
        <figure {...at(page, "photo")}>
          <Picture picture={page.photo.picture} sizes="20rem" eager />
        </figure>
      ) : null}
      <Text text={page.postTitle} mark={at(page, "postTitle")} />
      <RichText text={page.biography} />
      <Duties title="Duties" duties={page.duties.nodes} of={page.id} />
      {page.memberships.nodes.length > 0 ? (
        <Section title="Member of">
          <ul>
            {page.memberships.nodes.map((membership) => (
              <li key={membership.id} {...at(membership)}>
                {membership.group ? <PageLink page={membership.group} /> : null}
                {membership.role ? `, ${membership.role}` : ""}
                <Period of={membership} />
              </li>
            ))}
          </ul>
        </Section>
      ) : null}
      <p className="quiet">
        As at <When date={page.asAt} precision={page.asAtPrecision} mark={at(page, "asAt")} />
        {page.leftOn ? (
          <>
            . Left the team: <When date={page.leftOn} precision={page.leftOnPrecision} mark={at(page, "leftOn")} />
          </>
        ) : null}
      </p>
    </>
  );
}
