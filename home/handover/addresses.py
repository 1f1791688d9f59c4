"""The file in a copy for each address of its site."""

from __future__ import annotations

import posixpath
import re
from urllib.parse import parse_qsl, quote, unquote, urljoin, urlsplit

from django.conf import settings
from wagtail.models import Site

from cms.visibility.rule import Visibility

# An address in a list: one filter and the number of a page at most. All combinations would be endless.
NUMBER = "page"
PLAIN = re.compile(r"[\w-]+", re.ASCII)


class CopyAddresses:
    """The addresses of a site: a key for each, which is its path and query at the host, and its file in the copy."""

    def __init__(self, site: Site):
        view = Visibility(site)
        self.beginning = view.beginning
        self.prefix = view.prefix
        self.host = urlsplit(view.base_url).netloc
        here = view.address
        # Programmes below the first part of a path at the same host are other sites.
        self.others = tuple(
            f"{one.prefix}/"
            for one in view.sites
            if here and one.host_key == here.host_key and one.site_key != here.site_key and one.prefix
        )

    @property
    def home(self) -> str:
        """The key of the front page."""
        return f"{self.prefix}/"

    def key(self, link: str, at: str) -> str | None:
        """Return the key of a link on the page with the key `at`; None if it leads out of the site."""
        try:
            parts = urlsplit(urljoin(f"{self._origin}{at}", link.strip()))
        except ValueError:
            return None
        if parts.scheme not in ("http", "https") or parts.netloc != self.host:
            return None
        path = parts.path or "/"
        if f"{path}/".startswith(self.others) or not self._is_here(path):
            return None
        return path + (f"?{parts.query}" if parts.query else "")

    def absolute(self, link: str, at: str) -> str:
        """Return a link as a full address."""
        return urljoin(f"{self._origin}{at}", link.strip())

    def file(self, key: str, *, is_page: bool) -> str | None:
        """Return the file for a key, relative to the copy; None if no file can be named after it.

        A list's further and filtered pages stand beside it: `news/index.page-2.html`. No slug of a page has a dot.
        """
        parts = urlsplit(key)
        path = unquote(parts.path)
        if path.startswith(f"{self.prefix}/"):
            path = path[len(self.prefix) :]
        # “//” is also what %2F makes of it: what follows would be a path from the top of the disk.
        if "//" in path or any(part in (".", "..") for part in path.split("/")) or "\0" in path or "\\" in path:
            return None
        query = self._named(parts.query)
        if query is None:
            return None
        if path.endswith("/"):
            return f"{path[1:]}index{query}.html"
        if is_page:
            return f"{path[1:]}/index{query}.html"
        stem, ending = posixpath.splitext(path[1:])
        return f"{stem}{query}{ending}"

    def _named(self, query: str) -> str | None:
        given = parse_qsl(query, keep_blank_values=True)
        if len([name for name, _ in given if name != NUMBER]) > 1:
            return None
        if not all(PLAIN.fullmatch(part) for pair in given for part in pair):
            return None
        return "".join(f".{name}-{value}" for name, value in sorted(given, key=lambda pair: pair[0] == NUMBER))

    def _is_here(self, path: str) -> bool:
        shared = (settings.STATIC_URL, settings.MEDIA_URL)  # without the part that names a programme
        return f"{path}/".startswith(f"{self.prefix}/") or path.startswith(shared)

    @property
    def _origin(self) -> str:
        return self.beginning.removesuffix(self.prefix)


def relative(file: str, at: str) -> str:
    """Return the link to a file of the copy from another."""
    return quote(posixpath.relpath(file, posixpath.dirname(at) or "."))
