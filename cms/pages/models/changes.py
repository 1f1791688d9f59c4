"""The record of changes of pages, written by `cms.pages.changes`."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from wagtail.models import Page, Site

from cms.base.choices import ChangeKind, Significance
from cms.graphql import change_fields
from cms.graphql.fields import GraphQLChoice, GraphQLDateTime, GraphQLText


class Change(models.Model):
    """A page was published, changed, moved or withdrawn.

    Visibility: changes of a page that is public now are public in full. Of a page that isn't public now, only its
    withdrawal is public, so that keepers of a copy delete it. A withdrawal gives data that such a keeper already has
    (the page's number, type and last address), and neither title nor note: if an editor withdraws a page, perhaps for a
    name that should not have been in it, those words must not stay here. For the same reason an address is stored only
    for withdrawals; other changes give the page's present address. Only pages that were public are ever withdrawn (see
    `cms.pages.changes`), so a draft's address isn't revealed.

    The withdrawal of a page with an expiry is recorded in advance, with that moment: it is public from then on, whether
    or not the scheduler has run.
    """

    # Kept when the page is deleted, because a withdrawal gives its number.
    page = models.ForeignKey(Page, on_delete=models.DO_NOTHING, null=True, db_constraint=False, related_name="+")
    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=ChangeKind)
    at = models.DateTimeField()
    significance = models.CharField(max_length=10, choices=Significance)
    note = models.CharField(max_length=200, blank=True)
    path = models.TextField()
    page_type = models.CharField(max_length=200)

    wagtail_reference_index_ignore = True
    list_order = ("-at",)
    graphql_fields = [
        GraphQLChoice("kind", ChangeKind, description="The kind of change."),
        GraphQLDateTime("at", description="The moment from which readers could see it."),
        GraphQLChoice(
            "significance", Significance, description="The significance of the change, as given by its editor."
        ),
        GraphQLText("note", description="One line for readers about the change; may be empty."),
        *change_fields.page_fields(),
    ]

    class Meta:
        indexes = [models.Index(fields=["-at", "-id"], name="changes_newest_first")]

    def __str__(self):
        return f"{self.at:%Y-%m-%d %H:%M} {self.path}: {self.get_kind_display()}"

    @classmethod
    def visible_condition(cls, visibility, prefix: str) -> Q:
        """Return the condition for `visibility.Visibility.condition`."""
        withdrawn = Q(**{f"{prefix}kind": ChangeKind.WITHDRAWN})
        public = visibility.condition(Page, f"{prefix}page__")
        here = Q(**{f"{prefix}site": visibility.site})
        return Q(**{f"{prefix}at__lte": visibility.now}) & ((withdrawn & here) | (~withdrawn & public))

    def is_visible(self, visibility) -> bool:
        """Return whether this change is visible. No query if it was read with its page."""
        if self.at > visibility.now:
            return False
        if self.kind == ChangeKind.WITHDRAWN:
            return visibility.site is not None and self.site_id == visibility.site.pk
        return self.page is not None and visibility.can_see(self.page)
