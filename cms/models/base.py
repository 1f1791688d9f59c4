"""What every page of the hub has."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.apps import apps
from django.db import models
from django.db.models import Exists, Q
from django.http import Http404
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList, TabbedInterface
from wagtail.models import Page, PageViewRestriction
from wagtail.search import index
from wagtail.utils.decorators import cached_classmethod

from cms.choices import Significance
from cms.delivery.viewer import visibility_of
from cms.forms import HubCopyForm, HubPageForm
from cms.graphql.fields import GraphQLText
from cms.panels import ConsequencesPanel
from cms.previews import FrontendPreview
from cms.rows import RowsPanel
from cms.visibility.rule import Visibility

if TYPE_CHECKING:
    from cms.routing import Way
    from cms.seo import Seo


class BasePage(FrontendPreview, Page):
    """A page of the hub.

    A subclass writes, in this order: its fields, `search_fields`, `content_panels`, where it may stand
    (`parent_page_types`, `subpage_types`) and `graphql_fields`, each list starting with its parent's. What every page
    answers in GraphQL is in `cms.graphql.interfaces.PageInterface` and is not repeated.
    """

    # How `cms.routing` found the page, if it was asked for by its address.
    way: Way | None = None
    # Name of the foreign key that is kept equal to the parent page, if there is one.
    parent_field = ""
    # Name of the foreign key to the picture that shares show, and what Open Graph calls this sort of page.
    share_image_field = ""
    share_type = "website"
    # Names of the models whose public rows this page lists, if it is a list; without a row it is empty.
    item_models: tuple[str, ...] = ()
    # Names of public fields that writing help leaves alone, such as texts with another place's customs.
    writing_help_skips: tuple[str, ...] = ()

    # About the change that is being made: they belong to the draft, go into the record of changes when it is published
    # (`cms.changes`) and are empty again afterwards.
    change_significance = models.CharField(
        "how big is this change?",
        max_length=10,
        choices=Significance,
        blank=True,
        help_text="Recorded when it is published, with the date.",
    )
    change_note = models.CharField(
        "one line for readers",
        max_length=200,
        blank=True,
        help_text="What is new, in a sentence, such as “Adds the minutes of June”. Recorded when it is published.",
    )

    search_words = models.TextField(
        "words that readers search by",
        blank=True,
        help_text="Other words for this page, and questions that it answers, one a line. The search finds the page by them; "
        "readers don't see them.",
    )

    base_form_class = HubPageForm
    copy_form_class = HubCopyForm
    exclude_fields_in_copy = ["change_significance", "change_note"]
    change_panels = [
        MultiFieldPanel(
            [
                FieldPanel("change_significance", widget=forms.RadioSelect),
                FieldPanel("change_note"),
                ConsequencesPanel(),
            ],
            "This change",
        )
    ]
    promote_panels = [*Page.promote_panels, FieldPanel("search_words", widget=forms.Textarea(attrs={"rows": 3}))]
    # Empty for types that state no facts of their own.
    source_panels = [
        RowsPanel(
            "sources",
            heading="Sources",
            label="Source",
            help_text="Where the facts of this page come from. Readers find them at its end.",
        )
    ]
    graphql_fields: list = []

    class Meta:
        abstract = True

    @classmethod
    def get_verbose_name(cls):
        """“Work stream”, not “Work stream page”: in the admin everything is a page."""
        return super().get_verbose_name().removesuffix(" page")

    @cached_classmethod
    def get_edit_handler(cls):  # noqa: N805  it is a class method
        """The three tabs that Wagtail makes, and the type's own. Sources and the questions about the change end the first.

        Nobody comes to the button that publishes without having passed them.
        """
        tabs = {
            "Content": [*cls.content_panels, *cls.source_panels, *cls.change_panels],
            **cls.extra_tabs(),
            "Promote": cls.promote_panels,
            "Settings": cls.settings_panels,
        }
        panels = [ObjectList(children, heading=heading) for heading, children in tabs.items() if children]
        return TabbedInterface(panels, base_form_class=cls.base_form_class).bind_to_model(cls)

    @classmethod
    def extra_tabs(cls) -> dict[str, list]:
        """Return the panels of tabs that only this type has, by heading; they come after the first."""
        return {}

    @classmethod
    def empty_condition(cls, visibility: Visibility) -> Q | None:
        """Return the condition of pages of this type that have nothing of their own to read; None if each has.

        A list is empty if the public sees none of its items. See `cms.empty_pages`.
        """
        if not cls.item_models:
            return None
        return Q(*(~Exists(visibility.filter(apps.get_model(name).objects.all())) for name in cls.item_models))

    def json_ld(self, seo: Seo) -> dict[str, Any]:
        """Return what is particular to the page in the words of schema.org: its `@type`, dates, people, files.

        What is empty is left out of the answer. Address, name, description and picture are there already.
        """
        return {}

    @property
    def default_description(self) -> str:
        """The sentence for search engines if no editor wrote one and no summary introduces the page. Reads no relation."""
        return self.title

    @property
    def distinct_name(self) -> str:
        """What no other page under the same parent may be, such as “action 3”. Empty where any number may be alike."""
        return ""

    @classmethod
    def names_taken(cls, parent: Page, *, besides: int | None = None) -> set[str]:
        """Return the distinct names of the pages of this type under the parent, but for one page.

        Names that only drafts carry count: otherwise a draft, approved or scheduled, would fail the day it goes live.
        """
        pages = cls.objects.child_of(parent).exclude(pk=besides).select_related("latest_revision")
        return {name for page in pages for name in page._names()}

    def _names(self) -> set[str]:
        pages = [self]
        if self.has_unpublished_changes and self.latest_revision:
            pages.append(self.with_content_json(self.latest_revision.content))
        return {page.distinct_name for page in pages} - {""}

    def objection_to(self, parent: Page, *, copying: bool = False) -> str:
        """Say in words for editors why the page, or a copy of it, can't stand under the parent; empty if it can."""
        names = self._names()
        taken = names & self.names_taken(parent, besides=None if copying else self.pk) if names else set()
        return f"{parent.title} already has {' and '.join(sorted(taken))}." if taken else ""

    def follow_parent(self) -> bool:
        """Take over what the page keeps of the page above it. Return whether anything changed.

        Called before the page is cleaned or saved, and by `cms.moving` after it was moved.
        """
        if not self.parent_field:
            return False
        column = self._meta.get_field(self.parent_field).attname
        before, after = getattr(self, column), self.get_parent().pk
        setattr(self, column, after)
        return before != after

    def full_clean(self, *args, **kwargs):
        if self.path:
            self.follow_parent()
        super().full_clean(*args, **kwargs)

    def save(self, *args, **kwargs):
        # Here too: Wagtail saves drafts and copies without cleaning them.
        if self.path and kwargs.get("update_fields") is None:
            self.follow_parent()
        super().save(*args, **kwargs)

    def with_content_json(self, content):
        """Where a page stands is no part of its content: an old revision must not bring back an old parent."""
        page = super().with_content_json(content)
        if self.parent_field:
            column = self._meta.get_field(self.parent_field).attname
            setattr(page, column, getattr(self, column))
        return page

    def get_view_restrictions(self):
        """Nothing, where it is known already that there is none; otherwise Wagtail asks."""
        if self.way is not None and self.way.is_free:
            return PageViewRestriction.objects.none()
        return super().get_view_restrictions()

    def serve(self, request, *args, **kwargs):
        self.require_published(request)
        return super().serve(request, *args, **kwargs)

    def require_published(self, request) -> None:
        """Raise Http404 when the page is past its time or stands under a page that isn't public.

        Wagtail itself only looks at the page's own `live`, which stays true until the scheduler has run.
        View restrictions are Wagtail's business: whoever may pass them has passed them when a page is served.
        """
        if not visibility_of(request).is_published(self):
            raise Http404


class IndexPage(BasePage):
    """A page whose children are a list; one of each kind exists."""

    introduction = models.TextField(
        blank=True, max_length=500, help_text="One or two sentences above the list. Plain text."
    )

    max_count = 1
    search_fields = [*BasePage.search_fields, index.SearchField("introduction")]
    content_panels = [*BasePage.content_panels, FieldPanel("introduction")]
    graphql_fields = [
        *BasePage.graphql_fields,
        GraphQLText("introduction", description="One or two sentences above the list; may be empty."),
    ]

    class Meta:
        abstract = True
