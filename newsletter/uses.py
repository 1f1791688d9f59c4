"""The channel “issue” of the message house: key messages in issues, directly or through an item that carries them."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.contenttypes.models import ContentType
from django.db.models import F
from django.db.models.functions import Coalesce, TruncDate
from wagtail.models import Page, ReferenceIndex

from cms.pages import kinds
from newsletter.models import IssuePage
from programme.message_house import Looking, Use, edit_address
from programme.models import KeyMessagePage


def uses(looking: Looking) -> Iterable[Use]:
    """Return the uses in published issues. A use counts for the item's work streams or audiences; for none if the message is
    the item.

    Five queries; two of them read only pages that are in an issue.
    """
    types = ContentType.objects.get_for_models(IssuePage, Page)
    issues = {
        pk: (title, day)
        for pk, title, day in IssuePage.objects.filter(live=True, alias_of=None)
        .annotate(day=Coalesce(TruncDate("archived__started_at"), F("date")))
        .values_list("pk", "title", "day")
        if day <= looking.today
    }
    references = ReferenceIndex.objects.filter(content_type=types[IssuePage], to_content_type=types[Page])
    # A message in the internal edition only still reached somebody, so it counts.
    held = [
        (int(issue), int(page))
        for issue, page in references.values_list("object_id", "to_object_id")
        if int(issue) in issues
    ]
    carry = carried({page for _, page in held}, looking)
    found = []
    for issue, page in held:
        title, day = issues[issue]
        for message, part in carry.get(page, ()):
            found.append(Use(message, part, day, title, edit_address(issue)))
    return found


def carried(pages: set[int], looking: Looking) -> dict[int, list[tuple[int, int | None]]]:
    """Return the messages that each of the pages carries, with its streams or audiences; a key message carries itself.

    One query, and one for each type of page that names messages.
    """
    keys = list(pages) or [0]
    found: dict[int, list[tuple[int, int | None]]] = {
        pk: [(pk, None)] for pk in KeyMessagePage.objects.filter(pk__in=keys).values_list("pk", flat=True)
    }
    for model in kinds.models_with("date", "streams"):
        if not kinds.has_field(model, "key_messages"):
            continue
        rows = model.objects.filter(pk__in=keys, key_messages__isnull=False)
        parts = rows.annotate(part=looking.parts_of(model)).values_list("pk", "key_messages", "part")
        for pk, message, part in parts:
            found.setdefault(pk, []).append((message, part))
    return found
