"""Help for a question: signposts, with a sentence to the person who asks."""

from __future__ import annotations

from dataclasses import dataclass

from cms.models import Signpost
from cms.signposts.groups import ANY, ANYONE, IMMEDIATE_DANGER
from cms.signposts.selection import fitting, signposts
from cms.visibility.rule import Visibility
from search.models.help import HelpPlace, Speaker, Urgency

from .recogniser import Recognised
from .records import recogniser

MOST_FIRST, MOST_IN_A_LINE = 3, 3
# Keys of groups and subjects. A hub need not have them: then the services for everybody and for anything are left.
AUDIENCES = {
    Speaker.YOUNG: ("child", "young_person", ANYONE),
    Speaker.PARENT: ("parent", ANYONE),
    Speaker.WORRIED_ADULT: ("worried_adult", ANYONE),
    Speaker.TRADE: ("worried_adult", "professional", ANYONE),
}
# In addition to the trouble itself: somebody young can turn to those who help with anything, and somebody worried may
# know a person with any trouble.
ALSO = {Speaker.YOUNG: ANY, Speaker.WORRIED_ADULT: "worried_about_child"}
# Young people and parents phrase these alike, so services for both come first.
OF_BOTH = frozenset({"social_work"})


@dataclass(frozen=True)
class Help:
    """Help for the person who asks."""

    topic: str  # the key of a subject
    speaker: Speaker
    urgency: Urgency
    place: HelpPlace
    sentence: str
    signposts: list[Signpost]  # best match first

    @property
    def is_first(self) -> bool:
        """Whether somebody is in trouble, so that help comes above everything else and nothing of the question is kept."""
        return self.place == HelpPlace.FIRST

    @property
    def section(self) -> str:
        """The fragment of this person's section on the help page."""
        return AUDIENCES[self.speaker][0]

    @property
    def hides_results(self) -> bool:
        """Whether pages are left out: pages with the same words are seldom what somebody in such need is looking for."""
        return self.is_first and self.urgency != Urgency.TALK


def help_for(words: str, visibility: Visibility) -> Help | None:
    """Return the help for the question; None for an ordinary one. No statements besides those of the period and the
    frame."""
    if visibility.site is None or not words:
        return None
    known = recogniser(visibility)
    found = known.recognise(words) if known else None
    return _offer(found, visibility) if found else None


def _offer(found: Recognised, visibility: Visibility) -> Help:
    topic = found.trouble.topic
    topics = {topic}
    if topic not in OF_BOTH and found.speaker in ALSO:
        topics.add(ALSO[found.speaker])
    if found.urgency == Urgency.NOW:
        topics.add(IMMEDIATE_DANGER)
    most = MOST_FIRST if found.place == HelpPlace.FIRST else MOST_IN_A_LINE
    known = signposts(visibility)
    fit = fitting(known, AUDIENCES[found.speaker], topics, limit=most)
    if found.place == HelpPlace.FIRST:
        fit += _for_others(known, found.speaker, topic, fit)
    return Help(topic, found.speaker, found.urgency, found.place, found.sentence, fit)


def _for_others(known: list[Signpost], speaker: Speaker, topic: str, shown: list[Signpost]) -> list[Signpost]:
    """Return one signpost for each other possible speaker: “he hit me again” doesn't give the writer's age."""
    others: list[Signpost] = []
    for other in (Speaker.YOUNG, Speaker.PARENT, Speaker.WORRIED_ADULT):
        audiences = set(AUDIENCES[other])
        if other == speaker or any(audiences & set(signpost.audiences) for signpost in (*shown, *others)):
            continue
        topics = {topic, ALSO[other]} if other in ALSO else {topic}
        best = fitting(known, audiences, topics, limit=1) or fitting(known, audiences, limit=1)
        others += [signpost for signpost in best if signpost not in shown]
    return others
