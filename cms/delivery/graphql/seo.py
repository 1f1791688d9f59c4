"""Metadata for the head of a page."""

from __future__ import annotations

import graphene

from cms.delivery.seo import Seo as PageSeo
from cms.graphql.context import Info


class OpenGraphImage(graphene.ObjectType):
    """The picture for social media."""

    url = graphene.String(required=True, description="Full address of the file: JPEG or PNG.")
    width = graphene.Int(required=True, description="Width in pixels, for `og:image:width`.")
    height = graphene.Int(required=True, description="Height in pixels, for `og:image:height`.")
    alt = graphene.String(required=True, description="The alternative text, for `og:image:alt`.")


class OpenGraph(graphene.ObjectType):
    """The page's metadata for social networks (https://ogp.me)."""

    title = graphene.String(required=True, description="For `og:title`.")
    description = graphene.String(required=True, description="For `og:description`; may be empty.")
    type = graphene.String(required=True, description="For `og:type`: website, article or profile.")
    url = graphene.String(required=True, description="For `og:url`: the canonical address.")
    site_name = graphene.String(required=True, description="For `og:site_name`.")
    locale = graphene.String(required=True, description="For `og:locale`, such as en_GB.")
    image = graphene.Field(OpenGraphImage, description="For `og:image`; null if the page has no public picture.")

    def resolve_url(root: PageSeo, info: Info) -> str:
        return root.canonical


class SeoType(graphene.ObjectType):
    """Metadata of a page for search engines and social networks."""

    canonical = graphene.String(required=True, description="The canonical full address, for `link rel=canonical`.")
    title = graphene.String(required=True, description="For the `title` element; without the site's name.")
    description = graphene.String(
        required=True,
        description="For `meta name=description`: the editor's, or else the summary, or else a generated sentence.",
    )
    noindex = graphene.Boolean(
        required=True,
        description="Whether to ask search engines not to index the page, because it has only a notice.",
    )
    open_graph = graphene.Field(OpenGraph, required=True, description="For social networks.")
    json_ld = graphene.String(
        required=True,
        description=(
            "The page and its breadcrumb in schema.org's vocabulary, as JSON. Escaped, so that it can be used "
            "unchanged in a `script` element of type application/ld+json."
        ),
    )

    class Meta:
        name = "Seo"

    def resolve_open_graph(root: PageSeo, info: Info) -> PageSeo:
        return root
