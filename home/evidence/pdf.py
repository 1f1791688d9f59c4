"""PDF files of copied pages, by WeasyPrint if it is installed: it needs Pango, which not every server has."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

INSTALL = "python -m pip install --require-hashes -r requirements-pdf.txt"


def is_possible() -> bool:
    """Say whether PDF files can be made here."""
    try:
        import weasyprint  # noqa: F401  its libraries are loaded here
    except (ImportError, OSError):
        return False
    return True


def write_all(site: Path, target: Path, files: Iterable[str]) -> None:
    """Write a PDF of each page of a copy. Only files of the copy are loaded, nothing from a network.

    A PDF has no time in it, so the same page is the same file.
    """
    from weasyprint import HTML
    from weasyprint.urls import URLFetcher

    class FromTheCopy(URLFetcher):
        """Loads what is in the copy."""

        def fetch(self, url: str, headers: Any = None) -> Any:
            parts = urlsplit(url)
            if parts.scheme == "file" and not Path(unquote(parts.path)).resolve().is_relative_to(site.resolve()):
                raise ValueError(f"{url} is outside the copy.")
            return super().fetch(url, headers)

    # Of styles it says line by line what is for screens alone.
    logging.getLogger("weasyprint").setLevel(logging.ERROR)
    logging.getLogger("weasyprint.progress").setLevel(logging.ERROR)
    for name in files:
        page = target / Path(name).with_suffix(".pdf")
        page.parent.mkdir(parents=True, exist_ok=True)
        fetcher = FromTheCopy(allowed_protocols=("file", "data"))
        HTML(filename=site / name, url_fetcher=fetcher).write_pdf(page)
