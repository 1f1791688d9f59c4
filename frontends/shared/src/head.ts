import type { HeadFragment } from "./generated/operations.ts";

export interface HeadTags {
  readonly title: string;
  readonly description: string;
  readonly canonical: string;
  readonly noindex: boolean;
  /** Open Graph, as `property` and `content` of meta elements. */
  readonly meta: readonly { readonly property: string; readonly content: string }[];
  /** Links to the page in other languages. */
  readonly alternates: readonly { readonly language: string; readonly address: string }[];
  /** For a script element of the type `application/ld+json`. Nothing in it can end the element. */
  readonly jsonLd: string;
}

/** Returns what the head of a page holds. */
export function headOf(page: HeadFragment): HeadTags {
  const { seo } = page;
  const { openGraph: og } = seo;
  const properties: [string, string | number | undefined][] = [
    ["og:type", og.type],
    ["og:site_name", og.siteName],
    ["og:locale", og.locale],
    ["og:title", og.title],
    ["og:description", og.description],
    ["og:url", og.url],
    ["og:image", og.image?.url],
    ["og:image:width", og.image?.width],
    ["og:image:height", og.image?.height],
    ["og:image:alt", og.image?.alt],
  ];
  const others = page.translations.filter((each) => each.locale.tag !== page.locale.tag);
  return {
    title: seo.title,
    description: seo.description,
    canonical: seo.canonical,
    noindex: seo.noindex,
    meta: properties.filter(([, value]) => value).map(([property, value]) => ({ property, content: String(value) })),
    alternates: others.length
      ? [
          { language: page.locale.tag, address: page.url },
          ...others.map((each) => ({ language: each.locale.tag, address: each.url })),
        ]
      : [],
    jsonLd: seo.jsonLd.replace(/</g, "\\u003c"),
  };
}
