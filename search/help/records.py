"""The recogniser of the published records: read once per period, and compiled again only if a record has changed."""

from __future__ import annotations

import logging
from functools import lru_cache

from django.db.models import Case, CharField, IntegerField, QuerySet, TextField, Value, When
from django.db.models.functions import Cast

from cms.visibility.rule import Visibility
from search.models import ExampleQuestions, Trouble, Voice, WordFamily

from .examples import ExampleRow, Examples
from .phrases import PhraseError
from .recogniser import FamilyRow, Recogniser, TroubleRow, VoiceRow

logger = logging.getLogger(__name__)

FAMILY, TROUBLE, VOICE, EXAMPLES = "family", "trouble", "voice", "examples"
KINDS = (FAMILY, TROUBLE, VOICE, EXAMPLES)
# All columns of a kind except its mark and its order, as in a row of the statement.
WIDTH = max(len(FamilyRow._fields), len(TroubleRow._fields), len(VoiceRow._fields))

Rows = tuple[tuple[str, ...], ...]


def recogniser(visibility: Visibility) -> Recogniser | None:
    """Return the recogniser of the published records; None if there are none. One statement per period."""
    visibility.asked |= {ExampleQuestions, Trouble, Voice, WordFamily}
    return visibility.fact(("search", "help"), lambda: _compiled(_read(visibility)))


def _read(visibility: Visibility) -> Rows:
    return tuple(sorted(tuple(row) for row in _rows(visibility)))


@lru_cache(maxsize=2)
def _compiled(rows: Rows) -> Recogniser | None:
    """Return the recogniser; None if there is no trouble, or if the word families can't be used, which is logged."""
    kinds = {kind: [values for mark, _, _, *values in rows if mark == kind] for kind in KINDS}
    families = [FamilyRow(name, words, bool(hiding)) for name, words, hiding, *_ in kinds[FAMILY]]
    troubles = [TroubleRow(*values[: len(TroubleRow._fields)]) for values in kinds[TROUBLE]]
    voices = [VoiceRow(*values[: len(VoiceRow._fields)]) for values in kinds[VOICE]]
    examples = Examples(ExampleRow(*values[: len(ExampleRow._fields)]) for values in kinds[EXAMPLES])
    if not troubles:
        return None
    try:
        return Recogniser(families, troubles, voices, examples)
    except PhraseError:
        logger.exception("Help can't be offered in searches: a phrase names a family of words that isn't published.")
        return None


def _columns(*names: str) -> list:
    texts = [Cast(name, TextField()) for name in names]
    return [*texts, *(Value("", TextField()) for _ in range(WIDTH - len(texts)))]


def _rows(visibility: Visibility) -> QuerySet:
    """Return all public records in one form: mark, order, key, then the fields of their kind."""
    queries = []
    for mark, model, columns in (
        (FAMILY, WordFamily, ("name", "words")),
        (TROUBLE, Trouble, TroubleRow._fields),
        (VOICE, Voice, VoiceRow._fields),
        (EXAMPLES, ExampleQuestions, ExampleRow._fields),
    ):
        order = "order" if model in (Trouble, Voice) else Value(0, IntegerField())
        rows = model.objects.order_by()
        if model is WordFamily:
            values = [Cast("name", TextField()), Cast("words", TextField()), _yes_or_no("set_phrases")]
            values += [Value("", TextField()) for _ in range(WIDTH - len(values))]
        else:
            values = _columns(*columns)
        queries.append(visibility.filter(rows).values_list(Value(mark, CharField()), order, "pk", *values))
    return queries[0].union(*queries[1:], all=True)


def _yes_or_no(name: str) -> Case:
    """Return a text column that is non-empty if true, as a statement over several tables needs it."""
    return Case(When(**{name: True}, then=Value("yes")), default=Value(""), output_field=TextField())
