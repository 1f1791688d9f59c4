"""The programme as a whole, with its vision."""

from __future__ import annotations

from functools import cached_property

import graphene
from wagtail.models import Site

from cms.base.unsaved import unsaved
from cms.graphql import relations
from cms.graphql.context import PUBLIC, Context
from cms.graphql.fields import enum_of, model_type
from cms.graphql.interfaces import add_page_field
from cms.graphql.keys import known_key
from cms.graphql.plans import reads
from cms.graphql.rich_text import SHOWN, PublicText, RichText
from cms.graphql.roots import first
from cms.graphql.schema import register_query
from cms.sites.addresses import SiteAddress
from cms.sites.models import ProgrammeState
from home.models import HomePage, Principle
from programme.choices import CountedThing
from programme.graphql.programme import ProgrammeFacts, counted
from programme.models import ProgrammeSettings

SITES = "sites of programmes"
SETTINGS = "settings of programmes"
# Of the one programme of a hub that has never named it.
MAIN = "main"


class ProgrammeRecords:
    """The records that describe a programme. Each is read once for all fields of an answer that lead to it.

    `address` is that of another programme of the hub; None for that of the context's site.
    """

    def __init__(self, context: Context, address: SiteAddress | None = None):
        self._asked = context
        self._other = address
        self.address = address or context.visibility.address

    @classmethod
    def of(cls, context: Context, address: SiteAddress | None = None) -> ProgrammeRecords:
        """Return the records of a programme, by default that of the context's site."""
        if address is None or (context.site is not None and address.site_key == context.site.pk):
            return context.shared("programme", lambda: cls(context))
        return context.shared(("programme", address.site_key), lambda: cls(context, address))

    @cached_property
    def settings(self) -> ProgrammeSettings:
        """Its settings: for the others, all are read in one statement."""
        site, other = self._asked.site, self._other
        if other is None:
            return ProgrammeSettings.objects.filter(site=site).first() or unsaved(ProgrammeSettings, site=site)
        kept = self._asked.shared(
            SETTINGS,
            lambda: {row.site_id: row for row in ProgrammeSettings.objects.filter(site__in=open_keys(self._asked))},
        )
        return kept.get(other.site_key) or unsaved(ProgrammeSettings, site_id=other.site_key, name=other.name)

    @cached_property
    def context(self) -> Context:
        """The context in which what belongs to the programme is read."""
        if self._other is None:
            return self._asked
        sites = self._asked.shared(
            SITES, lambda: Site.objects.select_related("root_page").in_bulk(open_keys(self._asked))
        )
        return self._asked.for_site(sites[self._other.site_key])

    @cached_property
    def home(self) -> HomePage | None:
        """The front page; None until it is public."""
        # The organisation's own site has the front pages of all.
        site = self.context.site
        own = {"pk": site.root_page_id} if site and self.address and self.address.spans_programmes else {}
        page = first("home.HomePage", self.context, **own)
        return page if isinstance(page, HomePage) else None

    @cached_property
    def counted(self) -> dict[CountedThing, int]:
        """The numbers counted on the site."""
        return counted(self.context)


def programmes_known_to(context: Context) -> list[SiteAddress]:
    """Return the programmes that the context may name: those that aren't closed; with drafts only its own.

    A token for the drafts of one programme doesn't open another's.
    """
    visibility = context.visibility
    if context.perspective != PUBLIC:
        return [visibility.address] if visibility.address else []
    return [one for one in visibility.sites if not one.is_closed]


def open_keys(context: Context) -> list[int]:
    """Return the keys of the sites of these programmes."""
    return [one.site_key for one in programmes_known_to(context)]


def key_of(address: SiteAddress | None) -> str:
    """Return a programme's key."""
    return (address.key if address else "") or MAIN


class Programme(ProgrammeFacts, graphene.ObjectType):
    """The programme: its name, purpose, vision, phases and counts."""

    key = graphene.String(required=True, description="Its short name for programs, which never changes.")
    url = graphene.String(required=True, description="The full address of its front page.")
    graphql_url = graphene.String(
        required=True, description="The address at which the API answers for the programme alone."
    )
    state = graphene.Field(
        enum_of(ProgrammeState), required=True, description="Whether it is kept; closed ones are left out of lists."
    )
    state_since = graphene.Date(description="The day since which it is in this state: of an archived one, its end.")
    successor = graphene.String(
        required=True, description="The full address of an archived programme's successor; empty without one."
    )
    vision = graphene.Field(RichText, required=True, description="The vision in one paragraph; may be empty.")
    principles = graphene.List(
        graphene.NonNull(lambda: model_type("home.Principle")),
        required=True,
        description="The principles of the vision, in order.",
    )

    def resolve_key(root, info):
        return key_of(root.address)

    def resolve_url(root, info):
        visibility = root.context.visibility
        return visibility.frontend_address(f"{visibility.prefix}/")

    def resolve_graphql_url(root, info):
        return f"{root.context.visibility.beginning}/graphql/"

    def resolve_state(root, info):
        return root.address.state if root.address else ProgrammeState.OPEN

    def resolve_state_since(root, info):
        return root.address.state_since if root.address else None

    def resolve_successor(root, info):
        return root.address.successor if root.address else ""

    @reads(of={**SHOWN, "home.HomePage": ["vision"]})
    def resolve_vision(root, info):
        return PublicText(root.home.vision if root.home else "", root.context)

    def resolve_principles(root, info):
        return relations.rows(root.home, Principle, "page", None, root.context) if root.home else []


def resolve_programme(root, info, key: str | None = None) -> ProgrammeRecords:
    """Return the programme with the key, by default that of the site asked. Raises ApiError (INVALID_VALUE)."""
    if key is None:
        return ProgrammeRecords.of(info.context)
    known = {key_of(one): one for one in programmes_known_to(info.context)}
    return ProgrammeRecords.of(info.context, known[known_key("key", key, known)])


def resolve_programmes(root, info) -> list[ProgrammeRecords]:
    """Return all programmes that aren't closed, that at the hub's own address first."""
    return [ProgrammeRecords.of(info.context, one) for one in programmes_known_to(info.context)]


def programme_of_page(root, info) -> ProgrammeRecords:
    """Return the programme of a page, which the tree says. No statement for any number of pages."""
    return ProgrammeRecords.of(info.context, info.context.visibility.address_of(root))


@register_query
class ProgrammeQuery:
    """The programme, and the others of the hub."""

    programme = graphene.Field(
        Programme,
        required=True,
        description="The programme as a whole.",
        key=graphene.Argument(
            graphene.String, description="The key of a programme of the hub; by default that of the address asked."
        ),
        resolver=resolve_programme,
    )
    programmes = graphene.List(
        graphene.NonNull(Programme),
        required=True,
        description="The programmes of the hub that aren't closed. Where a draft is previewed, only that of the address asked.",
        resolver=resolve_programmes,
    )


add_page_field(
    "programme",
    graphene.Field(
        Programme,
        required=True,
        description="The programme that the page belongs to, for lists with pages of several.",
        resolver=reads("path")(programme_of_page),
    ),
)
