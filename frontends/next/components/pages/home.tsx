// The home page, and plain pages such as “About this site”.
import { at, HomeDocument } from "hub-frontend";
import { Blocks } from "@/components/blocks";
import { Cards, NewsCards } from "@/components/cards";
import { Contact } from "@/components/contact";
import { Leave } from "@/components/leave";
import { PageLink, RichText, Section, Text } from "@/components/parts";
import { Figures } from "@/components/progress";
import { Wording } from "@/components/wording";
import { ask } from "@/lib/ask";
import type { PageOf } from "@/lib/types";
import { name } from "@/lib/words";

const DAY = 24 * 60 * 60 * 1000;

export async function Home({ page }: { page: PageOf<"HomePage"> }) {
  // From the beginning of the day, so that all requests of a day ask the same question.
  const now = new Date(Math.floor(Date.now() / DAY) * DAY).toISOString();
  const { workStreams, news, events, progress } = await ask(HomeDocument, { locale: page.locale.code, now });
  return (
    <>
      <RichText text={page.vision} />
      {page.featured.length > 0 ? (
        <ul className="cards">
          {page.featured.map((row) =>
            row.target ? (
              <li key={row.id} {...at(row)}>
                <h2 {...at(row, "target")}>
                  <PageLink page={row.target} />
                </h2>
                {row.text ? (
                  <p {...at(row, "text")}>{row.text}</p>
                ) : (
                  <Text text={row.target.summary} mark={at(row.target, "summary")} />
                )}
              </li>
            ) : null,
          )}
        </ul>
      ) : null}
      <Section title={await name("work_stream", workStreams.nodes.length)}>
        <Cards pages={workStreams.nodes} />
      </Section>
      <Section title="Progress">
        <Figures totals={progress.totals} />
      </Section>
      {news.nodes.length > 0 ? (
        <Section title="News">
          <NewsCards news={news.nodes} />
        </Section>
      ) : null}
      {events.nodes.length > 0 ? (
        <Section title="Coming events">
          <Cards pages={events.nodes} />
        </Section>
      ) : null}
      {page.principles.length > 0 ? (
        <Section title="Principles">
          {page.principles.map((principle) => (
            <div key={principle.id} id={principle.anchor} {...at(principle)}>
              <h3 {...at(principle, "title")}>{principle.title}</h3>
              <Text text={principle.text} mark={at(principle, "text")} />
            </div>
          ))}
        </Section>
      ) : null}
      <Wording wording={page.agreedWording} />
    </>
  );
}

export function Plain({ page }: { page: PageOf<"StandardPage"> }) {
  return (
    <>
      <Leave page={page} />
      <Blocks blocks={page.body} />
      <Contact contact={page.contactPoint} mark={at(page, "contactPoint")} />
      {page.children.nodes.length > 0 ? <Cards pages={page.children.nodes} level={2} /> : null}
    </>
  );
}
