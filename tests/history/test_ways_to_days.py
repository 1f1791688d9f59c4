"""What speaks of a day leads to the hub as it was on that day, if the day is known."""

import datetime

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cms.base.dates import today
from cms.history.models import HistoryTable
from cms.history.past import as_of
from cms.visibility.period import forget_period
from tests import factories

pytestmark = pytest.mark.django_db

DAY = datetime.timedelta(days=1)


@pytest.fixture
def known(tree):
    """The hub has been known for ten days."""
    HistoryTable.objects.update(kept_since=timezone.now() - 10 * DAY)
    forget_period()


def ways(client, address) -> list[str]:
    page = BeautifulSoup(client.get(address).content, "html.parser")
    return [
        link["href"] for link in page.find_all("a", string=lambda words: (words or "").startswith("The hub as it was"))
    ]


def at(day, path="/") -> str:
    return f"/as-at/{day.isoformat()}{path}"


def test_each_issue_leads_to_its_day(tree, known, client):
    days = [today() - 3 * DAY, today() - 5 * DAY]
    issues = [factories.IssueFactory(parent=tree.updates, number=8 - n, date=day) for n, day in enumerate(days)]

    assert ways(client, issues[0].url) == [at(days[0])]
    assert ways(client, tree.updates.url) == [at(day) for day in days]


def test_a_meeting_leads_to_its_day_if_that_is_known_exactly(tree, known, client):
    group = factories.GroupFactory(parent=tree.groups)
    day = today() - 3 * DAY
    exact = factories.MeetingFactory(parent=group, date=day)
    vague = factories.MeetingFactory(parent=group, date=day, date_precision="month", title="Another meeting")

    assert ways(client, exact.url) == [at(day)]
    assert ways(client, vague.url) == []


def test_progress_leads_to_its_page_on_the_day_that_was_asked_for(tree, known, client):
    stream = factories.WorkStreamFactory(parent=tree.streams)
    factories.CommitmentFactory(parent=stream)
    page = factories.ProgressPageFactory(parent=tree.home)
    day = today() - 3 * DAY

    assert ways(client, f"{page.url}?as-at={day:%d/%m/%Y}") == [at(day, page.url)]
    assert ways(client, page.url) == []


@pytest.mark.parametrize("days", [11, 0, -1])
def test_no_way_leads_to_a_day_that_isnt_known_or_past(tree, known, client, days):
    issue = factories.IssueFactory(parent=tree.updates, number=8, date=today() - days * DAY)

    assert ways(client, issue.url) == []
    assert ways(client, tree.updates.url) == []


def test_no_way_leads_from_a_past_day_to_another(tree, known, client):
    issue = factories.IssueFactory(parent=tree.updates, number=8, date=today() - 3 * DAY)

    with as_of(timezone.now()):
        assert ways(client, issue.url) == []


def test_the_first_known_day_is_looked_up_once_a_period(tree, known, client):
    for number in range(3):
        factories.IssueFactory(parent=tree.updates, number=number + 1, date=today() - 3 * DAY)
    client.get(tree.updates.url)  # makes the settings of the site, and so begins a period
    client.get(tree.updates.url)

    with CaptureQueriesContext(connection) as found:
        assert len(ways(client, tree.updates.url)) == 3
    assert not [one for one in found.captured_queries if HistoryTable._meta.db_table in one["sql"]]
