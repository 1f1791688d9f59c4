"""Occurrences of schedules: a page is to be published at a moment, or no longer is. Connected in `cms.pages.signals`.

Wagtail sends no signal when it schedules a page that is public already, but always writes into its log.
"""

from __future__ import annotations

from wagtail.models import PageLogEntry

from cms.base import occurrences

KINDS = {"wagtail.publish.schedule": "page.scheduled", "wagtail.schedule.cancel": "page.unscheduled"}

occurrences.kinds.add("page.scheduled", occurrences.OccurrenceKind("A draft was scheduled"), order=20)
occurrences.kinds.add("page.unscheduled", occurrences.OccurrenceKind("A schedule was cancelled"), order=20)


def logged(instance: PageLogEntry, created: bool = False, raw: bool = False, **kwargs) -> None:
    """Record the occurrence that an entry of the log is about, if it is about a schedule."""
    kind = KINDS.get(instance.action)
    if kind is not None and created and not raw:
        moment = instance.data.get("revision", {}).get("go_live_at")
        occurrences.record([occurrences.about(kind, instance.page, goesLiveAt=moment)])
