// The blocks of a text. The compiler names a type of block that has no component.
import { at } from "hub-frontend";
import type { CallOutKind } from "hub-frontend";
import { FileLink, PageLink, PageLinks, Picture, RichText, Text } from "@/components/parts";
import { ProgressTable } from "@/components/progress";
import type { AnyBlock, BlockOf } from "@/lib/types";

const CALL_OUTS: Record<CallOutKind, string> = {
  IMPORTANT: "Important",
  INFORMATION: "Information",
  WARNING: "Warning",
};

/** All blocks of a text, one after the other. */
export function Blocks({ blocks }: { blocks: readonly AnyBlock[] }) {
  return blocks.map((block) => (
    <div key={block.id} {...at(block)}>
      <OneBlock block={block} />
    </div>
  ));
}

function OneBlock({ block }: { block: AnyBlock }) {
  switch (block.__typename) {
    case "CallOutBlock":
      return <CallOut block={block} />;
    case "DocumentBlock":
      return block.document ? (
        <p>
          <FileLink file={block.document} title={block.title} mark={at(block, "title")} />
        </p>
      ) : null;
    case "EmbedBlock":
      return <Embed block={block} />;
    case "HeadingBlock":
      return <Heading block={block} />;
    case "ImageBlock":
      return <Figure block={block} />;
    case "IssueSectionBlock":
      return <IssueSection block={block} />;
    case "KeyMessageBlock":
      return <KeyMessage block={block} />;
    case "PageLinksBlock":
      return (
        <div>
          <Text as="h3" text={block.title} mark={at(block, "title")} />
          <PageLinks pages={block.pages} />
        </div>
      );
    case "ProgressTableBlock":
      return <ProgressTable block={block} />;
    case "QuoteBlock":
      return (
        <figure>
          <blockquote {...at(block, "quote")}>{block.quote}</blockquote>
          <Text as="figcaption" text={block.speaker} mark={at(block, "speaker")} />
        </figure>
      );
    case "RichTextBlock":
      return <RichText text={block.richText} />;
    case "TableBlock":
      return <TableOfText block={block} />;
    default:
      return block satisfies never;
  }
}

function CallOut({ block }: { block: BlockOf<"CallOutBlock"> }) {
  return (
    <div className={`notice ${block.kind.toLowerCase()}`}>
      <strong {...at(block, "kind")}>{CALL_OUTS[block.kind]}</strong>
      <RichText text={block.richText} />
    </div>
  );
}

// A link: a video would fetch from another host before anybody has asked for it.
function Embed({ block }: { block: BlockOf<"EmbedBlock"> }) {
  return (
    <div className="notice">
      <p {...at(block, "url")}>
        <a href={block.url} {...at(block, "title")}>
          {block.title || block.url}
        </a>{" "}
        <small>(at {new URL(block.url).hostname})</small>
      </p>
      <Text text={block.description} mark={at(block, "description")} />
    </div>
  );
}

function Heading({ block }: { block: BlockOf<"HeadingBlock"> }) {
  const Element = block.level === 2 ? "h2" : block.level === 3 ? "h3" : "h4";
  return (
    <Element id={block.anchor} {...at(block, "text")}>
      {block.text}
    </Element>
  );
}

function Figure({ block }: { block: BlockOf<"ImageBlock"> }) {
  const { image, caption } = block;
  if (!image?.picture) return null;
  return (
    <figure {...at(image)}>
      <Picture picture={image.picture} sizes="(min-width: 60em) 44rem, 100vw" />
      {caption || image.credit ? (
        <figcaption>
          <Text as="span" text={caption} mark={at(block, "caption")} />{" "}
          {image.credit ? <small {...at(image, "credit")}>Picture: {image.credit}</small> : null}
        </figcaption>
      ) : null}
    </figure>
  );
}

function IssueSection({ block }: { block: BlockOf<"IssueSectionBlock"> }) {
  return (
    <section>
      <Text as="h2" text={block.heading} mark={at(block, "heading")} />
      <ul className="cards">
        {block.items.map((item) => (
          <li key={item.id} {...at(item)}>
            {item.page ? (
              <h3 {...at(item, "page")}>
                <PageLink page={item.page} />
              </h3>
            ) : null}
            <Text text={item.text} mark={at(item, "text")} />
            {item.text ? null : <Text text={item.page?.summary ?? ""} mark={at(item.page, "summary")} />}
          </li>
        ))}
      </ul>
    </section>
  );
}

function KeyMessage({ block: { message } }: { block: BlockOf<"KeyMessageBlock"> }) {
  if (!message) return null;
  return (
    <div className="notice" {...at(message)}>
      <h3>
        <PageLink page={message} />
      </h3>
      <Text text={message.summary} mark={at(message, "summary")} />
    </div>
  );
}

function TableOfText({ block }: { block: BlockOf<"TableBlock"> }) {
  const { caption, table } = block;
  return (
    <div className="table" role="group" aria-label={caption || "Table"} tabIndex={0} {...at(table)}>
      <table>
        {caption ? <caption {...at(block, "caption")}>{caption}</caption> : null}
        {table.headings.length > 0 ? (
          <thead>
            <tr>
              {table.headings.map((heading, column) => (
                <th key={column} scope="col">
                  {heading}
                </th>
              ))}
            </tr>
          </thead>
        ) : null}
        <tbody>
          {table.rows.map((row, line) => (
            <tr key={line}>
              {row.cells.map((cell, column) => (
                <td key={column} className={cell.number === null ? undefined : "number"}>
                  {cell.richText ? <RichText text={cell.richText} /> : cell.text}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
