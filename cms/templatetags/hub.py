"""Tags and filters shared by all templates: the frame of a page, texts, and links to public objects only."""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from django import template
from django.apps import apps
from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import get_script_prefix
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_noop as _
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTable
from wagtail.images.models import Filter
from wagtail.models import Page
from wagtail.rich_text import RichText

from cms.base import request_ids
from cms.base.local_texts import hub_text
from cms.batches.kept_files import is_kept
from cms.batches.reader import BatchReader
from cms.delivery import navigation as menus
from cms.delivery.empty_pages import empty_keys
from cms.delivery.look.models import LookSettings
from cms.delivery.models import DEMONSTRATION, HubSettings
from cms.delivery.past_bar import PastBar, past_bar
from cms.delivery.past_days import past_day_of
from cms.delivery.seo import SITE_SETTINGS, Seo, description_of
from cms.drafts.public import drafted_by_program
from cms.history.addresses import history_address
from cms.history.past import is_past
from cms.media import held
from cms.media.renditions import PRESETS
from cms.pages import edit_marks
from cms.pages.anchors import DEPTHS, FRAME_ANCHORS, HEADING, free_anchor
from cms.pages.models import BasePage, Change, PageSource
from cms.pages.rich_text import expect_links, on_own_site, public_html, source_of
from cms.pages.sources import sources_of
from cms.pages.viewer import site_if_known, visibility_of
from cms.signposts import at_once
from cms.templatetags.languages import marked
from cms.visibility import frontend

register = template.Library()

# The design system's icons for file extensions that have no icon of their own name.
FILE_ICONS = {
    "csv": "csv",
    "docx": "word",
    "ods": "ods",
    "odt": "odt",
    "pdf": "pdf",
    "pptx": "ppt",
    "txt": "text",
    "xlsx": "excel",
}
# Number of change notes shown at the foot of a page.
MOST_CHANGES = 50
# With fewer headings than this, a page needs no list of contents.
CONTENTS_FROM = 5
SECTION = re.compile(r'<h2\b[^>]*\bid="([^"]+)"[^>]*>(.*?)</h2>', re.DOTALL)
# What can follow a heading other than a heading: the end, after which sections are empty, or text, which fills them
# all.
END, TEXT = 0, 7


# The frame


@register.simple_tag
def request_id() -> str:
    """Return the id under which the request is in the log; empty outside of a request."""
    return request_ids.current()


@register.simple_tag(takes_context=True)
def part_of(context, app: str, template_name: str) -> str:
    """Return what the template shows, as if it was included; nothing if its app isn't installed."""
    if not apps.is_installed(app):
        return ""
    return context.template.engine.get_template(template_name).render(context)


@register.simple_tag(takes_context=True)
def navigation(context) -> menus.Navigation:
    """Return the public pages for header and footer, in the order of the page tree; none if only a frontend has them."""
    if not settings.PUBLIC_SITE:
        return menus.Navigation([], [])
    return menus.navigation(visibility_of(context["request"]))


@register.simple_tag
def has_public_site() -> bool:
    """Say whether the hub shows its pages on a site of its own."""
    return settings.PUBLIC_SITE


@register.simple_tag(takes_context=True)
def home_address(context) -> str:
    """Return the address of the home page: on this site, or at the frontend if there is none."""
    return get_script_prefix() if settings.PUBLIC_SITE else visibility_of(context["request"]).home_url


@register.simple_tag
def home_after_a_failure() -> str:
    """Return the same for pages that can't use the database; empty if the address depends on the site."""
    if settings.PUBLIC_SITE:
        return get_script_prefix()
    return "" if "{site}" in settings.FRONTEND_URL else frontend.prefix("", settings.LANGUAGE_CODE) + "/"


@register.simple_tag(takes_context=True)
def is_empty(context) -> bool:
    """Say whether the page is empty, so that search engines needn't index it."""
    page = context.get("page")
    return isinstance(page, Page) and page.pk in empty_keys(visibility_of(context["request"]))


@register.simple_tag(takes_context=True)
def help_at_once(context) -> list[at_once.Pointer]:
    """Return the numbers for immediate help, for the banner. No query: they are read with the frame."""
    return at_once.at_once(visibility_of(context["request"]))


@register.simple_tag(takes_context=True)
def demonstration_bar(context) -> SafeString:
    """Return the bar above each page of a demonstration; nothing elsewhere. No query: it is read with the frame."""
    request = context.get("request")
    if request is None or site_if_known(request) is None or not HubSettings.for_request(request).demonstration:
        return SafeString("")
    return render_to_string("includes/demonstration.html", {"notice": DEMONSTRATION})


@register.simple_tag(takes_context=True)
def past_day(context) -> PastBar | None:
    """Return what the bar says of the past day that is shown; None for today. At most four statements."""
    request, page = context.get("request"), context.get("page")
    day = past_day_of(request) if request is not None else None
    if day is None or day.problem:
        return None
    is_shown = isinstance(page, Page) and page.pk and visible_to(page, request)
    return past_bar(request, day, page if is_shown else None)


@register.simple_tag
def kept_help() -> SafeString:
    """Return the banner as last rendered, for pages that can't use the database; empty if there was no help to show."""
    return mark_safe(at_once.kept())  # noqa: S308  rendered by a template of ours


@register.filter
def is_within(page, branch: Page) -> bool:
    """Say whether the page is the branch or below it; False for views without a page."""
    return isinstance(page, Page) and page.path.startswith(branch.path)


@register.simple_tag(takes_context=True)
def breadcrumbs(context) -> list[Page]:
    """Return the public pages above this one, from the home page down.

    One query; none for a page requested by its address.
    """
    page, visibility = context.get("page"), visibility_of(context["request"])
    if visibility.site is None or not isinstance(page, Page) or page.depth <= visibility.site.root_page.depth:
        return []
    route = getattr(page, "page_route", None)

    def read() -> list[Page]:
        if route is not None:
            above = route.above
        else:
            above = Page.objects.ancestor_of(page).filter(depth__gte=visibility.site.root_page.depth).order_by("path")
        return [ancestor for ancestor in above if visibility.can_see(ancestor)]

    return shared_context(context["request"]).shared(("breadcrumbs", page.path), read)


@register.simple_tag(takes_context=True)
def canonical_address(context) -> str:
    """Return the full address of the page, without query string; of an alias that of its original, whose text it has. On a
    past day it is the address within the day."""
    page, request = context.get("page"), context["request"]
    if day := past_day_of(request):
        return visibility_of(request).base_url + day.prefix + day.path
    if isinstance(page, Page) and page.alias_of_id and visible_to(page.alias_of, request):
        page = page.alias_of
    shared = shared_context(request)
    if isinstance(page, Page) and shared.site and page.url_path:
        return shared.visibility.url_of(page)
    # A frontend has views of its own, if any.
    return shared.visibility.base_url + request.path


@register.filter
def introduces(page) -> str:
    """Return the description of a page for search engines."""
    return description_of(page)


@register.simple_tag(takes_context=True)
def share(context) -> Seo | None:
    """Return the page's metadata for social networks, or None if there is no public page."""
    page, request = context.get("page"), context["request"]
    if not isinstance(page, BasePage) or not visible_to(page, request):
        return None
    shared = shared_context(request)
    # The names are read with the frame.
    shared.shared(SITE_SETTINGS, lambda: HubSettings.for_request(request))
    return Seo(page, shared, above=breadcrumbs(context), look=LookSettings.for_request(request))


# What may be shown


@register.filter
def visible_to(thing, request):
    """Return the thing if the public may see it, or if it is a picture that a preview shows; otherwise None."""
    if thing is None or not (visibility_of(request).can_see(thing) or held.in_preview(thing, request)):
        return None
    return thing


@register.filter
def all_visible_to(things, request) -> list:
    """Return the things that the public may see, in the same order."""
    visibility = visibility_of(request)
    return [thing for thing in things if thing is not None and visibility.can_see(thing)]


@dataclass(frozen=True)
class Provenance:
    """The end of a page: its sources, its editors' notes about changes, newest first, whether it says that a program
    drafted parts of it, and the address of its history, if it is shown to readers today."""

    sources: list[PageSource]
    changes: list[Change]
    is_drafted_by_program: bool = False
    history: str = ""


@register.simple_tag(takes_context=True)
def provenance(context, page) -> Provenance:
    """Return the sources of the page and its changes that have a note. One query, and another if the programme tells
    readers of programs.

    The reader sees the page itself, and so may see its changes.
    """
    if not isinstance(page, Page):
        return Provenance([], [])
    request = context["request"]
    is_draft = getattr(request, "is_preview", False)
    if page.pk is None:
        return Provenance(list(page.sources.all()), [])
    visibility = visibility_of(request)
    noted = Change.objects.filter(page=page.pk, at__lte=visibility.now).exclude(note="").order_by("-at", "-pk")
    sources = page.sources.all() if is_draft else sources_of(page.pk)
    return Provenance(
        list(sources),
        list(noted[:MOST_CHANGES]),
        bool(drafted_by_program(page, visibility)),
        public_history(context, page),
    )


@register.simple_tag(takes_context=True)
def public_history(context, page) -> str:
    """Return the address of the page's history; empty for a draft, which has none, and on a past day, whose bar leads to
    it. No query."""
    request = context["request"]
    visibility = visibility_of(request)
    is_shown = not getattr(request, "is_preview", False) and not is_past() and page.pk and visibility.can_see(page)
    return history_address(page, visibility) if is_shown else ""


@register.simple_tag
def elided_pages(numbered) -> list:
    """Return the page numbers for the links under a long list, with gaps."""
    return list(numbered.paginator.get_elided_page_range(numbered.number, on_each_side=1, on_ends=1))


# Texts


def shared_context(request) -> BatchReader:
    """Return the context shared by the texts of one request, so that each link's target is read only once."""
    return BatchReader.for_visibility(visibility_of(request))


@register.filter
def public_richtext(value, request) -> SafeString:
    """Return a rich text as HTML. Links to pages stay on this site, if it shows them."""
    source = source_of(value)
    if not source:
        return SafeString("")
    shared = shared_context(request)
    html = public_html(source, shared.visibility)
    shown = on_own_site(html, shared.visibility) if settings.PUBLIC_SITE else html
    return mark_safe(shown)  # noqa: S308  a shorter form of safe HTML


@register.filter
def host(address: str) -> str:
    """Return the host name of an address, for link texts."""
    return urlsplit(address).hostname or address


@register.filter
def table_cell(value, request):
    """Return a cell of a table: rich text as HTML, other values unchanged, None as an empty text."""
    if isinstance(value, RichText):
        return public_richtext(value, request)
    return "" if value is None else value


def announce_links(request, values) -> None:
    """Announce the targets of the texts' links, so that they are read together and not text by text."""
    shared = shared_context(request)
    for source in _sources(values):
        expect_links(source, shared)


def _sources(value):
    """Yield every stored rich text in a value, at any depth of blocks."""
    if isinstance(value, RichText):
        yield value.source
    elif isinstance(value, str):
        yield value
    elif isinstance(value, TypedTable):
        for row in value.row_data:
            yield from _sources(row["values"])
    elif isinstance(value, blocks.StructValue):
        yield from _sources([inner for inner in value.values() if not isinstance(inner, str)])
    elif isinstance(value, blocks.StreamValue):
        yield from _sources([child.value for child in value])
    elif isinstance(value, (list, tuple, blocks.list_block.ListValue)):
        for inner in value:
            yield from _sources(inner)


@register.simple_tag(takes_context=True)
def stream(context, value) -> SafeString:
    """Return a body as HTML, block by block.

    A heading is left out if there is nothing below it: the list it announces may have no items, or none that are
    public. Two headings with the same words get different anchors.
    """
    announce_links(context["request"], [value])
    anchors = context.render_context.setdefault("anchors", set(FRAME_ANCHORS))
    parts = []
    for child in value:
        inner = context.flatten()
        depth = None
        if child.block_type == HEADING:
            depth = DEPTHS.get(child.value["level"], 2)
            inner["anchor"] = free_anchor(child.value.anchor, anchors)
        if html := edit_marks.marked(child.render(inner).strip(), edit_marks.path_of(child.value)):
            parts.append((depth, html))
    return mark_safe("\n".join(_without_empty_headings(parts)))  # noqa: S308  each part is a rendered template


def _without_empty_headings(parts: list[tuple[int | None, str]]) -> list[str]:
    kept = []
    following = END
    for depth, html in reversed(parts):
        if depth is not None and following <= depth:
            continue
        kept.append(html)
        following = depth or TEXT
    return kept[::-1]


@register.filter
def with_contents(html: str) -> SafeString:
    """Put a list of contents before the sections, if there are enough: `{% filter with_contents %}…{% endfilter %}`.

    It is made from the rendered HTML, so that list and sections can't differ.
    """
    # The text between the tags was escaped when it was rendered.
    sections = [{"anchor": anchor, "text": mark_safe(text.strip())} for anchor, text in SECTION.findall(html)]  # noqa: S308
    nav = render_to_string("includes/contents.html", {"sections": sections}) if len(sections) >= CONTENTS_FROM else ""
    return mark_safe(nav + html)  # noqa: S308  the template's own output


# The side preview


@register.simple_tag
def edit(thing, field="", item=None) -> SafeString:
    """Return the attribute by which the side preview knows the field of the page, row or block that an element shows:
    `<h1{% edit page "title" %}>`. `item` is one in a list of a block. Nothing anywhere else."""
    return mark_safe(edit_marks.attribute(edit_marks.path_of(thing, field, item)))  # noqa: S308  it is escaped


@register.simple_tag(takes_context=True)
def rich_text(context, thing, field: str) -> SafeString:
    """Return a rich text of the page or block as HTML, its outermost elements marked for the side preview."""
    value = thing[field] if isinstance(thing, blocks.StructValue) else getattr(thing, field)
    html = public_richtext(value, context["request"])
    return mark_safe(edit_marks.marked(html, edit_marks.path_of(thing, field)))  # noqa: S308  it is safe HTML


# Documents and pictures


@register.filter
def file_facts(document) -> SafeString:
    """Return type, size and pages of a document for its link: “PDF, 1.2 MB, 24 pages”."""
    facts = [document.file_extension.upper()]
    if document.file_size:
        facts.append(filesizeformat(document.file_size).replace("\xa0", " "))
    if document.pages:
        pages = _("1 page") if document.pages == 1 else _("%(number)s pages")
        facts.append(hub_text(pages, number=document.pages))
    return format_html_join(", ", "{}", ((marked(fact),) for fact in facts))


@register.filter
def file_icon(document) -> str:
    """Return the address of the design system's icon for a type of file."""
    name = FILE_ICONS.get(document.file_extension, "generic")
    return static(f"design-system/images/documents/svg/{name}.svg")


@register.filter
def is_lost(image) -> bool:
    """Say whether a past day is read and the file that the picture had then isn't kept any more."""
    return not is_kept(image)


@register.filter
def rendition(image, preset: str):
    """Return the picture in one of the sizes of `cms.media.renditions`, or None if it hasn't been made. Never makes a
    file."""
    if not is_kept(image):
        return None  # Wagtail's cache may still have it
    spec = Filter(spec=PRESETS[preset])
    found = image.find_existing_renditions(spec).get(spec)
    return held.inlined(found) if found and image.is_held else found
