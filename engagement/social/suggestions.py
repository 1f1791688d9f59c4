"""Suggestions for a post about a page."""

from __future__ import annotations

import re
from collections.abc import Callable

from wagtail.models import Page

from cms.pages.addresses import frontend_url
from engagement.models import SocialPost
from programme.models import KeyMessagePage, WorkStreamPage
from programme.social import LIMIT, LINK_LENGTH, weighted_length

from .platforms import PlatformRules

ROOM = LIMIT - LINK_LENGTH - 1  # the line break before the link
# After a full stop, a question or an exclamation, with the marks that close a quotation.
END_OF_SENTENCE = re.compile(r"[.!?…][\"'”’)]*(?=\s)")


def cut(text: str, room: int = ROOM) -> str:
    """Return as many whole sentences as fit; if the first is too long, as many words."""
    return _cut(text, lambda part: weighted_length(part) <= room)


def fitted(text: str, link: str, rules: PlatformRules) -> str:
    """Return the text as it is if it fits with its link on a platform, otherwise as much of it as does."""
    whole = text.strip().replace("\r\n", "\n")

    def fits(part: str) -> bool:
        return rules.fits("\n".join(filter(None, [part, link])))

    return whole if fits(whole) else _cut(whole, fits)


def _cut(text: str, fits: Callable[[str], bool]) -> str:
    text = " ".join(text.split())
    if fits(text):
        return text
    ends = [match.end() for match in END_OF_SENTENCE.finditer(text)]
    fitting = [end for end in ends if fits(text[:end])]
    if fitting:
        return text[: fitting[-1]]
    words = text.split(" ")
    while words and not fits(" ".join(words) + " …"):
        words.pop()
    return " ".join(words) + " …" if words else ""


def suggested(page: Page) -> SocialPost:
    """Return a suggested post about the page as last saved. Nothing is stored."""
    page = page.specific.get_latest_revision_as_object()
    own = getattr(page, "social_text", "")
    says = own or getattr(page, "summary", "") or getattr(page, "introduction", "") or page.search_description
    image = getattr(page, "image", None)
    return SocialPost(
        page_id=page.pk,
        text=own if own and weighted_length(own) <= ROOM else cut(says or page.title),
        link=frontend_url(page),
        image=image,
        alt_text=getattr(image, "description", "") or "",
    )


def belongs_to(page: Page) -> dict[str, list[int]]:
    """Return the keys of the key messages and work streams that a post about the page carries."""
    page = page.specific
    messages = [page.pk] if isinstance(page, KeyMessagePage) else _related(page, "key_messages")
    streams = [page.pk] if isinstance(page, WorkStreamPage) else _related(page, "work_streams")
    if not streams:
        streams = list(WorkStreamPage.objects.ancestor_of(page).values_list("pk", flat=True))
    return {"key_messages": messages, "work_streams": streams}


def _related(page: Page, name: str) -> list[int]:
    """Return the keys in the page's many-to-many field of that name, if it has one."""
    fields = {field.name for field in page._meta.many_to_many}
    return [one.pk for one in getattr(page, name).all()] if name in fields else []
