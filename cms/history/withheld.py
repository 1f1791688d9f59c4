"""What must not come back: things are withheld from past days, or erased from them, for reasons of law, privacy or safety.

Only the past is withheld. What is public now has to be unpublished first, or the past would be silent about what everybody
reads today; and what is published later is shown again, from then on.
"""

from __future__ import annotations

import datetime
from dataclasses import asdict, dataclass
from typing import Any

from django.apps import apps
from django.db import transaction
from django.db.models import Model
from django.utils import timezone
from wagtail.models import DraftStateMixin, Page, Site

from cms.base.dates import moment_in_words
from cms.visibility.content_version import ContentVersion
from cms.visibility.rule import Visibility

from . import erasure, log, spans
from .models import Withholding

# The longest that a publication takes from its moment to its commit.
PUBLISHING = datetime.timedelta(minutes=1)
PERMISSION = "cms.withhold_from_past_days"


class NotWithheldError(Exception):
    """Something can't be withheld; the text is a sentence or two for people."""


@dataclass(frozen=True)
class Reach:
    """What a withholding takes away: rows by their tables, each for a time. And in numbers, for people."""

    parts: list[tuple[dict[str, spans.Keys], spans.Moment | None, spans.Moment]]
    keys: spans.Keys
    pages: int


def is_public(model: type[Model], key: Any) -> bool:
    """Say whether the public sees a thing now, on any site."""
    found = model._default_manager.filter(pk=key)
    if not found.exists():
        return False
    return any(Visibility(site).filter(found).exists() for site in Site.objects.select_related("root_page"))


def check(withholding: Withholding) -> None:
    """Raise NotWithheldError if the thing never was kept, or is public now and more than its former versions is meant."""
    model, key = model_of(withholding), key_of(withholding)
    if not spans.states(model._meta.db_table, {key}):
        raise NotWithheldError("Nothing is kept of it on any past day.")
    if withholding.until > max(timezone.now(), withholding.at):
        raise NotWithheldError("The end is still to come. Only the past can be withheld.")
    if withholding.since and withholding.since >= withholding.until:
        raise NotWithheldError("The end must come after the beginning.")
    if withholding.since is None and is_branch(withholding):
        for keys, _, _ in spans.branches(key, withholding.until):
            copies = Page.objects.filter(pk__in=keys, alias_of=key)
            if any(is_public(Page, copy) for copy in copies.values_list("pk", flat=True)):
                raise NotWithheldError("A copy of it in another place is public. Unpublish that first.")
            break
    if is_whole_erasure(withholding) and is_there(withholding):
        raise NotWithheldError("It, a page that was below it or a copy is still there. Delete that first.")
    if not is_public(model, key):
        return
    if withholding.since is None:
        how = "Unpublish" if issubclass(model, (Page, DraftStateMixin)) else "Delete"
        raise NotWithheldError(f"It is public now. {how} it first, or its past would be missing and its present not.")
    present = present_since(key)
    if present and withholding.until > present:
        raise NotWithheldError(
            f"The present version is public since {moment_in_words(present)}. Withhold what was before, or unpublish it first."
        )


def present_since(key: Any) -> datetime.datetime | None:
    """Return since when the present version of a page has been in all its rows; None if it was never published.

    A publication takes a while: rows are written one after the other, and on PostgreSQL they count from the commit. What
    is between belongs to the version before.
    """
    published = Page.objects.filter(pk=key).values_list("last_published_at", flat=True).first()
    if published is None:
        return None
    rows = spans.rows_of(Page, spans.with_aliases(key))
    begun = [since for table, keys in rows.items() for _, since, _, _ in spans.states(table, keys)]
    return max([published, *(since for since in begun if published <= since <= published + PUBLISHING)])


def model_of(withholding: Withholding) -> type[Model]:
    """Return the model of the thing that is withheld."""
    return apps.get_model(withholding.model)


def key_of(withholding: Withholding) -> Any:
    """Return the key of the thing that is withheld."""
    return model_of(withholding)._meta.pk.to_python(withholding.key)


def is_branch(withholding: Withholding) -> bool:
    """Say whether the pages below go with the thing: with a page as a whole, not with versions of it."""
    return withholding.since is None and issubclass(model_of(withholding), Page)


def reach_of(withholding: Withholding) -> Reach:
    """Return what a withholding takes away."""
    model, key = model_of(withholding), key_of(withholding)
    begin, end = withholding.since, withholding.until
    if is_branch(withholding):
        found = list(spans.branches(key, end))
    else:
        found = [(spans.with_aliases(key) if issubclass(model, Page) else {key}, begin, end)]
    things: set[Any] = set().union(*(keys for keys, _, _ in found))
    return Reach(
        [(spans.with_counts(spans.rows_of(model, keys)), since, until) for keys, since, until in found],
        things,
        len(things) if issubclass(model, Page) else 0,
    )


def is_whole_erasure(withholding: Withholding) -> bool:
    """Say whether a thing is erased as a whole, and not some of its versions."""
    return withholding.is_erasure and withholding.since is None


def is_there(withholding: Withholding) -> bool:
    """Say whether the thing is in the hub now, or any page that goes with it."""
    return model_of(withholding)._base_manager.filter(pk__in=reach_of(withholding).keys).exists()


@transaction.atomic
def withhold(withholding: Withholding) -> None:
    """Withhold a thing from past days, and keep that it is. Raises NotWithheldError, before anything is changed."""
    check(withholding)
    if withholding.is_erasure:
        withholding.title = ""
    withholding.save()
    ContentVersion.renew()  # first, since commits lock it before any state
    _apply(withholding)
    name = "erased" if withholding.is_erasure else "hidden" if withholding.settle_by else "withheld"
    log.write(name, withholding.by, what=str(withholding), reason=withholding.reason)


def _apply(withholding: Withholding) -> None:
    reach = reach_of(withholding)
    # After a backup was restored, something may have come back: nobody erases it by its number, unseen.
    erases = withholding.is_erasure and not (is_whole_erasure(withholding) and is_there(withholding))
    names = _scrub(withholding, reach) if erases and is_whole_erasure(withholding) else None
    for rows, since, until in reach.parts:
        spans.cut(rows, since, until)
        gone = spans.detach(rows, since, until)
        if erases:
            spans.delete(rows, since, until, with_parents=is_branch(withholding))
        else:
            spans.mark(rows, since, until, withheld=True)
            withholding.references += gone
    if names and names.all:  # none when it was erased before
        erasure.clean_indexes()
        withholding.report = [asdict(one) for one in erasure.left(names)]
    withholding.save(update_fields=["references", "report"])


def _scrub(withholding: Withholding, reach: Reach) -> erasure.ErasedNames:
    """Take the names of what is erased out of logs, changes and messages, and return them."""
    rows: dict[str, spans.Keys] = {}
    for part, _, _ in reach.parts:
        for table, keys in part.items():
            rows[table] = rows.get(table, set()) | keys
    model = model_of(withholding)
    found = erasure.names_of(rows, model, reach.keys, withholding.until)
    names = erasure.ErasedNames(found, f"erased-{withholding.pk}")
    erasure.scrub(model, reach.keys, names, withholding.until)
    return names


@transaction.atomic
def lift(withholding: Withholding, user: Any) -> None:
    """Show on past days again what was withheld, unless another withholding holds it too.

    Raises NotWithheldError for an erasure, and for one that is lifted already.
    """
    if withholding.is_erasure:
        raise NotWithheldError("It was erased. It can't be restored.")
    if not Withholding.objects.filter(pk=withholding.pk, lifted_at=None).update(
        lifted_at=timezone.now(), lifted_by=user
    ):
        raise NotWithheldError("Somebody has lifted this meanwhile.")
    ContentVersion.renew()
    for rows, since, until in reach_of(withholding).parts:
        spans.mark(rows, since, until, withheld=False)
    spans.attach(withholding.references)
    apply_all()
    log.write("lifted", user, what=str(withholding))


@transaction.atomic
def confirm(withholding: Withholding, user: Any) -> None:
    """Let a provisional withholding stand. Raises NotWithheldError for one that is settled already."""
    waiting = Withholding.objects.filter(pk=withholding.pk, lifted_at=None, settle_by__isnull=False)
    if not waiting.update(settle_by=None):
        raise NotWithheldError("Somebody has settled this meanwhile.")
    log.write("confirmed", user, what=str(withholding))


def apply_all() -> None:
    """Withhold and erase again all that is to be, for a history that has come from elsewhere, such as a backup."""
    with transaction.atomic():
        ContentVersion.renew()
        for withholding in Withholding.objects.filter(lifted_at=None).order_by("at", "pk"):
            _apply(withholding)


def remembered() -> list[Withholding]:
    """Return all withholdings of this database, to be kept by `remember` in another state of it."""
    return list(Withholding.objects.order_by("pk"))


def remember(kept: list[Withholding]) -> int:
    """Keep withholdings that a restored database doesn't know, and apply them. Returns their number.

    One that was lifted after the backup stays: to withhold too much does no harm, and it can be lifted again.
    """
    known = set(Withholding.objects.values_list("model", "key", "at"))
    new = [one for one in kept if one.lifted_at is None and (one.model, one.key, one.at) not in known]
    for one in new:
        one.pk = None
        one.by_id = None  # the account may be another's in the backup
    Withholding.objects.bulk_create(new)
    if new:
        apply_all()
    return len(new)
