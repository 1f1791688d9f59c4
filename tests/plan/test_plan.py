"""The grid of the plan: items with what came of them, what the hub has besides, filters, the file, moving, the calendar."""

import datetime
import json

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Locale

from cms.base.dates import moment_of, today
from cms.editing import diary
from cms.editing.permissions import DeskContext
from engagement.choices import PlanChannel
from engagement.models import Engagement, PlanItem, SocialPost
from engagement.plan.entries import read
from programme.models import NewsPage
from tests import factories

from .conftest import in_days

PLAN, MOVE = reverse("plan"), reverse("plan_move")
NOTHING: dict[str, list[str]] = {str(channel.label): [] for channel in PlanChannel}


def shown(response) -> dict[str, dict[str, list[str]]]:
    """Return the titles in the grid by row and column."""
    assert response.status_code == 200
    table = BeautifulSoup(response.content, "html.parser").find("table", class_="hub-plan")
    columns = [" ".join(cell.text.split()) for cell in table.thead.find_all("th")][1:]
    found = {}
    for row in table.tbody.find_all("tr"):
        cells = [
            [entry.find("a").text if entry.find("a") else entry.text.strip() for entry in cell.find_all("li")]
            for cell in row.find_all("td")
        ]
        found[row.th.text.strip()] = {name: titles for name, titles in zip(columns, cells, strict=True) if titles}
    return found


def titles(response) -> dict[str, list[str]]:
    """Return the titles in the grid by row."""
    return {row: [one for each in cells.values() for one in each] for row, cells in shown(response).items()}


@pytest.fixture
def entries(rf, administrator):
    def ask(first: datetime.date, last: datetime.date, user=administrator.user):
        request = rf.get(PLAN)
        request.user = user
        return [(one.day, one.title, one.state) for one in read(DeskContext.by(request), first, last)]

    return ask


def test_the_plan_has_rows_for_audiences_and_columns_for_weeks(editor, practitioners, families):
    both = factories.PlanItemFactory(title="For both", date=today())
    both.audiences.set([practitioners, families])
    factories.PlanItemFactory(title="For nobody in particular", date=in_days(7))
    factories.PlanItemFactory(title="Too late", date=in_days(100))
    grid = shown(editor.get(PLAN))
    assert list(grid) == ["Families", "Practitioners", "No audience named"]
    assert list(grid["Families"].values()) == list(grid["Practitioners"].values()) == [["For both"]]
    assert list(grid["Families"])[0].endswith("Now")
    assert titles(editor.get(PLAN))["No audience named"] == ["For nobody in particular"]


def test_rows_may_be_channels_messages_and_colleagues(editor, tree, message):
    one = factories.PlanItemFactory(title="Post", channel="social", responsible=editor.user)
    one.key_messages.add(message)
    assert titles(editor.get(PLAN, {"by": "channel"}))["Social media"] == ["Post"]
    assert titles(editor.get(PLAN, {"by": "message"}))["Listen"] == ["Post"]
    assert titles(editor.get(PLAN, {"by": "responsible"})) == {"editor": ["Post"]}


def test_months(editor, tree):
    factories.PlanItemFactory(title="Soon", date="2099-03-31")
    factories.PlanItemFactory(title="In summer", date="2099-08-31")
    grid = shown(editor.get(PLAN, {"unit": "month", "begin": "2099-03-15", "by": "channel"}))
    assert grid["Website"] == {"March 2099": ["Soon"], "August 2099": ["In summer"]}


@pytest.mark.parametrize(
    ("begin", "shown_as"), [("2099-03-15", "15/03/2099"), ("15/03/2099", "15/03/2099"), ("15 Mar 2099", "15 Mar 2099")]
)
def test_the_day_with_which_it_begins_is_shown_as_people_type_it(begin, shown_as, editor, tree):
    answer = editor.get(PLAN, {"unit": "month", "begin": begin})
    assert str(answer.context["form"]["begin"].value()) == shown_as
    assert f'value="{shown_as}"' in answer.content.decode()
    assert answer.context["columns"][0].label == "March 2099"


def test_it_narrows(editor, tree, stream, practitioners, message):
    one = factories.PlanItemFactory(title="This", channel="press", responsible=editor.user)
    one.audiences.add(practitioners)
    one.key_messages.add(message)
    one.work_streams.add(stream)
    factories.PlanItemFactory(title="Other")
    for narrowed in (
        {"audience": practitioners.pk},
        {"channel": "press"},
        {"message": message.pk},
        {"stream": stream.pk},
        {"responsible": editor.user.pk},
    ):
        found = titles(editor.get(PLAN, {"by": "channel", **narrowed}))
        assert [one for row in found.values() for one in row] == ["This"], narrowed
    response = editor.get(PLAN, {"channel": "x", "begin": "soon", "audience": "x"})
    assert response.content.decode().count("error-message") == 3
    assert "Other" in response.content.decode()


# What the hub has


def test_what_the_hub_has_is_in_the_plan_without_being_typed(tree, entries, practitioners):
    factories.NewsFactory(parent=tree.news, title="Out", date=today())
    factories.NewsFactory(parent=tree.news, title="Draft", date=in_days(2), live=False)
    factories.EventFactory(parent=tree.events, title="Open day", start=at(3, 12), end=at(3, 13))
    factories.IssueFactory(parent=tree.updates, title="Issue", date=in_days(4), live=False)
    factories.SocialPostFactory(text="Post", planned_for=in_days(5))
    factories.SocialPostFactory(text="Without a day")
    factories.EngagementFactory(title="Talk", date=in_days(6), is_planned=True)
    assert entries(today(), in_days(6)) == [
        (today(), "Out", "Published"),
        (in_days(2), "Draft", "Draft"),
        (in_days(3), "Open day", "Published"),
        (in_days(4), "Issue", "Draft"),
        (in_days(5), "Post", "Draft"),
        (in_days(6), "Talk", "Planned"),
    ]


def at(days: int, hour: int) -> datetime.datetime:
    return datetime.datetime.combine(in_days(days), datetime.time(hour), datetime.UTC)


def test_an_item_and_what_came_of_it_are_one_entry_on_the_day_of_the_latter(tree, entries):
    news = factories.NewsFactory(parent=tree.news, title="Out", date=in_days(40), live=False)
    factories.PlanItemFactory(title="Report", date=in_days(1), page=news)
    post = factories.SocialPostFactory(text="No day yet")
    factories.PlanItemFactory(title="Post it", date=in_days(2), post=post)
    assert entries(today(), in_days(10)) == [(in_days(2), "Post it", "Draft")]
    assert entries(in_days(30), in_days(50)) == [(in_days(40), "Report", "Draft")]
    NewsPage.objects.update(live=True)
    assert entries(in_days(30), in_days(50)) == [(in_days(40), "Report", "Published")]


def test_an_issue_is_for_its_audiences_and_carries_what_its_items_carry(editor, tree, stream, practitioners, message):
    news = factories.NewsFactory(parent=tree.news, key_messages=[message])
    sections = [{"type": "section", "value": {"heading": "New", "items": [{"page": news.pk, "text": ""}]}}]
    said = {"date": in_days(3), "audiences": [practitioners], "work_streams": [stream]}
    factories.IssueFactory(parent=tree.updates, title="Issue", live=False, sections=json.dumps(sections), **said)
    assert titles(editor.get(PLAN))["Practitioners"] == ["Issue"]
    assert titles(editor.get(PLAN, {"by": "message"}))["Listen"] == ["Issue"]
    assert titles(editor.get(PLAN, {"by": "channel", "stream": stream.pk})) == NOTHING | {"Update by e-mail": ["Issue"]}
    factories.PlanItemFactory(title="Letter", channel="update", date=in_days(3)).audiences.add(practitioners)
    assert "2 things for Practitioners on one day." in editor.get(PLAN).content.decode()


@pytest.mark.parametrize("kind", ["key message", "plain page", "collection", "meeting", "list", "other language"])
def test_any_page_that_came_of_an_item_makes_it_done(kind, editor, tree, entries):
    page = {
        "key message": lambda: factories.KeyMessageFactory(parent=tree.messages, live=False),
        "plain page": lambda: factories.StandardPageFactory(parent=tree.home, live=False),
        "collection": lambda: factories.DocumentCollectionFactory(
            parent=factories.DocumentCollectionIndexFactory(parent=tree.home), live=False
        ),
        "meeting": lambda: factories.MeetingFactory(
            parent=factories.GroupFactory(parent=tree.groups), date=in_days(1), state="planned", live=False
        ),
        "list": lambda: factories.NewsIndexFactory(parent=tree.home, slug="more-news", live=False),
        "other language": lambda: factories.NewsFactory(
            parent=tree.news, date=in_days(1), live=False, locale=Locale.objects.get_or_create(language_code="gd")[0]
        ),
    }[kind]()
    page.save_revision()
    one = factories.PlanItemFactory(title="Item", date=in_days(1), page=page)
    assert entries(today(), in_days(9)) == [(in_days(1), "Item", "Draft")]
    assert "data-move=" in editor.get(PLAN).content.decode()
    editor.post(MOVE, {"item": one.pk, "day": in_days(2).isoformat()})
    assert entries(today(), in_days(9)) == [(in_days(2), "Item", "Draft")]
    page.refresh_from_db()
    page.get_latest_revision().publish()
    assert entries(today(), in_days(9)) == [(in_days(2), "Item", "Published")]
    assert "data-move=" not in editor.get(PLAN).content.decode()
    refused = editor.post(MOVE, {"item": one.pk, "day": in_days(3).isoformat()}, follow=True).content.decode()
    assert "Nothing was moved." in refused
    one.refresh_from_db()
    assert one.date == in_days(2)


def test_an_item_has_the_audiences_of_its_page(editor, tree, practitioners, families):
    theirs = factories.KeyMessageFactory(parent=tree.messages, audiences=[practitioners])
    factories.PlanItemFactory(title="Message", page=theirs)
    factories.PlanItemFactory(
        title="Page", page=factories.AudiencePageFactory(parent=tree.home, audience=families, title="For families")
    )
    found = titles(editor.get(PLAN))
    assert (found["Practitioners"], found["Families"]) == (["Message"], ["Page"])


def test_meetings_that_nobody_planned_are_not_in_the_plan(tree, entries):
    factories.MeetingFactory(parent=factories.GroupFactory(parent=tree.groups), date=in_days(1), state="planned")
    assert entries(today(), in_days(9)) == []


def test_drafts_and_logs_are_for_those_who_may_see_them(tree, entries, roles, django_user_model):
    factories.NewsFactory(parent=tree.news, title="Draft", date=today(), live=False)
    factories.NewsFactory(parent=tree.news, title="Out", date=today())
    factories.EngagementFactory(title="Talk", date=today())
    nobody = django_user_model.objects.create_user("nobody")
    assert entries(today(), today(), user=nobody) == [(today(), "Out", "Published")]


def fill(tree, number: int, audience, message) -> None:
    for count in range(number):
        day = in_days(count)
        page = factories.NewsFactory(parent=tree.news, date=day, audiences=[audience], key_messages=[message])
        factories.PublicationFactory(parent=tree.publications, date=day, audiences=[audience])
        factories.EventFactory(parent=tree.events, start=at(count, 12), end=at(count, 13))
        factories.IssueFactory(parent=tree.updates, date=day)
        post = factories.SocialPostFactory(planned_for=day)
        talk = factories.EngagementFactory(date=day)
        talk.audiences.add(audience)
        factories.QuietPeriodFactory(first=day, last=day)
        plain = factories.StandardPageFactory(parent=tree.home, live=False)
        for link in ({"page": page}, {"page": plain}, {"post": post}, {"engagement": talk}, {}):
            one = factories.PlanItemFactory(date=day, **link)
            one.audiences.add(audience)
            one.key_messages.add(message)
        factories.PlanItemFactory(date=in_days(-500 - count))


def test_the_number_of_statements_does_not_depend_on_the_number_of_entries(editor, tree, practitioners, message):
    editor.get(PLAN)
    numbers = []
    for more in (3, 27):
        fill(tree, more, practitioners, message)
        editor.get(PLAN)
        with CaptureQueriesContext(connection) as captured:
            assert editor.get(PLAN).status_code == 200
        numbers.append(len(captured))
    assert numbers[0] == numbers[1], numbers


# Moving


def test_an_item_is_moved_and_the_plan_is_as_it_was(editor, tree):
    one = factories.PlanItemFactory(title="Report")
    answer = editor.post(MOVE, {"item": one.pk, "day": in_days(7).isoformat(), "back": "by=channel"})
    assert answer["Location"] == f"{PLAN}?by=channel"
    assert PlanItem.objects.get().date == in_days(7)
    assert f'href="{PLAN}?begin={in_days(7):%Y-%m-%d}"' in editor.get(answer["Location"]).content.decode()


def test_what_came_of_an_item_is_moved_with_it(editor, tree):
    news = factories.NewsFactory(parent=tree.news, date=today(), live=False)
    news.save_revision()
    post = factories.SocialPostFactory(planned_for=today())
    talk = factories.EngagementFactory(date=in_days(1), is_planned=True)
    for link in ({"page": news}, {"post": post}, {"engagement": talk}):
        one = factories.PlanItemFactory(**link)
        editor.post(MOVE, {"item": one.pk, "day": in_days(7).isoformat()})
    assert {one.date for one in PlanItem.objects.all()} == {in_days(7)}
    assert NewsPage.objects.get().date == SocialPost.objects.get().planned_for == in_days(7)
    assert Engagement.objects.get().date == in_days(7)


def test_a_post_that_the_hub_posts_goes_out_on_its_new_day(editor, tree):
    before = moment_of(in_days(2), datetime.time(9))
    post = factories.SocialPostFactory(planned_for=in_days(2), released_at=timezone.now(), post_at=before)
    one = factories.PlanItemFactory(post=post, date=in_days(2))
    editor.post(MOVE, {"item": one.pk, "day": in_days(7).isoformat()})
    assert SocialPost.objects.get().post_at == moment_of(in_days(7), datetime.time(9))
    refused = editor.post(MOVE, {"item": one.pk, "day": in_days(-1).isoformat()}, follow=True).content.decode()
    assert "this moment is past. Choose a later day." in refused
    assert SocialPost.objects.get().planned_for == PlanItem.objects.get().date == in_days(7)


def test_a_draft_that_nobody_planned_is_moved(editor, tree):
    news = factories.NewsFactory(parent=tree.news, date=today(), live=False)
    news.save_revision()
    editor.post(MOVE, {"page": news.pk, "day": in_days(7).isoformat()})
    assert NewsPage.objects.get().date == in_days(7)


@pytest.mark.parametrize("what", ["published", "posted", "logged", "done", "dropped", "gone", "no day"])
def test_what_cannot_be_moved_stays_and_a_sentence_says_why(what, editor, tree):
    made = {
        "published": lambda: {"page": factories.NewsFactory(parent=tree.news, date=today())},
        "posted": lambda: {"post": factories.SocialPostFactory(state="posted", posted_on=today())},
        "logged": lambda: {"engagement": factories.EngagementFactory(date=today())},
    }.get(what, dict)()
    state = what if what in ("done", "dropped") else "planned"
    one = factories.PlanItemFactory(state=state, **made)
    sent = {"item": one.pk, "day": in_days(7).isoformat()}
    sent |= {"gone": {"item": 999_999}, "no day": {"day": "soon"}}.get(what, {})
    assert "Nothing was moved." in editor.post(MOVE, sent, follow=True).content.decode()
    assert PlanItem.objects.get().date == today()


# The calendar


def test_items_and_quiet_periods_are_in_the_calendar_once(rf, editor, tree):
    factories.PlanItemFactory(title="Item", date="2026-05-04")
    factories.PlanItemFactory(title="Dropped", date="2026-05-04", state="dropped")
    news = factories.NewsFactory(parent=tree.news, title="Draft", date="2026-05-05", live=False)
    factories.PlanItemFactory(title="Became news", date="2026-05-05", page=news)
    publication = factories.PublicationFactory(parent=tree.publications, title="Report", date="2026-05-06", live=False)
    factories.PlanItemFactory(title="Became a report", date="2026-05-06", page=publication)
    factories.QuietPeriodFactory(name="Election")
    request = rf.get(PLAN)
    request.user = editor.user
    found = diary.entries(DeskContext.by(request), datetime.date(2026, 5, 1), datetime.date(2026, 5, 31))
    assert [(one.kind, one.title) for one in found] == [
        *[("quiet", "Election"), ("plan", "Item"), ("news", "Draft"), ("plan", "Became a report")],
    ]
    offered = dict(diary.offers(DeskContext.by(request), in_days(3)))
    assert offered["Item of the plan"] == f"{reverse('plan-items:add')}?day={in_days(3)}"
