"""The terms in the admin: one menu item, with a list for each kind."""

from wagtail.admin.ui.tables import Column
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from .models import Audience, GlossaryTerm, Organisation, OutsideRecord, PolicyArea, SubjectArea, Theme, Topic


class TopicViewSet(SnippetViewSet):
    model = Topic
    icon = "tag"
    list_display = ["name", "description", "live"]


class OrganisationViewSet(SnippetViewSet):
    model = Organisation
    icon = "group"
    list_display = ["name", "short_name", "live"]


class AudienceViewSet(SnippetViewSet):
    model = Audience
    icon = "user"
    list_display = ["name", "description", "live"]


class GlossaryTermViewSet(SnippetViewSet):
    model = GlossaryTerm
    icon = "openquote"
    menu_label = "Glossary"
    list_display = ["name", "long_form", "live"]


class ThemeViewSet(SnippetViewSet):
    model = Theme
    icon = "list-ol"
    list_display = ["name", "order", "live"]
    ordering = ["order", "name"]


class SubjectAreaViewSet(SnippetViewSet):
    model = SubjectArea
    icon = "list-ul"
    menu_label = "Subject areas"
    list_display = ["name", "order", "live"]
    ordering = ["order", "name"]


class PolicyAreaViewSet(SnippetViewSet):
    model = PolicyArea
    icon = "folder-open-1"
    menu_label = "Policy areas"
    list_display = ["name", "description", "live"]


# By relation of an outside record: the pages, and the rows of collections.
USERS = ("work_streams", "commitments", "publications", "key_messages", "collection_items__page")
NAMED = 5


def _users(record: OutsideRecord) -> str:
    """Return the titles of the pages that refer to a record, published or not; Wagtail's index knows no such relations."""
    pages = [page for name in USERS[:-1] for page in getattr(record, name).all()]
    pages += [item.page for item in record.collection_items.all()]
    titles = [page.title for page in pages]
    more = len(titles) - NAMED
    return ", ".join(titles[:NAMED]) + (f" and {more} more" if more > 0 else "") or "Nothing yet"


class OutsideRecordViewSet(SnippetViewSet):
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
        """Return the records with what refers to them: a statement for each relation, however many there are."""
        return OutsideRecord.objects.prefetch_related(*USERS)


class TermViewSetGroup(SnippetViewSetGroup):
    """All terms of the programme, most used first. Later apps add theirs by `submenu_hook`."""

    menu_label = "Terms"
    menu_icon = "tag"
    menu_order = 450  # after images and documents
    submenu_hook = "register_terms_menu_item"
    items = (
        TopicViewSet,
        OrganisationViewSet,
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
