"""Which signposts fit somebody, best first. They ride in the frame's one statement, so that no page pays another for them."""

from __future__ import annotations

from collections.abc import Iterable

from cms import frame
from cms.models import Signpost
from cms.models.signposts import SIGNPOSTS
from cms.visibility.rule import Visibility

from .choices import HelpAudience, HelpTopic


def signposts(visibility: Visibility) -> list[Signpost]:
    """Return all public signposts, in the order that editors gave them. To be read, not changed."""
    visibility.asked.add(Signpost)  # also where they are known already
    return frame.part(visibility, SIGNPOSTS)


def fitting(
    found: Iterable[Signpost],
    audiences: Iterable[str] = (),
    topics: Iterable[str] = (),
    *,
    limit: int | None = None,
) -> list[Signpost]:
    """Return those of the signposts that are for one of the audiences and help with one of the topics, best fit first.

    Without audiences all are for everybody, without topics all help. What comes at once (999) is first if the danger is now
    (the topic `immediate_danger` or the audience `danger`), then whatever names more of the topics, then what helps with
    anything; those that fit alike stay in their editors' order.
    """
    audiences, topics = {str(one) for one in audiences}, {str(one) for one in topics}
    danger = HelpAudience.DANGER in audiences or HelpTopic.IMMEDIATE_DANGER in topics
    ranked = []
    for place, signpost in enumerate(found):
        if audiences and not audiences & set(signpost.audiences):
            continue
        named = topics & set(signpost.topics)
        anything = not signpost.topics or HelpTopic.ANY in signpost.topics
        if topics and not (named or anything or (danger and signpost.urgent)):
            continue
        ranked.append((not (danger and signpost.urgent), -len(named), place, signpost))
    return [signpost for *_, signpost in sorted(ranked, key=lambda one: one[:3])][:limit]
