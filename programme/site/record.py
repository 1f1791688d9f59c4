"""The end of the programme's record, if it is an archive. Read with the frame of every page."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import QuerySet

from cms.base.partial_dates import PartialDate
from cms.delivery import frame
from cms.delivery.seo import Seo
from cms.models import BasePage
from cms.pages import contexts
from cms.visibility.rule import Visibility
from programme.models import ProgrammeSettings, ProgressPage, WorkStreamPage

PROGRAMME = "programme"


@dataclass(frozen=True)
class EndedRecord:
    """A record that is no longer kept: it covers the time up to a day, month or year."""

    until: PartialDate
    started: PartialDate | None = None
    # Whether the notice above every page of an archived programme says so already.
    is_in_notice: bool = False

    @classmethod
    def of(cls, settings: ProgrammeSettings) -> EndedRecord | None:
        """Return the record that the settings describe, or None while it is kept up to date."""
        if settings.is_kept or settings.record_until is None:
            return None
        return cls(PartialDate.of(settings, "record_until"), PartialDate.of(settings, "started_on"))

    @property
    def day(self) -> str:
        """The date up to which it was kept, as precisely as it is known: “February 2023”."""
        return str(self.until)

    @property
    def last_day(self) -> datetime.date:
        """The last day that it covers."""
        return self.until.last_day

    @property
    def sentence(self) -> str:
        """The sentence for readers, shown before any figure."""
        return f"This record was kept until {self.day}. Later developments are not shown here."

    @property
    def iso(self) -> str:
        """The same date in ISO 8601: “2023-02”."""
        return self.until.iso

    @property
    def interval(self) -> str:
        """The interval covered, in ISO 8601; two dots if the start isn't known."""
        return f"{self.started.iso if self.started else '..'}/{self.iso}"


def ended(visibility: Visibility) -> EndedRecord | None:
    """Return the ended record of the site, or None while the record is kept up to date."""
    for settings in frame.part(visibility, PROGRAMME):
        found = EndedRecord.of(settings)
        return replace(found, is_in_notice=visibility.end is not None) if found else None
    return None


@contexts.described.of(WorkStreamPage, ProgressPage)
def json_ld(page: BasePage, seo: Seo) -> dict[str, Any]:
    """Return the period covered by an archive, in schema.org's terms (https://schema.org/temporalCoverage)."""
    found = ended(seo.reader.visibility)
    return {"temporalCoverage": found.interval} if found else {}


def accepted_by(visibility: Visibility) -> str:
    """Return who accepts commitments, such as “the council”; empty if the settings don't say. Read with the frame."""
    return next((settings.accepted_by for settings in frame.part(visibility, PROGRAMME)), "")


def of_site(visibility: Visibility) -> QuerySet[ProgrammeSettings]:
    """Return the programme's settings for the site, if any, in the form that the frame reads."""
    return ProgrammeSettings.objects.filter(site=visibility.site_key)
