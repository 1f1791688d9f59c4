"""The record of what happened to pages. `cms.changes` writes it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from wagtail.models import Page, Site

from cms.choices import ChangeKind, Significance
from cms.graphql import change_fields
from cms.graphql.fields import GraphQLChoice, GraphQLDateTime, GraphQLText


class Change(models.Model):
    """A page was published, changed, moved or withdrawn.

    What the public may know of it. A change of a page that is public now is told in full. One of a page that isn't
    public now is not told at all, but for its withdrawal: whoever keeps a copy must hear that it has to go. A withdrawal
    gives what a holder of the copy has already (the page's number, type and last address) and neither title nor note,
    because an editor who takes a page away, perhaps for a name that should not have been in it, must not find the words
    kept here. For the same reason an address is kept only for withdrawals; other changes give the page's address of today.
    Only pages that were public are ever withdrawn (see `cms.changes`), so a draft's address is not told.

    A page that will expire has its withdrawal written ahead, with the moment at which it expires: it is told from that
    moment on, whether or not the scheduler has run.
    """

    # Kept when the page is gone: a withdrawal still says which number it had.
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
        GraphQLChoice("kind", ChangeKind, description="What happened."),
        GraphQLDateTime("at", description="When readers could first see it."),
        GraphQLChoice("significance", Significance, description="How big the change is, as its editor says."),
        GraphQLText("note", description="One line for readers about the change; may be empty."),
        *change_fields.page_fields(),
    ]

    class Meta:
        indexes = [models.Index(fields=["-at", "-id"], name="changes_newest_first")]

    def __str__(self):
        return f"{self.at:%Y-%m-%d %H:%M} {self.path}: {self.get_kind_display()}"

    @classmethod
    def visible_condition(cls, visibility, prefix: str) -> Q:
        """Return the rule for `visibility.Visibility.condition`."""
        withdrawn = Q(**{f"{prefix}kind": ChangeKind.WITHDRAWN})
        public = visibility.condition(Page, f"{prefix}page__")
        here = Q(**{f"{prefix}site": visibility.site})
        return Q(**{f"{prefix}at__lte": visibility.now}) & ((withdrawn & here) | (~withdrawn & public))

    def is_visible(self, visibility) -> bool:
        """Return the rule's answer for this change. No query if it was read with its page."""
        if self.at > visibility.now:
            return False
        if self.kind == ChangeKind.WITHDRAWN:
            return visibility.site is not None and self.site_id == visibility.site.pk
        return self.page is not None and visibility.can_see(self.page)
