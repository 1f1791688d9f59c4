"""What the privacy page says about counts: made of what is on, below what editors wrote."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import gettext_noop as _

from cms.base.registry import Registry
from cms.pages.viewer import visibility_of
from home.models import StandardPage
from measures.choices import CountKind

from .switch import is_on

SLUG = "privacy"
# A sentence for each kind of count, by its kind.
sentences: Registry[str] = Registry("sentence of the privacy page")


def section(page: StandardPage, request: HttpRequest) -> str:
    """Return the section of the privacy page about counts; empty on other pages."""
    visibility = visibility_of(request)
    if page.slug != SLUG or visibility.site is None:
        return ""
    counts = is_on(visibility.site, visibility.period)
    context = {
        "counts": counts,
        "sentences": list(sentences.values()) if counts else [],
        "days": settings.SEARCH_LOG_DAYS,
    }
    return render_to_string("measures/privacy.html", context, request=request)


def register() -> None:
    """Register the sentences of what is counted."""
    add = sentences.add
    add(
        CountKind.PAGE,
        _(
            "Pages: how often each was opened on a day, and from which kind of place readers came, such as a search engine, "
            "social media, a site of government or another page here. The address that they came from isn’t kept."
        ),
    )
    add(CountKind.DOCUMENT, _("Documents: how often each was fetched on a day."))
    add(CountKind.FEED, _("Feeds and calendars: how often each was fetched on a day, mostly by programs."))
    add(
        CountKind.UPDATE,
        _(
            "Visits from the regular update: how often readers came from an issue to a page here. The links have a mark with "
            "the number of the issue, the same for all readers. It can’t tell one from another."
        ),
    )
    add(
        CountKind.SURVEY,
        _(
            "Survey answers: how often each answer was chosen on a day, while a question is asked at the foot of pages. To "
            "limit how many come from one network, a code made of its address is kept for some hours, apart from the answers."
        ),
    )
