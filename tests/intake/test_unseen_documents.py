"""Documents that the rules had never read: what a person finds in them is compared with what is proposed.

Each folder's `found.toml` was written before anybody let the rules read its documents, by somebody who didn't know the rules.

`documents/unseen`: as measured then, of 58 numbered items 48 were proposed under their number (83 %), but only 29 with the words
with which they begin (50 %), none of the eight items without a number, and one proposal was none. The rules were improved by
these documents after that, so they are a development set now: 48 of 58 have their words. The ten others are decisions, which
aren't proposed as records.

`documents/second`: measured with the improved rules, and no rule was changed after it. All 53 numbered items are proposed, each
with its words, and three of the nine without a number.

An addressee who is only named within the words (“The Cabinet Office should …”) is proposed as the owner only if the hub has
that organisation: here it has none.
"""

import tomllib
import unicodedata
from pathlib import Path
from typing import NamedTuple

import pytest

from programme.intake.documents import rules
from programme.intake.documents.lines import lines_of
from programme.models import ProposalKind

DOCUMENTS = Path(__file__).resolve().parent / "documents"
EXPECTED = {
    f"{folder}/{one['file']}": one["items"]
    for folder in ("unseen", "second")
    for one in tomllib.loads((DOCUMENTS / folder / "found.toml").read_text())["documents"]
}
ITEMS = (ProposalKind.RECOMMENDATION, ProposalKind.ACTION)


class Figures(NamedTuple):
    """Of one sort of items: how many there are, are proposed, and are proposed with their words; and how many owners
    and dates the document gives for them, and how many of these the proposals have."""

    there: int = 0
    proposed: int = 0
    worded: int = 0
    owners: int = 0
    owned: int = 0
    dates: int = 0
    dated: int = 0


# By document: its sorts of items, and how many proposals are none of them.
FIGURES = {
    "unseen/harrowmere-inquiry.pdf": (
        {
            "numbered recommendation": Figures(there=19, proposed=19, worded=19, owners=18, owned=0, dates=9, dated=7),
            "recommendation": Figures(there=1, owners=1),
        },
        0,
    ),
    "unseen/tarnbeck-action-plan.docx": (
        {
            "numbered action": Figures(there=20, proposed=20, worded=20, owners=20, owned=20, dates=16, dated=16),
            "action": Figures(there=3, owners=3, dates=2),
        },
        0,
    ),
    "unseen/cawdale-minutes.docx": (
        {
            "numbered decision": Figures(there=10),
            "numbered action": Figures(there=9, proposed=9, worded=9, owners=9, owned=9, dates=8, dated=8),
            "decision": Figures(there=3),
            "action": Figures(there=1, owners=1),
        },
        0,
    ),
    "second/fennick-audit.pdf": (
        {
            "numbered recommendation": Figures(there=17, proposed=17, worded=17, owners=16, owned=0, dates=14, dated=3),
            "recommendation": Figures(there=3, owners=3, dates=1),
        },
        1,
    ),
    "second/improvement-plan.docx": (
        {
            "numbered action": Figures(there=18, proposed=18, worded=18, owners=18, owned=18, dates=18, dated=18),
            "action": Figures(there=3, proposed=3, worded=3, owners=3, owned=2, dates=3, dated=1),
        },
        5,
    ),
    "second/board-minutes.docx": (
        {
            "numbered action": Figures(there=18, proposed=18, worded=18, owners=17, owned=9, dates=17, dated=6),
            "action": Figures(there=3, owners=3, dates=1),
        },
        0,
    ),
}


def plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).split()).lower()


def taken(item: dict[str, str], proposals: list[rules.Proposal]) -> tuple[rules.Proposal | None, bool]:
    """Take the proposal of an item out of the list: one with its words, or else the last of its kind and number.

    Returns the proposal, and whether it has the words.
    """
    of_kind = [one for one in proposals if one.kind == item["kind"]]
    worded = [one for one in of_kind if plain(item["text"]) in plain(one.text)]
    numbered = [one for one in of_kind if (one.reference or str(one.number)) == item.get("number")]
    if not (found := worded[:1] or numbered[-1:]):
        return None, False
    proposals.remove(found[0])
    return found[0], bool(worded)


def measured(name: str) -> tuple[dict[str, Figures], int]:
    """Return the figures of a document by sort, and how many proposals are none of its items."""
    reading = rules.read(lines_of(name, (DOCUMENTS / name).read_bytes()), name)
    proposals = [one for one in reading.proposals if one.kind in ITEMS]
    figures: dict[str, Figures] = {}
    for item in EXPECTED[name]:
        found, worded = taken(item, proposals)
        owner, date = item.get("owner"), item.get("date")
        one = Figures(
            there=1,
            proposed=bool(found),
            worded=worded,
            owners=bool(owner),
            owned=bool(owner and found and plain(owner) == plain(found.owner)),
            dates=bool(date),
            dated=bool(date and found and plain(date).removeprefix("by ") == plain(found.due)),
        )
        sort = f"numbered {item['kind']}" if "number" in item else item["kind"]
        figures[sort] = Figures(*(a + b for a, b in zip(figures.get(sort, Figures()), one, strict=True)))
    return figures, len(proposals)


@pytest.mark.parametrize("name", FIGURES)
def test_what_is_proposed_of_documents_that_were_unseen(name):
    assert measured(name) == FIGURES[name]
