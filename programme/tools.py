"""What assistants can ask about the programme's ledger and its glossary."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

from cms.assistants.graphql.api import Hub, stored
from cms.assistants.resources import SCHEME, Resource, resources
from cms.assistants.tools import CURSOR, Tool, ToolResult, listed, paged, text, tools
from cms.assistants.writing_tools import REQUEST, request_of, written
from cms.tokens.scopes import WRITE

own = partial(stored, Path(__file__).resolve().parent)
ENTRY: dict[str, Any] = {
    "commitment": text("The `id` of the recommendation or action."),
    "status": text("Its status: a key of the programme's vocabulary, such as in_progress."),
    "date": text("The day from which it applies, such as 2026-11-29; today without it."),
    "note": text("What was done, in a sentence or two."),
    "evidencePage": text("The `id` of a page on which it can be verified."),
    "evidenceDocument": text("Or that of a document."),
    "evidenceLink": text("Or an address outside the hub."),
    "significance": text("How big the change is.", enum=["MAJOR", "MINOR"]),
    "changeNote": text("A note for readers in one line."),
}


def progress_as_of(hub: Hub, given: dict[str, Any]) -> ToolResult:
    """Return the number of commitments by status on a day, and the change since an earlier one."""
    since = given.get("comparedWith")
    variables = {
        "date": given.get("date"),
        "workStream": given.get("workStream"),
        "kind": given.get("kind"),
        "compare": since is not None,
        "since": since or "1970-01-01",
    }
    progress = hub.ask(own("ProgressAsOf"), variables)["progress"]
    result = paged(progress["byStream"], given.get("cursor"))
    return ToolResult(progress | {"byStream": result.content}, result.next_cursor)


def find_contradictions(hub: Hub, given: dict[str, Any]) -> ToolResult:
    """Return the numbers that publications state and the ledger doesn't have."""
    counts = hub.ask(own("Contradictions"), {})["programme"]["counts"]
    wrong = [one for one in counts if one["stated"] and one["stated"]["number"] != one["counted"]]
    return paged(wrong, given.get("cursor"))


def record_progress(hub: Hub, given: dict[str, Any]) -> ToolResult:
    """Propose an entry of the ledger of a recommendation or action."""
    values = {name: given[name] for name in ENTRY if name in given}
    answer = hub.ask(own("RecordProgress"), {"input": values | request_of(given)})
    return written(answer["recordProgress"], "proposal")


def glossary(hub: Hub, part: str) -> ToolResult:
    """Return the words that the glossary explains, as many as a result takes."""
    terms = hub.ask(own("Glossary"), {})["glossaryTerms"]
    return listed(terms["edges"], terms["pageInfo"]["hasNextPage"])


tools.add(
    "progress_as_of",
    Tool(
        "Progress as of a day",
        "The number of recommendations and actions by status, in all and by work stream, on any day.",
        progress_as_of,
        {
            "date": text("The day, such as 2026-11-29; today if omitted."),
            "comparedWith": text("An earlier day, for the change since then."),
            "workStream": text("Only the stream with this slug."),
            "kind": text("Only this kind: the key, such as recommendation."),
            "cursor": CURSOR,
        },
        documents=(own("ProgressAsOf"),),
    ),
    order=40,
)
tools.add(
    "find_contradictions",
    Tool(
        "Find contradictions",
        "Numbers of recommendations, actions and streams that publications state and the records here don't have. Nothing "
        "else is compared: no sentence is.",
        find_contradictions,
        {"cursor": CURSOR},
        documents=(own("Contradictions"),),
    ),
    order=50,
)
tools.add(
    "record_progress",
    Tool(
        "Record progress",
        "Proposes an entry of the ledger of a recommendation or action. It counts once a person has accepted it.",
        record_progress,
        ENTRY | REQUEST,
        ("commitment", "status", "note"),
        scopes=(WRITE,),
        writes=True,
        documents=(own("RecordProgress"),),
    ),
    order=106,
)
resources.add(
    "glossary",
    Resource(
        f"{SCHEME}glossary",
        "Glossary",
        "Words and abbreviations that the programme explains, from A.",
        glossary,
        (own("Glossary"),),
    ),
)
