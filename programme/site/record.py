"""Up to when the programme's record was kept, if it isn't kept any more. Read with the frame of every page."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from cms import frame
from cms.partial_dates import PartialDate
from cms.visibility.objects import Found, compiled
from cms.visibility.rule import Visibility
from programme.models import ProgrammeSettings

PROGRAMME = "programme"


@dataclass(frozen=True)
class EndedRecord:
    """A record that is kept no longer: it holds what was known up to a day, a month or a year."""

    until: PartialDate
    started: PartialDate | None = None

    @classmethod
    def of(cls, settings: ProgrammeSettings) -> EndedRecord | None:
        """Return the record that the settings describe, or None while it is kept up to date."""
        if settings.is_kept or settings.record_until is None:
            return None
        return cls(PartialDate.of(settings, "record_until"), PartialDate.of(settings, "started_on"))

    @property
    def day(self) -> str:
        """Up to when it was kept, as exactly as that is known: “February 2023”."""
        return str(self.until)

    @property
    def last_day(self) -> datetime.date:
        """The last day that it covers."""
        return self.until.last_day

    @property
    def sentence(self) -> str:
        """The sentence for readers, to stand before any figure."""
        return f"This record was kept until {self.day}. What happened since is not shown here."

    @property
    def iso(self) -> str:
        """Up to when, as exactly as that is known, as ISO 8601 writes it: “2023-02”."""
        return self.until.iso

    @property
    def interval(self) -> str:
        """From when to when, as an interval of ISO 8601; two dots where the beginning isn't known."""
        return f"{self.started.iso if self.started else '..'}/{self.iso}"


def ended(visibility: Visibility) -> EndedRecord | None:
    """Return up to when the site's record was kept, or None while it is kept up to date."""
    for settings in frame.part(visibility, PROGRAMME):
        return EndedRecord.of(settings)
    return None


def json_ld(visibility: Visibility) -> dict[str, Any]:
    """Return the period that an archive covers, in schema.org's words (https://schema.org/temporalCoverage)."""
    found = ended(visibility)
    return {"temporalCoverage": found.interval} if found else {}


def of_site(visibility: Visibility) -> Found[ProgrammeSettings]:
    """Return the programme's settings of the site, or none, as the frame reads them."""
    return _settings(visibility, site=visibility.site_key)


@compiled
def _settings(visibility: Visibility, site: int) -> QuerySet[ProgrammeSettings]:
    return ProgrammeSettings.objects.filter(site=site)
