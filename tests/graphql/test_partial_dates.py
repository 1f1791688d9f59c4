"""Each date in the API has a precision, and dates can be compared as complete ones."""

import datetime

import pytest

from programme.models import Duty, Membership, ProgressEntry
from tests import factories

MAY, JUNE = datetime.date(2017, 5, 1), datetime.date(2017, 6, 30)


@pytest.fixture
def of_may(tree):
    """A group, a person and an action with dates known to the month."""
    group = factories.GroupFactory(
        parent=tree.groups, started_on=MAY, started_on_precision="month", closed_on=JUNE, closed_on_precision="year"
    )
    person = factories.TeamProfileFactory(parent=tree.team, as_at=MAY, as_at_precision="month")
    between = {"start": MAY, "start_precision": "month", "end": JUNE, "end_precision": "month"}
    Membership.objects.create(page=group, name="Ann", **between)
    Duty.objects.create(page=person, kind="leads", **between)
    action = factories.CommitmentFactory(parent=factories.WorkStreamFactory(parent=tree.streams))
    ProgressEntry.objects.create(page=action, date=MAY, date_precision="month", status="complete", note="Done.")
    return tree


def test_dates_with_their_precision(of_may, data):
    found = data(
        """{
          groups { nodes { startedOn startedOnPrecision closedOn closedOnPrecision
            members { start startPrecision end endPrecision } } }
          teamProfiles { nodes { asAt asAtPrecision duties { nodes { start startPrecision end endPrecision } } } }
          commitments { nodes { statusDate statusDatePrecision
            before: statusDatePrecision(asOf: "2017-04-30")
            progressEntries { date datePrecision } } }
          progress { series { date datePrecision } }
        }"""
    )
    between = {"start": "2017-05-01", "startPrecision": "MONTH", "end": "2017-06-30", "endPrecision": "MONTH"}
    assert found["groups"]["nodes"] == [
        {
            "startedOn": "2017-05-01",
            "startedOnPrecision": "MONTH",
            "closedOn": "2017-12-31",
            "closedOnPrecision": "YEAR",
            "members": [between],
        }
    ]
    assert found["teamProfiles"]["nodes"] == [
        {"asAt": "2017-05-01", "asAtPrecision": "MONTH", "duties": {"nodes": [between]}}
    ]
    assert found["commitments"]["nodes"] == [
        {
            "statusDate": "2017-05-01",
            "statusDatePrecision": "MONTH",
            "before": None,
            "progressEntries": [{"date": "2017-05-01", "datePrecision": "MONTH"}],
        }
    ]
    assert found["progress"]["series"] == [{"date": "2017-05-01", "datePrecision": "MONTH"}]


@pytest.mark.parametrize(
    ("day", "number"), [("2017-04-30", 0), ("2017-05-01", 1), ("2017-06-30", 1), ("2017-07-01", 0)]
)
def test_who_held_a_seat_on_a_day(of_may, data, day, number):
    a_day_later = (datetime.date.fromisoformat(day) + datetime.timedelta(days=1)).isoformat()
    found = data(
        """query ($day: Date, $later: Date) { groups(where: {
          members: { start: { before: $later }, end: { from: $day } } }) { totalCount } }""",
        day=day,
        later=a_day_later,
    )
    assert found["groups"]["totalCount"] == number
