// What the programme publishes: news, publications, collections, issues of the newsletter.
import { at, capital } from "hub-frontend";
import { Blocks } from "@/components/blocks";
import { Contact } from "@/components/contact";
import { SocialText } from "@/components/pages/record";
import { Fact, Facts, OutsideLink, PageLink, Picture, RichText, Terms, Text, When } from "@/components/parts";
import { Files, RecordOfOthers, RecordsOfOthers, Related } from "@/components/related";
import { shownPast } from "@/lib/past";
import type { PageOf } from "@/lib/types";

export function NewsView({ page }: { page: PageOf<"NewsPage"> }) {
  const { image } = page;
  return (
    <>
      <p className="quiet">
        <When date={page.date} mark={at(page, "date")} /> · <span {...at(page, "kind")}>{page.kind.label}</span>
        {page.author ? (
          <>
            {" "}
            · <span {...at(page, "author")}>{page.author}</span>
          </>
        ) : null}
      </p>
      {image?.picture ? (
        <figure {...at(page, "image")}>
          <Picture picture={image.picture} sizes="(min-width: 60em) 44rem, 100vw" eager />
          {image.credit ? <figcaption {...at(image, "credit")}>Picture: {image.credit}</figcaption> : null}
        </figure>
      ) : null}
      <Blocks blocks={page.body} />
      <Related thing="work_stream" pages={page.workStreams.nodes} />
      <Related thing="commitment" pages={page.commitments.nodes} />
      <Related thing="key_message" pages={page.keyMessages.nodes} />
      <About page={page} />
      <Contact contact={page.contactPoint} mark={at(page, "contactPoint")} />
      <SocialText page={page} />
    </>
  );
}

type Named = readonly { readonly id: string; readonly name: string }[];

/** Topics, audiences and phases of a page. */
function About({
  page,
}: {
  page: {
    readonly topics?: { readonly nodes: Named };
    readonly audiences?: { readonly nodes: Named };
    readonly phases: { readonly nodes: Named };
  };
}) {
  return (
    <Facts>
      <Fact name="Topics">{page.topics?.nodes.length ? <Terms terms={page.topics.nodes} /> : null}</Fact>
      <Fact name="For">{page.audiences?.nodes.length ? <Terms terms={page.audiences.nodes} /> : null}</Fact>
      <Fact name="Phases">{page.phases.nodes.length > 0 ? <Terms terms={page.phases.nodes} /> : null}</Fact>
    </Facts>
  );
}

export function PublicationView({ page }: { page: PageOf<"PublicationPage"> }) {
  const { publisher } = page;
  return (
    <>
      <Facts>
        <Fact name="Kind" mark={at(page, "kind")}>
          {capital(page.kind.label)}
        </Fact>
        <Fact name="Date">
          <When date={page.date} precision={page.datePrecision} mark={at(page, "date")} />
        </Fact>
        <Fact name="Publisher" mark={at(page, "publisher")}>
          {publisher ? <OutsideLink name={publisher.name} address={publisher.address} /> : null}
        </Fact>
        <Fact name="ISBN" mark={at(page, "isbn")}>
          {page.isbn}
        </Fact>
        <Fact name="Official copy" mark={at(page, "officialAddress")}>
          {page.officialAddress ? <OutsideLink name="" address={page.officialAddress} /> : null}
        </Fact>
        <Fact name="Cite as" mark={at(page, "citation")}>
          {page.citation}
        </Fact>
      </Facts>
      <Files title="Files" rows={page.attachments} />
      <Blocks blocks={page.body} />
      <Related thing="work_stream" pages={page.workStreams.nodes} />
      <Related thing="commitment" pages={page.commitments.nodes} />
      <Related thing="key_message" pages={page.keyMessages.nodes} />
      <About page={page} />
      <RecordsOfOthers records={page.outsideRecords.nodes} />
      <Contact contact={page.contactPoint} mark={at(page, "contactPoint")} />
    </>
  );
}

export function CollectionView({ page }: { page: PageOf<"DocumentCollectionPage"> }) {
  return (
    <>
      <Blocks blocks={page.body} />
      <ul className="rows">
        {page.items.map((item) => (
          <li key={item.id} {...at(item)}>
            <Item item={item} />
          </li>
        ))}
      </ul>
      <Related thing="work_stream" pages={page.workStreams.nodes} />
      <About page={page} />
    </>
  );
}

function Item({ item }: { item: PageOf<"DocumentCollectionPage">["items"][number] }) {
  const { heading, title, text, address, target, record, addedOn } = item;
  if (heading) return <h2 {...at(item, "heading")}>{heading}</h2>;
  return (
    <>
      {target ? (
        <p {...at(item, "target")}>
          <PageLink page={target} />
        </p>
      ) : record ? (
        <p {...at(item, "record")}>
          <RecordOfOthers record={record} />
        </p>
      ) : (
        <p {...at(item, "address")}>
          <OutsideLink name={title} address={address} mark={at(item, "title")} />
        </p>
      )}
      {text ? (
        <Text text={text} mark={at(item, "text")} />
      ) : target ? (
        <Text text={target.summary} mark={at(target, "summary")} />
      ) : null}
      <p className="quiet">
        Added: <When date={addedOn} mark={at(item, "addedOn")} />
      </p>
    </>
  );
}

export async function IssueView({ page }: { page: PageOf<"IssuePage"> }) {
  const isPast = (await shownPast()) !== null;
  return (
    <>
      <p className="quiet">
        <span {...at(page, "number")}>Number {page.number}</span>
        {page.part > 1 ? <span {...at(page, "part")}>, part {page.part}</span> : null} ·{" "}
        <When date={page.date} mark={at(page, "date")} />
        {page.author ? (
          <>
            {" "}
            · <span {...at(page, "author")}>{page.author}</span>
          </>
        ) : null}
      </p>
      <RichText text={page.opening} />
      <Blocks blocks={page.sections} />
      {page.archived ? (
        <p className="quiet">
          Sent on <When date={page.archived.startedAt} precision="TIME" />.
        </p>
      ) : null}
      {isPast ? null : (
        <p>
          <a href="/subscribe/">Get the next one by e-mail</a>
        </p>
      )}
    </>
  );
}
