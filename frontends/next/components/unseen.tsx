// In previews alone: fields that readers don't see as such, so that an editor reaches them by a click as well.
import { at } from "hub-frontend";
import { Fact, Facts, Section } from "@/components/parts";
import type { WholePage } from "@/lib/types";

export function Unseen({ page }: { page: WholePage }) {
  return (
    <Section title="Not shown to readers">
      <Facts>
        <Fact name="Title in search engines" mark={at(page, "seoTitle")}>
          {page.seoTitle}
        </Fact>
        <Fact name="Description in search engines" mark={at(page, "searchDescription")}>
          {page.searchDescription}
        </Fact>
        <OfItsType page={page} />
      </Facts>
    </Section>
  );
}

function OfItsType({ page }: { page: WholePage }) {
  switch (page.__typename) {
    case "GroupPage":
      return (
        <Fact name="Name in the address" mark={at(page, "slug")}>
          {page.slug}
        </Fact>
      );
    case "IssuePage":
      return (
        <>
          <Fact name="Part" mark={at(page, "part")}>
            {page.part}
          </Fact>
          <Fact name="Subject of the message" mark={at(page, "subject")}>
            {page.subject}
          </Fact>
          <Fact name="First line in the list of messages" mark={at(page, "preheader")}>
            {page.preheader}
          </Fact>
        </>
      );
    case "StandardPage":
      return <Hiding page={page} />;
    case "TeamProfilePage":
      return (
        <>
          <Fact name="Given name" mark={at(page, "givenName")}>
            {page.givenName}
          </Fact>
          <Fact name="Family name" mark={at(page, "familyName")}>
            {page.familyName}
          </Fact>
        </>
      );
    case "WorkStreamPage":
      return (
        <>
          <Fact name="Name in the address" mark={at(page, "slug")}>
            {page.slug}
          </Fact>
          <Hiding page={page} />
        </>
      );
    default:
      return null;
  }
}

function Hiding({ page }: { page: { readonly offersHiding: boolean } }) {
  return (
    <Fact name="“Hide this page”" mark={at(page, "offersHiding")}>
      {page.offersHiding ? "Offered" : "Not offered"}
    </Fact>
  );
}
