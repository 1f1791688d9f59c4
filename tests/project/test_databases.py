"""The table of files left out of the second run matches the tests."""

import re
from pathlib import Path

from tests.databases import ONCE, is_once

TESTS = Path(__file__).resolve().parent.parent


def test_each_entry_is_there_once_and_gives_its_reason():
    for name, reason in ONCE.items():
        file, _, test = name.partition("::")
        assert (TESTS / file).exists(), f"{file} is not there any more: take it out of ONCE."
        assert not test or f"\ndef {test}(" in (TESTS / file).read_text(), f"{file} has no {test}: take it out of ONCE."
        assert reason
        named = {f"{word}.py" for word in re.findall(r"\btest_\w+", reason)}
        assert named <= {path.name for path in TESTS.rglob("test_*.py")}, f"{name}: {reason}"
        above = {name.partition("/")[0], file} - {name}
        assert above.isdisjoint(ONCE), f"{name} is covered by {above}."


def test_the_second_run_has_the_rule_the_engine_and_the_lists():
    assert is_once(Path("project/test_databases.py"), "test_any")
    assert is_once(Path("graphql/test_leaks.py"), "test_every_field_that_leads_to_an_object_is_guarded")
    files = (
        *(
            "graphql/test_leaks.py",
            "graphql/test_budgets.py",
            "graphql/test_filters.py",
            "graphql/test_content_version.py",
        ),
        *(
            "search/test_index.py",
            "site/test_queries.py",
            "admin/test_listings.py",
            "newsletter/sending/test_handover.py",
        ),
    )
    assert [file for file in files if not (TESTS / file).is_file() or is_once(Path(file), "test_any")] == []
