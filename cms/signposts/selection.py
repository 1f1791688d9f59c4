"""Selects signposts for an audience and topics, best first. They are read with the frame, so they cost no statement of
their own."""

from __future__ import annotations

from collections.abc import Iterable

from cms.delivery import frame
from cms.signposts.models import SIGNPOSTS, Signpost
from cms.visibility.rule import Visibility

from .groups import ANY, DANGER, IMMEDIATE_DANGER, groups


def signposts(visibility: Visibility) -> list[Signpost]:
    """Return all public signposts, in the order that editors gave them. Read-only."""
    visibility.asked.add(Signpost)  # even if they have already been read
    return frame.part(visibility, SIGNPOSTS)


def for_group(visibility: Visibility, key: str) -> list[Signpost]:
    """Return the public signposts for the group with the key, in the order of the help page; none if it isn't public."""
    if not key or key not in {group.slug for group in groups(visibility)}:
        return []
    return fitting(signposts(visibility), [key])


def fitting(
    found: Iterable[Signpost],
    audiences: Iterable[str] = (),
    topics: Iterable[str] = (),
    *,
    limit: int | None = None,
) -> list[Signpost]:
    """Return the signposts for one of the audiences that help with one of the topics, best match first.

    If no audiences or topics are given, all match. Services that come at once (999) are first in case of immediate
    danger (the topic `immediate_danger` or the audience `danger`), then services that name more of the topics, then
    those that help with anything; equal matches stay in their editors' order.
    """
    audiences, topics = {str(one) for one in audiences}, {str(one) for one in topics}
    danger = DANGER in audiences or IMMEDIATE_DANGER in topics
    ranked = []
    for place, signpost in enumerate(found):
        if audiences and not audiences & set(signpost.audiences):
            continue
        named = topics & set(signpost.topics)
        anything = not signpost.topics or ANY in signpost.topics
        if topics and not (named or anything or (danger and signpost.urgent)):
            continue
        ranked.append((not (danger and signpost.urgent), -len(named), place, signpost))
    return [signpost for *_, signpost in sorted(ranked, key=lambda one: one[:3])][:limit]
