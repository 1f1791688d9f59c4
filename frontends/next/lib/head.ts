import type { Metadata } from "next";
import { headOf as tagsOf } from "hub-frontend";
import type { WholePage } from "@/lib/types";
import { siteAddress } from "@/lib/settings";

/** What Next writes into the head of a page. JSON-LD is a part of the page itself. */
export function headOf(page: WholePage, isPast = false): Metadata {
  const { title, description, canonical, noindex, alternates } = tagsOf(page);
  const { openGraph } = page.seo;
  return {
    metadataBase: new URL(siteAddress()),
    title,
    description,
    ...(isPast
      ? {}
      : {
          alternates: {
            canonical,
            types: { "application/atom+xml": [{ url: "/feeds/all.atom", title: openGraph.siteName }] },
            languages: Object.fromEntries(alternates.map(({ language, address }) => [language, address])),
          },
        }),
    ...(noindex || isPast ? { robots: { index: false } } : {}),
    openGraph: {
      type: openGraph.type === "article" ? "article" : "website",
      title: openGraph.title,
      description: openGraph.description,
      url: openGraph.url,
      siteName: openGraph.siteName,
      locale: openGraph.locale,
      ...(openGraph.image ? { images: [openGraph.image] } : {}),
    },
  };
}
