"""What a page answers about how it is written: of what readers see, and of a draft only to its editor."""

from __future__ import annotations

import json
from typing import Any

import graphene
from django.apps import apps
from graphene.types.enum import EnumMeta
from wagtail.models import Page

from cms.quality.findings import Code, Severity
from cms.visibility.rule import Visibility
from cms.visibility.statements import several

from .context import group_of, peers
from .drafts import preview_of

COLUMNS = ("reading_age", "words", "sentences", "long_sentences", "longest_sentence", "findings")


def _enum(name: str, source: Any, description: str) -> EnumMeta:
    labels = {member.value: member.label for member in source}
    return graphene.Enum(
        name,
        [(member.name, member.value) for member in source],
        description=lambda value: description if value is None else f"{labels[value.value]}.",
    )


# A list of where personal data stands would be one more publication of it: only editors have it.
WITHHELD = (Code.PERSONAL_DATA,)
FindingCode = _enum(
    "FindingCode",
    [code for code in Code if code not in WITHHELD],
    "What writing help looks for in how a page is written.",
)
FindingSeverity = _enum("FindingSeverity", Severity, "How bad a finding is.")


class WritingFinding(graphene.ObjectType):
    """Something in a page that is hard to read or to use."""

    code = graphene.Field(FindingCode, required=True, description="What was found.")
    severity = graphene.Field(FindingSeverity, required=True, description="How bad it is.")
    message = graphene.String(required=True, description="The same for an editor, in a sentence.")
    quote = graphene.String(required=True, description="The words that it is about, shortened; may be empty.")
    field = graphene.String(required=True, description="The page's field; empty when it is about the whole page.")
    block_id = graphene.ID(description="The block in that field, as `Block.id`; null outside of blocks.")

    def resolve_block_id(root, info):
        return root["block"] or None


class WritingQuality(graphene.ObjectType):
    """How a page is written. It measures words and sentences, and nothing of what they mean."""

    reading_age = graphene.Int(
        description="Age at which somebody reads it with ease (Flesch–Kincaid grade and five); null for a few words."
    )
    word_count = graphene.Int(required=True, description="Words in sentences.")
    sentences = graphene.Int(required=True, description="How many sentences.")
    long_sentences = graphene.Int(required=True, description="How many of them are longer than 25 words.")
    longest_sentence = graphene.String(required=True, description="The longest sentence; empty if there is none.")
    findings = graphene.List(
        graphene.NonNull(WritingFinding), required=True, description="What was found, the worst first."
    )

    def resolve_word_count(root, info):
        return root["words"]

    def resolve_findings(root, info):
        return [finding for finding in root["findings"] if finding["code"] not in WITHHELD]


def resolve(root, info) -> dict[str, Any] | None:
    """Return what was found in the published revision of a page, or in the draft that a preview opened.

    None where nobody has looked yet, and for a page without revisions, as an alias is.
    """
    if preview_of(root):
        return _of_draft(root)

    def read() -> dict[Any, dict[str, Any]]:
        model = apps.get_model("cms.Writing")

        def build(visibility: Visibility):
            return model.objects.filter(revision__among="revisions").values_list("revision_id", *COLUMNS)

        keys = {peer.live_revision_id for peer in peers(root)} - {None}
        rows = info.context.values(Page, "writing", build, {"revisions": several(keys)})
        return {key: _answer(values) for key, *values in rows}

    return group_of(root).shared(("writing", type(root)), read).get(root.live_revision_id)


def _answer(values: list[Any]) -> dict[str, Any]:
    answer = dict(zip(COLUMNS, values, strict=True))
    if isinstance(answer["findings"], str):  # as SQLite has it
        answer["findings"] = json.loads(answer["findings"])
    return answer


def _of_draft(page) -> dict[str, Any]:
    from cms.quality.keeping import as_row  # it knows the pages, whose types are made of this
    from cms.quality.pages import judge_page

    return as_row(judge_page(page))
