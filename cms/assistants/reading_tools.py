"""The tools that read: pages, changes, the quality of a text, and what waits."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

from cms.tokens.scopes import READ_DRAFTS, WRITE

from .graphql.api import Hub, ToolError, stored
from .graphql.pages import draft_document, facts_of, markdown_of, published_document
from .tools import CURSOR, LARGEST, Tool, ToolResult, cut, listed, paged, part_of, quoting_types, size_of, text, tools

own = partial(stored, Path(__file__).resolve().parent)
OF_DRAFT = ("version", "versions", "editUrl", "quality")
MOST_CHANGES = 20
MOST_LINES, MOST_LINES_OF_A_GROUP = 20, 100
NO_PAGE = "There is no page here that this token may read."
NO_DRAFT = "There is no page with this id that the person behind this token may edit."


def read_page(hub: Hub, given: dict[str, Any]) -> ToolResult:
    """Return a page as readers have it, or in its latest version."""
    if ("path" in given) == ("id" in given):
        raise ToolError("Name the page either by its path or by its id.")
    by: dict[str, Any] = {name: given[name] for name in ("id", "path") if name in given}
    if given.get("version") == "draft":
        return _draft(hub, by, given.get("cursor"))
    found = hub.ask(own("FindPage"), {"by": by})["page"]
    if found is None:
        raise ToolError(NO_PAGE)
    return page_as_readers_have_it(hub, found["__typename"], by, given.get("cursor"))


def page_as_readers_have_it(hub: Hub, kind: str, by: dict[str, Any], cursor: str | None) -> ToolResult:
    """Return a published page of a type, from a cursor on."""
    page = hub.ask(published_document(kind), {"by": by})["page"]
    facts = facts_of(page) | ({"quality": page["quality"]} if page["quality"] else {})
    return _told(facts, page, cursor, with_ids=False)


def _draft(hub: Hub, by: dict[str, Any], cursor: str | None) -> ToolResult:
    if "id" not in by:
        raise ToolError("Name a draft by its id: drafts aren't found by their path.")
    found = hub.ask(own("FindDraft"), by)["draft"]
    if found is None:
        raise ToolError(NO_DRAFT)
    draft = hub.ask(draft_document(found["page"]["__typename"]), by)["draft"]
    facts = facts_of(draft["page"]) | {name: draft[name] for name in OF_DRAFT if draft[name]}
    return _told(facts, draft["page"], cursor, with_ids=True)


def _told(facts: dict[str, Any], page: dict[str, Any], cursor: str | None, *, with_ids: bool) -> ToolResult:
    if facts.get("sources"):
        facts = cut(facts, "sources")
    if facts.get("quality"):
        facts = facts | {"quality": cut(facts["quality"], "findings")}
    room = LARGEST if cursor else max(LARGEST - size_of(facts), LARGEST // 4)
    part, following = part_of(markdown_of(page, with_ids=with_ids), cursor, room)
    # What follows the first part is text alone.
    content = {"id": page["id"], "text": part} if cursor else facts | {"text": part}
    return ToolResult(content, following, from_public=page["__typename"] in quoting_types)


def what_changed(hub: Hub, given: dict[str, Any]) -> ToolResult:
    """Return what was published, changed, moved and withdrawn."""
    variables = {"first": MOST_CHANGES, "since": given["since"], "until": given.get("until")}
    if streams := given.get("workStream"):
        variables["where"] = {"workStream": {"eq": streams}}
    changes = hub.ask(own("WhatChanged"), variables | {"after": given.get("cursor")})["changes"]
    return listed(changes["edges"], changes["pageInfo"]["hasNextPage"])


def check_text(hub: Hub, given: dict[str, Any]) -> ToolResult:
    """Return what writing help finds in a text, some findings after the other."""
    quality = hub.ask(own("CheckText"), {"markdown": given["text"]})["textQuality"]
    result = paged(quality["findings"], given.get("cursor"))
    return ToolResult(quality | {"findings": result.content}, result.next_cursor)


def list_waiting(hub: Hub, given: dict[str, Any]) -> ToolResult:
    """Return what waits for the person behind the token: some groups after the other, or the lines of one."""
    key = given.get("group")
    most = MOST_LINES if key is None else MOST_LINES_OF_A_GROUP
    groups = hub.ask(own("ListWaiting"), {"lines": most})["waiting"]
    if key is None:
        return paged(groups, given.get("cursor"))
    found = next((group for group in groups if group["key"] == key), None)
    if found is None:
        raise ToolError("Nothing waits in a group with this key.")
    result = paged(found["lines"], given.get("cursor"))
    return ToolResult(found | {"lines": result.content}, result.next_cursor)


tools.add(
    "read_page",
    Tool(
        "Read a page",
        "A page as Markdown, with its sources and what writing help found in it. `version: draft` has the latest version, "
        "published or not, with the versions that it has, newest first, and the ids of its blocks, which a change needs; for "
        "tokens that write.",
        read_page,
        {
            "id": text("The page's `id`."),
            "path": text("Or the page's path, such as /news/first/."),
            "version": text("`published`, as readers have it, or `draft`.", enum=["published", "draft"]),
            "cursor": CURSOR,
        },
        documents=(own("FindPage"), own("FindDraft")),
    ),
    order=20,
)
tools.add(
    "what_changed",
    Tool(
        "What changed",
        "Publications, changes, moves and withdrawals of pages since a moment, newest first, with the editors' notes.",
        what_changed,
        {
            "since": text("From this moment on, with its time zone, such as 2026-11-01T00:00:00Z."),
            "until": text("Before this moment; until now if omitted."),
            "workStream": text("Only pages of the stream with this slug."),
            "cursor": CURSOR,
        },
        ("since",),
        documents=(own("WhatChanged"),),
    ),
    order=30,
)
tools.add(
    "check_text",
    Tool(
        "Check a text",
        "What writing help finds in a text: reading age, long sentences, abbreviations that the glossary doesn't explain, "
        "dates, personal data. The text is kept nowhere.",
        check_text,
        {"text": text("The text, as Markdown, of 16 000 characters at most."), "cursor": CURSOR},
        ("text",),
        documents=(own("CheckText"),),
    ),
    order=60,
)
tools.add(
    "list_waiting",
    Tool(
        "List what waits",
        "What waits for the person behind the token, and reminders of the team, as on their dashboard. Without a group "
        "the first lines of all.",
        list_waiting,
        {
            "group": text("The `key` of a group, for its first 100 lines."),
            "cursor": CURSOR,
        },
        scopes=(WRITE, READ_DRAFTS),
        documents=(own("ListWaiting"),),
    ),
    order=70,
)
