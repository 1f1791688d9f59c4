"""Old states go by a stated rule only, and then the first known day is another."""

import datetime
import io

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from wagtail.models import ModelLogEntry, Page

from cms.base.dates import today
from cms.history import retention, spans
from cms.history.models import HistoryTable
from cms.history.moments import beginning
from cms.history.tables import histories
from cms.jobs.upkeep import prune_history
from cms.visibility.content_version import ContentVersion
from tests import factories

pytestmark = pytest.mark.django_db

NEWS = "query News($at: String) @asOf(at: $at) { news(first: 20) { nodes { title } } }"
DAY = datetime.timedelta(days=1)


@pytest.fixture
def aged(tree):
    """A page that had another title until ten days ago; the history began thirty days ago."""
    page = factories.NewsFactory(parent=tree.news, title="Then")
    Page.objects.filter(pk=page.pk).update(title="Now")
    began, changed = timezone.now() - 30 * DAY, timezone.now() - 10 * DAY
    for one in histories().values():
        keys = f'"{one.name}" SET history_'
        spans.run(f"UPDATE {keys}since = %s WHERE history_until > %s", [changed, spans.LAST - DAY])
        spans.run(
            f"UPDATE {keys}since = %s, history_until = %s WHERE history_until <= %s", [began, changed, spans.LAST - DAY]
        )
    HistoryTable.objects.update(kept_since=began)
    ContentVersion.renew()
    return page


def states_ago(page, days: int) -> list[str]:
    at = timezone.now() - days * DAY
    states = spans.states(Page._meta.db_table, {page.pk})
    return [str(until) for _, since, until, _ in states if since <= at < until]


def test_states_that_ended_before_the_day_go_and_it_becomes_the_first(aged, gql, data):
    token, day = ContentVersion.current(), today() - 5 * DAY
    assert states_ago(aged, 20)
    said = io.StringIO()

    call_command("history", "prune", "--before", day.isoformat(), "--yes", stdout=said)

    assert not states_ago(aged, 20)
    assert timezone.localdate(beginning()) == day
    assert ContentVersion.current() != token
    assert "Deleted: " in said.getvalue()
    assert [one["title"] for one in data(NEWS, at=day.isoformat())["news"]["nodes"]] == ["Now"]
    (error,) = gql(NEWS, at=(day - DAY).isoformat())["errors"]
    assert f"The first known day is {day:%A} {day.day} " in error["message"]
    assert ModelLogEntry.objects.get(action="cms.history.pruned").data["number"] > 0


def test_nothing_goes_without_a_yes(aged):
    said = io.StringIO()
    with pytest.raises(CommandError, match="Nothing was deleted"):
        call_command("history", "prune", "--before", today().isoformat(), stdout=said)
    assert "would be deleted for good" in said.getvalue()
    assert states_ago(aged, 20)


@pytest.mark.parametrize(
    ("text", "said"), [("soon", "write a day such as 2020-01-01"), ("2999-01-01", "still to come")]
)
def test_what_is_no_past_day_is_refused(aged, text, said):
    with pytest.raises(CommandError, match=said):
        call_command("history", "prune", "--before", text, "--yes")
    assert states_ago(aged, 20)


def test_the_worker_prunes_by_the_rule_and_without_one_never(aged, settings):
    settings.HISTORY_KEPT_YEARS = 0
    prune_history(lambda: False)
    assert states_ago(aged, 20)
    settings.HISTORY_KEPT_YEARS = 1
    prune_history(lambda: False)
    assert states_ago(aged, 20), "it is younger than a year"
    HistoryTable.objects.update(kept_since=timezone.now() - 5000 * DAY)
    prune_history(lambda: False)
    assert timezone.localdate(beginning()) == retention.day_by_rule()


@pytest.mark.parametrize(
    ("on", "day"),
    [(datetime.date(2028, 2, 29), datetime.date(2025, 2, 28)), (datetime.date(2027, 6, 1), datetime.date(2024, 6, 1))],
)
def test_the_day_of_the_rule(settings, monkeypatch, on, day):
    settings.HISTORY_KEPT_YEARS = 3
    monkeypatch.setattr(retention, "today", lambda: on)
    assert retention.day_by_rule() == day
