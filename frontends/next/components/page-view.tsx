// A page of any type. The compiler names a type that has no component.
import { at, headOf } from "hub-frontend";
import { ListOf } from "@/components/lists";
import { Home, Plain } from "@/components/pages/home";
import { AudienceView, CommitmentView, KeyMessageView, StreamView } from "@/components/pages/record";
import { EventView, GroupView, MeetingView, ProfileView } from "@/components/pages/people";
import { CollectionView, IssueView, NewsView, PublicationView } from "@/components/pages/published";
import { ProgressOfAll } from "@/components/progress";
import { Blocks } from "@/components/blocks";
import { Text, When } from "@/components/parts";
import { Sources } from "@/components/related";
import type { WholePage } from "@/lib/types";

interface Props {
  page: WholePage;
  /** The cursor in the address, on pages that begin a list. */
  after: string | null;
}

export function PageView({ page, after }: Props) {
  // The summary of a page that begins a list is its introduction.
  const isIntroduced = "introduction" in page && page.introduction !== "";
  return (
    <article>
      <script type="application/ld+json" dangerouslySetInnerHTML={{ __html: headOf(page).jsonLd }} />
      <h1 {...at(page, "title")}>{page.title}</h1>
      {isIntroduced ? null : <Text className="lead" text={page.summary} mark={at(page, "summary")} />}
      {page.headings.length > 3 ? <Contents page={page} /> : null}
      <Content page={page} after={after} />
      <Sources page={page} />
    </article>
  );
}

function Contents({ page }: { page: WholePage }) {
  return (
    <nav aria-label="On this page">
      <ul>
        {page.headings.map(({ anchor, text }) => (
          <li key={anchor}>
            <a href={`#${anchor}`}>{text}</a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function Content({ page, after }: Props) {
  switch (page.__typename) {
    case "HomePage":
      return <Home page={page} />;
    case "StandardPage":
      return <Plain page={page} />;
    case "NewsPage":
      return <NewsView page={page} />;
    case "PublicationPage":
      return <PublicationView page={page} />;
    case "EventPage":
      return <EventView page={page} />;
    case "CommitmentPage":
      return <CommitmentView page={page} />;
    case "WorkStreamPage":
      return <StreamView page={page} />;
    case "KeyMessagePage":
      return <KeyMessageView page={page} />;
    case "AudiencePage":
      return <AudienceView page={page} />;
    case "DocumentCollectionPage":
      return <CollectionView page={page} />;
    case "GroupPage":
      return <GroupView page={page} />;
    case "MeetingPage":
      return <MeetingView page={page} />;
    case "TeamProfilePage":
      return <ProfileView page={page} />;
    case "IssuePage":
      return <IssueView page={page} />;
    case "ProgressPage":
      return (
        <>
          <Blocks blocks={page.body} />
          <ProgressOfAll />
        </>
      );
    case "TeamIndexPage":
      return (
        <>
          <Text className="lead" text={page.introduction} mark={at(page, "introduction")} />
          {page.listAsAt ? (
            <p className="quiet">
              As at <When date={page.listAsAt} precision={page.listAsAtPrecision} mark={at(page, "listAsAt")} />
            </p>
          ) : null}
          <ListOf page={page} after={after} />
        </>
      );
    case "DocumentCollectionIndexPage":
    case "EventIndexPage":
    case "GlossaryPage":
    case "GroupIndexPage":
    case "IssueIndexPage":
    case "KeyMessageIndexPage":
    case "NewsIndexPage":
    case "PublicationIndexPage":
    case "WorkStreamIndexPage":
    case "YouSaidWeDidPage":
      return (
        <>
          <Text className="lead" text={page.introduction} mark={at(page, "introduction")} />
          <ListOf page={page} after={after} />
        </>
      );
    default:
      return page satisfies never;
  }
}
