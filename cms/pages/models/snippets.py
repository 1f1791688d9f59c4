"""The base model of all snippets."""

from typing import ClassVar

from django.contrib.contenttypes.fields import GenericRelation
from django.core.exceptions import ValidationError
from django.db import models
from wagtail.admin.panels import FieldPanel
from wagtail.models import DraftStateMixin, RevisionMixin
from wagtail.search import index

from cms.graphql.fields import GraphQLText, GraphQLTextIn
from cms.pages.conflicts import GuardedTermForm
from cms.pages.models.translated_texts import TranslatedTexts, TranslatedTextsPanel
from cms.pages.programme_term_forms import ProgrammeTermForm, SeveralSitesPanel
from cms.sites.rows import SharableRow


class Snippet(DraftStateMixin, RevisionMixin, index.Indexed, models.Model):
    """A term that pages choose from: drafted, published and scheduled like a page, but without an address."""

    name = models.CharField(max_length=120, unique=True, help_text="As readers should see it.")
    slug = models.SlugField(max_length=120, unique=True, help_text="Short form for addresses and filters.")
    description = models.TextField(blank=True, help_text="One or two sentences in plain words. Optional.")
    revisions = GenericRelation("wagtailcore.Revision", related_query_name="%(class)s")

    base_form_class = GuardedTermForm
    panels = [FieldPanel("name"), FieldPanel("slug"), FieldPanel("description")]
    search_fields = [
        index.SearchField("name", boost=2),
        index.SearchField("description"),
        index.AutocompleteField("name"),
        index.FilterField("live"),
    ]
    graphql_fields = [
        GraphQLText("name", description="As readers should see it."),
        GraphQLText("slug", description="Short form for addresses and filters; unique."),
        GraphQLText("description", description="One or two sentences; may be empty."),
    ]

    class Meta:
        abstract = True
        ordering = ["name"]

    def __str__(self):
        return self.name

    def unique_error_message(self, model_class, unique_check):
        """Say that other programmes, whose terms the editor may not see, count too; without naming one."""
        label = self._meta.get_field(unique_check[0]).verbose_name
        kinds = self._meta.verbose_name_plural
        message = f"This {label} is already in use. It must be unique among the {kinds} of all programmes."
        return ValidationError(message, code="unique")


class Term(TranslatedTexts, Snippet):
    """A snippet whose name readers see, in the language of the page where it is translated."""

    translated_fields: ClassVar[tuple[str, ...]] = ("name", "description")

    panels = [*Snippet.panels, TranslatedTextsPanel()]
    graphql_fields = [*Snippet.graphql_fields, GraphQLTextIn("name"), GraphQLTextIn("description")]

    class Meta(Snippet.Meta):
        abstract = True


class ProgrammeTerm(SharableRow, Term):
    """A term that all programmes share, or that is one programme's alone."""

    base_form_class = ProgrammeTermForm
    panels = [*Term.panels, SeveralSitesPanel("site")]

    class Meta(Term.Meta):
        abstract = True
