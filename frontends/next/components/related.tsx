// What a page refers to: other pages, files, records of others, sources.
import { at, capital } from "hub-frontend";
import type { FileLinkFragment, PartFragment, RecordOfOthersFragment } from "hub-frontend";
import { FileLink, OutsideLink, PageLinks, Section, When } from "@/components/parts";
import type { WholePage } from "@/lib/types";
import { name, type Thing } from "@/lib/words";

type Links = Parameters<typeof PageLinks>[0]["pages"];

/** Pages of one kind under the programme's own word for it. */
export async function Related({ thing, pages }: { thing: Thing; pages: Links }) {
  if (pages.length === 0) return null;
  return (
    <Section title={await name(thing, pages.length)}>
      <PageLinks pages={pages} />
    </Section>
  );
}

/** Pages under a heading; nothing if there are none. */
export function Linked({ title, pages }: { title: string; pages: Links | readonly PartFragment[] }) {
  if (pages.length === 0) return null;
  return (
    <Section title={title}>
      <PageLinks pages={pages} />
    </Section>
  );
}

interface FileRow {
  readonly id: string;
  readonly title: string;
  readonly document: FileLinkFragment | null;
}

/** Files under a heading. */
export function Files({ title, rows }: { title: string; rows: readonly FileRow[] }) {
  if (rows.length === 0) return null;
  return (
    <Section title={title}>
      <ul>
        {rows.map((row) => (
          <li key={row.id} {...at(row)}>
            {row.document ? (
              <FileLink file={row.document} title={row.title} mark={at(row, "title")} />
            ) : (
              <span {...at(row, "title")}>{row.title}</span>
            )}
          </li>
        ))}
      </ul>
    </Section>
  );
}

/** What others published: policy, law, websites. */
export function RecordsOfOthers({ records }: { records: readonly RecordOfOthersFragment[] }) {
  if (records.length === 0) return null;
  return (
    <Section title="Published by others">
      <ul>
        {records.map((record) => (
          <li key={record.id} {...at(record)}>
            <RecordOfOthers record={record} />
          </li>
        ))}
      </ul>
    </Section>
  );
}

/** One record of others, in a line. */
export function RecordOfOthers({ record }: { record: RecordOfOthersFragment }) {
  const { date, datePrecision, publisher, jurisdiction, description, kind } = record;
  return (
    <>
      <OutsideLink name={record.name} address={record.address} mark={at(record, "name")} />{" "}
      <small>
        ({[capital(kind.label), publisher, jurisdiction].filter(Boolean).join(", ")}
        {date ? (
          <>
            , <When date={date} precision={datePrecision} />
          </>
        ) : null}
        )
      </small>
      {description ? <>. {description}</> : null}
    </>
  );
}

/** The sources of a page, and when it was last changed in a way that matters. */
export function Sources({ page }: { page: WholePage }) {
  const { sources, updatedOn, updatedOnPrecision } = page;
  return (
    <>
      {sources.length > 0 ? (
        <Section title="Sources">
          <ul>
            {sources.map((source) => (
              <li key={source.id} {...at(source)}>
                <span {...at(source, "address")}>
                  <OutsideLink name={source.title} address={source.address} mark={at(source, "title")} />
                </span>
                {source.publisher ? (
                  <>
                    , <span {...at(source, "publisher")}>{source.publisher}</span>
                  </>
                ) : null}
                {source.date ? (
                  <>
                    , <When date={source.date} precision={source.datePrecision} mark={at(source, "date")} />
                  </>
                ) : null}
                {source.supports ? (
                  <>
                    . <span {...at(source, "supports")}>{source.supports}</span>
                  </>
                ) : null}
              </li>
            ))}
          </ul>
        </Section>
      ) : null}
      {updatedOn ? (
        <p className="quiet">
          Last updated: <When date={updatedOn} precision={updatedOnPrecision} mark={at(page, "updatedOn")} />
        </p>
      ) : null}
    </>
  );
}
