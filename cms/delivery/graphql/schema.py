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

from .seo import SeoType


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
