"""Two workers in real processes keep the schedule: every action once, at its moment."""

import statistics

import pytest

from tests import databases
from tests.jobs import at_work


# Every run tries the database on which several workers write at once.
@pytest.fixture(
    scope="module",
    params=[kind if kind == "postgresql" else pytest.param(kind, marks=pytest.mark.long) for kind in databases.KINDS],
)
def done(request, tmp_path_factory):
    """The work of two workers: the delay of each action, and its records."""
    folder = tmp_path_factory.mktemp("schedule")
    with (
        databases.own(request.param, tmp_path_factory) as database,
        at_work.hub(database, folder) as hub,
    ):
        hub("build", False)
        with at_work.workers(2, database, folder):
            # Either may do any of them; four at once are enough for conflicts.
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
    """Within a second, as measured by `make bench-schedule`; here, beside the rest of the suite, ten are allowed."""
    late, _ = done
    assert min(late.values()) > 0
    assert statistics.median(late.values()) < 10


def test_each_change_is_told_with_its_moment(done):
    _, found = done
    told = [(name, kind) for name, kind, difference in found["changes"] if difference == 0]
    new = [*PAGES, "Bundled 0", "Bundled 1", "Update 99"]
    assert sorted(told) == sorted([*((name, "published") for name in new), ("Newer", "changed"), ("Gone", "withdrawn")])
