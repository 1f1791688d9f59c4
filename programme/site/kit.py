"""The public parts of a key message's kit, and where the message was used, for its page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from wagtail.models import Page

from cms.base.local_texts import hub_text
from cms.batches.reader import BatchReader
from cms.pages.languages import key_of_original
from cms.visibility.rule import Visibility
from programme.models import KeyMessagePage, ProofPoint
from programme.uses import uses_of

from .lists import ListEntry
from .progress import Evidence

MOST_USES = 10


@dataclass(frozen=True)
class Proof:
    """A proof point, with the evidence that the public may see."""

    row: ProofPoint
    evidence: Evidence


def of_message(page: KeyMessagePage, visibility: Visibility) -> dict[str, Any]:
    """Return proof points, questions, the picture to share and the uses of a message. Two statements for the rows, those
    of `programme.uses`, and one for the titles of their pages."""
    picture = page.share_picture if page.share_picture_id else None
    return {
        "proofs": [_proof(row, visibility) for row in page.proof_points.select_related("evidence_page")],
        "questions": list(page.questions.all()),
        "picture": picture if picture is not None and visibility.can_see(picture) else None,
        "uses": _uses(page, visibility),
    }


def _proof(row: ProofPoint, visibility: Visibility) -> Proof:
    page = row.evidence_page
    return Proof(row, Evidence(page if page and visibility.can_see(page) else None, None, row.evidence_link))


def _uses(page: KeyMessagePage, visibility: Visibility) -> list[ListEntry]:
    """Return the latest public pages that express the message, each with its date and kind."""
    key = key_of_original(page, visibility)
    if key is None:
        return []
    reader = BatchReader.for_visibility(visibility)
    latest = uses_of({key}, reader).get(key, [])[:MOST_USES]
    reader.expect(Page, [use.page for use in latest])
    return [
        ListEntry(found, [hub_text(use.model.page_kind.label), str(use.date)])
        for use in latest
        if (found := reader.get(Page, use.page)) is not None
    ]
