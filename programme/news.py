"""News as its form begins."""

from __future__ import annotations

from wagtail.models import Page

from .choices import NEWS_KINDS, NewsKind
from .models import NewsPage, WorkStreamPage


def begin(sender, page: Page, parent: Page, **kwargs) -> None:
    """Begin the form of news as an announcement of the work stream under which it is written, so that editors and the
    preview see to which stream it belongs. Receives Wagtail's `init_new_page`."""
    if isinstance(page, NewsPage):
        page.kind = NEWS_KINDS.first_of(NewsKind.ANNOUNCEMENT)
        if parent.specific_class is WorkStreamPage:
            page.work_streams = [parent.specific]
