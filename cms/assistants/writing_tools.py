"""The tools that write drafts. Each names its target, and what it changes by the version that it starts from."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

from cms.tokens.scopes import WRITE

from .graphql.api import Hub, ToolError, stored
from .graphql.page_schemas import page_inputs, schema_of, term_inputs
from .graphql.pages import MOST_ROWS, rows_document
from .tools import Tool, ToolResult, cut, text, tools

own = partial(stored, Path(__file__).resolve().parent)

# Of every tool that writes.
REQUEST: dict[str, Any] = {
    "agent": text("Your name, for the page's history.", maxLength=100),
    "dryRun": {"type": "boolean", "description": "Check everything, and save nothing."},
    "idempotencyKey": text("A key of your own, so that the request isn't carried out twice if it is sent again."),
}
TYPE = text("The type of page, such as newsPage.")
CONTENT = {"type": "object", "description": "The values, as `describe_page_type` describes them."}
PAGE = text("The page's `id`.")
LATEST = text("Its latest version, as `read_page` gives it.")
KIND = text("The kind of terms, such as glossaryTerm.")
VALUES = {"type": "object", "description": "The values, as `describe_term` describes them."}


def written(payload: dict[str, Any], name: str) -> ToolResult:
    """Return what a mutation wrote, under a name in its payload. Raises ToolError with all that is wrong with the input."""
    if payload["userErrors"]:
        lines = [f"{'.'.join(one['field'])}: {one['message']} ({one['code']})" for one in payload["userErrors"]]
        if (conflict := payload.get("conflict")) and (latest := conflict["latest"]):
            lines.append(f"The latest version is {latest['id']}, saved at {latest['savedAt']} by {latest['savedBy']}.")
        raise ToolError("\n".join(["Nothing was written.", *lines]))
    found = payload[name]
    if found and found.get("quality"):
        found = found | {"quality": cut(found["quality"], "findings")}
    return ToolResult({name: found, "isRepeated": payload["isRepeated"]})


def describe_page_type(hub: Hub, given: dict[str, Any]) -> ToolResult:
    """Return the types of pages, or what the content of one may have."""
    if "type" not in given:
        return ToolResult(sorted(page_inputs()))
    _check(given["type"])
    return ToolResult(schema_of(given["type"]))


def draft_page(hub: Hub, given: dict[str, Any]) -> ToolResult:
    """Make a page as a draft."""
    answer = hub.ask(own("DraftPage"), {"input": _input(given, "parent")})
    return written(answer["createDraft"], "draft")


def revise_page(hub: Hub, given: dict[str, Any]) -> ToolResult:
    """Save a new version of a page. A list that `read_page` doesn't show whole isn't replaced: rows would be lost."""
    _check(given["type"])
    kind = page_inputs()[given["type"]].name.removesuffix("Input")
    if counting := rows_document(kind, tuple(sorted(name for name in given["content"]))):
        draft = hub.ask(counting, {"id": given["id"]})["draft"]
        long = [name for name, rows in (draft["page"] if draft else {}).items() if rows["totalCount"] > MOST_ROWS]
        if long:
            raise ToolError(
                f"Nothing was written. More than {MOST_ROWS} rows aren't shown, and so can't be replaced: "
                f"{', '.join(long)}. A person changes them in the admin."
            )
    answer = hub.ask(own("RevisePage"), {"input": _input(given, "id", "version")})
    return written(answer["changeDraft"], "draft")


def submit_draft(hub: Hub, given: dict[str, Any]) -> ToolResult:
    """Submit a draft for review by people."""
    answer = hub.ask(own("SubmitDraft"), {"input": _named(given, "id", "version", "comment") | request_of(given)})
    return written(answer["submitDraft"], "draft")


def comment_on_draft(hub: Hub, given: dict[str, Any]) -> ToolResult:
    """Write a comment for the people who edit a page."""
    answer = hub.ask(
        own("CommentOnDraft"), {"input": _named(given, "id", "version", "field", "text") | request_of(given)}
    )
    return written(answer["commentOnDraft"], "comment")


def describe_term(hub: Hub, given: dict[str, Any]) -> ToolResult:
    """Return the kinds of terms, or what the values of one may have."""
    if "kind" not in given:
        return ToolResult(sorted(term_inputs()))
    _check_kind(given["kind"])
    return ToolResult(schema_of(given["kind"]))


def propose_term(hub: Hub, given: dict[str, Any]) -> ToolResult:
    """Propose a new term, or a change of one."""
    _check_kind(given["kind"])
    values = {"term": {given["kind"]: given["values"]}} | _named(given, "id")
    answer = hub.ask(own("ProposeTerm"), {"input": values | request_of(given)})
    return written(answer["proposeTerm"], "proposal")


def request_of(given: dict[str, Any]) -> dict[str, Any]:
    """Return the part of a mutation's input that all have."""
    return {name: given[name] for name in REQUEST if name in given}


def _named(given: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: given[name] for name in names if name in given}


def _input(given: dict[str, Any], *names: str) -> dict[str, Any]:
    _check(given["type"])
    return _named(given, *names) | {"content": {given["type"]: given["content"]}} | request_of(given)


def _check(kind: str) -> None:
    if kind not in page_inputs():
        raise ToolError(f"There is no type of page “{kind}”. There are: {', '.join(sorted(page_inputs()))}.")


def _check_kind(kind: str) -> None:
    if kind not in term_inputs():
        raise ToolError(f"There is no kind of terms “{kind}”. There are: {', '.join(sorted(term_inputs()))}.")


tools.add(
    "describe_page_type",
    Tool(
        "Describe a type of page",
        "What the content of a page of a type may have, as JSON Schema; without a type, the names of all. Read it before "
        "you write.",
        describe_page_type,
        {"type": TYPE},
        scopes=(WRITE,),
    ),
    order=80,
)
tools.add(
    "draft_page",
    Tool(
        "Draft a page",
        "Makes a new page as a draft, below another. Nothing becomes public: people publish it.",
        draft_page,
        {"type": TYPE, "parent": text("The `id` of the page above."), "content": CONTENT} | REQUEST,
        ("type", "parent", "content"),
        scopes=(WRITE,),
        writes=True,
        documents=(own("DraftPage"),),
    ),
    order=90,
)
tools.add(
    "revise_page",
    Tool(
        "Revise a page",
        "Saves a new version of a page as a draft. What is published stays. Values that you leave out stay; a list is given "
        "as a whole, with `uuid` or `id` for the parts that are kept. Read the draft first.",
        revise_page,
        {
            "type": TYPE,
            "id": PAGE,
            "version": text("The version that the change starts from, as `read_page` gives it; empty if it has none."),
            "content": CONTENT,
        }
        | REQUEST,
        ("type", "id", "version", "content"),
        scopes=(WRITE,),
        writes=True,
        documents=(own("RevisePage"),),
    ),
    order=100,
)
tools.add(
    "submit_draft",
    Tool(
        "Submit a draft",
        "Submits the latest draft of a page for review. People approve it, or ask for changes.",
        submit_draft,
        {"id": PAGE, "version": LATEST, "comment": text("A note for the reviewers.")} | REQUEST,
        ("id", "version"),
        scopes=(WRITE,),
        writes=True,
        documents=(own("SubmitDraft"),),
    ),
    order=102,
)
tools.add(
    "comment_on_draft",
    Tool(
        "Comment on a draft",
        "Writes a comment at a field or a block of a page's latest draft, for the people who edit it. Readers never see it.",
        comment_on_draft,
        {
            "id": PAGE,
            "version": LATEST,
            "field": {
                "type": "array",
                "items": {"type": "string"},
                "description": "The name of a field, such as summary; of a text with blocks, then the `uuid` of a block.",
            },
            "text": text("The comment."),
        }
        | REQUEST,
        ("id", "version", "field", "text"),
        scopes=(WRITE,),
        writes=True,
        documents=(own("CommentOnDraft"),),
    ),
    order=104,
)
tools.add(
    "describe_term",
    Tool(
        "Describe a kind of terms",
        "What the values of a term, such as a topic or a word of the glossary, may be, as JSON Schema; without a kind, the "
        "names of all.",
        describe_term,
        {"kind": KIND},
        scopes=(WRITE,),
    ),
    order=107,
)
tools.add(
    "propose_term",
    Tool(
        "Propose a term",
        "Proposes a new term, or with an `id` a change of one. Nothing changes until a person accepts it.",
        propose_term,
        {"kind": KIND, "values": VALUES, "id": text("The `id` of the term to change; without it, a new one.")}
        | REQUEST,
        ("kind", "values"),
        scopes=(WRITE,),
        writes=True,
        documents=(own("ProposeTerm"),),
    ),
    order=108,
)
