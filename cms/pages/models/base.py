"""The base models of all pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import Exists, Q
from django.http import Http404
from django.urls import get_script_prefix
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList, TabbedInterface
from wagtail.models import Page, PageViewRestriction
from wagtail.search import index
from wagtail.utils.decorators import cached_classmethod

from cms.base.choices import Significance
from cms.base.own_words import worded
from cms.graphql.fields import GraphQLText
from cms.pages import contexts, foreign_things
from cms.pages.addresses import frontend_url, taken_by_programme
from cms.pages.forms import HubCopyForm, HubPageForm
from cms.pages.kinds import PageKind, page_types
from cms.pages.panels import SchedulePanel, SharePanel
from cms.pages.previews import FrontendPreview
from cms.pages.rows import RowsPanel
from cms.pages.viewer import sites_now, visibility_of
from cms.visibility.rule import Visibility

if TYPE_CHECKING:
    from cms.delivery.routes import PageRoute
    from cms.delivery.seo import Seo


class BasePage(FrontendPreview, Page):
    """A page of the hub.

    A subclass declares, in this order: its fields, `page_kind`, `search_fields`, `content_panels`, its position in the
    tree (`parent_page_types`, `subpage_types`) and `graphql_fields`, each list starting with its parent's. The GraphQL
    fields of every page are in `cms.graphql.interfaces.PageInterface` and are not repeated.
    """

    # The declaration for the rest of the hub. Lists and types with a single page have none.
    page_kind: ClassVar[PageKind] = None  # type: ignore[assignment]  # callers get it from `cms.pages.kinds`
    is_list: ClassVar[bool] = False
    # The hub's own receiver indexes it for the search of the admin's lists (`cms.editing.admin_search`).
    search_auto_update: ClassVar[bool] = False
    # Whether a site has at most one page of the type.
    is_once_a_site: ClassVar[bool] = False
    # The route by which `cms.delivery.routes` found the page, if it was requested by its address.
    page_route: PageRoute | None = None
    # Name of the foreign key that is kept equal to the parent page, if there is one.
    parent_field = ""
    # Name of the foreign key to the picture for social media, and the Open Graph type of the page.
    share_image_field = ""
    share_type = "website"
    # Names of the models whose public rows this page lists, if it is a list; without rows it is empty.
    item_models: tuple[str, ...] = ()
    # Whether the page belongs to the programme's record, which is kept once: a translation would count everything again.
    kept_once: ClassVar[bool] = False
    # Names of public fields that writing help skips, such as texts for other platforms.
    writing_help_skips: tuple[str, ...] = ()

    # About the present change: they belong to the draft, are recorded when it is published (`cms.pages.changes`) and
    # are then cleared.
    change_significance = models.CharField(
        "how big is this change?",
        max_length=10,
        choices=Significance,
        blank=True,
        help_text="Recorded with the date when the page is published.",
    )
    change_note = models.CharField(
        "one line for readers",
        max_length=200,
        blank=True,
        help_text="The change in one sentence, such as “Adds the minutes of June”. Recorded when the page is published.",
    )

    search_words = models.TextField(
        "words that readers search by",
        blank=True,
        help_text="Other words for this page, and questions that it answers, one on each line. The search finds "
        "the page by them; readers don't see them.",
    )

    base_form_class = HubPageForm
    copy_form_class = HubCopyForm
    exclude_fields_in_copy = ["change_significance", "change_note"]
    change_panels = [
        MultiFieldPanel(
            [
                FieldPanel("change_significance", widget=forms.RadioSelect),
                "change_note",
            ],
            "This change",
        )
    ]
    promote_panels = [
        MultiFieldPanel(
            [
                FieldPanel(
                    "slug",
                    heading="Last part of the address",
                    help_text="Made from the title if it is empty. Short and in words.",
                ),
                FieldPanel(
                    "seo_title",
                    heading="Title for search engines and social media",
                    help_text="Only if the page's own title isn't clear without the rest of the site.",
                ),
                FieldPanel(
                    "search_description",
                    heading="Description for search engines and social media",
                    help_text="A sentence or two below the title. Without it, the summary stands there.",
                    widget=forms.Textarea(attrs={"rows": 3}),
                ),
                SharePanel(),
            ],
            "In search results and where it is shared",
        ),
        FieldPanel("search_words", widget=forms.Textarea(attrs={"rows": 3})),
        FieldPanel("show_in_menus", heading="Show it in the main menu", help_text="Only pages at the top of the site."),
    ]
    settings_panels = [SchedulePanel(), *Page.settings_panels[1:]]
    # Empty for types without facts of their own.
    source_panels = [
        RowsPanel(
            "sources",
            heading="Sources",
            label="Source",
            help_text="The sources of the facts on this page. Readers see them at its end.",
        )
    ]
    graphql_fields: list = []

    class Meta:
        abstract = True

    def __init_subclass__(cls, **kwargs):
        super().__init_subclass__(**kwargs)
        if kind := vars(cls).get("page_kind"):
            page_types.add(kind.name, cls, order=kind.order)

    @classmethod
    def get_verbose_name(cls):
        """“Work stream”, not “Work stream page”: in the admin everything is a page."""
        return worded(super().get_verbose_name().removesuffix(" page"))

    @cached_classmethod
    def get_edit_handler(cls):  # noqa: N805  a class method
        """Wagtail's three tabs, and the type's own. The first ends with sources and the questions about the change.

        They come just before the button that publishes.
        """
        tabs = {
            "Content": [*cls.content_panels, *cls.source_panels, *cls.change_panels],
            **cls.extra_tabs(),
            "Search and sharing": cls.promote_panels,
            "Settings": cls.settings_panels,
        }
        panels = [ObjectList(children, heading=heading) for heading, children in tabs.items() if children]
        return TabbedInterface(panels, base_form_class=cls.base_form_class).bind_to_model(cls)

    @classmethod
    def extra_tabs(cls) -> dict[str, list]:
        """Return the panels of this type's own tabs, by heading; they come after the first tab."""
        return {}

    @classmethod
    def empty_condition(cls, visibility: Visibility) -> Q | None:
        """Return the condition for empty pages of this type; None if none can be empty.

        A list is empty if the public sees none of its items. See `cms.delivery.empty_pages`.
        """
        if not cls.item_models:
            return None
        return Q(*(~Exists(visibility.filter(apps.get_model(name).objects.all())) for name in cls.item_models))

    def json_ld(self, seo: Seo) -> dict[str, Any]:
        """Return the page's own schema.org properties: its `@type`, dates, people, files.

        Empty values are left out. Address, name, description and picture are added by the caller.
        """
        describe = contexts.described.find(self)
        return describe(self, seo) if describe else {}

    @property
    def default_description(self) -> str:
        """The sentence for search engines if the page has neither a description nor a summary. Reads no relations."""
        return self.title

    @property
    def distinct_name(self) -> str:
        """A name that must be unique under the parent, such as “action 3”. Empty if it needn't be unique."""
        return ""

    @classmethod
    def names_taken(cls, parent: Page, *, besides: int | None = None) -> set[str]:
        """Return the distinct names of the pages among which one under the parent must be distinct, except for one page.

        Names in drafts count: otherwise an approved or scheduled draft would fail on the day it goes live.
        """
        pages = cls.namesakes(parent).exclude(pk=besides).select_related("latest_revision")
        return {name for page in pages for name in page._names()}

    @classmethod
    def namesakes(cls, parent: Page) -> models.QuerySet:
        """Return the pages whose distinct names a page under the parent may not have."""
        return cls.objects.child_of(parent)

    def _names(self) -> set[str]:
        pages = [self]
        if self.has_unpublished_changes and self.latest_revision:
            pages.append(self.with_content_json(self.latest_revision.content))
        return {page.distinct_name for page in pages} - {""}

    def objection_to(self, parent: Page, *, copying: bool = False) -> str:
        """Return the reason, for editors, why the page or a copy of it isn't allowed under the parent; empty if it is."""
        names = self._names()
        taken = names & self.names_taken(parent, besides=None if copying else self.pk) if names else set()
        if taken:
            return f"{parent.title} already has {' and '.join(sorted(taken))}."
        if refused := foreign_things.what_stays(self, parent):
            return f"It refers to things that stay in its programme: {', '.join(refused)}. Take them off it first."
        return "" if copying else taken_by_programme(parent, self.slug)

    @staticmethod
    def _slug_is_available(slug: str, parent_page: Page | None, page: Page | None = None) -> bool:
        """Wagtail's question, when it checks a slug or makes one."""
        is_free = Page._slug_is_available(slug, parent_page, page)
        return is_free and not (parent_page and taken_by_programme(parent_page, slug))

    def follow_parent(self) -> bool:
        """Update the fields that depend on the parent. Return whether anything changed.

        Called before the page is cleaned or saved, and by `cms.pages.moves` after a move.
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
        """A page's position isn't part of its content: an old revision must not restore an old parent."""
        page = super().with_content_json(content)
        if self.parent_field:
            column = self._meta.get_field(self.parent_field).attname
            setattr(page, column, getattr(self, column))
        return page

    def get_context(self, request, *args, **kwargs):
        """Return the template's context: the page, and additional data from `cms.pages.contexts`."""
        show = contexts.shown.find(self)
        return super().get_context(request, *args, **kwargs) | (show(self, request) if show else {})

    def get_view_restrictions(self):
        """Empty if it is already known that there are none; otherwise Wagtail looks."""
        if self.page_route is not None and self.page_route.is_free:
            return PageViewRestriction.objects.none()
        return super().get_view_restrictions()

    def get_url_parts(self, request=None):
        """Return Wagtail's parts of the address, for a programme below the first part of a path with that part.

        The script name, which Django writes, is that of the request's programme, not of this page's.
        """
        parts = super().get_url_parts(request)
        sites = {one.site_id for one in self._get_site_root_paths(request)}  # kept by Wagtail
        if parts is None or parts[2] is None or len(sites) < 2:
            return parts
        address = next((one for one in sites_now() if one.site_key == parts[0]), None)
        if address is None:
            return parts
        own = parts[2].removeprefix(get_script_prefix().rstrip("/"))
        return parts[0], address.origin if address.host_key != parts[0] else parts[1], address.prefix + own

    def get_url(self, request=None, current_site=None):
        """Return the page's address for the admin's links: at the frontend, if the hub has no site of its own."""
        return super().get_url(request, current_site) if settings.PUBLIC_SITE else frontend_url(self) or None

    url = property(get_url)

    def get_full_url(self, request=None):
        """Return the same with the host."""
        return super().get_full_url(request) if settings.PUBLIC_SITE else frontend_url(self) or None

    full_url = property(get_full_url)

    def serve(self, request, *args, **kwargs):
        self.require_published(request)
        return super().serve(request, *args, **kwargs)

    def require_published(self, request) -> None:
        """Raise Http404 if the page has expired or is below a page that isn't public.

        Wagtail itself only checks the page's own `live`, which stays true until the scheduler has run. Wagtail has
        already enforced view restrictions when a page is served.
        """
        if not visibility_of(request).is_published(self):
            raise Http404


class IndexPage(BasePage):
    """A page whose children are a list; one of each kind exists."""

    introduction = models.TextField(
        blank=True, max_length=500, help_text="One or two sentences above the list. Plain text."
    )

    is_list = True
    is_once_a_site = True
    max_count_per_parent = 1
    search_fields = [*BasePage.search_fields, index.SearchField("introduction")]
    content_panels = [*BasePage.content_panels, "introduction"]
    graphql_fields = [
        *BasePage.graphql_fields,
        GraphQLText("introduction", description="One or two sentences above the list; may be empty."),
    ]

    class Meta:
        abstract = True

    def get_template(self, request, *args, **kwargs):
        """Return the type's own template or, if there is none, that of lists."""
        return [super().get_template(request, *args, **kwargs), "list_page.html"]
