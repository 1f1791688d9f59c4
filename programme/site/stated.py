"""Numbers stated in documents, beside those recorded here. Neither replaces the other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext_noop as _

from cms.base.local_texts import hub_text, worded_label
from cms.delivery import frame
from cms.visibility.rule import Visibility
from programme.choices import CommitmentKind, CountedThing, Origin
from programme.models import PublicationPage, StatedCount

from .lists import streams_of_record
from .progress import kinds

NAMES = {
    CountedThing.RECOMMENDATIONS: (worded_label("recommendation"), worded_label("recommendations")),
    CountedThing.ACTIONS: (worded_label("action"), worded_label("actions")),
    CountedThing.OTHER_STREAMS: (
        worded_label("work stream besides the review"),
        worded_label("work streams besides the review"),
    ),
}
STATED = "stated counts"
# The number of each thing that documents count.
Recorded = dict[CountedThing, int]


@dataclass(frozen=True)
class StatedNumber:
    """A number stated in a document, and the number recorded here."""

    stated: StatedCount
    recorded: int
    source: PublicationPage | None

    @property
    def name(self) -> str:
        """The thing counted, such as “actions”."""
        return NAMES[self.stated.thing][self.stated.number != 1]

    @property
    def agrees(self) -> bool:
        return self.stated.number == self.recorded

    @property
    def difference(self) -> str:
        """The difference in words."""
        missing = self.stated.number - self.recorded
        if not missing:
            return hub_text(_("The same number"))
        if missing > 0:
            return hub_text(_("%(number)s more stated than recorded here"), number=missing)
        return hub_text(_("%(number)s more recorded here than stated"), number=-missing)


def comparisons(visibility: Visibility, recorded: Recorded | None = None) -> list[StatedNumber]:
    """Return each stated number beside the recorded one, in the order of the settings. Read once per period.

    `recorded` has the recorded numbers, if the caller has already read them; otherwise they cost one query.
    """
    found = visibility.fact(("stated", visibility.site_key), lambda: _read(visibility, recorded))
    return [
        StatedNumber(stated, number, stated.source if stated.source and visibility.can_see(stated.source) else None)
        for stated, number in found
    ]


def recorded(kinds: Iterable[str], origins: Iterable[str]) -> Recorded:
    """Count the records: `kinds` are the kinds of all public commitments, `origins` the origins of all public work
    streams."""
    of_kind = Counter(kinds)
    return {
        CountedThing.RECOMMENDATIONS: of_kind[CommitmentKind.RECOMMENDATION],
        CountedThing.ACTIONS: of_kind[CommitmentKind.ACTION],
        CountedThing.OTHER_STREAMS: sum(origin != Origin.REVIEW for origin in origins),
    }


def of_site(visibility: Visibility) -> QuerySet[StatedCount]:
    """Return the stated counts in the site's settings, in the form that the frame reads."""
    counts = StatedCount.objects.filter(programme__site=visibility.site_key, thing__in=NAMES)
    return counts.select_related("source").order_by("sort_order")


def _read(visibility: Visibility, numbers: Recorded | None) -> list[tuple[StatedCount, int]]:
    found = frame.part(visibility, STATED)
    if found and numbers is None:
        origins = streams_of_record(visibility).values_list("origin", flat=True)
        numbers = recorded((kind for _, _, kind in kinds(visibility)), origins)
    return [(stated, numbers[stated.thing]) for stated in found]
