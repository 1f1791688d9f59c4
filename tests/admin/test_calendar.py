"""The communication calendar: its entries for each user, and the private address for calendar apps."""

import datetime

import icalendar
import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cms.base import words
from cms.base.dates import today
from cms.editing import diary
from cms.editing.permissions import DeskContext
from cms.models import DiaryAddress
from newsletter.models import Send, Snapshot
from programme.meetings import plan_next
from programme.models import EventPage, MeetingPage, NewsPage
from tests import factories

from .conftest import sign_in
from .forms import edit_url

CALENDAR, ADDRESS, CHANGE = reverse("calendar"), reverse("calendar_address"), reverse("change_calendar_address")
MOVE = reverse("calendar_move")
MAY = (datetime.date(2018, 5, 1), datetime.date(2018, 5, 31))
ZONE = timezone.get_default_timezone()


def at(day: int, hour: int = 12, month: int = 5) -> datetime.datetime:
    return datetime.datetime(2018, month, day, hour, tzinfo=ZONE)


def in_a_week() -> datetime.date:
    return today() + datetime.timedelta(days=7)


@pytest.fixture
def found(rf, administrator):
    def ask(kind: str = "", user=administrator.user, **narrowed) -> list[tuple]:
        request = rf.get(CALENDAR)
        request.user = user
        entries = diary.entries(DeskContext.by(request), *MAY, kind=kind, **narrowed)
        return [(entry.day.day, entry.kind, entry.title, entry.state) for entry in entries]

    return ask


@pytest.fixture
def visitor(roles):
    client = sign_in("visitor")
    client.user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    return client


def test_news_and_drafts_of_news(tree, stream, found, visitor):
    factories.NewsFactory(parent=stream, title="Out", date="2018-05-31")
    factories.NewsFactory(parent=tree.news, title="Coming", date="2018-05-01", live=False)
    factories.NewsFactory(parent=tree.news, title="Later", date="2018-06-01")
    assert found() == [(1, "news", "Coming", "Draft"), (31, "news", "Out", "Published")]
    assert found(stream=stream.pk) == [(31, "news", "Out", "Published")]
    assert found(user=visitor.user) == [(31, "news", "Out", "Published")]


def test_events_on_all_of_their_days(tree, found):
    factories.EventFactory(parent=tree.events, title="Two days", start=at(30, 9, month=4), end=at(2))
    factories.EventFactory(parent=tree.events, title="Over", start=at(29, 9, month=4), end=at(30, month=4))
    assert found("event") == [(30, "event", "Two days", "Published")]


def test_meetings_whose_month_alone_is_known(tree, found):
    group = factories.GroupFactory(parent=tree.groups, title="Leadership")
    factories.MeetingFactory(parent=group, title="Spring", date="2018-05-01", date_precision="month")
    meeting = factories.MeetingFactory(parent=group, title="Day", date="2018-05-09", state="planned")
    meeting.actions.create(number=3, text="Write", owner="Ann", due_date="2018-05-20")
    meeting.actions.create(number=4, text="Read", due_date="2018-05-20", state="done")
    meeting.save()
    assert found() == [
        (1, "meeting", "Leadership: Spring", "Held, minutes to follow"),
        (9, "meeting", "Leadership: Day", "Planned"),
        (20, "action", "Leadership, action 3 of Day (Ann)", "Open"),
    ]


def test_what_is_due_and_to_be_reviewed(tree, stream, found):
    factories.CommitmentFactory(parent=stream, number=2, due_date="2018-05-15")
    factories.TeamProfileFactory(parent=tree.team, title="Ann", review_date="2018-05-16")
    assert found() == [
        (15, "due", "Neglect: Action 2", "Published"),
        (16, "review", "Review of Ann", "Published"),
    ]
    assert found(stream=stream.pk) == [(15, "due", "Neglect: Action 2", "Published")]


def test_what_is_scheduled_and_what_expires(tree, stream, found):
    page = factories.NewsFactory(parent=stream, title="Soon", date="2017-01-01", live=False)
    revision = page.save_revision()
    revision.approved_go_live_at = at(31, 23)
    revision.save()
    factories.PublicationFactory(
        parent=tree.publications, title="Ends", date="2017-01-01", expire_at=at(3), work_streams=[stream]
    )
    factories.StandardPageFactory(parent=tree.home, title="Elsewhere", expire_at=at(4))
    expected = [(3, "expiry", "Ends", "Leaves the site"), (31, "going-live", "Soon", "Scheduled")]
    assert found(stream=stream.pk) == expected
    assert len(found()) == 3


def test_scheduled_news_stands_there_once(tree, found):
    page = factories.NewsFactory(parent=tree.news, title="Soon", date="2018-05-31", live=False)
    page.save_revision(approved_go_live_at=at(31, 23))
    assert found() == [(31, "going-live", "Soon", "Scheduled")]
    assert found("news") == [(31, "news", "Soon", "Draft")]
    page.latest_revision.publish()
    page.save_revision(approved_go_live_at=at(30, 23))
    assert [kind for _, kind, _, _ in found()] == ["going-live", "news"], "a change of published news is another thing"


def test_issues_and_their_sends(tree, found, administrator):
    factories.IssueFactory(parent=tree.updates, title="Planned", date="2018-05-04", live=False)
    factories.IssueFactory(parent=tree.updates, title="Never sent", date="2018-05-05")
    assert found("issue") == [(4, "issue", "Planned", "Planned"), (5, "issue", "Never sent", "Published, never sent")]
    assert Send.objects.count() == 0


# The page


def test_a_month_with_its_neighbours(editor, tree):
    page = factories.NewsFactory(parent=tree.news, title="Out", date="2018-05-31")
    html = editor.get(CALENDAR, {"month": "2018-05", "kind": "news"}).content.decode()
    assert "May 2018" in html
    assert edit_url(page) in html
    assert 'href="?month=2018-04&amp;kind=news" rel="prev"' in html
    assert 'href="?month=2018-06&amp;kind=news" rel="next"' in html
    assert "hub-calendar__grid" not in editor.get(CALENDAR, {"month": "2018-05", "view": "list"}).content.decode()


@pytest.mark.parametrize("month", ["", "x", "2018-13", "0000-01", "9999-12", "0001-01", "99999999999-1"])
def test_a_wrong_month_is_this_month(editor, month):
    assert f"{today():%B %Y}" in editor.get(CALENDAR, {"month": month}).content.decode()


def test_a_wrong_filter_is_said_and_everything_is_shown(editor, tree):
    factories.NewsFactory(parent=tree.news, title="Out", date="2018-05-31")
    html = editor.get(CALENDAR, {"month": "2018-05", "kind": "nonsense", "stream": "x"}).content.decode()
    assert html.count("Select a valid choice") == 2
    assert "Out" in html


def test_nobody_outside_sees_it(client, tree):
    assert client.get(CALENDAR).status_code == 302
    assert client.get(ADDRESS).status_code == 302
    assert client.post(CHANGE).status_code == 302


def test_it_costs_the_same_however_much_there_is(editor, tree):
    def more(number):
        for _ in range(number):
            stream = factories.WorkStreamFactory(parent=tree.streams)
            factories.CommitmentFactory(parent=stream, due_date="2018-05-15")
            factories.NewsFactory(parent=stream, date="2018-05-03", expire_at=at(20))
            factories.MeetingFactory(parent=factories.GroupFactory(parent=tree.groups), date="2018-05-04")
            factories.EventFactory(parent=tree.events, work_streams=[stream])
            factories.TeamProfileFactory(parent=tree.team, review_date="2018-05-16")
            factories.IssueFactory(parent=tree.updates, date="2018-05-05")

    def cost() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert editor.get(CALENDAR, {"month": "2018-05"}).status_code == 200
        return len(captured)

    more(3)
    cost()
    few = cost()
    more(27)
    cost()
    assert cost() == few


# A day of the calendar


def test_a_day_offers_what_can_begin_there_and_its_form_has_the_day(editor, viewer, tree):
    factories.GroupFactory(parent=tree.groups, title="Leaders")
    day = in_a_week()
    page = reverse("calendar_day", query={"day": day.isoformat()})
    offers = dict(editor.get(page).context["offers"])
    assert list(offers) == ["News", "Meeting of the Leaders", "Event", "Engagement", "Item of the plan"]
    assert editor.get(offers["News"]).context["form"].instance.date == day
    assert editor.get(offers["Meeting of the Leaders"]).context["form"].initial["date"] == day
    assert str(editor.get(offers["Event"]).context["form"].initial["end"]) == words.day(day)
    assert editor.get(offers["Engagement"]).context["form"].initial["date"] == day
    assert not viewer.get(page).context["offers"]


def test_a_draft_moves_with_its_hours_and_its_title_and_nothing_else_moves(editor, viewer, tree):
    day = in_a_week()
    meeting = plan_next(factories.GroupFactory(parent=tree.groups), editor.user, date=today())
    event = factories.EventFactory(parent=tree.events, live=False)
    news = factories.NewsFactory(parent=tree.news, date=today())
    event.save_revision()
    for page in (meeting, event, news):
        viewer.post(MOVE, {"page": page.pk, "day": day.isoformat()})
        editor.post(MOVE, {"page": page.pk, "day": day.isoformat()})
    draft = MeetingPage.objects.get().get_latest_revision_as_object()
    assert (draft.date, draft.title) == (day, f"Meeting of {words.day(day)}")
    moved = EventPage.objects.get()
    assert moved.end - moved.start == event.end - event.start
    assert timezone.localtime(moved.start).date() == day
    assert NewsPage.objects.get().date == today()  # it is public
    entry = next(one for one in editor.get(CALENDAR, {"month": f"{day:%Y-%m}"}).context["month"].entries if one.draft)
    assert entry.day == day


def test_the_draft_of_an_issue_moves_until_it_is_sent(editor, tree):
    day = in_a_week()
    issue = factories.IssueFactory(parent=tree.updates, date=today(), live=False)
    issue.save_revision()

    def drafts(month):
        return [one.draft for one in editor.get(CALENDAR, {"month": f"{month:%Y-%m}"}).context["month"].entries]

    assert drafts(today()) == [issue.pk]
    editor.post(MOVE, {"page": issue.pk, "day": day.isoformat()})
    issue.refresh_from_db()
    assert (issue.date, issue.get_latest_revision_as_object().date) == (day, day)
    snapshot = Snapshot.objects.create(issue=issue, revision_id=issue.latest_revision_id)
    Send.objects.create(issue=issue, snapshot=snapshot, installation="here", due_at=timezone.now())
    assert not any(drafts(day))


# The private address


def address_of(client) -> str:
    client.post(CHANGE, {"do": "make"})
    return reverse("programme:diary", args=[DiaryAddress.objects.get(user=client.user).token])


def test_a_calendar_program_finds_drafts_under_the_address(client, editor, tree):
    day = today() + datetime.timedelta(days=3)
    page = factories.NewsFactory(parent=tree.news, title="Coming", date=day, live=False)
    assert "You have no private address" in editor.get(ADDRESS).content.decode()
    address = address_of(editor)
    assert address in editor.get(ADDRESS).content.decode()
    answer = client.get(address)
    (event,) = icalendar.Calendar.from_ical(answer.content).walk("VEVENT")
    assert str(event["summary"]) == "News: Coming (Draft)"
    assert event["dtstart"].dt == day
    assert str(event["url"]).endswith(edit_url(page))
    assert answer["Cache-Control"] == "private, no-store"


def test_an_empty_calendar_is_a_calendar(client, editor):
    assert icalendar.Calendar.from_ical(client.get(address_of(editor)).content)


def test_a_new_address_ends_the_old_one(client, editor):
    old = address_of(editor)
    new = address_of(editor)
    assert client.get(old).status_code == 404
    assert client.get(new).status_code == 200
    editor.post(CHANGE, {"do": "stop"})
    assert client.get(new).status_code == 404
    # A used number is never used again.
    assert address_of(editor) not in (old, new)


def test_the_address_ends_with_the_account_or_its_right(client, editor):
    address = address_of(editor)
    editor.user.groups.clear()
    assert client.get(address).status_code == 404
    editor.user.is_superuser = True
    editor.user.save()
    assert client.get(address).status_code == 200
    editor.user.is_active = False
    editor.user.save()
    assert client.get(address).status_code == 404


def test_an_address_can_not_be_made_up(client, editor):
    token = address_of(editor).rpartition("/")[2].removesuffix(".ics")
    value, _, signature = token.partition(".")
    for made_up in (f"{value}0.{signature}", value, f"{value}.x", "x", f"x.{signature}"):
        assert client.get(reverse("programme:diary", args=[made_up])).status_code == 404


def test_an_address_is_changed_by_post_alone(editor):
    assert editor.get(CHANGE).status_code == 405
