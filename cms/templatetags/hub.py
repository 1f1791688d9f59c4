"""What the templates of every app share: the frame of a page, texts, and links that only lead to what is public."""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from django import template
from django.db.models import QuerySet
from django.template.defaultfilters import filesizeformat
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.safestring import SafeString, mark_safe
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTable
from wagtail.images.models import Filter
from wagtail.models import Page
from wagtail.rich_text import RichText

from cms import navigation as menus
from cms.anchors import DEPTHS, FRAME_ANCHORS, HEADING, free_anchor
from cms.delivery.viewer import visibility_of
from cms.empty_pages import empty_keys
from cms.graphql.context import Context
from cms.graphql.rich_text import expect_links, public_html, source_of
from cms.models import BasePage, Change, HubSettings, PageSource
from cms.renditions import PRESETS
from cms.seo import SITE_SETTINGS, Seo, description_of
from cms.signposts import at_once
from cms.sources import sources_of
from cms.visibility.objects import compiled, read_together
from cms.visibility.rule import Visibility

register = template.Library()

# The design system's pictures by file extension, where the name differs or none exists for what we accept.
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
# So many change notes a page shows at its foot.
MOST_CHANGES = 50
# Fewer headings than this can be seen at a glance.
CONTENTS_FROM = 5
SECTION = re.compile(r'<h2\b[^>]*\bid="([^"]+)"[^>]*>(.*?)</h2>', re.DOTALL)
# What can follow a heading beside another heading: nothing, which fills none, or text, which fills every one.
END, TEXT = 0, 7


# The frame


@register.simple_tag(takes_context=True)
def navigation(context) -> menus.Navigation:
    """Return the public pages of header and footer, in the order of the page tree."""
    return menus.navigation(visibility_of(context["request"]))


@register.simple_tag(takes_context=True)
def is_empty(context) -> bool:
    """Say whether the page has nothing of its own to read, so that search engines needn't list it."""
    page = context.get("page")
    return isinstance(page, Page) and page.pk in empty_keys(visibility_of(context["request"]))


@register.simple_tag(takes_context=True)
def help_at_once(context) -> list[at_once.Pointer]:
    """Return the few numbers that somebody needs at once, for the banner. No query: the frame has read them."""
    return at_once.at_once(visibility_of(context["request"]))


@register.simple_tag
def kept_help() -> SafeString:
    """Return the banner as it was made last, for pages that can't ask the database; empty if it never was."""
    return mark_safe(at_once.kept())  # noqa: S308  rendered by a template of ours


@register.filter
def is_within(page, branch: Page) -> bool:
    """Say whether the page is the branch or stands below it. Views without a page are nowhere."""
    return isinstance(page, Page) and page.path.startswith(branch.path)


@register.simple_tag(takes_context=True)
def breadcrumbs(context) -> list[Page]:
    """Return the public pages above this one, from the home page down.

    One query, but none for a page that was asked for by its address.
    """
    page, visibility = context.get("page"), visibility_of(context["request"])
    if visibility.site is None or not isinstance(page, Page) or page.depth <= visibility.site.root_page.depth:
        return []
    way = getattr(page, "way", None)

    def read() -> list[Page]:
        if way is not None:
            above = way.above
        else:
            above = Page.objects.ancestor_of(page).filter(depth__gte=visibility.site.root_page.depth).order_by("path")
        return [ancestor for ancestor in above if visibility.can_see(ancestor)]

    return shared_context(context["request"]).shared(("breadcrumbs", page.path), read)


@register.simple_tag(takes_context=True)
def canonical_address(context) -> str:
    """Return the full address of the page, without anything that was added to it."""
    page, request = context.get("page"), context["request"]
    shared = shared_context(request)
    path = shared.path_of(page) if isinstance(page, Page) and shared.site and page.url_path else request.path
    return shared.base_url + path


@register.filter
def introduces(page) -> str:
    """Return the sentence that search engines show for a page."""
    return description_of(page)


@register.simple_tag(takes_context=True)
def share(context) -> Seo | None:
    """Return what social networks are told about the page, or None where there is none that is public."""
    page, request = context.get("page"), context["request"]
    if not isinstance(page, BasePage) or not visible_to(page, request):
        return None
    shared = shared_context(request)
    # The frame has read the names already.
    shared.shared(SITE_SETTINGS, lambda: HubSettings.for_request(request))
    return Seo(page, shared, above=breadcrumbs(context))


# What may be shown


@register.filter
def visible_to(thing, request):
    """Return the thing if the public may see it, else None."""
    return thing if thing is not None and visibility_of(request).can_see(thing) else None


@register.filter
def all_visible_to(things, request) -> list:
    """Return those of the things that the public may see, in their order."""
    visibility = visibility_of(request)
    return [thing for thing in things if thing is not None and visibility.can_see(thing)]


@dataclass(frozen=True)
class Provenance:
    """The end of a page: its sources, and its editors' lines about changes, newest first."""

    sources: list[PageSource]
    changes: list[Change]


@register.simple_tag(takes_context=True)
def provenance(context, page) -> Provenance:
    """Return the sources of the page and the changes about which its editor wrote a line. One query.

    Whoever reads this has the page before them, so they may know what changed in it.
    """
    if not isinstance(page, Page):
        return Provenance([], [])
    request = context["request"]
    is_draft = getattr(request, "is_preview", False)
    if page.pk is None:
        return Provenance(list(page.sources.all()), [])
    visibility = visibility_of(request)
    sources, changes = read_together(sources_of(visibility, page=page.pk), _noted(visibility, page=page.pk))
    return Provenance(list(page.sources.all()) if is_draft else sources, changes[:MOST_CHANGES])


@compiled
def _noted(visibility: Visibility, page: int) -> QuerySet[Change]:
    return Change.objects.filter(page=page, at__lte=visibility.now).exclude(note="").order_by("-at", "-pk")


@register.simple_tag
def elided_pages(numbered) -> list:
    """Return the numbers that the links under a long list show, with gaps."""
    return list(numbered.paginator.get_elided_page_range(numbered.number, on_each_side=1, on_ends=1))


# Texts


def shared_context(request) -> Context:
    """Return what the texts of one request share: each link's target is read once, whoever asks."""
    return Context.for_visibility(visibility_of(request))


@register.filter
def public_richtext(value, request) -> SafeString:
    """Return a rich text as HTML. Links to this site are relative, so that they hold under any name of it."""
    source = source_of(value)
    if not source:
        return SafeString("")
    shared = shared_context(request)
    html = public_html(source, shared.visibility)
    return mark_safe(html.replace(f'href="{shared.base_url}/', 'href="/'))  # noqa: S308  a shorter form of safe HTML


@register.filter
def host(address: str) -> str:
    """Return the name of the site that an address leads to, as link texts say it."""
    return urlsplit(address).hostname or address


@register.filter
def table_cell(value, request):
    """Return a cell of a table: a rich text as HTML, anything else as it is, nothing as nothing."""
    if isinstance(value, RichText):
        return public_richtext(value, request)
    return "" if value is None else value


def announce_links(request, values) -> None:
    """Tell what the texts link to, so that all of it is read at once and not text by text."""
    shared = shared_context(request)
    for source in _sources(values):
        expect_links(source, shared)


def _sources(value):
    """Yield every stored rich text in a value, however deep it is nested in blocks."""
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

    A heading is left out when nothing stands under it: a list may have been announced and never come, or what it
    announced isn't public. Two headings with the same words get two anchors.
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
        if html := child.render(inner).strip():
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
    """Put a list of the sections before them, if there are enough: `{% filter with_contents %}…{% endfilter %}`.

    Made from what was really rendered, so that the list and the sections can't differ.
    """
    # The text between the tags was escaped when it was rendered.
    sections = [{"anchor": anchor, "text": mark_safe(text.strip())} for anchor, text in SECTION.findall(html)]  # noqa: S308
    nav = render_to_string("includes/contents.html", {"sections": sections}) if len(sections) >= CONTENTS_FROM else ""
    return mark_safe(nav + html)  # noqa: S308  what the template rendered


# Documents and pictures


@register.filter
def file_facts(document) -> str:
    """Return type, size and pages of a document, as its link says them: “PDF, 1.2 MB, 24 pages”."""
    facts = [document.file_extension.upper()]
    if document.file_size:
        facts.append(filesizeformat(document.file_size).replace("\xa0", " "))
    if document.pages:
        facts.append("1 page" if document.pages == 1 else f"{document.pages} pages")
    return ", ".join(facts)


@register.filter
def file_icon(document) -> str:
    """Return the address of the design system's picture for a kind of file."""
    name = FILE_ICONS.get(document.file_extension, "generic")
    return static(f"design-system/images/documents/svg/{name}.svg")


@register.filter
def rendition(image, preset: str):
    """Return the picture in one of the sizes of `cms.renditions`, or None while it has none. Makes nothing."""
    spec = Filter(spec=PRESETS[preset])
    return image.find_existing_renditions(spec).get(spec)
