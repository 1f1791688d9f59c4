"""Questions about the lead of something: the answer is a person, not a page that mentions them."""

from __future__ import annotations

import numpy as np

from . import words
from .kinds import PERSON
from .matcher import OF_NAME, Matcher
from .parser import Concept, Query

LEAD = (words.stem("lead"),)
# The share of the other words that a person must match.
ENOUGH = 0.5
# High enough that the later bonus for phrases lifts nothing above it.
ABOVE = 2.5


def first(scores: np.ndarray, query: Query, matcher: Matcher) -> np.ndarray:
    """Return the scores with the leads of the subject on top, if the query has a word for leading.

    Words for leading are the site's synonyms of “lead”: “who is in charge of”, “head of”.
    """
    others = [concept for concept in query.concepts if not _is_lead(concept)]
    if len(others) in (0, len(query.concepts)) or query.all_phrases:
        return scores
    parts = [(matcher.weight(concept), matcher.strengths(concept)) for concept in others]
    strong = sum(weight * (part > OF_NAME) for weight, part in parts) / sum(weight for weight, _ in parts)
    people = np.zeros(len(scores), bool)
    people[matcher.catalogue.marked(f"type:{PERSON}")] = True
    leading = people & np.logical_or.reduce(
        [matcher.strengths(concept) > 0 for concept in query.concepts if _is_lead(concept)]
    )
    meant = leading & (strong >= ENOUGH)
    total = sum(weight * part for weight, part in parts)
    return np.where(meant, ABOVE * scores.max(initial=0) + total, scores)


def _is_lead(concept: Concept) -> bool:
    return any(alternative.stems == LEAD for alternative in concept.alternatives)
