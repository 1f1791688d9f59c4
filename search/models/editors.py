"""What editors keep for the search."""

from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from wagtail.admin.panels import FieldPanel, PageChooserPanel
from wagtail.models import DraftStateMixin, RevisionMixin

from cms.guarding import GuardedTermForm
from cms.models import Snippet


class Synonym(Snippet):
    """Words that mean the same to somebody who searches. `name` is the word that the site uses."""

    words = models.TextField(
        help_text="Other words for it, one a line, of one word or several. Whoever types one finds what has another."
    )

    panels = [FieldPanel("name"), FieldPanel("words"), FieldPanel("slug"), FieldPanel("description")]
    graphql_fields: list = []


class PromotedResult(DraftStateMixin, RevisionMixin, models.Model):
    """A page that editors put on top of what certain queries find."""

    queries = models.TextField(
        help_text="What people type, one a line. Capitals, accents, plurals and words such as “the” make no difference."
    )
    page = models.ForeignKey("wagtailcore.Page", on_delete=models.CASCADE, related_name="+")
    text = models.CharField(
        max_length=250, blank=True, help_text="What the result says about the page. Leave empty for its own summary."
    )
    order = models.PositiveSmallIntegerField(default=0, help_text="Place among several for one query, lowest first.")
    revisions = GenericRelation("wagtailcore.Revision", related_query_name="promoted_result")

    base_form_class = GuardedTermForm
    panels = [FieldPanel("queries"), PageChooserPanel("page"), FieldPanel("text"), FieldPanel("order")]
    graphql_fields: list = []

    class Meta:
        ordering = ["order", "pk"]

    def __str__(self):
        return f"{', '.join(self.query_list)}: {self.page}"

    @property
    def query_list(self) -> list[str]:
        """The queries, one an item, without empty lines."""
        return [query.strip() for query in self.queries.splitlines() if query.strip()]
