"""PDF files, by WeasyPrint if it is installed: it needs Pango, which not every server has.

They are tagged (PDF/UA-1): headings, lists, tables with their header cells, links and alternative texts are in the file, so
that a screen reader reads it like the page. Only files of the hub's own are loaded, nothing from a network.
"""

from __future__ import annotations

import logging
import mimetypes
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.files.storage import default_storage

INSTALL = "python -m pip install --require-hashes -r requirements-pdf.txt"
MEDIA_TYPE = "application/pdf"
VARIANT = "pdf/ua-1"


def is_possible() -> bool:
    """Say whether PDF files can be made here."""
    _say_less()
    try:
        import weasyprint  # noqa: F401  its libraries are loaded here
    except (ImportError, OSError):
        return False
    return True


def of_html(html: str) -> bytes:
    """Return a page as PDF. Its styles and pictures are those at the addresses of static files and media.

    A PDF has no time in it, so the same page is the same file. Raises ImportError or OSError where `is_possible` is false.
    """
    _say_less()
    from weasyprint import HTML

    made: bytes = HTML(string=html, base_url=settings.BASE_URL, url_fetcher=_fetcher(_own_file)).write_pdf(
        pdf_variant=VARIANT
    )
    return made


def write_all(site: Path, target: Path, files: Iterable[str], prepare: Callable[[str], str]) -> None:
    """Write a PDF of each page of a copy in a folder, `site`, as `prepare` returns it. Only files of the copy are loaded."""
    _say_less()
    from weasyprint import HTML

    def of_the_copy(url: str) -> Path:
        path = Path(unquote(urlsplit(url).path))
        if urlsplit(url).scheme != "file" or not path.resolve().is_relative_to(site.resolve()):
            raise ValueError(f"{url} is outside the copy.")
        return path

    for name in files:
        page = target / Path(name).with_suffix(".pdf")
        page.parent.mkdir(parents=True, exist_ok=True)
        text = prepare((site / name).read_text())
        fetcher = _fetcher(lambda url: of_the_copy(url).read_bytes())
        HTML(string=text, base_url=(site / name).as_uri(), url_fetcher=fetcher).write_pdf(page, pdf_variant=VARIANT)


def _say_less() -> None:
    """Of styles WeasyPrint says line by line what is for screens alone."""
    logging.getLogger("weasyprint").setLevel(logging.ERROR)
    logging.getLogger("weasyprint.progress").setLevel(logging.ERROR)


def _fetcher(read: Callable[[str], bytes]) -> Any:
    """Return what loads a page's files: by `read`, which raises ValueError or OSError for addresses that aren't allowed."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class OwnFiles(URLFetcher):
        """Loads what `read` returns, and data that is in the page itself."""

        def fetch(self, url: str, headers: Any = None) -> Any:
            if urlsplit(url).scheme == "data":
                return super().fetch(url, headers)
            kind = mimetypes.guess_type(urlsplit(url).path)[0] or "application/octet-stream"
            return URLFetcherResponse(url, read(url), {"Content-Type": kind})

    return OwnFiles(allowed_protocols=("data",))


def _own_file(url: str) -> bytes:
    """Return the static file or the medium at an address of the hub. Raises ValueError for any other address."""
    if not url.startswith(f"{settings.BASE_URL}/"):
        raise ValueError(f"{url} isn't a file of the hub.")
    path = unquote(urlsplit(url).path)
    if path.startswith(settings.MEDIA_URL):
        with default_storage.open(path.removeprefix(settings.MEDIA_URL)) as file:
            return bytes(file.read())
    if not path.startswith(settings.STATIC_URL):
        raise ValueError(f"{url} isn't a file of the hub.")
    name = path.removeprefix(settings.STATIC_URL)
    # Where static files are collected their names have a hash; in development they are where they were written.
    found = finders.find(name)
    if found:
        return Path(found).read_bytes()
    with staticfiles_storage.open(name) as file:
        return bytes(file.read())
