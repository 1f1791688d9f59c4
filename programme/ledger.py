"""What was recorded of a commitment stays: a published entry is neither changed nor removed, a further one corrects it.

The rows of the database that carry `recorded_at` are the record. Drafts and old revisions hold copies of them; whatever
those say, the record stands in their place as soon as they are read or published. So going back to an old revision loses no
entry, a draft can't publish an older ledger over a newer one, and two editors can't overwrite each other's entries.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db.models import Exists, OuterRef
from django.utils import timezone

from cms.dates import today

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


def recorded(page: CommitmentPage) -> list[ProgressEntry]:
    """Return the entries of the page that were published, in the order in which they were made. One query at most.

    A copy that was never public has none yet; an alias takes what the page it repeats says.
    """
    if page.pk is None or page.last_published_at is None or page.alias_of_id:
        return []
    return list(_entries().filter(page=page.pk, recorded_at__isnull=False).order_by("sort_order", "pk"))


def keep(page: CommitmentPage) -> None:
    """Put the record in the place of what the page in memory says of it; its other entries come after."""
    record = recorded(page)
    if not record:
        return
    keys, facts = {entry.pk for entry in record}, {fact(entry) for entry in record}
    new = [entry for entry in page.progress_entries.all() if entry.pk not in keys and fact(entry) not in facts]
    last = max(entry.sort_order or 0 for entry in record)
    for place, entry in enumerate(new, start=last + 1):
        entry.sort_order = place  # of two on one day the later made one holds
    page.progress_entries.set([*record, *new])


def fact(entry: ProgressEntry) -> tuple:
    """Return what makes two entries of a commitment the same: a revision doesn't know the key that publishing gave."""
    return entry.date, entry.date_precision, entry.status, entry.note, entry.corrects_id


def rewritten(page: CommitmentPage) -> list[ProgressEntry]:
    """Return the recorded entries that the page in memory leaves out or says otherwise."""
    now = {entry.pk: entry for entry in page.progress_entries.all() if entry.pk}
    return [
        entry
        for entry in recorded(page)
        if entry.pk not in now or any(getattr(entry, name) != getattr(now[entry.pk], name) for name in SAID)
    ]


def refusal(entries: list[ProgressEntry]) -> str:
    """Return the sentence that says why entries stay as they are."""
    named = " and ".join(f"“{entry}”" for entry in entries)
    return f"{named} was published and stays as it is. Record a further entry that corrects it."


def published(instance, revision=None, **kwargs) -> None:
    """Make a publication's new entries part of the record: who wrote them, when, and what they correct.

    Connected to Wagtail's signal. A publication that is only scheduled waits for its day.
    """
    if not instance.live:
        return
    new = _entries().filter(page=instance.pk, recorded_at=None)
    if new.update(recorded_at=timezone.now(), recorded_by=revision.user_id if revision else None):
        corrections = _entries().filter(corrects=OuterRef("pk"))
        _entries().filter(Exists(corrections), page=instance.pk, corrected_on=None).update(corrected_on=today())


def without_strangers(page: CommitmentPage, content: dict[str, Any]) -> dict[str, Any]:
    """Return a revision's content in which corrections name entries of the page itself: those of a copied page don't."""
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
    """Have the corrections of a copied page name the copy of what they correct."""
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
    """Return what an entry has in common with its copy on another page."""
    return entry.sort_order, entry.date, entry.date_precision, entry.status, entry.note


def _entries():
    return apps.get_model("programme.ProgressEntry").objects.all()
