"""Two workers, which are real processes, keep the schedule: each thing once, and at its moment."""

import statistics

import pytest

from tests import databases
from tests.jobs import at_work

pytestmark = pytest.mark.own_database


@pytest.fixture(scope="module", params=databases.KINDS)
def done(request, tmp_path_factory):
    """What two workers did: how late each could be seen, and what is written down about it."""
    folder = tmp_path_factory.mktemp("schedule")
    with (
        databases.own(request.param, tmp_path_factory) as database,
        at_work.hub(database, folder) as hub,
    ):
        hub("build", False)
        with at_work.workers(2, database, folder):
            # Both are there for each of them; four at once are enough to quarrel about.
            hub("schedule_pages", "Alone", 4, 4, 0.4)
            hub("schedule_pages", "Together", 4, 4, 0)
            hub("schedule_others", 4)
            late = hub("watch")
        yield late, hub("look")


PAGES = [f"{name} {place}" for name in ("Alone", "Together") for place in range(4)]


def test_all_is_done_each_thing_once(done):
    late, found = done
    assert set(late) == {*PAGES, "Newer", "Gone", "Topic", "Old topic", "Bundle", "Issue", "Messages"}
    scheduled = [[name, "wagtail.publish.scheduled"] for name in [*PAGES, "Newer"]]
    assert [entry for entry in found["pages"] if entry[1].endswith(".scheduled")] == sorted(
        [*scheduled, ["Gone", "wagtail.unpublish.scheduled"]]
    )
    assert found["others"] == [
        ["Bundle", "bundles.publish"],
        ["Old topic", "wagtail.unpublish.scheduled"],
        ["Topic", "wagtail.publish.scheduled"],
    ]
    assert found["send"] == "finished"
    assert found["recipients"] == [["accepted", 1]] * 5


def test_each_thing_is_done_soon_after_its_moment_and_never_before(done):
    """Within a second, as `make bench-schedule` measures; here, beside the rest of the suite, it is given three."""
    late, _ = done
    assert min(late.values()) > 0
    assert statistics.median(late.values()) < 3


def test_each_change_is_told_with_its_moment(done):
    _, found = done
    told = [(name, kind) for name, kind, difference in found["changes"] if difference == 0]
    new = [*PAGES, "Bundled 0", "Bundled 1", "Update 99"]
    assert sorted(told) == sorted([*((name, "published") for name in new), ("Newer", "changed"), ("Gone", "withdrawn")])
