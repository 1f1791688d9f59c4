"""What assistants can ask about issues of the newsletter. None of it sends anything."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

from cms.assistants.graphql.api import Hub, ToolError, stored
from cms.assistants.reading_tools import page_as_readers_have_it
from cms.assistants.resources import SCHEME, Resource, resources
from cms.assistants.tools import CURSOR, Tool, ToolResult, paged, text, tools
from cms.tokens.scopes import WRITE

own = partial(stored, Path(__file__).resolve().parent)


def propose_issue(hub: Hub, given: dict[str, Any]) -> ToolResult:
    """Return what the hub proposes for the next issue, some sections after the other."""
    proposal = hub.ask(own("ProposeIssue"), {"since": given.get("since")})["issueProposal"]
    result = paged(proposal["sections"], given.get("cursor"))
    return ToolResult(proposal | {"sections": result.content}, result.next_cursor)


def issue(hub: Hub, number: str) -> ToolResult:
    """Return an issue of the archive by its number."""
    if not number.isdecimal() or len(number) > LONGEST_NUMBER:
        raise ToolError("An issue is named by its number.")
    found = hub.ask(own("IssueByNumber"), {"number": int(number)})["issue"]
    if found is None:
        raise ToolError("There is no public issue with this number.")
    return page_as_readers_have_it(hub, found["__typename"], {"id": found["id"]}, None)


LONGEST_NUMBER = 6

tools.add(
    "propose_issue",
    Tool(
        "Propose an issue's contents",
        "What was published and changed since the last issue, in sections, with the number of the next issue and the page "
        "above it. Nothing is written: draft the issue with `draft_page`, as issuePage.",
        propose_issue,
        {
            "since": text("From this moment on, with its time zone; since the last issue if omitted."),
            "cursor": CURSOR,
        },
        scopes=(WRITE,),
        documents=(own("ProposeIssue"),),
    ),
    order=110,
)
resources.add(
    "issue",
    Resource(
        f"{SCHEME}issue/{{number}}",
        "Issue",
        "The beginning of a published issue of the newsletter, as Markdown.",
        issue,
        (own("IssueByNumber"),),
    ),
)
