"""Copies of a site, or of some of its pages, as they were at a past moment. They are made within `as_of`."""

from __future__ import annotations

import datetime
import io
import re
import zipfile
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from django.conf import settings
from wagtail.models import Page, Site

from cms.base.dates import moment_in_words
from cms.batches.kept_files import lost_noted
from cms.history.addresses import address_as_at
from cms.visibility.rule import Visibility
from home.handover.addresses import NUMBER
from home.handover.bags import EPOCH
from home.handover.copies import DOCUMENTS, CopyReport, SiteCopy
from home.handover.crawl import CopiedFile, Crawl, Track
from home.handover.errors import HandoverRefusedError
from home.handover.pages import SEARCH_FORM, CopiedPage

# When a table was written, which its program notes within it.
WRITTEN = re.compile(rb"(<dcterms:(?:created|modified)\b[^>]*>)[^<]*(<)")
MANIFEST = "site.webmanifest"
# Where the programme's own colours and icons are.
LOOK = "look/"
# The box around the form of the search, which takes room without it.
SEARCH_BOX = "ds_site-header__search"


class PastCrawl(Crawl):
    """A crawl that gets the same bytes whenever it is made, and notes which files the hub no longer keeps."""

    def __init__(self, *args: Any):
        super().__init__(*args)
        # The pictures and documents by their files' names, each with the key of a page that needs it.
        self.lost: dict[str, tuple[Any, str]] = {}

    def _fetch(self, key: str) -> None:
        with lost_noted(lambda thing: self._note(thing, key)):
            super()._fetch(key)

    def _note(self, thing: Any, key: str) -> None:
        self.lost.setdefault(thing.file.name, (thing, key))

    def _keep(self, key: str, media_type: str, body: bytes) -> None:
        super()._keep(key, media_type, settled(body) if urlsplit(key).path.endswith(".xlsx") else body)


class PastCopy(SiteCopy):
    """The whole site as it was at a moment. Raises HandoverRefusedError as `SiteCopy` does."""

    notice, ended = "home/evidence/notice.html", "home/evidence/not_kept.html"
    crawl_class: type[PastCrawl] = PastCrawl
    crawl: PastCrawl

    def __init__(self, site: Site, folder: Path, moment: datetime.datetime):
        super().__init__(site, folder)
        self.moment = moment
        self.crawl = self.crawl_class(self.reader, self.addresses, folder)
        # The addresses of files that the hub no longer has, with a page that needs each.
        self.lost: dict[str, str] = {}

    def make(self, track: Track) -> CopyReport:
        """Write all files. Raises HandoverRefusedError as `SiteCopy.make` does, or if the hub couldn't show a public page:
        evidence has all of them or isn't made."""
        report = super().make(track)
        if failed := [key for key in self._pages() if self.crawl.find(key) is None]:
            raise HandoverRefusedError(f"The hub couldn't show {', '.join(failed)}. Its log says why.")
        return report

    def _pages(self) -> Iterable[str]:
        """Return the keys of the pages that must be in the copy."""
        return keys_of(Visibility(self.site))

    def _link_to_missing(self, key: str, fragment: str, one: CopiedFile, above: str, *, loads: bool) -> str:
        if key.startswith((settings.STATIC_URL, settings.MEDIA_URL, f"{self.addresses.home}{DOCUMENTS}")):
            self.lost.setdefault(key, one.file)
        return super()._link_to_missing(key, fragment, one, above, loads=loads)

    def _said(self) -> dict[str, Any]:
        return super()._said() | {"moment": moment_in_words(self.moment), "is_whole": self.is_whole}


@dataclass(frozen=True)
class ExportPart:
    """Some pages of a site by their keys: one, or a list (`listed`) with the pages below it. `public`: all of its pages."""

    site: Site
    pages: tuple[str, ...]
    listed: str
    public: frozenset[str]


class PartCrawl(PastCrawl):
    """Fetches these pages with what they load and the documents to which they lead. Of a list it has all further pages."""

    pages: Collection[str] = ()
    listed = ""

    def _expect(self, link: str, at: str = "/") -> None:
        key = self.addresses.key(link, at)
        if key is not None and self._is_wanted(key):
            super()._expect(link, at)

    def _is_wanted(self, key: str) -> bool:
        parts = urlsplit(key)
        if key in self.pages or key.startswith((settings.STATIC_URL, settings.MEDIA_URL)):
            return True
        if parts.path == self.listed:
            return {name for name, _ in parse_qsl(parts.query)} == {NUMBER}
        beginnings = tuple(self.addresses.home + name for name in (DOCUMENTS, LOOK))
        return parts.path.startswith(beginnings) or parts.path == self._manifest

    @property
    def _manifest(self) -> str:
        return self.addresses.home + MANIFEST


class PartCopy(PastCopy):
    """Some pages of a site. Links to others lead to the hub, to the same day."""

    is_whole = False
    crawl_class = PartCrawl
    crawl: PartCrawl

    def __init__(self, part: ExportPart, folder: Path, moment: datetime.datetime):
        super().__init__(part.site, folder, moment)
        self.crawl.pages, self.crawl.listed = part.pages, part.listed
        self._public = part.public

    def _first(self) -> Iterator[str]:
        yield from self.crawl.pages

    def _pages(self) -> Iterable[str]:
        return self.crawl.pages

    def _add_own_pages(self) -> None:
        """Add none: there is no search, and nothing else is missed."""

    def _write_page(self, page: CopiedPage, one: CopiedFile, above: str = "") -> None:
        for form in page.soup.select(SEARCH_FORM):
            (form.find_parent(class_=SEARCH_BOX) or form).decompose()
        super()._write_page(page, one, above)

    def _link_to_missing(self, key: str, fragment: str, one: CopiedFile, above: str, *, loads: bool) -> str:
        super()._link_to_missing(key, fragment, one, above, loads=loads)
        return self.addresses.absolute(self._as_at(key) if key in self._public else key, one.key) + fragment

    def _as_at(self, key: str) -> str:
        prefix = self.addresses.prefix
        return prefix + address_as_at(self.day, key.removeprefix(prefix))


def keys_of(view: Visibility) -> list[str]:
    """Return the keys of all public pages of a site, in the order of the tree."""
    found = view.filter(Page.objects.filter(view.in_own_tree())).order_by("path")
    return [view.path_of(page) for page in found.iterator()]


def settled(table: bytes) -> bytes:
    """Return a spreadsheet (a zip of XML) without the time at which it was written."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(table)) as old, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as new:
        for name in sorted(old.namelist()):
            body = WRITTEN.sub(rb"\g<1>1980-01-01T00:00:00Z\g<2>", old.read(name))
            new.writestr(zipfile.ZipInfo(name, EPOCH), body, zipfile.ZIP_DEFLATED)
    return written.getvalue()
