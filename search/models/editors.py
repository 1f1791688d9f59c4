"""Records of editors for the search."""

from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from wagtail.admin.panels import PageChooserPanel
from wagtail.models import DraftStateMixin, RevisionMixin

from cms.models import Snippet
from cms.pages.conflicts import GuardedTermForm


class Synonym(Snippet):
    """Words with the same meaning for searchers. `name` is the word used on the site."""

    words = models.TextField(
        help_text="Other words for it, one on each line, of one word or several. A search for one also finds the others."
    )

    panels = ["name", "words", "slug", "description"]
    graphql_fields: list = []


class PromotedResult(DraftStateMixin, RevisionMixin, models.Model):
    """A page that editors put above the results of certain queries."""

    queries = models.TextField(
        help_text="Queries, one on each line. Capitals, accents, plurals and words such as “the” make no difference."
    )
    page = models.ForeignKey("wagtailcore.Page", on_delete=models.CASCADE, related_name="+")
    text = models.CharField(
        max_length=250, blank=True, help_text="The text of the result. Leave empty for the page's own summary."
    )
    order = models.PositiveSmallIntegerField(default=0, help_text="Position among several for one query, lowest first.")
    revisions = GenericRelation("wagtailcore.Revision", related_query_name="promoted_result")

    base_form_class = GuardedTermForm
    panels = ["queries", PageChooserPanel("page"), "text", "order"]

    class Meta:
        ordering = ["order", "pk"]

    def __str__(self):
        return f"{', '.join(self.query_list)}: {self.page}"

    @property
    def query_list(self) -> list[str]:
        """The queries as a list, without empty lines."""
        return [query.strip() for query in self.queries.splitlines() if query.strip()]
