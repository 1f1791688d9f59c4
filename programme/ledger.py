"""The permanent record of a commitment: a published entry is never changed or removed; a further entry corrects it.

Rows with `recorded_at` are the record. Drafts and old revisions hold copies of them, which the record replaces whenever
they are read or published. So reverting to an old revision loses no entry, a draft can't publish an older ledger over a
newer one, and two editors can't overwrite each other's entries.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db.models import Exists, OuterRef
from django.utils import timezone

from cms.base import occurrences
from cms.base.dates import today

if TYPE_CHECKING:
    from programme.models import CommitmentPage, ProgressEntry

SAID = (
    "date",
    "date_precision",
    "status",
    "note",
    "evidence_page_id",
    "evidence_document_id",
    "evidence_link",
    "corrects_id",
)

RECORDED = "progress.recorded"
occurrences.kinds.add(RECORDED, occurrences.OccurrenceKind("Progress was recorded"), order=30)


def recorded(page: CommitmentPage) -> list[ProgressEntry]:
    """Return the page's published entries in the order in which they were made. At most one query.

    A copy that was never public has none yet; an alias has those of its original.
    """
    if page.pk is None or page.last_published_at is None or page.alias_of_id:
        return []
    return list(_entries().filter(page=page.pk, recorded_at__isnull=False).order_by("sort_order", "pk"))


def keep(page: CommitmentPage) -> None:
    """Replace the recorded entries of the page in memory with the record; its other entries come after."""
    record = recorded(page)
    if not record:
        return
    keys, facts = {entry.pk for entry in record}, {fact(entry) for entry in record}
    new = [entry for entry in page.progress_entries.all() if entry.pk not in keys and fact(entry) not in facts]
    last = max(entry.sort_order or 0 for entry in record)
    for place, entry in enumerate(new, start=last + 1):
        entry.sort_order = place  # of two entries on one day, the one made later applies
    page.progress_entries.set([*record, *new])


def fact(entry: ProgressEntry) -> tuple:
    """Return the values that identify an entry: a revision doesn't have the key assigned on publication."""
    return entry.date, entry.date_precision, entry.status, entry.note, entry.corrects_id


def rewritten(page: CommitmentPage) -> list[ProgressEntry]:
    """Return the recorded entries that the page in memory lacks or has changed."""
    now = {entry.pk: entry for entry in page.progress_entries.all() if entry.pk}
    return [
        entry
        for entry in recorded(page)
        if entry.pk not in now or any(getattr(entry, name) != getattr(now[entry.pk], name) for name in SAID)
    ]


def refusal(entries: list[ProgressEntry]) -> str:
    """Return the sentence that explains why the entries can't be changed."""
    named = " and ".join(f"“{entry}”" for entry in entries)
    return f"{named} is published and can't be changed. Record a further entry to correct it."


def published(instance, revision=None, **kwargs) -> None:
    """Add the new entries of a publication to the record: who made them, when, and which entries they correct.

    Connected to Wagtail's signal, which for a scheduled publication is sent on its day.
    """
    if not instance.live:
        return
    new = _entries().filter(page=instance.pk, recorded_at=None)
    if new.update(recorded_at=timezone.now(), recorded_by=revision.user_id if revision else None):
        corrections = _entries().filter(corrects=OuterRef("pk"))
        _entries().filter(Exists(corrections), page=instance.pk, corrected_on=None).update(corrected_on=today())
        occurrences.record([occurrences.about(RECORDED, instance)])


def as_published(page: CommitmentPage) -> None:
    """Mark in memory the entries that others of the page correct, as `published` will in the database."""
    entries = page.progress_entries.all()
    corrected = {entry.corrects_id for entry in entries}
    for entry in entries:
        if entry.pk in corrected and entry.corrected_on is None:
            entry.corrected_on = today()


def without_strangers(page: CommitmentPage, content: dict[str, Any]) -> dict[str, Any]:
    """Return a revision's content without corrections that name another page's entries, as a copied page has them."""
    rows = content.get("progress_entries") or []
    named = {row["corrects"] for row in rows if row.get("corrects")}
    if not named:
        return content
    own = _own(page) if page.pk else {}
    known = {entry.pk for entry in own.values()}
    meant = _entries().in_bulk(named - known)
    keys = {pk: pk for pk in named & known} | {pk: own[_mark(one)].pk for pk, one in meant.items() if _mark(one) in own}
    rows = [row | {"corrects": keys.get(row.get("corrects"))} for row in rows]
    return content | {"progress_entries": rows}


def point_to_own(page: CommitmentPage) -> None:
    """Make the corrections of a copied page name its own entries, not those of the original."""
    if not any(entry.corrects_id for entry in page.progress_entries.all()):
        return
    strangers = _entries().filter(page=page.pk, corrects__isnull=False).exclude(corrects__page=page.pk)
    own = _own(page)
    for entry in strangers.select_related("corrects"):
        entry.corrects = own.get(_mark(entry.corrects))
        entry.save(update_fields=["corrects"])


def _own(page: CommitmentPage) -> dict[tuple, ProgressEntry]:
    return {_mark(entry): entry for entry in _entries().filter(page=page.pk)}


def _mark(entry: ProgressEntry) -> tuple:
    """Return the values that an entry shares with its copy on another page."""
    return entry.sort_order, entry.date, entry.date_precision, entry.status, entry.note


def _entries():
    return apps.get_model("programme.ProgressEntry").objects.all()
