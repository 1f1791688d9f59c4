"""Queries on the programme's own content: the share with the expected result is printed and must not fall."""

import collections
import sys
import tomllib
from pathlib import Path

import pytest
from wagtail.models import Site

from search.engine.questions import Question
from search.engine.retrieval import answer
from tests.search.conftest import public

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("content", "mailing_list")]

CASES = tomllib.loads((Path(__file__).parent / "cases.toml").read_text())["cases"]
FIRST = 3
SHARE = 0.95


def is_right(case: dict, found, home_path: str) -> bool:
    if case["kind"] == "help":
        return not found.useful
    if case["kind"] == "nothing":
        return found.useful and (not found.total or bool(found.missing))
    # Some of these queries are from people in trouble; `test_help.py` decides where help must come first. So a false
    # alarm doesn't fail here.
    if found.is_confidential:
        return True
    first = [*found.promoted, *found.hits][:FIRST]
    return not {f"/{hit.page.url_path.removeprefix(home_path)}" for hit in first}.isdisjoint(case["finds"])


def test_what_people_type_is_found_among_the_first(capsys):
    visibility = public()
    home_path = Site.objects.get().root_page.url_path
    right, all_of_it, wrong = collections.Counter(), collections.Counter(), []
    for case in CASES:
        found = answer(Question(case["query"]), visibility)
        all_of_it[case["kind"]] += 1
        if is_right(case, found, home_path):
            right[case["kind"]] += 1
        else:
            wrong.append(f"{case['query']!r} found {[hit.page.url_path for hit in found.hits[:FIRST]]}")
    share = right.total() / len(CASES)
    with capsys.disabled():
        sys.stdout.write(f"\nSearch cases: {right.total()} of {len(CASES)} right ({share:.1%})\n")
        for kind, number in all_of_it.items():
            sys.stdout.write(f"  {kind:12} {right[kind]} of {number}\n")
    assert share >= SHARE, "\n".join(wrong)
    assert len(CASES) >= 120


def test_there_are_no_two_cases_alike():
    queries = [case["query"] for case in CASES]
    assert len(set(queries)) == len(queries)
