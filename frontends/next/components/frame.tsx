// What is around every page: numbers to ring, names, menus, breadcrumbs, languages, and the foot with feedback.
import type { ReactNode } from "react";
import { dayIn, pathAt } from "hub-frontend";
import type { FrameQuery } from "hub-frontend";
import { HelpAtOnce } from "@/components/help";
import { SearchForm } from "@/components/search";
import { PageLink } from "@/components/parts";
import { NotKnown, PastDay } from "@/components/past-day";
import { Useful } from "@/components/useful";
import { frame } from "@/lib/pages";
import { shownPast } from "@/lib/past";
import type { WholePage } from "@/lib/types";

interface Props {
  children: ReactNode;
  /** The page that is shown; none for the search and other views of this site. */
  page?: WholePage;
  /** The path of a view that is no page of the hub. */
  path?: string;
  /** Whether the page is an editor's draft. */
  isDraft?: boolean;
}

export async function Frame({ children, page, path = page?.path ?? "", isDraft = false }: Props) {
  const { site, programme, homePage, locales, helpAtOnce } = await frame(page?.locale.code ?? null);
  const past = await shownPast();
  const notices = [
    site.demonstration ? "This is a demonstration. Nothing on this site is real." : "",
    programme.record.sentence,
  ].filter(Boolean);
  return (
    <>
      <a className="skip" href="#main">
        Skip to the content
      </a>
      {helpAtOnce.length > 0 ? (
        <aside className="help-at-once" aria-label="Help at once">
          <div className="wide">
            <HelpAtOnce />
          </div>
        </aside>
      ) : null}
      {past ? <PastDay past={past} path={dayIn(path).path || "/"} /> : null}
      <header className="site-header">
        <div className="wide">
          <a className="site-name" href={homePage?.path ?? (past ? pathAt(past.day, "/") : "/")}>
            {site.look.logo ? (
              <img
                src={site.look.logo.url}
                alt={site.look.showName ? "" : site.name}
                width={site.look.logo.width}
                height={site.look.logo.height}
              />
            ) : null}
            {site.look.showName || !site.look.logo ? <span>{site.name}</span> : null}
          </a>
          <Menu home={homePage} path={path} />
          {past ? null : <SearchForm id="search" />}
        </div>
      </header>
      <div className="wide">
        {page ? <Breadcrumbs page={page} /> : null}
        {page ? <Languages page={page} /> : null}
        {notices.length > 0 ? (
          <aside aria-label="About this site">
            {notices.map((notice) => (
              <p key={notice} className="notice">
                {notice}
              </p>
            ))}
          </aside>
        ) : null}
        <main id="main" tabIndex={-1}>
          {children}
          {past ? <NotKnown past={past} /> : null}
          {isDraft || past || path === "/feedback/" ? null : <Useful path={path} />}
        </main>
      </div>
      <Foot site={site} locales={locales} isPast={past !== null} />
    </>
  );
}

function Menu({ home, path }: { home: FrameQuery["homePage"]; path: string }) {
  if (!home) return null;
  return (
    <nav aria-label="Main">
      <ul>
        {home.children.nodes.map((entry) => (
          <li key={entry.id}>
            <a
              href={entry.path}
              aria-current={entry.path === path ? "page" : path.startsWith(entry.path) ? "true" : undefined}
            >
              {entry.title}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function Breadcrumbs({ page }: { page: WholePage }) {
  const above = page.ancestors.nodes;
  if (above.length === 0) return null;
  return (
    <nav className="breadcrumbs" aria-label="Breadcrumbs">
      <ol>
        {above.map((each) => (
          <li key={each.id}>
            <PageLink page={each} />
          </li>
        ))}
      </ol>
    </nav>
  );
}

function Languages({ page }: { page: WholePage }) {
  if (page.translations.length === 0) return null;
  return (
    <nav className="languages" aria-label="Languages">
      <ul>
        {page.translations.map(({ path, locale }) => (
          <li key={locale.tag}>
            <a href={path} lang={locale.tag} hrefLang={locale.tag}>
              {locale.name}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function Foot({ site, locales, isPast }: Pick<FrameQuery, "site" | "locales"> & { isPast: boolean }) {
  const contact = [site.contactName, site.contactPhone, site.contactHours].filter(Boolean).join(", ");
  return (
    <footer className="site-footer">
      <div className="wide">
        {contact || site.contactEmail ? (
          <p>
            {contact} {site.contactEmail ? <a href={`mailto:${site.contactEmail}`}>{site.contactEmail}</a> : null}
          </p>
        ) : null}
        <ul>
          {isPast ? null : (
            <>
              <li>
                <a href="/subscribe/">
                  {site.newsletterName ? `Get ${site.newsletterName} by e-mail` : "Get news by e-mail"}
                </a>
              </li>
              <li>
                <a href="/feeds/all.atom">Feed of everything</a>
              </li>
            </>
          )}
          <li>
            <a href="/help/">Where to get help</a>
          </li>
          {site.look.footerLinks.map(({ text, url }) => (
            <li key={url}>
              <a href={url}>{text}</a>
            </li>
          ))}
          {site.socialChannels.map(({ id, platform, handle, address }) => (
            <li key={id}>
              <a href={address}>
                {platform} {handle}
              </a>
            </li>
          ))}
          {locales.length > 1
            ? locales.map(({ tag, name, home }) =>
                home ? (
                  <li key={tag}>
                    <a href={home.path} lang={tag} hrefLang={tag}>
                      {name}
                    </a>
                  </li>
                ) : null,
              )
            : null}
        </ul>
        {site.look.footerText ? <p>{site.look.footerText}</p> : null}
        <p>{site.organisation}</p>
      </div>
    </footer>
  );
}
