"""The base model of all snippets."""

from typing import ClassVar, cast

from django.contrib.contenttypes.fields import GenericRelation
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
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
    panels = ["name", "slug", "description"]
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


class Term(TranslatedTexts, Snippet):
    """A snippet whose name readers see, in the language of the page where it is translated."""

    translated_fields: ClassVar[tuple[str, ...]] = ("name", "description")

    panels = [*Snippet.panels, TranslatedTextsPanel()]
    graphql_fields = [*Snippet.graphql_fields, GraphQLTextIn("name"), GraphQLTextIn("description")]

    class Meta(Snippet.Meta):
        abstract = True


def in_programme(field: str) -> list[models.BaseConstraint]:
    """Return the constraints by which a field is unique among a programme's own terms, and among those that all share."""
    name = f"%(app_label)s_%(class)s_{field}"
    return [
        models.UniqueConstraint(fields=["site", field], name=f"{name}_own"),
        models.UniqueConstraint(fields=[field], condition=Q(site=None), name=f"{name}_shared"),
    ]


class ProgrammeTerm(SharableRow, Term):
    """A term that all programmes share, or that is one programme's alone.

    Its slug and its name are unique in its programme. A programme's own has neither of a shared one; the database can't
    refuse that, so a search for a slug takes the programme's own first (`cms.sites.rows.own_first`).
    """

    name = models.CharField(max_length=120, help_text="As readers should see it.")
    slug = models.SlugField(max_length=120, help_text="Short form for addresses and filters.")

    unique_in_programme: ClassVar[tuple[str, ...]] = ("name", "slug")
    # Of these, those that are taken also if they are written with other capitals.
    without_case: ClassVar[tuple[str, ...]] = ()
    base_form_class = ProgrammeTermForm
    panels = [*Term.panels, SeveralSitesPanel("site")]
    search_fields = [*Term.search_fields, index.FilterField("site")]

    class Meta(Term.Meta):
        abstract = True
        constraints = [*in_programme("slug"), *in_programme("name")]

    def clean(self):
        super().clean()
        others = type(self)._default_manager.exclude(pk=self.pk)
        here = Q(site=None) | Q(site=self.site_id) if self.site_id else Q()
        errors = {}
        for field in self.unique_in_programme:
            lookup = f"{field}__iexact" if field in self.without_case else field
            found = others.filter(here, **{lookup: getattr(self, field)}).values_list("site", flat=True)
            if sites := set(found):
                errors[field] = self._taken(field, sites)
        if errors:
            raise ValidationError(errors)

    def _taken(self, field: str, sites: set[int | None]) -> str:
        """Return the sentence for a name or slug that terms of these sites have; of shared ones it is None."""
        label, one = cast(models.Field, self._meta.get_field(field)).verbose_name, self._meta.verbose_name
        if self.site_id in sites:
            return f"This {label} is already in use by another {one}."
        if self.site_id:
            return f"All programmes share a term ({one}) with this {label}. Choose that one, or change the {label}."
        return f"A programme has a term ({one}) of its own with this {label}. Change the {label}, or delete that one first."
