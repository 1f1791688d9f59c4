"""What search engines and social networks are told about a page: canonical address, Open Graph, JSON-LD.

Open Graph is as on https://ogp.me, JSON-LD uses the words of https://schema.org. What is particular to a type of page,
its model says in `json_ld`, `share_image_field` and `share_type` (see `cms.models.BasePage`).
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Model, Q, QuerySet
from django.utils.translation import to_locale
from wagtail.fields import RichTextField, StreamField
from wagtail.images import get_image_model
from wagtail.models import Page

from cms.empty_pages import empty_keys
from cms.graphql.context import Context, group_of, peers
from cms.graphql.drafts import own_rows, preview_of
from cms.renditions import PRESETS

if TYPE_CHECKING:
    from cms.models import BasePage, DocumentRow, HubRendition, HubSettings
    from cms.partial_dates import PartialDate

# Under what a request keeps the names of the site.
SITE_SETTINGS = "site settings"
# With these escaped, a text can't end the script element that it stands in (HTML Standard, “Restrictions for contents
# of script elements”), and the two line separators don't trouble older JavaScript.
UNSAFE_IN_SCRIPT = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


@dataclass(frozen=True)
class Share:
    """The picture of a share."""

    url: str
    width: int
    height: int
    alt: str


def seo_columns(model: type[Page]) -> list[str]:
    """Return the fields of a page that this may read: all but its bodies."""
    return [f.name for f in model._meta.concrete_fields if not isinstance(f, StreamField | RichTextField)]


@cache
def introducing(model: type[Page]) -> list[str]:
    """Return the fields of plain text that say what a page is about, the best first."""
    return [name for name in ("search_description", "summary", "introduction") if name in seo_columns(model)]


def description_of(page: Page) -> str:
    """Return the sentence that search engines and shares show for a page: its own, or what introduces it.

    If it has neither, what its type says of every such page.
    """
    given = next(filter(None, (getattr(page, name) for name in introducing(type(page)))), "")
    return given or getattr(page, "default_description", "")


def updated(page: Page, context: Context) -> PartialDate | None:
    """Return when the page last changed in a way that matters, as exactly as it is known. One query for all peers, none if
    the page was read with it."""
    relation = Page._meta.get_field("last_update")
    if relation.is_cached(page):
        row = relation.get_cached_value(page)
        return row.date if row else None

    def read() -> dict[int, PartialDate | None]:
        model = relation.related_model
        rows = context.visibility.filter(model.objects.filter(page__in=[peer.pk for peer in group]))
        return {row.pk: row.date for row in rows}

    group = group_of(page)
    return group.shared("last updates", read).get(page.pk)


class Seo:
    """A page as search engines and social networks are told about it. Peers of the page are read with it.

    `above` are the public pages above it, from the home page down, if they have been read already.
    """

    def __init__(self, page: BasePage, context: Context, above: list[Page] | None = None):
        self.page = page
        self.context = context
        self.above = above

    @cached_property
    def canonical(self) -> str:
        """The one full address of the page."""
        return self.context.url_of(self.page)

    @property
    def title(self) -> str:
        return self.page.seo_title or self.page.title

    @property
    def description(self) -> str:
        return description_of(self.page)

    @property
    def noindex(self) -> bool:
        """Whether the page has nothing of its own to read."""
        return self.page.pk in empty_keys(self.context.visibility)

    @property
    def type(self) -> str:
        """The page's type in Open Graph."""
        return self.page.share_type

    @property
    def locale(self) -> str:
        """Language and country as Open Graph writes them, such as en_GB."""
        return to_locale(settings.LANGUAGE_CODE)

    @property
    def site_name(self) -> str:
        return self.site_settings.site_name

    @cached_property
    def site_settings(self) -> HubSettings:
        """Names of the site; read once a request."""
        model, site = apps.get_model("cms.HubSettings"), self.context.site
        return self.context.shared(SITE_SETTINGS, lambda: model.objects.filter(site=site).first() or model(site=site))

    @cached_property
    def image(self) -> Share | None:
        """The picture that stands for the page, in the size for shares: if there is one, it is public and made."""
        name = self.page.share_image_field
        if not name:
            return None
        field = self.page._meta.get_field(name)

        def read() -> dict[int, Share]:
            keys = {getattr(peer, field.attname) for peer in peers(self.page)} - {None}
            model = get_image_model().get_rendition_model()
            files = self.context.visibility.filter(model.objects.filter(image__in=keys, filter_spec=PRESETS["SHARE"]))
            # Of two, the later one is for the present focal point.
            return {f.image_id: self._share(f) for f in self._seen(files.select_related("image").order_by("pk"))}

        found = group_of(self.page).shared(("seo image", type(self.page)), read)
        return found.get(getattr(self.page, field.attname))

    def _share(self, file: HubRendition) -> Share:
        url = file.url
        url = self.context.base_url + url if url.startswith("/") else url
        return Share(url, file.width, file.height, file.image.description)

    def related(self, name: str) -> Model | None:
        """Return the public object that a foreign key of the page names. One query for all peers, none if it is read."""
        field = self.page._meta.get_field(name)
        if field.is_cached(self.page):
            thing = getattr(self.page, name)
            if thing is None or not self.context.visibility.can_see(thing):
                return None
            self.context.seen.add((type(thing), thing.pk))
            return thing

        def read() -> dict[int, Model]:
            keys = {getattr(peer, field.attname) for peer in peers(self.page)} - {None}
            things = self.context.visibility.filter(field.related_model.objects.filter(pk__in=keys))
            return {thing.pk: thing for thing in self._seen(things)}

        found = group_of(self.page).shared(("seo related", type(self.page), name), read)
        return found.get(getattr(self.page, field.attname))

    def documents(self, rows: Any) -> list[dict[str, Any]]:
        """Return the documents in rows of the page in schema.org's words. One query for all peers."""
        if preview := preview_of(self.page):
            own = own_rows(self.page, rows, "page", Q(), preview)
            if own is not None:
                return [self._media(row) for row in own.in_order(("sort_order", "pk"))]

        def read() -> dict[int, list[dict[str, Any]]]:
            found: dict[int, list[dict[str, Any]]] = {}
            visible = self.context.visibility.filter(
                rows.objects.filter(page__in=[page.pk for page in peers(self.page)])
            )
            for row in self._seen(visible.select_related("document").order_by("sort_order", "pk")):
                found.setdefault(row.page_id, []).append(self._media(row))
            return found

        return group_of(self.page).shared(("seo documents", rows), read).get(self.page.pk, [])

    def _media(self, row: DocumentRow) -> dict[str, Any]:
        document = row.document
        return {
            "@type": "MediaObject",
            "name": str(row),
            "contentUrl": self.context.base_url + document.url,
            "encodingFormat": document.content_type,
            **({"contentSize": f"{document.file_size} B"} if document.file_size else {}),
        }

    def _seen(self, things: QuerySet) -> list[Model]:
        """Read the objects and note that the answer holds them."""
        found = list(things)
        self.context.seen.update((type(thing), thing.pk) for thing in found)
        return found

    @property
    def modified(self) -> str:
        """When the page last changed in a way that matters, in ISO 8601; empty if it isn't known."""
        date = updated(self.page, self.context)
        return date.iso if date else ""

    @property
    def organisation(self) -> dict[str, Any] | None:
        """Who runs the site, in schema.org's words, or None when nobody is named."""
        name = self.site_settings.organisation
        return {"@type": "Organization", "name": name} if name else None

    @property
    def json_ld(self) -> str:
        """The page and the way to it as JSON-LD, safe to stand in a script element as it is."""
        graph = {"@context": "https://schema.org", "@graph": [self._thing(), self._breadcrumbs()]}
        return json.dumps(graph, cls=DjangoJSONEncoder, ensure_ascii=False).translate(UNSAFE_IN_SCRIPT)

    def _thing(self) -> dict[str, Any]:
        thing = {
            "@type": "WebPage",
            "@id": self.canonical,
            "url": self.canonical,
            "name": self.page.title,
            "description": self.description,
            "image": self.image.url if self.image else None,
            "dateModified": self.modified,
            **self.page.json_ld(self),
        }
        return {name: value for name, value in thing.items() if value not in (None, "", [])}

    def _breadcrumbs(self) -> dict[str, Any]:
        trail = [*self._above(), (self.page.title, self.canonical)]
        return {
            "@type": "BreadcrumbList",
            "itemListElement": [
                {"@type": "ListItem", "position": place, "name": title, "item": url}
                for place, (title, url) in enumerate(trail, 1)
            ],
        }

    def _above(self) -> list[tuple[str, str]]:
        """Return title and address of the public pages above. One query for all peers, unless they were handed over."""
        context, group = self.context, group_of(self.page)
        if self.above is not None:
            return [(page.title, context.url_of(page)) for page in self.above]
        top = len(context.site.root_page.path)

        def between(page: Page) -> list[str]:
            return [page.path[:end] for end in range(top, len(page.path), Page.steplen)]

        def read() -> dict[str, tuple[str, str]]:
            paths = {path for other in group if isinstance(other, Page) for path in between(other)}
            visible = context.visibility.filter(Page.objects.filter(path__in=paths))
            pages = self._seen(visible.only("path", "title", "url_path"))
            return {page.path: (page.title, context.url_of(page)) for page in pages}

        found = group.shared("titles above", read)
        return [found[path] for path in between(self.page) if path in found]
