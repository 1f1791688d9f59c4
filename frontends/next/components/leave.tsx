import { at } from "hub-frontend";

/** On pages that somebody may have to leave quickly: a link to another site. It also works without scripts. */
export function Leave({ page }: { page: { readonly offersHiding: boolean } }) {
  if (!page.offersHiding) return null;
  return (
    <p>
      <a className="button" href="https://www.bbc.co.uk/weather" rel="noreferrer" {...at(page, "offersHiding")}>
        Hide this page
      </a>
    </p>
  );
}
