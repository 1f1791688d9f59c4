"""What the plan says is wrong with it."""

import datetime

import pytest
from django.urls import reverse

from cms.editing.permissions import DeskContext
from engagement.choices import PlanChannel
from engagement.models import EngagementSettings, QuietPeriod
from engagement.plan import findings
from engagement.plan.admin.attention import overdue
from engagement.plan.entries import PlanEntry
from tests import factories

from .conftest import in_days

TODAY = datetime.date(2026, 6, 1)
AUDIENCES = {1: "Practitioners", 2: "Families"}


def day(number: int) -> datetime.date:
    return TODAY + datetime.timedelta(days=number)


def entry(days: int, *audiences: int, channel=PlanChannel.WEBSITE, **values) -> PlanEntry:
    known = {"kind": "News", "title": "Item", "state": "Planned", "is_done": False, "item": 1, "item_url": "/1/"}
    return PlanEntry(channel=channel, day=day(days), audiences=frozenset(audiences), **(known | values))


def texts(found) -> list[str]:
    return [str(one.text) for one in found]


def test_two_things_for_an_audience_by_one_channel_on_one_day_clash():
    entries = [entry(3, 1, 2, title="One"), entry(3, 1, 2, title="Two"), entry(3, 1, channel=PlanChannel.PRESS)]
    entries += [entry(-3, 1), entry(-3, 1), entry(4, 1), entry(4, 2), entry(5, 1), entry(5, 1, is_dropped=True)]
    found = list(findings.clashes(entries, AUDIENCES, TODAY))
    assert texts(found) == ["4 June 2026, Website: 2 things for Families and Practitioners on one day."]
    assert [one.title for one in found[0].entries] == ["One", "Two"]


def test_what_is_planned_in_a_quiet_period_is_named():
    quiet = [
        QuietPeriod(name="Election", first=day(2), last=day(9)),
        QuietPeriod(name="Other", first=day(20), last=day(21)),
    ]
    entries = [entry(2), entry(9, is_done=True), entry(10), entry(5, is_dropped=True)]
    found = list(findings.in_quiet_periods(entries, quiet, TODAY))
    assert texts(found) == ["Quiet period “Election”, 3 June 2026 to 10 June 2026: one thing is planned in it."]
    assert found[0].entries == [entries[0]]


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        ([], ["Nothing for Practitioners for 14 weeks: 20 April 2026 to 26 July 2026."]),
        ([0, 43], ["Nothing for Practitioners for six weeks: 2 June 2026 to 13 July 2026."]),
        ([-20, 0, 42], []),
        # The gap before the days that are shown is none of theirs, unless it reaches into them.
        ([-1, 20], []),
        ([-42, 1, 30], ["Nothing for Practitioners for six weeks: 21 April 2026 to 1 June 2026."]),
    ],
)
def test_a_gap_is_as_long_as_the_setting_or_longer(days, expected):
    span = ((day(-42), day(55)), (TODAY, day(55)))
    entries = [entry(one, 1, is_done=one < 0) for one in days]
    assert texts(findings.gaps(entries, {1: "Practitioners"}, 6, *span, TODAY)) == expected


@pytest.mark.parametrize(("days", "is_named"), [(-1, False), (0, False), (1, True)])
def test_a_gap_that_is_over_is_not_named(days, is_named):
    """The days that are shown begin on Monday: on any later day, a gap can reach into them and have ended."""
    span = ((day(-45), day(52)), (day(-3), day(52)))
    entries = [entry(days, 1, is_done=days < 0), entry(30, 1)]
    assert bool(list(findings.gaps(entries, {1: "Practitioners"}, 6, *span, TODAY))) is is_named


@pytest.mark.parametrize(("filled", "begins"), [([-30], "2026-06-01"), ([5], "2026-06-07")])
def test_what_fills_a_gap_is_planned_on_its_first_day_or_today(filled, begins):
    span = ((day(-42), day(55)), (TODAY, day(55)))
    [found] = findings.gaps([entry(one, 1, is_done=True) for one in filled], {1: "Practitioners"}, 6, *span, TODAY)
    assert found.adds == f"?audience=1&day={begins}"


@pytest.mark.parametrize(
    ("filling", "length"),
    [
        (entry(10, 1, is_dropped=True), "14 weeks: 20 April 2026 to 26 July 2026"),
        (entry(-10, 1), "14 weeks: 20 April 2026 to 26 July 2026"),
        (entry(-10, 1, item=0), "14 weeks: 20 April 2026 to 26 July 2026"),
        (entry(-10, 1, is_done=True), "nine weeks: 23 May 2026 to 26 July 2026"),
        (entry(0, 1), "seven weeks: 2 June 2026 to 26 July 2026"),
    ],
)
def test_only_what_took_place_or_is_still_to_come_fills_a_gap(filling, length):
    span = ((day(-42), day(55)), (TODAY, day(55)))
    found = findings.gaps([filling], {1: "Practitioners"}, 6, *span, TODAY)
    assert texts(found) == [f"Nothing for Practitioners for {length}."]


@pytest.mark.parametrize(
    ("days", "said"),
    [
        ([9], "One thing in this time is for everybody."),
        ([9, 20, -10, 90], "2 things in this time are for everybody."),
    ],
)
def test_what_is_for_everybody_fills_no_gap_and_is_counted(days, said):
    span = ((day(-42), day(55)), (TODAY, day(55)))
    found = findings.gaps([entry(5, 1), *(entry(one) for one in days)], {1: "Practitioners"}, 6, *span, TODAY)
    where = "seven weeks: 7 June 2026 to 26 July 2026"
    assert texts(found) == [f"Nothing for Practitioners in particular for {where}. {said}"]


def test_messages_that_were_never_used_are_named():
    entries = [entry(3, messages=frozenset([2])), entry(4, messages=frozenset([3]), is_dropped=True)]
    found = findings.never_used({1: "Used", 2: "Planned", 3: "Dropped"}, {1}, entries)
    assert texts(found) == ["The key message “Dropped” was never used, and nothing is planned."]


def test_what_is_overdue_is_named_together():
    entries = [entry(-1, title="One"), entry(-2, title="Two"), entry(-1, is_done=True), entry(0), entry(-1, item=0)]
    assert texts(findings.overdue(entries, TODAY)) == ["The days of 2 items are over, and they aren’t done."]
    assert texts(findings.overdue(entries[:1], TODAY)) == ["The day of one item is over, and it isn’t done."]
    [found] = findings.overdue([entry(-1)] * 23, TODAY, "/late/")
    assert (len(found.entries), found.more, found.all_at) == (20, 3, "/late/")


def test_everything_overdue_is_said_however_long_ago(editor, tree, practitioners, families):
    for number in range(22):
        late = factories.PlanItemFactory(title=f"Late {number}", date=in_days(-1000 - number))
        late.audiences.add(practitioners)
    moved = factories.NewsFactory(parent=tree.news, date=in_days(9), live=False)
    out = factories.NewsFactory(parent=tree.news, date=in_days(-900))
    for came in ({"page": moved}, {"page": out}, {"state": "done"}, {"state": "dropped"}):
        factories.PlanItemFactory(title="Not late", date=in_days(-900), **came)
    html = " ".join(editor.get(reverse("plan")).content.decode().split())
    assert "The days of 22 items are over, and they aren’t done." in html
    assert "and 2 more." in html
    assert "Late 21" in html  # the longest
    address = f"{reverse('plan-items:index')}?overdue=true"
    assert f'href="{address}"' in html
    listed = editor.get(address)
    assert listed.context["paginator"].count == 22
    assert editor.get(reverse("plan-items:index"), {"overdue": "false"}).context["paginator"].count == 4
    assert "are over" not in editor.get(reverse("plan"), {"audience": families.pk}).content.decode()


@pytest.mark.parametrize("day", [datetime.date(2026, 11, 30), datetime.date(2026, 12, 2), datetime.date(2028, 2, 27)])
def test_findings_are_narrowed_by_audience_alone(
    editor, tree, stream, practitioners, families, message, time_machine, day
):
    """Another channel reaches them, and a colleague's item clashes. So it is on every day of the week."""
    time_machine.move_to(datetime.datetime.combine(day, datetime.time(12), datetime.UTC), tick=False)
    editor.force_login(editor.user)  # the session of the real day may be over
    EngagementSettings.objects.create(site=tree.site, gap_weeks=4)
    for days in range(0, 56, 14):
        one = factories.PlanItemFactory(title="Flyer", channel="other", date=in_days(days), responsible=editor.user)
        one.audiences.add(practitioners)
    for title in ("Ours", "Theirs"):
        factories.PlanItemFactory(title=title, channel="press", date=in_days(3)).audiences.add(practitioners)
    factories.PlanItemFactory(title="Late", date=in_days(-3))
    whole = {"Overdue", "Clashes", "Gaps", "Key messages never used"}
    for narrowed, expected in (
        ({}, whole),
        ({"channel": "social"}, whole),
        ({"responsible": editor.user.pk}, whole),
        ({"stream": stream.pk}, whole),
        ({"message": message.pk}, whole),
        ({"audience": practitioners.pk}, {"Clashes", "Key messages never used"}),
        ({"audience": families.pk}, {"Gaps", "Key messages never used"}),
    ):
        response = editor.get(reverse("plan"), narrowed)
        assert {name for name, *_ in response.context["findings"]} == expected, narrowed
        text = str(response.context["findings"])
        assert "Nothing for Practitioners" not in text


def test_the_plan_shows_its_findings_and_leads_to_what_would_help(editor, tree, practitioners, message):
    EngagementSettings.objects.create(site=tree.site, gap_weeks=4)
    late = factories.PlanItemFactory(title="Late", date=in_days(-3))
    html = " ".join(editor.get(reverse("plan")).content.decode().split())
    assert "Nothing for Practitioners for twelve weeks" in html
    assert f"{reverse('plan-items:add')}?audience={practitioners.pk}" in html
    assert "The key message “Listen” was never used" in html
    assert "The day of one item is over" in html
    assert reverse("plan-items:edit", args=[late.pk]) in html
    page = factories.NewsFactory(parent=tree.news, key_messages=[message], audiences=[practitioners])
    page.save_revision().publish()
    assert "was never used" not in editor.get(reverse("plan")).content.decode()


def test_items_that_are_overdue_are_a_reminder(rf, editor, tree):
    factories.PlanItemFactory(title="Late", date=in_days(-3))
    factories.PlanItemFactory(title="Today")
    factories.PlanItemFactory(title="Dropped", date=in_days(-3), state="dropped")
    late = factories.NewsFactory(parent=tree.news, date=in_days(-2), live=False)
    moved = factories.NewsFactory(parent=tree.news, date=in_days(2), live=False)
    factories.PlanItemFactory(title="Late draft", date=in_days(-3), page=late)
    factories.PlanItemFactory(
        title="Late page", date=in_days(-4), page=factories.StandardPageFactory(parent=tree.home, live=False)
    )
    factories.PlanItemFactory(title="Moved draft", date=in_days(-3), page=moved)
    factories.PlanItemFactory(title="Published", date=in_days(-3), page=tree.news)
    # These have reminders of their own.
    factories.PlanItemFactory(
        title="Posted", date=in_days(-3), post=factories.SocialPostFactory(planned_for=in_days(-3))
    )
    request = rf.get("/")
    request.user = editor.user
    assert [line.text for group in overdue(DeskContext.by(request)) for line in group.lines] == [
        "Late page",
        "Late",
        "Late draft",
    ]
