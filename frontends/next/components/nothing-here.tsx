import { Frame } from "@/components/frame";
import { HelpAtOnce } from "@/components/help";
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
