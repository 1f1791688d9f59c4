"""Metadata of a page for search engines and social networks: canonical address, Open Graph, JSON-LD.

Open Graph follows https://ogp.me; JSON-LD uses the vocabulary of https://schema.org. A page type declares its own
metadata in `json_ld`, `share_image_field` and `share_type` (see `cms.models.BasePage`).
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Model, Q, QuerySet
from django.utils.translation import to_locale
from wagtail.fields import RichTextField, StreamField
from wagtail.images import get_image_model
from wagtail.models import Page

from cms.batches.drafts import own_rows, preview_of
from cms.batches.kept_files import is_kept
from cms.batches.last_update import updated
from cms.batches.peers import adopt, group_of, peers
from cms.batches.reader import BatchReader
from cms.delivery.empty_pages import empty_keys
from cms.delivery.look.drawings import SHARE_SIZE, share_address
from cms.history.past import is_past
from cms.media.renditions import PRESETS
from cms.pages.languages import html_language

if TYPE_CHECKING:
    from cms.delivery.look.models import LookSettings
    from cms.delivery.models import HubSettings
    from cms.media.models import DocumentRow, HubRendition
    from cms.pages.models import BasePage

# The key under which a request keeps the names of the site.
SITE_SETTINGS = "site settings"
# With these escaped, a text can't end its script element (HTML Standard, “Restrictions for contents of script
# elements”), and the two line separators don't trouble older JavaScript.
UNSAFE_IN_SCRIPT = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


@dataclass(frozen=True)
class Share:
    """The picture for social media."""

    url: str
    width: int
    height: int
    alt: str


def seo_columns(model: type[Page]) -> list[str]:
    """Return the fields of a page that its metadata may need: all but its bodies."""
    return [f.name for f in model._meta.concrete_fields if not isinstance(f, StreamField | RichTextField)]


@cache
def introducing(model: type[Page]) -> list[str]:
    """Return the plain text fields that introduce a page, the best first."""
    return [name for name in ("search_description", "summary", "introduction") if name in seo_columns(model)]


def description_of(page: Page) -> str:
    """Return the description of a page: its own, or its introduction.

    If it has neither, the default description of its type.
    """
    given = next(filter(None, (getattr(page, name) for name in introducing(type(page)))), "")
    return given or getattr(page, "default_description", "")


class Seo:
    """The metadata of a page. Peers of the page are read with it.

    `above` are the public pages above it, from the home page down, if they have already been read. `look` is that of the
    site, where a picture may be drawn of the page.
    """

    def __init__(
        self, page: BasePage, reader: BatchReader, above: list[Page] | None = None, look: LookSettings | None = None
    ):
        self.look = look
        self.page = page
        self.reader = reader
        self.above = above

    @cached_property
    def canonical(self) -> str:
        """The canonical full address of the page."""
        return self.reader.visibility.url_of(self.page)

    @property
    def title(self) -> str:
        return self.page.seo_title or self.page.title

    @property
    def description(self) -> str:
        return description_of(self.page)

    @property
    def noindex(self) -> bool:
        """Whether the page is empty."""
        return self.page.pk in empty_keys(self.reader.visibility)

    @property
    def type(self) -> str:
        """The page's type in Open Graph."""
        return self.page.share_type

    @property
    def locale(self) -> str:
        """Language and country in the format of Open Graph, such as en_GB."""
        return to_locale(html_language(self.page, self.reader.visibility))

    @property
    def site_name(self) -> str:
        return self.site_settings.site_name

    @cached_property
    def site_settings(self) -> HubSettings:
        """Names of the site; read once per request."""
        model, site = apps.get_model("cms.HubSettings"), self.reader.site
        return self.reader.shared(SITE_SETTINGS, lambda: model.objects.filter(site=site).first() or model(site=site))

    @cached_property
    def image(self) -> Share | None:
        """The page's picture in the size for social media, if it is public and has been made; or one that is drawn.

        None is drawn unless the site's look says so, nor for the API.
        """
        return self._own_image() or self._drawn_image()

    def _drawn_image(self) -> Share | None:
        if self.look is None or not self.look.share_pictures or not self.page.pk:
            return None
        name = self.site_name
        url = self.reader.visibility.base_url + share_address(self.look, name, self.page)
        return Share(url, *SHARE_SIZE, f"{name}: {self.page.title}")

    def _own_image(self) -> Share | None:
        name = self.page.share_image_field
        if not name:
            return None
        field = self.page._meta.get_field(name)

        def read() -> dict[int, Share]:
            keys = {getattr(peer, field.attname) for peer in peers(self.page)} - {None}
            model = get_image_model().get_rendition_model()
            files = self.reader.visibility.filter(model.objects.filter(image__in=keys, filter_spec=PRESETS["SHARE"]))
            # If there are two, the later one is for the present focal point.
            return {f.image_id: self._share(f) for f in self._seen(files.select_related("image").order_by("pk"))}

        found = group_of(self.page).shared(("seo image", type(self.page)), read)
        share = found.get(getattr(self.page, field.attname))
        if share is None and is_past() and (image := self.related(name)):
            is_kept(image)  # or the answer says why there is none
        return share

    def _share(self, file: HubRendition) -> Share:
        url = self.reader.visibility.at_host(file.url)
        return Share(url, file.width, file.height, file.image.description)

    def related(self, name: str) -> Model | None:
        """Return the public target of a foreign key of the page. One query for all peers; none if it has been read."""
        field = self.page._meta.get_field(name)
        if field.is_cached(self.page):
            thing = getattr(self.page, name)
            if thing is None or not self.reader.visibility.can_see(thing):
                return None
            self.reader.seen.add((type(thing), thing.pk))
            return thing

        def read() -> dict[int, Model]:
            keys = {getattr(peer, field.attname) for peer in peers(self.page)} - {None}
            things = self.reader.visibility.filter(field.related_model.objects.filter(pk__in=keys))
            return {thing.pk: thing for thing in adopt(self._seen(things))}

        found = group_of(self.page).shared(("seo related", type(self.page), name), read)
        return found.get(getattr(self.page, field.attname))

    def documents(self, rows: Any) -> list[dict[str, Any]]:
        """Return the documents of the page's rows in schema.org's vocabulary. One query for all peers."""
        if preview := preview_of(self.page):
            own = own_rows(self.page, rows, "page", Q(), preview)
            if own is not None:
                own.sort(key=lambda row: (row.sort_order is None, row.sort_order, row.pk))
                return [self._media(row) for row in own]

        def read() -> dict[int, list[dict[str, Any]]]:
            found: dict[int, list[dict[str, Any]]] = {}
            visible = self.reader.visibility.filter(
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
            **({"contentUrl": self.reader.visibility.base_url + url} if (url := document.url) else {}),
            "encodingFormat": document.content_type,
            **({"contentSize": f"{document.file_size} B"} if document.file_size else {}),
        }

    def _seen(self, things: QuerySet) -> list[Model]:
        """Read the objects and record that the answer contains them."""
        found = list(things)
        self.reader.seen.update((type(thing), thing.pk) for thing in found)
        return found

    @property
    def modified(self) -> str:
        """The date of the page's last update in ISO 8601; empty if it isn't known."""
        date = updated(self.page, self.reader.visibility)
        return date.iso if date else ""

    @property
    def organisation(self) -> dict[str, Any] | None:
        """The organisation that runs the site, in schema.org's vocabulary, or None if not given."""
        name = self.site_settings.organisation
        return {"@type": "Organization", "name": name} if name else None

    @property
    def json_ld(self) -> str:
        """The page and its breadcrumbs as JSON-LD, safe to use in a script element unchanged."""
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
        """Return title and address of the public pages above. One query for all peers, unless they were passed in."""
        reader, group = self.reader, group_of(self.page)
        if self.above is not None:
            return [(page.title, reader.visibility.url_of(page)) for page in self.above]
        top = len(reader.site.root_page.path)

        def between(page: Page) -> list[str]:
            return [page.path[:end] for end in range(top, len(page.path), Page.steplen)]

        def read() -> dict[str, tuple[str, str]]:
            paths = {path for other in group if isinstance(other, Page) for path in between(other)}
            visible = reader.visibility.filter(Page.objects.filter(path__in=paths))
            pages = self._seen(visible.only("path", "title", "url_path"))
            return {page.path: (page.title, reader.visibility.url_of(page)) for page in pages}

        found = group.shared("titles above", read)
        return [found[path] for path in between(self.page) if path in found]
