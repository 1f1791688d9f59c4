"""What a letter to a follower says: what is public of the changes at the moment at which it goes out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from cms.models import Change
from cms.visibility.rule import Visibility
from newsletter.choices import FollowingFrequency, SubscriptionState
from newsletter.generator import content
from newsletter.models import Following, Letter

from . import suppression
from .followed_pages import names_of
from .tokens import UNFOLLOW


@dataclass(frozen=True)
class ToldPage:
    """A page that changed: its title, its address, brief facts, and a sentence or two about the change."""

    title: str
    url: str
    facts: str
    text: str


def names_of_followed(followings: Iterable[Following], visibility: Visibility) -> list[str]:
    """Return the names of those followed pages that are public, each in words for a list of what somebody gets."""
    keys = [one.page_id for one in followings]
    names = names_of(keys, visibility) if keys else {}
    return [f"What changes on the page “{names[key]}”" for key in keys if key in names]


def objection_to(letter: Letter, visibility: Visibility) -> str:
    """Return a sentence that says why the letter doesn't go out; empty if it does."""
    following, subscriber = letter.following, letter.subscriber
    if subscriber is None or following is None or following.state != SubscriptionState.ACTIVE:
        return "They don't follow the page any more."
    if suppression.is_suppressed(subscriber.normalised or ""):
        return "The address is suppressed."
    if subscriber.undeliverable_since:
        return "The address doesn't take mail."
    if not _name_of_followed(following, visibility):
        return "The page isn't public."
    return "" if _changes(letter, visibility).exists() else "Nothing of what changed is public any more."


def context_of(letter: Letter, visibility: Visibility) -> dict[str, Any]:
    """Return the further values of the letter's templates. Raises GeneratorError if the hub can't be asked, and ValueError if
    the page was hidden at this very moment."""
    following: Any = letter.following
    name = _name_of_followed(following, visibility)
    if not name:
        raise ValueError("The page isn't public any more.")
    return {
        "subject": f"What changed: {name}",
        "followed": name,
        "pages": _told(letter, visibility),
        "with_update": following.frequency == FollowingFrequency.WITH_UPDATE,
        "unfollow_url": UNFOLLOW.url(following.key),
    }


def headers(context: dict[str, Any]) -> bytes:
    """Return the headers by which mail programs stop a following (RFC 8058), for the beginning of the message; none for
    letters of other kinds.

    Python's own would encode an address longer than a line, and mail programs wouldn't know it.
    """
    if "unfollow_url" not in context:
        return b""
    lines = (f"List-Unsubscribe: <{context['unfollow_url']}>", "List-Unsubscribe-Post: List-Unsubscribe=One-Click", "")
    return "\r\n".join(lines).encode()


def _name_of_followed(following: Following, visibility: Visibility) -> str:
    """Return the name of the followed page, the same for all its followers; empty if it isn't public."""
    key = following.page_id
    return visibility.fact(
        ("followed page", visibility.site_key, key), lambda: names_of([key], visibility).get(key or 0, "")
    )


def _changes(letter: Letter, visibility: Visibility) -> QuerySet[Change]:
    found = visibility.filter(Change.objects.filter(pk__in=letter.news.values("change"))).order_by("at", "pk")
    # The API lists pages of the site's own language: of a translation a letter could say nothing.
    return found.filter(page__locale=visibility.roots[0].locale_id) if len(visibility.roots) > 1 else found


def _told(letter: Letter, visibility: Visibility) -> list[ToldPage]:
    """Return the changed pages, which are the same for all followers who get the same changes."""
    changes = tuple(_changes(letter, visibility).values_list("page", "note"))
    return visibility.fact(
        ("changes for followers", visibility.site_key, changes), lambda: _pages_of(changes, visibility)
    )


def _pages_of(changes: Iterable[tuple[int, str]], visibility: Visibility) -> list[ToldPage]:
    """Return the pages in the order of their changes, each once: with the notes of its changes and, of a commitment, the
    newest entry of its ledger; otherwise with its summary."""
    notes: dict[int, list[str]] = {}
    for page, note in changes:
        notes.setdefault(page, []).extend([note] if note else [])
    nodes = content.items(notes, visibility)
    return [
        ToldPage(
            node.title,
            node.url,
            node.facts,
            " ".join([*notes[key], *(entry.sentence for entry in node.entries[:1])]) or node.summary,
        )
        for key, node in nodes.items()
    ]
