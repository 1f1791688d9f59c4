// One case for each type of page and of block. A missing case is an error of the compiler, here and when the hub gets a new type.
import type { BlockFragment, PageAtQuery, SectionFragment } from "../var/operations";

type Page = NonNullable<NonNullable<PageAtQuery["route"]>["page"]>;
type Block = BlockFragment | SectionFragment;

export function text(block: Block): string {
  switch (block.__typename) {
    case "CallOutBlock":
    case "RichTextBlock":
      return block.richText.html;
    case "DocumentBlock":
      return `${block.title} ${block.document?.url ?? ""}`;
    case "EmbedBlock":
      return `${block.title} ${block.url}`;
    case "HeadingBlock":
      return block.text;
    case "ImageBlock":
      return block.image?.picture?.alt ?? block.caption;
    case "IssueSectionBlock":
      return [block.heading, ...block.items.map((item) => item.text)].join(" ");
    case "KeyMessageBlock":
      return block.message?.title ?? "";
    case "PageLinksBlock":
      return block.pages.map((page) => page.title).join(", ");
    case "ProgressTableBlock":
      return `${block.title} ${block.workStream?.path ?? ""}`;
    case "QuoteBlock":
      return `${block.quote} ${block.speaker}`;
    case "TableBlock":
      return block.caption;
    default:
      return block satisfies never;
  }
}

export function content(page: Page): string[] {
  switch (page.__typename) {
    case "AudiencePage":
    case "EventPage":
    case "KeyMessagePage":
    case "NewsPage":
    case "ProgressPage":
    case "PublicationPage":
    case "StandardPage":
      return page.body.map(text);
    case "IssuePage":
      return page.sections.map(text);
    case "WorkStreamPage":
      return page.background.map(text);
    case "CommitmentPage":
    case "DocumentCollectionIndexPage":
    case "DocumentCollectionPage":
    case "EventIndexPage":
    case "GlossaryPage":
    case "GroupIndexPage":
    case "GroupPage":
    case "HomePage":
    case "IssueIndexPage":
    case "KeyMessageIndexPage":
    case "MeetingPage":
    case "NewsIndexPage":
    case "PublicationIndexPage":
    case "TeamIndexPage":
    case "TeamProfilePage":
    case "WorkStreamIndexPage":
    case "YouSaidWeDidPage":
      return [page.summary];
    default:
      return page satisfies never;
  }
}
