"""The terms in the admin: one menu item, with a list for each kind."""

from django.db import models
from wagtail.admin.ui.tables import Column
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSetGroup

from cms.editing.programme_terms import ProgrammeTermViewSet
from cms.editing.shown_rows import pages_shown
from cms.proposals.kinds import kinds
from cms.proposals.terms import TermKind

from .models import (
    Audience,
    CollectionItem,
    CommitmentPage,
    ContactPoint,
    GlossaryTerm,
    KeyMessagePage,
    Organisation,
    OutsideRecord,
    PolicyArea,
    PublicationPage,
    SubjectArea,
    Theme,
    Topic,
    WorkStreamPage,
)


class TopicViewSet(ProgrammeTermViewSet):
    model = Topic
    icon = "tag"
    list_display = ["name", "description", "live"]


class OrganisationViewSet(ProgrammeTermViewSet):
    model = Organisation
    icon = "group"
    list_display = ["name", "short_name", "live"]


class ContactPointViewSet(ProgrammeTermViewSet):
    model = ContactPoint
    icon = "mail"
    menu_label = "Contact points"
    list_display = ["name", "get_kind_display", "email", "phone", "live"]
    list_filter = ["kind"]


class AudienceViewSet(ProgrammeTermViewSet):
    model = Audience
    icon = "user"
    list_display = ["name", "description", "live"]


class GlossaryTermViewSet(ProgrammeTermViewSet):
    model = GlossaryTerm
    icon = "openquote"
    menu_label = "Glossary"
    list_display = ["name", "long_form", "live"]


class ThemeViewSet(ProgrammeTermViewSet):
    model = Theme
    icon = "list-ol"
    list_display = ["name", "order", "live"]
    ordering = ["order", "name"]


class SubjectAreaViewSet(ProgrammeTermViewSet):
    model = SubjectArea
    icon = "list-ul"
    menu_label = "Subject areas"
    list_display = ["name", "order", "live"]
    ordering = ["order", "name"]


class PolicyAreaViewSet(ProgrammeTermViewSet):
    model = PolicyArea
    icon = "folder-open-1"
    menu_label = "Policy areas"
    list_display = ["name", "description", "live"]


# By relation of an outside record, the pages that refer to it; besides, rows of collections do.
USERS: dict[str, type[models.Model]] = {
    "work_streams": WorkStreamPage,
    "commitments": CommitmentPage,
    "publications": PublicationPage,
    "key_messages": KeyMessagePage,
}
NAMED = 5


def _users(record: OutsideRecord) -> str:
    """Return the titles of the pages found that refer to a record; Wagtail's index knows no such relations."""
    pages = [page for name in USERS for page in getattr(record, name).all()]
    pages += [item.page for item in record.collection_items.all()]
    titles = [page.title for page in pages]
    more = len(titles) - NAMED
    return ", ".join(titles[:NAMED]) + (f" and {more} more" if more > 0 else "") or "Nothing yet"


class OutsideRecordViewSet(ProgrammeTermViewSet):
    model = OutsideRecord
    icon = "link-external"
    menu_label = "Outside records"
    list_display = [
        "name",
        "get_kind_display",
        "publisher",
        Column("users", label="Used by", accessor=_users),
        "live",
    ]
    list_filter = ["kind"]

    def get_queryset(self, request):
        """Return the records with the programme's pages that refer to them, published or not: a statement for each
        relation, however many there are."""
        shown = pages_shown(request)
        return (
            super()
            .get_queryset(request)
            .prefetch_related(
                *(models.Prefetch(name, model._default_manager.filter(shown)) for name, model in USERS.items()),
                models.Prefetch("collection_items", CollectionItem.objects.filter(pages_shown(request, "page__path"))),
                "collection_items__page",
            )
        )


class TermViewSetGroup(SnippetViewSetGroup):
    """All terms of the programme, most used first. Later apps add theirs by `submenu_hook`."""

    menu_label = "Terms"
    menu_icon = "tag"
    menu_order = 450  # after images and documents
    submenu_hook = "register_terms_menu_item"
    items = (
        TopicViewSet,
        OrganisationViewSet,
        ContactPointViewSet,
        GlossaryTermViewSet,
        AudienceViewSet,
        ThemeViewSet,
        SubjectAreaViewSet,
        PolicyAreaViewSet,
        OutsideRecordViewSet,
    )


def register() -> None:
    """Register the terms. Called when the app is ready, before grapple makes types of registered snippets."""
    register_snippet(TermViewSetGroup)
    for viewset in TermViewSetGroup.items:
        kinds.add(viewset.model, TermKind(viewset.model))
