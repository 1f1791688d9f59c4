"""What documents count, beside what is recorded here. Neither is used in the place of the other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from cms import frame
from cms.visibility.objects import Found, compiled, read_together
from cms.visibility.rule import Visibility
from programme.choices import CommitmentKind, CountedThing, Origin
from programme.models import PublicationPage, StatedCount

from .lists import work_streams
from .progress import kinds

NAMES = {
    CountedThing.RECOMMENDATIONS: ("recommendation", "recommendations"),
    CountedThing.ACTIONS: ("action", "actions"),
    CountedThing.OTHER_STREAMS: ("work stream besides the review", "work streams besides the review"),
}
STATED = "stated counts"
# How many there are of each thing that documents count.
Recorded = dict[CountedThing, int]


@dataclass(frozen=True)
class Comparison:
    """A number that a document states, and how many are recorded here."""

    stated: StatedCount
    recorded: int
    source: PublicationPage | None

    @property
    def name(self) -> str:
        """What is counted, such as “actions”."""
        return NAMES[self.stated.thing][self.stated.number != 1]

    @property
    def agrees(self) -> bool:
        return self.stated.number == self.recorded

    @property
    def difference(self) -> str:
        """The difference in words."""
        missing = self.stated.number - self.recorded
        if not missing:
            return "The same number"
        if missing > 0:
            return f"{missing} more stated than recorded here"
        return f"{-missing} more recorded here than stated"


def comparisons(visibility: Visibility, recorded: Recorded | None = None) -> list[Comparison]:
    """Return each stated number beside the recorded one, in the order of the settings. Read once a period.

    `recorded` is what is recorded, if the caller has read it already. One query without it.
    """
    found = visibility.fact(("stated", visibility.site_key), lambda: _read(visibility, recorded))
    return [
        Comparison(stated, number, stated.source if stated.source and visibility.can_see(stated.source) else None)
        for stated, number in found
    ]


def recorded(kinds: Iterable[str], origins: Iterable[str]) -> Recorded:
    """Count what is recorded: `kinds` are those of all public commitments, `origins` those of all public work streams."""
    of_kind = Counter(kinds)
    return {
        CountedThing.RECOMMENDATIONS: of_kind[CommitmentKind.RECOMMENDATION],
        CountedThing.ACTIONS: of_kind[CommitmentKind.ACTION],
        CountedThing.OTHER_STREAMS: sum(origin != Origin.REVIEW for origin in origins),
    }


def of_site(visibility: Visibility) -> Found[StatedCount]:
    """Return what the settings of the site say that documents count, as the frame reads it."""
    return _counts(visibility, site=visibility.site_key)


@compiled
def _counts(visibility: Visibility, site: int) -> QuerySet[StatedCount]:
    counts = StatedCount.objects.filter(programme__site=site, thing__in=NAMES)
    return counts.select_related("source").order_by("sort_order")


def _read(visibility: Visibility, numbers: Recorded | None) -> list[tuple[StatedCount, int]]:
    found = frame.part(visibility, STATED)
    if found and numbers is None:
        commitments, streams = read_together(kinds(visibility), work_streams(visibility))
        numbers = recorded((kind for _, _, kind in commitments), (stream.origin for stream in streams))
    return [(stated, numbers[stated.thing]) for stated in found]
