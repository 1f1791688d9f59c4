"""The tables of tests that CI runs twice, or in a shorter form, match the tests."""

import ast
import re
from itertools import pairwise
from pathlib import Path

import pytest

from tests.databases import BOTH, files, is_once
from tests.wholes import ALL_VARIANTS, FULL, MOST, ONE_EACH_TURN, TURNS, beyond_the_most, is_full, places_of_turn

TESTS = Path(__file__).resolve().parent.parent
ROOT = TESTS.parent
NAMES = {path.stem for path in TESTS.rglob("test_*.py")}
LOCKS_OR_ASKS = re.compile(r"select_for_update\(|connection\.vendor|RawSQL\(")


@pytest.mark.parametrize("name", [*BOTH, *FULL, *ALL_VARIANTS, *ONE_EACH_TURN])
def test_each_entry_names_what_is_there(name):
    file, _, test = re.sub(r"\[.*", "", name).partition("::")
    assert (TESTS / file).is_file(), f"{file} is not there any more: take it out of its table."
    assert not test or f"\ndef {test}(" in (TESTS / file).read_text(), (
        f"{file} has no {test}: take it out of its table."
    )


def test_each_entry_gives_its_reason():
    for name, reason in (BOTH | FULL).items():
        assert reason
        assert set(re.findall(r"\btest_\w+", reason)) <= NAMES, f"{name}: {reason}"
        file, _, test = name.partition("::")
        assert not test or file not in BOTH | FULL, f"{name} is covered by {file}."


def test_the_second_run_has_the_rule_the_engine_and_the_lists():
    assert is_once(Path("project/test_databases.py"), "test_any")
    assert is_once(Path("graphql/test_leaks.py"), "test_every_field_that_leads_to_an_object_is_guarded")
    assert not is_once(Path("graphql/test_leaks.py"), "test_no_condition_tells_of_anything_hidden")
    asked = {
        *(
            "graphql/test_filters.py",
            "graphql/test_orders.py",
            "graphql/test_content_version.py",
            "site/test_queries.py::test_the_cost_of_the_first_request_after_a_change",
        ),
        *("search/test_index.py", "search/test_hidden.py"),
        "admin/test_listings.py::test_every_order_and_filter_works_together_with_a_search",
        *("newsletter/sending/test_handover.py", "bundles/test_publication.py", "webhooks/test_outbox.py"),
    }
    assert asked <= BOTH.keys()
    assert "tests/graphql/test_leaks.py" in files()


@pytest.mark.parametrize("app", ["programme", "search", "engagement", "newsletter", "bundles", "webhooks", "measures"])
def test_an_app_that_locks_rows_or_asks_for_the_database_is_in_the_second_run(app):
    if any(LOCKS_OR_ASKS.search(path.read_text()) for path in (ROOT / app).rglob("*.py")):
        assert app in {name.partition("/")[0] for name in BOTH}


def test_a_whole_is_known_by_file_test_or_parameter():
    file = Path("graphql/test_leaks.py")
    assert is_full(file, "test_any", "all")
    assert not is_full(file, "test_any", "some")
    assert not is_full(file, "test_any", "")
    assert is_full(Path("newsletter/sending/test_crashes.py"), "test_any", "sqlite-after submitting")
    assert not is_full(Path("newsletter/sending/test_crashes.py"), "test_any", "postgresql-after submitting")


def test_no_file_is_left_out_as_a_whole_but_those_of_browsers():
    """If nothing of a guard were left in CI, it would fail for nobody."""
    assert {name for name in FULL if name.endswith(".py") and not name.startswith("browser/")} == set()
    for name in FULL:
        file, _, test = name.partition("::")
        if test:
            functions = [
                one.name for one in ast.parse((TESTS / file).read_text()).body if isinstance(one, ast.FunctionDef)
            ]
            tests = {one for one in functions if one.startswith("test_")}
            assert tests - {other.partition("::")[2] for other in FULL if other.startswith(f"{file}::")}, file


@pytest.mark.parametrize("count", [1, MOST, MOST + 1, 23, 143])
def test_of_many_variants_the_first_the_last_and_some_between_stay(count):
    file = Path("site/test_pages.py")
    left_out = beyond_the_most([(file, "test_one")] * count)
    stay = sorted(set(range(count)) - left_out)
    assert len(stay) == min(count, MOST)
    assert (stay[0], stay[-1]) == (0, count - 1)
    steps = [after - before for before, after in pairwise(stay)]
    assert not steps or max(steps) - min(steps) <= 1


def test_every_way_in_which_something_could_come_out_stays():
    assert beyond_the_most([(Path(ALL_VARIANTS[0]), "test_one")] * 20) == set()


def test_ten_turns_have_every_whole_and_each_one_of_the_rooms_left_out():
    paths = [Path("site/test_pages.py")] * 23 + [Path(ONE_EACH_TURN[0])] * 4
    turns = [places_of_turn(paths, turn) for turn in range(TURNS)]
    assert set.union(*turns) == set(range(27))
    assert {len(turn) for turn in turns} == {3, 4}
    assert all(len([place for place in turn if place >= 23]) == 1 for turn in turns)
