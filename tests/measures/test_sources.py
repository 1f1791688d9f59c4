"""Every figure leads to the rows that it counts: as many as it says."""

import datetime

import pytest
from bs4 import BeautifulSoup
from wagtail.models import Site

from cms.accounts.roles import EDITORS, PROGRAMME_LEADS
from cms.base.dates import moment_of
from engagement.choices import FeedbackState, PostState
from engagement.models import SocialPost, YouSaidEntry
from measures.objectives.periods import months
from measures.objectives.records import CountedSource
from measures.reports import contents
from measures.sources import sources
from newsletter.choices import EndedReason, SendState, SubscriptionState
from newsletter.models import Send, Snapshot
from programme.choices import AttendanceKind
from programme.models import Attendance, ProgressEntry
from tests import factories
from tests.admin.conftest import sign_in
from tests.sites.canaries import below

FIRST, LAST = datetime.date(2026, 7, 1), datetime.date(2026, 9, 30)
BEFORE, INSIDE, LATER, AFTER = (
    datetime.date(2026, 6, 30),
    datetime.date(2026, 7, 1),
    datetime.date(2026, 9, 30),
    datetime.date(2026, 10, 1),
)
DAYS = (BEFORE, INSIDE, LATER, AFTER)
STATEMENTS = 169  # of a quarter in which no question was asked
NAMES = [
    *("news", "publications", "events", "sends", "messages", "joined", "left", "active", "posts", "key-messages"),
    *("engagements", "attendance", "feedback", "feedback-answered", "feedback-in-time", "you-said", "progress"),
    *("reach", "responses", "clicks", "came", "registered"),
]
EXPECTED = {
    **{"news": 2, "publications": 2, "events": 2, "sends": 2, "messages": 14, "joined": 2, "left": 1, "active": 2},
    **{"posts": 2, "key-messages": 4, "engagements": 2, "attendance": 4, "feedback": 2, "feedback-answered": 2},
    **{"feedback-in-time": 1, "you-said": 2, "progress": 2},
    **{"reach": 20, "responses": 6, "clicks": 10, "came": 8, "registered": 12},
}


def at(day: datetime.date, hour: int = 0) -> datetime.datetime:
    """The first minute of a day is that day's, and the last minute of the last day is within the period."""
    return moment_of(
        day, datetime.time(hour or (23 if day in (LATER, BEFORE) else 0), 59 if day in (LATER, BEFORE) else 0)
    )


@pytest.fixture
def year(tree, roles):
    """One of everything on the day before a quarter, on its first and its last day, and on the day after."""
    fill(tree)
    said = factories.YouSaidWeDidFactory(parent=tree.home)
    for day in DAYS:
        YouSaidEntry.objects.create(page=said, date=day, said="Too long", did="Shortened")
    return tree


def fill(tree) -> None:
    """Add one of nearly everything on each of these days, and what the hub doesn't count."""
    message = factories.KeyMessageFactory(parent=tree.messages)
    stream = factories.WorkStreamFactory(parent=tree.streams)
    commitment = factories.CommitmentFactory(parent=stream)
    group = factories.GroupFactory(parent=tree.groups)
    subscriptions = [factories.SubscriptionFactory(confirmed_at=at(day)) for day in DAYS]
    for one, day in zip(subscriptions[:2], (LATER, AFTER), strict=True):
        one.state, one.ended_at, one.ended_reason = SubscriptionState.ENDED, at(day), EndedReason.LEFT
        one.save()
    for day in DAYS:
        news = factories.NewsFactory(parent=tree.news, date=day)
        news.key_messages.add(message)
        news.save()
        factories.PublicationFactory(parent=tree.publications, date=day)
        event = factories.EventFactory(parent=tree.events, start=at(day), end=at(day) + datetime.timedelta(hours=1))
        meeting = factories.MeetingFactory(parent=group, date=day)
        for kind in (AttendanceKind.CHAIR, AttendanceKind.MEMBER, AttendanceKind.APOLOGY):
            Attendance.objects.create(page=meeting, name="Somebody", kind=kind)
        engagement = factories.EngagementFactory(date=day)
        for of, kind, number in (
            *(({"event": event}, "attended", 3), ({"engagement": engagement}, "attended", 1)),
            *(({"event": event}, "registered", 4), ({"meeting": meeting}, "registered", 2)),
        ):
            factories.ItemFigureFactory(post=None, kind=kind, number=number, **of)
        factories.EngagementFactory(date=day, is_planned=True)
        post = factories.SocialPostFactory(state=PostState.POSTED, posted_on=day)
        post.key_messages.add(message)
        for kind, number in (("reach", 10), ("reactions", 2), ("comments", 1), ("clicks", 5)):
            factories.ItemFigureFactory(post=post, kind=kind, number=number)
        ProgressEntry.objects.create(page=commitment, date=day, status="in_progress", note="Begun")
        settled = at(day)
        sent = settled - datetime.timedelta(days=20 if day == LATER else 1)
        factories.FeedbackFactory(state=FeedbackState.ANSWERED, created_at=sent).__class__.objects.filter(
            created_at=sent
        ).update(settled_at=settled)
        factories.FeedbackFactory(created_at=at(day), message="", useful="yes")
        for live in (True, False):  # what went to colleagues alone has no public page
            title = f"Update {day}" if live else f"For colleagues, {day}"
            slug = f"issue-{Send.objects.count()}"
            issue = factories.IssueFactory(parent=tree.updates, title=title, slug=slug, live=live)
            snapshot = Snapshot.objects.create(issue=issue, revision_id=1)
            Send.objects.create(
                **{"snapshot": snapshot, "issue": issue, "state": SendState.FINISHED, "installation": "x"},
                due_at=at(day),
                finished_at=at(day),
                accepted=7,
            )
    SocialPost.objects.create(text="A draft", planned_for=INSIDE)
    factories.NewsFactory(parent=tree.news, date=INSIDE, live=False)


def rows_at(client, address: str) -> tuple[int, list[int]]:
    """Return the number that the list gives, and what each of its rows counts for."""
    page = BeautifulSoup(client.get(address).content, "html.parser")
    rows = page.select("table.listing tbody tr")
    counted = [int(cell["data-amount"]) if (cell := row.select_one("[data-amount]")) else 1 for row in rows]
    return int(page.select_one("[data-total]").text.replace(",", "")), counted


def test_the_hub_counts_what_the_list_says():
    assert [name for name in sources if isinstance(sources[name], CountedSource)] == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_a_number_is_that_of_its_rows(year, name):
    source, site = sources[name], Site.objects.get(is_default_site=True)
    number = source.count(site, FIRST, LAST)
    lead = sign_in("lead", group=PROGRAMME_LEADS)
    total, counted = rows_at(lead, source.rows(site, FIRST, LAST))
    assert (number, total, sum(counted)) == (EXPECTED[name],) * 3


@pytest.mark.parametrize("name", [name for name in NAMES if name != "active"])
def test_months_add_up(year, name):
    source, site = sources[name], Site.objects.get(is_default_site=True)
    assert sum(source.count(site, *days) for days in months(FIRST, LAST)) == source.count(site, FIRST, LAST)


def test_a_report_does_not_name_what_went_to_colleagues_alone(year):
    site = Site.objects.get(is_default_site=True)
    report = str(contents.make(site, FIRST, LAST))
    assert f"Update {INSIDE}" in report
    assert "For colleagues" not in report


def test_a_report_takes_as_many_statements_for_much_as_for_little(year, django_assert_num_queries):
    site = Site.objects.get(is_default_site=True)
    objective = factories.ObjectiveFactory()
    factories.FigureFactory(measure=factories.MeasureFactory(objective=objective))
    factories.MeasureFactory(objective=objective, source="key-messages")
    contents.make(site, FIRST, LAST)  # reads the kinds of content, which are kept
    with django_assert_num_queries(STATEMENTS):
        contents.make(site, FIRST, LAST)
    fill(year)
    for source in ("", *NAMES):
        measure = factories.MeasureFactory(objective=factories.ObjectiveFactory(), source=source)
        if not source:
            factories.FigureFactory(measure=measure)
    with django_assert_num_queries(STATEMENTS):
        contents.make(site, FIRST, LAST)


def test_rows_are_for_those_who_may_see_them(year):
    source, site = sources["feedback"], Site.objects.get(is_default_site=True)
    editor = sign_in("editor", group=EDITORS)
    text = editor.get(source.rows(site, FIRST, LAST)).content.decode()
    assert "You may see this number, but not what it counts" in text
    assert "F-" not in BeautifulSoup(text, "html.parser").select_one("main").text


@pytest.mark.parametrize(
    "days", ["?from=2026-07-01", "?from=2026-09-30&to=2026-07-01", "?from=x&to=y", "?from=0001-01-01&to=9999-12-31"]
)
def test_an_address_without_proper_days_leads_nowhere(year, days):
    lead = sign_in("lead", group=PROGRAMME_LEADS)
    assert lead.get(f"/admin/objectives/rows/news/{days}").status_code == 404


def test_a_subscription_is_named_without_its_address(year):
    source, site = sources["joined"], Site.objects.get(is_default_site=True)
    lead = sign_in("lead", group=PROGRAMME_LEADS)
    assert (
        "@example.org"
        not in BeautifulSoup(lead.get(source.rows(site, FIRST, LAST)).content, "html.parser").select_one("main").text
    )


def test_rows_of_another_programme_are_shown_to_nobody(year):
    lead = sign_in("lead", group=PROGRAMME_LEADS)
    below(Site.objects.get(is_default_site=True), "birch")
    for asked in (Site.objects.order_by("-pk").first().pk, "x", "9" * 30):
        assert lead.get(f"/admin/objectives/rows/news/?site={asked}&from=2026-07-01&to=2026-09-30").status_code == 404
