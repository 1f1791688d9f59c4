"""Signposts in the admin, with a menu item of their own, because changes to them are urgent, and the words for whom
they are for and what they help with, which are among the terms; and reminders to compare signposts with their sources."""

from collections.abc import Iterable
from functools import partial

from django.urls import reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.snippets.models import register_snippet

from cms.base.dates import length
from cms.editing.attention import AttentionGroup, AttentionLine
from cms.editing.permissions import DeskContext
from cms.editing.programme_terms import ProgrammeTermViewSet, SharedTermViewSet
from cms.signposts.groups import HelpGroup, HelpSubject
from cms.signposts.models import Signpost


class SignpostViewSet(ProgrammeTermViewSet):
    """The list and the forms of signposts."""

    model = Signpost
    icon = "help"
    menu_label = "Signposts to help"
    menu_order = 455  # after the terms
    add_to_admin_menu = True
    list_display = ["name", "telephone", "hours", "checked_on", "live"]
    ordering = ["order", "name"]


class HelpGroupViewSet(SharedTermViewSet):
    """The list and the forms of the groups that signposts are for."""

    model = HelpGroup
    icon = "group"
    menu_label = "Groups for signposts"
    menu_item_is_registered = True  # among the terms, see below; otherwise Wagtail adds an item “Snippets”
    list_display = ["name", "heading", "banner", "order", "live"]
    ordering = ["order", "name"]


class HelpSubjectViewSet(SharedTermViewSet):
    """The list and the forms of the subjects of signposts."""

    model = HelpSubject
    icon = "tag"
    menu_label = "Subjects of signposts"
    menu_item_is_registered = True
    list_display = ["name", "slug", "live"]


def _menu_item(model: type[HelpGroup | HelpSubject]) -> MenuItem:
    return model.snippet_viewset.get_menu_item()


def register() -> None:
    """Register them. Called when the app is ready, before grapple makes types of registered snippets."""
    register_snippet(SignpostViewSet)
    for viewset in (HelpGroupViewSet, HelpSubjectViewSet):
        register_snippet(viewset)
        hooks.register("register_terms_menu_item", partial(_menu_item, viewset.model))


# After these a signpost is to be compared with its source again: a wrong number turns somebody in need away.
DAYS = 182


def signposts_to_check(asked: DeskContext) -> Iterable[AttentionGroup]:
    """Public signposts not checked recently. One query."""
    rows = asked.visibility.filter(Signpost.objects.order_by("checked_on", "order", "name"))
    may_edit = asked.user.has_perm("cms.change_signpost")
    address = Signpost.snippet_viewset.get_url_name("edit")
    yield AttentionGroup(
        "signposts-to-check",
        "signposts to check",
        f"Numbers and hours change. Compare each with its source every {length(DAYS)}, then set “checked on”.",
        [
            AttentionLine(
                name,
                f"Last checked {length((asked.today - checked_on).days)} ago.",
                reverse(address, args=[pk]) if may_edit else "",
                key=f"{pk} {checked_on}",
            )
            for pk, name, checked_on in rows.values_list("pk", "name", "checked_on")
            if (asked.today - checked_on).days > DAYS
        ],
    )
