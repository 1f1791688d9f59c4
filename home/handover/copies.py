"""A static copy of a programme's public site, which any web server serves, or no server at all."""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from bs4 import BeautifulSoup
from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from wagtail.models import Page, Site

from cms.base.dates import today
from cms.delivery.crawlers import views
from cms.models import ProgrammeSite
from cms.sites.default import default_site
from cms.sites.models import ProgrammeState
from cms.visibility.rule import Visibility
from home.programmes.services import name_of, record_of

from .addresses import CopyAddresses, relative
from .crawl import CSS, HTML, MANIFEST, CopiedFile, Crawl, Track, static_file
from .errors import HandoverRefusedError
from .pages import CopiedPage, SearchedPage
from .reader import PublicReader
from .search_index import index_of

SEARCH, INDEX, SCRIPT = "search/index.html", "search/copy-index.js", "search/copy-search.js"
# The page to which everything leads that only the hub could answer. No page's address has a dot.
ENDED, NOT_FOUND = "no-longer-here.html", "404.html"
DOCUMENTS = "documents/"
TEXTS = (".atom", ".css", ".csv", ".ics", ".json", ".txt", ".webmanifest", ".xml")
ICONS = ".svg"
# An address in a style that begins at the top of the host, and what comes before it.
AT_THE_TOP = re.compile(r"""(url\(\s*['"]?)(/[^'")\s]+)""")
XML_DECLARATION = re.compile(r"^<\?xml.*?\?>")


@dataclass(frozen=True)
class CopyReport:
    """What a copy has. `missing` has a sentence for each picture, document, style or script that the hub has lost."""

    files: tuple[CopiedFile, ...]
    searched: tuple[SearchedPage, ...]
    missing: tuple[str, ...]
    pages: int
    number: int
    size: int


def site_of_key(key: str) -> Site:
    """Return the site of a programme by its key. Raises HandoverRefusedError with those that there are."""
    default = default_site()
    if default is not None:
        record_of(default)  # a hub with one programme has none yet
    record = ProgrammeSite.objects.select_related("site__root_page").filter(key=key).first()
    if record is None:
        known = ", ".join(ProgrammeSite.objects.values_list("key", flat=True))
        raise HandoverRefusedError(f"There is no programme with the key “{key}”. There are: {known or 'none'}.")
    return record.site


def refuse_if_not_public(site: Site) -> None:
    """Raise HandoverRefusedError if the hub has no public site of the programme, so that nothing could be copied."""
    name = name_of(site)
    if not settings.PUBLIC_SITE or settings.FRONTEND_URL:
        raise HandoverRefusedError("The public site is that of a frontend, so the hub can't copy it.")
    if record_of(site).state == ProgrammeState.CLOSED:
        raise HandoverRefusedError(
            f"“{name}” is closed, so no page of it is public. Reopen it, copy it, and close it again."
        )
    if not Visibility(site).can_see(site.root_page):
        raise HandoverRefusedError(f"The front page of “{name}” isn't public, so there is nothing to copy.")


class SiteCopy:
    """A copy being made in an empty folder.

    `base_url` is the address at which it will be served, by default that of the hub. Raises HandoverRefusedError if it is
    none.
    """

    is_whole = True  # not some pages alone
    notice, ended = "home/handover/notice.html", "home/handover/ended.html"

    def __init__(self, site: Site, folder: Path, base_url: str = ""):
        if base_url and not re.match(r"https?://[^/]", base_url):
            raise HandoverRefusedError(f"“{base_url}” is no address: it begins with https:// or http://.")
        self.site, self.folder = site, folder
        self.addresses = CopyAddresses(site)
        self.reader = PublicReader(site)
        self.crawl = Crawl(self.reader, self.addresses, folder)
        self.base_url = (base_url or self.addresses.beginning).rstrip("/")
        self.above = f"{urlsplit(self.base_url).path.rstrip('/')}/"
        self.name, self.day = name_of(site), today()
        self.searched: list[SearchedPage] = []
        self.missing: set[str] = set()
        self._icons: dict[str, BeautifulSoup] = {}

    def make(self, track: Track) -> CopyReport:
        """Write all files. Raises HandoverRefusedError if a link in the copy leads nowhere."""
        self.crawl.leave_out(self._key_of(SEARCH))
        self.crawl.follow(self._first(), track)
        if self.is_whole and self.crawl.find(self.addresses.home) is None:
            raise HandoverRefusedError(
                f"{self.reader.beginning}/ doesn't answer with a page. Is its host in ALLOWED_HOSTS?"
            )
        for one in list(self.crawl.files.values()):
            if one.is_page:
                self._finish(one)
            elif one.file.endswith(TEXTS) and not one.file.startswith(DOCUMENTS):
                self._finish_text(one)
        self._add_own_pages()
        broken = list(broken_links(self.folder, self.above))
        if broken:
            raise HandoverRefusedError(*broken)
        sizes = [file.stat().st_size for file in self.folder.rglob("*") if file.is_file()]
        pages = sum(one.is_page for one in self.crawl.files.values())
        files = tuple(self.crawl.files.values())
        missing = tuple(sorted(self.missing))
        return CopyReport(files, tuple(self.searched), missing, pages, len(sizes), sum(sizes))

    def _first(self) -> Iterator[str]:
        """Yield the keys with which to begin: all public pages, whether or not another leads there, and the files for
        programs."""
        view, home = Visibility(self.site), self.addresses.home
        yield home
        for page in view.filter(Page.objects.filter(view.in_own_tree()).order_by("path")).iterator():
            yield view.path_of(page)
        for name in ("robots.txt", "sitemap.xml", "site.webmanifest"):
            yield home + name
        for name, has_content in views.items():
            if has_content(view):
                yield home + reverse(name).lstrip("/")

    def _finish(self, one: CopiedFile) -> None:
        """Lead the links of a page to files of the copy, and put the notice above it."""
        page = CopiedPage((self.folder / one.file).read_bytes().decode())
        if one.is_first and (searched := page.searched(one.key, one.file)):
            self.searched.append(searched)
        self._write_page(page, one)

    def _write_page(self, page: CopiedPage, one: CopiedFile, above: str = "") -> None:
        page.draw_icons(lambda link: self._icons_at(link, one.key))
        page.begin_with(render_to_string(self.notice, self._said()))
        page.lead(lambda link, loads: self._link(link, one, above, loads=loads))
        self._write(one.file, self._with_new_base(str(page)))

    def _finish_text(self, one: CopiedFile) -> None:
        file = self.folder / one.file
        text = before = file.read_bytes().decode()  # calendars and tables keep their ends of lines
        if one.media_type == CSS:
            text = AT_THE_TOP.sub(lambda found: found[1] + self._link(found[2], one, loads=True), text)
        elif one.media_type == MANIFEST:
            data = json.loads(text)
            data["start_url"] = self.above
            for icon in data["icons"]:
                icon["src"] = self.above + self._link(icon["src"], CopiedFile(one.key, "", MANIFEST), loads=True)
            text = json.dumps(data, ensure_ascii=False)
        text = self._with_new_base(text)
        if text != before:
            self._write(one.file, text)

    def _link(self, link: str, one: CopiedFile, above: str = "", *, loads: bool = False) -> str:
        """Return a link as it is in the copy. Links that need the hub lead to a page that explains this."""
        parts = urlsplit(link)
        if link.startswith("#") or parts.scheme not in ("", "http", "https"):
            return link
        key = self.addresses.key(link, one.key)
        if key is None:
            return self.addresses.absolute(link, one.key)
        found = self.crawl.find(key)
        fragment = f"#{parts.fragment}" if parts.fragment else ""
        if self.is_whole and urlsplit(key).path == self._key_of(SEARCH):
            return above + relative(SEARCH, one.file) + fragment
        if found is None:
            return self._link_to_missing(key, fragment, one, above, loads=loads)
        return above + relative(found.file, one.file) + fragment

    def _link_to_missing(self, key: str, fragment: str, one: CopiedFile, above: str, *, loads: bool) -> str:
        """Return a link to something of the site that isn't in the copy."""
        if loads or key.startswith(f"{self.addresses.home}{DOCUMENTS}"):
            self.missing.add(f"{one.file} needs {key}, which the hub doesn't have.")
        return above + relative(ENDED, one.file)

    def _icons_at(self, link: str, at: str) -> BeautifulSoup | None:
        key = self.addresses.key(link, at)
        found = self.crawl.find(key) if key else None
        if found is None or not found.file.endswith(ICONS):
            return None
        if found.file not in self._icons:
            text = (self.folder / found.file).read_text()
            self._icons[found.file] = BeautifulSoup(XML_DECLARATION.sub("", text), "html.parser")
        return self._icons[found.file]

    def _said(self) -> dict[str, Any]:
        """Return what the templates of the copy say. Addresses in them are the hub's, as in its own pages."""
        return {"day": self.day, "name": self.name, "search": self._key_of(SEARCH)}

    def _add_own_pages(self) -> None:
        """Add the search with the list of all pages, the page for what only the hub could answer, and that for a wrong
        address."""
        entries = sorted(self.searched, key=lambda page: page.title.casefold())
        self._add_file(INDEX, index_of(self.searched))
        self._add_file(SCRIPT, (static_file("hub/copy-search.js") or b"").decode())
        scripts = [self._key_of(INDEX), self._key_of(SCRIPT)]
        # `asked`: the page has the form of the header itself.
        self._add_page(SEARCH, "home/handover/search.html", {"entries": entries, "scripts": scripts, "asked": True})
        self._add_page(ENDED, self.ended, {})
        # A server shows it at any address, so its links begin at the top.
        self._add_page(NOT_FOUND, "home/handover/not_found.html", {}, self.above)

    def _add_page(self, file: str, template: str, context: dict[str, Any], above: str = "") -> None:
        page = CopiedPage(self.reader.page(template, context | self._said()))
        self._write_page(page, CopiedFile(self._key_of(file), file, HTML), above)

    def _add_file(self, file: str, text: str) -> None:
        self.crawl.files[self._key_of(file)] = CopiedFile(self._key_of(file), file, "")
        self._write(file, text)

    def _key_of(self, file: str) -> str:
        """Return the key of a file that is the copy's own."""
        return self.addresses.home + file.removesuffix("index.html")

    def _write(self, name: str, text: str) -> None:
        file = self.folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.encode())

    def _with_new_base(self, text: str) -> str:
        """Replace the hub's address by that of the copy."""
        old = self.addresses.beginning
        if self.base_url == old:
            return text
        others = "".join(f"(?!{re.escape(other)})" for other in self.addresses.others)
        return re.sub(rf"{re.escape(old)}(?![\w.:-]){others}", lambda _: self.base_url, text)


def broken_links(folder: Path, above: str = "/") -> Iterator[str]:
    """Yield a sentence for each link to a file that isn't in the folder. `above` is the path at which the copy is served."""
    files = {file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file()}
    for name in sorted(file for file in files if file.endswith(".html")):
        for link in sorted(set(CopiedPage((folder / name).read_text()).links)):
            target = _target(link, name, above)
            if target is not None and target not in files:
                yield f"{name} leads to {link}, which isn't in the copy."


def _target(link: str, at: str, above: str) -> str | None:
    """Return the file to which a link leads; None if it leads out of the copy, or to a place on the same page."""
    parts = urlsplit(link)
    if parts.scheme or parts.netloc or not parts.path:
        return None
    path = unquote(parts.path)
    if path.startswith("/"):
        return path.removeprefix(above)
    return posixpath.normpath(posixpath.join(posixpath.dirname(at), path))
