"""The root field for the site, and what every page tells search engines."""

from __future__ import annotations

import graphene

from cms.base.unsaved import unsaved
from cms.delivery import purges
from cms.delivery.models import HubSettings
from cms.delivery.seo import Seo, seo_columns
from cms.graphql.context import Info
from cms.graphql.documents import stored_documents
from cms.graphql.fields import model_type
from cms.graphql.interfaces import add_page_field
from cms.graphql.plans import reads
from cms.graphql.schema import register_query
from cms.visibility.hub_addresses import own_path


@register_query
class HubQuery:
    """The site as a whole."""

    site = graphene.Field(
        lambda: model_type("cms.HubSettings"), required=True, description="Names, contact and channels."
    )

    @staticmethod
    def resolve_site(root: None, info: Info) -> HubSettings:
        site = info.context.site
        return HubSettings.objects.filter(site=site).first() or unsaved(HubSettings, site=site)


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

    def resolve_url(root: Seo, info: Info) -> str:
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

    def resolve_open_graph(root: Seo, info: Info) -> Seo:
        return root


add_page_field(
    "seo",
    graphene.Field(
        SeoType,
        required=True,
        description="Metadata for search engines and social networks.",
        resolver=reads(seo_columns)(lambda root, info: Seo(root, info.context)),
    ),
)


def addresses_of_documents(beginning: str) -> list[str]:
    """Return the address of every stored document on the site whose addresses begin like this."""
    return [f"{beginning}{own_path('graphql')}?document={name}" for name in stored_documents()]


purges.addresses.add("stored documents", addresses_of_documents)
