"""The writing quality of a page in the API: of the published page, and of a draft only in its editor's preview."""

from __future__ import annotations

import json
from typing import Any

import graphene
from django.db.models import QuerySet
from graphene.types.enum import EnumMeta
from wagtail.models import Page

from cms.batches.drafts import preview_of
from cms.batches.peers import group_of, peers
from cms.graphql.context import Info
from cms.graphql.ids import block_id, id_of
from cms.graphql.interfaces import add_page_field
from cms.graphql.plans import reads
from cms.history.past import is_past
from cms.quality.findings import Code, Severity
from cms.quality.models import Writing
from cms.quality.records import row_of
from cms.visibility.rule import Visibility
from cms.visibility.statements import several

COLUMNS = ("reading_age", "words", "sentences", "long_sentences", "longest_sentence", "findings")


def _enum(name: str, source: Any, description: str) -> EnumMeta:
    labels = {member.value: member.label for member in source}
    return graphene.Enum(
        name,
        [(member.name, member.value) for member in source],
        description=lambda value: description if value is None else f"{labels[value.value]}.",
    )


# Listing the positions of personal data would publish it again: only editors see it.
WITHHELD = (Code.PERSONAL_DATA,)
FindingCode = _enum(
    "FindingCode",
    [code for code in Code if code not in WITHHELD],
    "The findings that writing help looks for.",
)
FindingSeverity = _enum("FindingSeverity", Severity, "The severity of a finding.")


class WritingFinding(graphene.ObjectType):
    """A part of a page that is hard to read or to use."""

    code = graphene.Field(FindingCode, required=True, description="The kind of finding.")
    severity = graphene.Field(FindingSeverity, required=True, description="Its severity.")
    message = graphene.String(required=True, description="The finding in a sentence for editors.")
    quote = graphene.String(required=True, description="The words concerned, shortened; may be empty.")
    field = graphene.String(required=True, description="The field concerned; empty if it is the whole page.")
    block_id = graphene.ID(description="The block in that field, as `Block.id`; null outside of blocks.")

    def resolve_block_id(root: dict[str, Any], info: Info) -> str | None:
        return block_id(root["page"], root["block"]) if root["block"] else None


class WritingQuality(graphene.ObjectType):
    """The writing quality of a page. It measures words and sentences, not their meaning."""

    # An assessment goes with its revision, and is made anew when the rules change.
    has_history = False

    reading_age = graphene.Int(
        description="The age at which it is easy to read (Flesch–Kincaid grade plus five); null if there are too few words."
    )
    word_count = graphene.Int(required=True, description="Number of words in sentences.")
    sentences = graphene.Int(required=True, description="Number of sentences.")
    long_sentences = graphene.Int(required=True, description="Number of sentences longer than 25 words.")
    longest_sentence = graphene.String(required=True, description="The longest sentence; empty if there is none.")
    findings = graphene.List(
        graphene.NonNull(WritingFinding), required=True, description="The findings, most severe first."
    )

    def resolve_word_count(root: dict[str, Any], info: Info) -> int:
        return root["words"]

    def resolve_findings(root: dict[str, Any], info: Info) -> list[dict[str, Any]]:
        return [finding | {"page": root["page"]} for finding in root["findings"] if finding["code"] not in WITHHELD]


def resolve(root: Page, info: Info) -> dict[str, Any] | None:
    """Return the assessment of a page's published revision, or of the draft opened by a preview.

    None if it hasn't been assessed, if the page has no revisions, such as an alias, or at a past moment.
    """
    if is_past():
        return None
    if preview_of(root):
        return row_of(root) | {"page": id_of(root)}

    def read() -> dict[Any, dict[str, Any]]:
        def build(visibility: Visibility) -> QuerySet[Any]:
            return Writing.objects.filter(revision__among="revisions").values_list("revision_id", *COLUMNS)

        keys = {peer.live_revision_id for peer in peers(root)} - {None}
        rows = info.context.values(Page, "writing", build, {"revisions": several(keys)})
        return {key: _answer(values) for key, *values in rows}

    found = group_of(root).shared(("writing", type(root)), read).get(root.live_revision_id)
    return found and found | {"page": id_of(root)}


def _answer(values: list[Any]) -> dict[str, Any]:
    answer = dict(zip(COLUMNS, values, strict=True))
    if isinstance(answer["findings"], str):  # as SQLite has it
        answer["findings"] = json.loads(answer["findings"])
    return answer


add_page_field(
    "quality",
    graphene.Field(
        WritingQuality,
        description="The writing quality of the published page; null until it has been assessed, and at a past moment.",
        resolver=reads("live_revision")(resolve),
    ),
)
