import { pathAt, type Past } from "hub-frontend";
import { Frame } from "@/components/frame";
import { HelpAtOnce } from "@/components/help";
import { DayForm } from "@/components/past-day";
import { SearchForm } from "@/components/search";

/** What to do if nothing is at an address. */
export function NothingHere() {
  return (
    <Frame>
      <h1>Page not found</h1>
      <p>There is no page at this address. It may have been moved or withdrawn, or the address may be misspelt.</p>
      <p>
        You can search this site, or begin at the <a href="/">home page</a>.
      </p>
      <SearchForm id="search-here" />
      <h2>Do you need help?</h2>
      <HelpAtOnce />
    </Frame>
  );
}

/** The page in place of a day that can't be shown. */
export function RefusedDay({ reason, path }: { reason: string; path: string }) {
  return (
    <Frame>
      <h1>This day can’t be shown</h1>
      <p className="lead">{reason}</p>
      <p>
        <a href={path}>Go to today’s page</a>
      </p>
      <DayForm path={path} />
    </Frame>
  );
}

/** The page at an address at which none was public on the day. */
export function NothingThen({ past }: { past: Past }) {
  return (
    <Frame>
      <h1>Not public on that day</h1>
      <p>No page was at this address on that day.</p>
      <p>
        <a href={pathAt(past.day, "/")}>Home page of that day</a>
      </p>
    </Frame>
  );
}
