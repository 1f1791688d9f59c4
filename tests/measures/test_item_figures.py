"""Figures typed in at posts, events, meetings and engagements: what is refused, where they show, and what they count."""

import datetime

import pytest
from bs4 import BeautifulSoup
from django.db import IntegrityError
from django.urls import reverse
from wagtail.models import Site

from cms.accounts.roles import EDITORS, VIEWERS
from cms.base.dates import moment_of
from engagement.choices import PostState
from measures.models import ItemFigure
from measures.reports import contents
from measures.sources import sources
from programme.choices import AttendanceKind
from programme.models import Attendance
from tests import factories
from tests.admin.conftest import sign_in
from tests.measures.test_objectives import errors_of
from tests.sites.canaries import below

FIRST, DAY, LAST = datetime.date(2026, 7, 1), datetime.date(2026, 8, 3), datetime.date(2026, 9, 30)


@pytest.fixture
def editor(tree, roles):
    return sign_in("editor", group=EDITORS)


@pytest.fixture
def post(tree):
    return factories.SocialPostFactory(state=PostState.POSTED, posted_on=DAY, text="Mind the step")


def event_on(tree, day=DAY, **given):
    start = moment_of(day, datetime.time(10))
    return factories.EventFactory(parent=tree.events, start=start, end=start + datetime.timedelta(hours=1), **given)


def address(item, name: str) -> str:
    return f"{reverse('item-figures:add')}?{name}={item.pk}"


def typed(**changed) -> dict:
    form = {"kind": "reach", "own_kind": "", "number": "1,240", "day": "10 August 2026", "source": "Statistics"}
    return form | changed


def main_of(response) -> BeautifulSoup:
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser").select_one("main")


def count(name: str, first=FIRST, last=LAST) -> int:
    return sources[name].count(Site.objects.get(is_default_site=True), first, last)


def test_a_figure_is_typed_in_at_a_post_that_was_posted(editor, post):
    form = BeautifulSoup(editor.get(reverse("social-posts:edit", args=[post.pk])).content, "html.parser")
    figures = reverse("item-figures:item", args=["post", post.pk])
    assert form.select_one(f'a[href="{figures}"]').text.strip() == "Figures"
    page = main_of(editor.get(figures))
    assert "Nothing is typed in yet" in page.text
    add = page.find("a", string="Type in a figure")["href"]
    asked = main_of(editor.get(add))
    assert [one["value"] for one in asked.select("select[name=kind] option")] == [
        *("", "reach", "reactions", "comments", "shares", "clicks", "other")
    ]
    assert asked.select_one("form[data-edit-form]")["action"] == add
    answer = editor.post(add, typed())
    assert (answer.status_code, answer["Location"]) == (302, figures)
    figure = ItemFigure.objects.get()
    assert (figure.item, figure.number, figure.recorded_by.username, figure.site) == (
        post,
        1240,
        "editor",
        post.own_site,
    )
    row = [cell.text.strip() for cell in main_of(editor.get(figures)).select("tbody td")]
    assert row == ["1,240", "10 August 2026", "Statistics", "editor"]
    assert "Mind the step" in main_of(editor.get(reverse("item-figures:index"))).text


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"kind": ""}, "Choose what was counted."),
        ({"kind": "attended"}, "Select a valid choice"),
        ({"number": ""}, "Give the number. If nobody counted, record nothing."),
        ({"number": "many"}, "Give a whole number, such as 1240."),
        ({"number": "-1"}, "A count can’t be below 0."),
        ({"source": ""}, "Say where the number is from, so that others can find it."),
        ({"day": "10 August 2090"}, "10 August 2090 is in the future. Record what is known."),
        ({"day": "2 August 2026"}, "That is before 3 August 2026, its own day. Give that day or a later one."),
        ({"day": "3 August 2026"}, "There is a figure of this for 3 August 2026 already."),
        ({"kind": "other"}, "Say what is counted, or choose it from the list."),
        ({"own_kind": "Watched"}, "Words of your own are for “Something else”."),
    ],
)
def test_a_figure_is_refused_with_a_sentence(editor, post, changed, sentence):
    factories.ItemFigureFactory(post=post, day=DAY)
    answer = editor.post(address(post, "post"), typed(**changed))
    assert sentence in errors_of(answer)
    assert "Statistics" in answer.content.decode() or "source" in changed
    assert ItemFigure.objects.count() == 1


def test_a_figure_can_be_changed_and_keeps_its_item(editor, post):
    figure = factories.ItemFigureFactory(post=post)
    answer = editor.post(reverse("item-figures:edit", args=[figure.pk]), typed(number="1300"))
    assert answer["Location"] == reverse("item-figures:item", args=["post", post.pk])
    figure.refresh_from_db()
    assert (figure.number, figure.post) == (1300, post)


def test_two_figures_of_one_kind_and_day_are_refused_by_the_database_too(post):
    factories.ItemFigureFactory(post=post)
    with pytest.raises(IntegrityError):
        factories.ItemFigureFactory(post=post)


@pytest.mark.parametrize(
    ("make", "name", "sentence"),
    [
        (lambda tree: factories.SocialPostFactory(), "post", "It isn’t recorded as posted yet."),
        (
            lambda tree: event_on(tree, datetime.date(2090, 5, 1)),
            "event",
            "It is on 1 May 2090 and hasn’t taken place yet.",
        ),
        (
            lambda tree: factories.EngagementFactory(date=DAY, is_planned=True),
            "engagement",
            "It isn’t logged yet. Save what was said first.",
        ),
        (
            lambda tree: factories.EngagementFactory(date=DAY, page=event_on(tree, title="Open day")),
            "engagement",
            "It is about “Open day”. Type the figures in there, or they would count twice.",
        ),
    ],
)
def test_what_can_have_no_figures_yet(editor, tree, make, name, sentence):
    item = make(tree)
    form = typed(kind="attended" if name != "post" else "reach")
    answer = editor.post(address(item, name), form, follow=True)
    assert sentence in answer.content.decode()
    page = main_of(editor.get(reverse("item-figures:item", args=[name, item.pk])))
    assert sentence in page.text
    assert page.find("a", string="Type in a figure") is None
    assert not ItemFigure.objects.exists()


def test_without_an_item_the_form_says_where_to_find_it(editor):
    answer = editor.get(reverse("item-figures:add"), follow=True)
    assert "Open a post, an event, a meeting or an engagement" in answer.content.decode()


def test_figures_of_an_event_are_on_the_page_with_its_counts(editor, tree):
    event = event_on(tree)
    editor.post(address(event, "event"), typed(kind="attended", number="34"))
    editor.post(address(event, "event"), typed(kind="registered", number="50", day="1 August 2026"))
    page = main_of(editor.get(reverse("counts_of_page", args=[event.pk])))
    figures = [row.text for row in page.select("section[aria-labelledby=typed-figures] tbody tr")]
    assert ["34" in figures[0], "50" in figures[1]] == [True, True]
    news = factories.NewsFactory(parent=tree.news)
    assert "Typed figures" not in main_of(editor.get(reverse("counts_of_page", args=[news.pk]))).text


def test_of_several_days_the_latest_figure_counts(db, post):
    for day, number in ((DAY, 900), (datetime.date(2026, 8, 20), 1500), (datetime.date(2026, 8, 10), 1240)):
        factories.ItemFigureFactory(post=post, day=day, number=number)
    factories.ItemFigureFactory(number=60)
    for kind, number in (("reactions", 7), ("comments", 2), ("shares", 1), ("clicks", 30)):
        factories.ItemFigureFactory(post=post, kind=kind, number=number)
    assert [count(name) for name in ("reach", "responses", "clicks")] == [1560, 10, 30]
    assert count("reach", first=datetime.date(2026, 8, 4)) == 0


def test_people_are_those_at_public_events_and_logged_engagements(db, tree):
    event, draft = event_on(tree), event_on(tree, live=False)
    talk, planned = factories.EngagementFactory(date=DAY), factories.EngagementFactory(date=DAY, is_planned=True)
    for number, item in ((40, {"event": event}), (3, {"event": draft}), (5, {"engagement": talk})):
        factories.ItemFigureFactory(post=None, kind="attended", number=number, **item)
        factories.ItemFigureFactory(post=None, kind="registered", number=number * 2, **item)
    factories.ItemFigureFactory(post=None, kind="attended", number=3, engagement=planned)
    assert (count("came"), count("registered")) == (45, 90)


def test_at_a_meeting_the_typed_figure_counts_in_place_of_the_list(db, tree):
    group = factories.GroupFactory(parent=tree.groups)
    for day in (FIRST, DAY):
        meeting = factories.MeetingFactory(parent=group, date=day)
        Attendance.objects.create(page=meeting, name="Somebody", kind=AttendanceKind.MEMBER)
    assert count("attendance") == 2
    factories.ItemFigureFactory(post=None, kind="attended", number=9, meeting=meeting)
    factories.ItemFigureFactory(post=None, kind="attended", number=12, meeting=meeting, day=LAST)
    assert (count("attendance"), count("came")) == (13, 0)


def test_each_number_leads_to_its_items(editor, post, tree):
    factories.ItemFigureFactory(post=post)
    site = Site.objects.get(is_default_site=True)
    page = main_of(editor.get(sources["reach"].rows(site, FIRST, LAST)))
    assert page.select_one("[data-total]").text == "1,240"
    link = page.select_one("td.title a")
    assert (link.text, link["href"]) == (
        "Mind the step: people reached",
        reverse("item-figures:item", args=["post", post.pk]),
    )


def test_a_report_has_what_was_typed_in_and_no_line_where_nothing_was(db, tree, post):
    factories.ItemFigureFactory(post=post)
    report = contents.make(Site.objects.get(is_default_site=True), FIRST, LAST)
    rows = {row["source"]: row["number"] for row in report[2]["parts"][0]["rows"]}
    assert rows["reach"] == 1240
    assert "came" not in rows


def test_viewers_see_no_figures(tree, roles, post):
    viewer = sign_in("viewer", group=VIEWERS)
    assert viewer.get(reverse("item-figures:item", args=["post", post.pk])).status_code in (302, 403)
    assert viewer.get(address(post, "post")).status_code in (302, 403)


def test_an_item_of_another_programme_has_no_figures_here(editor, post):
    below(Site.objects.get(is_default_site=True), "birch")
    other = Site.objects.order_by("-pk").first()
    type(post).objects.filter(pk=post.pk).update(site=other)
    assert editor.get(reverse("item-figures:item", args=["post", post.pk])).status_code == 404
    assert editor.post(address(post, "post"), typed()).status_code == 404
    assert not ItemFigure.objects.exists()
