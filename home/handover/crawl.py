"""Follows the links of a site from page to page, and writes down all that a reader without an account gets.

wagtail-bakery and django-distill render views that are declared to them. Neither follows links, so further pages of
lists, files and sizes of pictures would be missing; nor do they rewrite links, so the copy would work at one address only.
"""

from __future__ import annotations

import json
import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from tqdm import tqdm

from cms.delivery.crawlers import not_for_robots
from cms.media.models import HubDocument

from .addresses import CopyAddresses
from .pages import CopiedPage
from .reader import HubAnswer, PublicReader

HTML, CSS, MANIFEST = "text/html", "text/css", "application/manifest+json"
IN_STYLES = re.compile(r"""url\(\s*['"]?([^'")\s]+)['"]?\s*\)""")
DOCUMENT = re.compile(r"/documents/(\d+)/")

Track = Callable[[Iterable[str]], Iterable[str]]


def progress(verbosity: int) -> Track:
    """Return what shows the progress at a terminal. Without one it would log a line for each step."""
    return partial(tqdm, desc="Copying", unit="file", disable=None if verbosity else True)


@dataclass(frozen=True)
class CopiedFile:
    """A file of the copy, and the address from which it comes."""

    key: str
    file: str
    media_type: str

    @property
    def is_page(self) -> bool:
        return self.media_type == HTML

    @property
    def is_first(self) -> bool:
        """Whether it is no further or filtered page of a list."""
        return not urlsplit(self.key).query


class Crawl:
    """The files of a copy by key, where other addresses lead, and those that aren't there."""

    def __init__(self, reader: PublicReader, addresses: CopyAddresses, folder: Path):
        self.reader, self.addresses, self.folder = reader, addresses, folder
        self.files: dict[str, CopiedFile] = {}
        self.redirects: dict[str, str] = {}
        self._names: set[str] = set()
        self._seen: set[str] = set()
        self._waiting: deque[str] = deque()

    def follow(self, first: Iterable[str], track: Track) -> None:
        """Fetch these keys and all to which they lead."""
        for key in first:
            self._expect(key)
        for key in track(self._queue()):
            self._fetch(key)

    def leave_out(self, key: str) -> None:
        """Ask for nothing at this key: the copy has something of its own there."""
        self._seen.add(key)

    def find(self, key: str) -> CopiedFile | None:
        """Return the file of a key, also of one that leads to another."""
        seen = set()
        while key in self.redirects and key not in seen:
            seen.add(key)
            key = self.redirects[key]
        return self.files.get(key)

    def _queue(self) -> Iterator[str]:
        while self._waiting:
            yield self._waiting.popleft()

    def _expect(self, link: str, at: str = "/") -> None:
        key = self.addresses.key(link, at)
        if key is not None and key not in self._seen and not self._is_for_the_hub(key):
            self._seen.add(key)
            self._waiting.append(key)

    def _is_for_the_hub(self, key: str) -> bool:
        """Say whether the address is one that robots leave alone. Lists as files are an exception."""
        path = urlsplit(key).path
        own = path.removeprefix(self.addresses.prefix)
        return own.startswith(tuple(not_for_robots)) and "." not in own.rpartition("/")[2]

    def _fetch(self, key: str) -> None:
        if self.addresses.file(key, is_page=False) is None:
            return
        if key.startswith(settings.STATIC_URL):
            body = static_file(unquote(urlsplit(key).path).removeprefix(settings.STATIC_URL))
            if body is not None:
                self._keep(key, CSS if key.endswith(".css") else "", body)
            return
        answer = self.reader.get(key)
        if answer.redirects_to:
            answer = self._follow_redirect(key, answer)
        if answer.is_found:
            self._keep(key, answer.media_type, answer.body)

    def _follow_redirect(self, key: str, answer: HubAnswer) -> HubAnswer:
        """Note where the key leads. Of a document in the store, which the hub allowed to read, return the file."""
        target = self.addresses.key(answer.redirects_to, key)
        if target is not None:
            self.redirects[key] = target.partition("#")[0]
            self._expect(target)
            return answer
        named = DOCUMENT.match(urlsplit(key).path.removeprefix(self.addresses.prefix))
        if named is None:
            return answer
        with HubDocument.objects.get(pk=named[1]).file.open() as file:
            return HubAnswer(200, {}, file.read())

    def _keep(self, key: str, media_type: str, body: bytes) -> None:
        name = self.addresses.file(key, is_page=media_type == HTML)
        if name is None or name in self._names:
            return
        file = self.folder / name
        if not file.resolve().is_relative_to(self.folder.resolve()):
            return
        found = list(self._links(key, media_type, body))
        if found == [None]:
            return
        self._names.add(name)
        self.files[key] = CopiedFile(key, name, media_type)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(body)
        for link in found:
            self._expect(str(link), key)

    def _links(self, key: str, media_type: str, body: bytes) -> Iterator[str | None]:
        """Yield the links in a file; None alone for a page that is a form, which nobody will answer."""
        if media_type == HTML:
            page = CopiedPage(body.decode())
            if page.is_form:
                yield None
            else:
                yield from page.links
        elif media_type == CSS:
            yield from IN_STYLES.findall(body.decode())
        elif media_type == MANIFEST:
            yield from (icon["src"] for icon in json.loads(body)["icons"])


def static_file(name: str) -> bytes | None:
    """Return a static file by its name in addresses: as it was collected, or from its source if nothing was collected."""
    if staticfiles_storage.exists(name):
        with staticfiles_storage.open(name) as file:
            return file.read()
    found = finders.find(name)
    return Path(found).read_bytes() if found else None
