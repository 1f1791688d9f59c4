"""What documents count, beside what is recorded here. Neither is used in the place of the other."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q

from cms.graphql.visibility import Visibility
from programme.choices import CommitmentKind, CountedThing, Origin
from programme.models import CommitmentPage, ProgrammeSettings, PublicationPage, StatedCount

from .lists import work_streams

NAMES = {
    CountedThing.RECOMMENDATIONS: ("recommendation", "recommendations"),
    CountedThing.ACTIONS: ("action", "actions"),
    CountedThing.OTHER_STREAMS: ("work stream beside the review", "work streams beside the review"),
}


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


def comparisons(visibility: Visibility) -> list[Comparison]:
    """Return each stated number beside the recorded one, in the order of the settings. Read once a period."""
    found = visibility.fact(("stated", visibility.site.pk), lambda: _read(visibility))
    return [
        Comparison(stated, recorded, stated.source if stated.source and visibility.can_see(stated.source) else None)
        for stated, recorded in found
    ]


def _read(visibility: Visibility) -> list[tuple[StatedCount, int]]:
    settings = ProgrammeSettings.objects.filter(site=visibility.site).first()
    if settings is None:
        return []
    kinds = {f"{kind}": Count("pk", filter=Q(kind=kind)) for kind in CommitmentKind}
    numbers = visibility.filter(CommitmentPage.objects.order_by()).aggregate(**kinds)
    recorded = {
        CountedThing.RECOMMENDATIONS: numbers[CommitmentKind.RECOMMENDATION],
        CountedThing.ACTIONS: numbers[CommitmentKind.ACTION],
        CountedThing.OTHER_STREAMS: work_streams(visibility).exclude(origin=Origin.REVIEW).count(),
    }
    return [
        (stated, recorded[stated.thing])
        for stated in settings.stated_counts.select_related("source")
        if stated.thing in recorded
    ]
