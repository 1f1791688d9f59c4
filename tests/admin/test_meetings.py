"""The cycle of a group's meetings: planned from its seats, minutes agreed, actions open until closed."""

import datetime

import pytest
from django.urls import reverse

from cms.base.dates import today
from programme.meetings import NotPossibleError, agree_minutes, close_action, plan_next
from programme.models import MeetingAction, MeetingPage, Membership
from tests import factories

from .forms import add_url, edit_url, field_errors, rows, said, send

DAY = datetime.date(2018, 3, 1)


@pytest.fixture
def group(tree, roles):
    return factories.GroupFactory(parent=tree.groups, title="Leadership group")


@pytest.fixture
def held(group):
    page = factories.MeetingFactory(
        parent=group, date=DAY, state="minutes_draft", minutes_address="https://example.org/minutes", place="Edinburgh"
    )
    page.actions.add(MeetingAction(number=3, text="Write to all boards", owner="The chair"))
    page.save_revision().publish()
    return MeetingPage.objects.get(pk=page.pk)


@pytest.fixture
def later(group):
    return factories.MeetingFactory(parent=group, date=DAY + datetime.timedelta(days=90))


def in_days(days: int) -> datetime.date:
    return today() + datetime.timedelta(days=days)


# Planning


def test_the_next_meeting_is_a_draft_with_the_seats_of_that_day(moderator, group, held):
    organisation = factories.OrganisationFactory(name="Police")
    Membership.objects.create(page=group, name="Ada", role="Minister", is_chair=True, sort_order=0)
    Membership.objects.create(page=group, organisation=organisation, sort_order=1)
    Membership.objects.create(page=group, role="Chief Social Work Adviser", sort_order=2)
    Membership.objects.create(page=group, name="Gone", end=in_days(5), sort_order=3)
    url = reverse("programme_plan_meeting", args=[group.pk])
    proposal = moderator.get(url).context["form"].initial
    assert proposal["place"] == "Edinburgh"
    assert proposal["agenda"].splitlines() == [
        "Minutes of the meeting of 2018-03-01",
        "Open actions",
        "Any other business",
    ]
    moderator.post(url, {"date": in_days(20), "start_time": "10am", "end_time": "12.30pm", **proposal})
    meeting = MeetingPage.objects.get(date=in_days(20))
    assert meeting.hours == "10am to 12.30pm"
    assert not meeting.live
    assert [(row.kind, str(row)) for row in meeting.attendance.all()] == [
        ("chair", "Ada"),
        ("member", "Police"),
        ("member", "Chief Social Work Adviser"),
    ]
    assert "<li>Open actions</li>" in str(meeting.agenda[0].value["text"])
    assert moderator.get(edit_url(meeting)).status_code == 200
    assert send(moderator, edit_url(meeting), "publish").status_code == 302
    assert MeetingPage.objects.get(pk=meeting.pk).live


def test_a_new_meeting_begins_with_the_members_and_is_saved_without_those_who_lost_their_tick(moderator, group):
    for place, name in enumerate(["Ada", "Ben", "Cleo"]):
        Membership.objects.create(page=group, name=name, sort_order=place)
    Membership.objects.create(page=group, name="Gone", end=in_days(-5), sort_order=3)
    url = add_url(MeetingPage, group)
    send(
        moderator,
        url,
        title="Third meeting",
        date="2018-03-01",
        state="held",
        slug="third",
        **{"attendance-1-DELETE": "1"},
    )
    assert [row.name for row in MeetingPage.objects.get().attendance.all()] == ["Ada", "Cleo"]


@pytest.mark.parametrize(("start", "end", "field"), [("", "11:00", "start_time"), ("11:00", "10:00", "end_time")])
def test_hours_that_can_not_be_are_refused_at_their_field(moderator, group, start, end, field):
    url = reverse("programme_plan_meeting", args=[group.pk])
    response = moderator.post(url, {"date": in_days(20), "start_time": start, "end_time": end})
    assert list(response.context["form"].errors) == [field]
    response = send(moderator, add_url(MeetingPage, group), title="T", date="1/3/2018", start_time=start, end_time=end)
    assert field in field_errors(response)


@pytest.mark.parametrize(
    ("days", "says"), [(-1, "This day is in the past"), (20, "already has a meeting on that day"), (40, "is closed")]
)
def test_a_day_that_does_not_fit_is_refused_at_its_field(moderator, group, days, says):
    plan_next(group, moderator.user, date=in_days(20))
    group.closed_on = in_days(30)
    group.save()
    url = reverse("programme_plan_meeting", args=[group.pk])
    response = moderator.post(url, {"date": in_days(days), "place": "Perth", "agenda": ""})
    assert response.status_code == 422
    assert says in " ".join(response.context["form"].errors["date"])
    assert "Perth" in response.content.decode()


# Minutes


def test_minutes_are_agreed_with_what_was_corrected_and_nothing_else_is_published(moderator, held):
    send(moderator, edit_url(held), title="Another title")
    url = reverse("programme_agree", args=[held.pk])
    assert url in moderator.get(edit_url(held)).content.decode()
    moderator.post(url, {"amendment": "Paragraph 4 was corrected."})
    page = MeetingPage.objects.get(pk=held.pk)
    assert (page.state, page.amendment_note, page.title) == ("agreed", "Paragraph 4 was corrected.", held.title)
    draft = page.get_latest_revision_as_object()
    assert (draft.state, draft.title) == ("agreed", "Another title")
    with pytest.raises(NotPossibleError, match="already been agreed"):
        agree_minutes(held.pk, moderator.user)


def test_without_minutes_nothing_is_agreed(moderator, later):
    response = moderator.post(reverse("programme_agree", args=[later.pk]), {"amendment": "A note"})
    assert response.status_code == 422
    assert "no published minutes" in response.content.decode()
    assert "A note" in response.content.decode()


# Actions


def test_an_action_stays_open_in_later_meetings_until_it_is_closed_once(moderator, group, held, later, client):
    action = held.actions.get()
    assert list(later.carried_actions()) == [action]
    assert not held.carried_actions()
    assert "Write to all boards" in client.get(later.url).content.decode()
    assert "Write to all boards" in moderator.get(edit_url(later)).content.decode()
    assert "Write to all boards" in moderator.get(reverse("programme_actions", args=[group.pk])).content.decode()
    day = later.date + datetime.timedelta(days=1)
    response = moderator.post(
        reverse("programme_close_action", args=[action.pk]), {"state": "done", "day": day}, follow=True
    )
    assert "is closed" in said(response)
    closed = MeetingAction.objects.get()
    assert (closed.pk, closed.number, closed.state, closed.closed_on) == (action.pk, 3, "done", day)
    # It was open on the day of that meeting; later meetings don't show it.
    assert list(later.carried_actions()) == [closed]
    after = factories.MeetingFactory(parent=group, date=day + datetime.timedelta(days=90))
    assert not after.carried_actions()


def test_closing_an_action_keeps_a_draft_of_its_meeting(moderator, held):
    send(moderator, edit_url(held), title="Another title")
    close_action(held.actions.get().pk, moderator.user, state="dropped", day=today())
    page = MeetingPage.objects.get(pk=held.pk)
    draft = page.get_latest_revision_as_object()
    assert (page.title, page.actions.get().state) == (held.title, "dropped")
    assert (draft.title, draft.actions.get().state) == ("Another title", "dropped")


@pytest.mark.parametrize(
    ("day", "says"), [(DAY - datetime.timedelta(days=1), "before the meeting"), (in_days(1), "in the future")]
)
def test_a_day_that_can_not_be_is_refused(moderator, held, day, says):
    url = reverse("programme_close_action", args=[held.actions.get().pk])
    response = moderator.post(url, {"state": "done", "day": day})
    assert says in response.content.decode()
    assert held.actions.get().state == "open"


def test_two_actions_of_a_meeting_have_two_numbers(moderator, group):
    twice = rows({"number": 1, "text": "One", "state": "open"}, {"number": 1, "text": "Two", "state": "open"})
    response = send(moderator, add_url(MeetingPage, group), title="Meeting", date="2018-03-01", actions=twice)
    assert "There is already an action 1" in field_errors(response)["actions-1-number"][0]


def test_an_editor_may_plan_but_neither_agree_nor_close(editor, group, held):
    assert editor.get(reverse("programme_plan_meeting", args=[group.pk])).status_code == 200
    page = editor.get(reverse("programme_actions", args=[group.pk])).content.decode()
    action = held.actions.get()
    assert reverse("programme_close_action", args=[action.pk]) not in page
    for url in (
        reverse("programme_agree", args=[held.pk]),
        reverse("programme_close_action", args=[action.pk]),
    ):
        assert editor.post(url, {"state": "done", "day": today()}).status_code == 302
    assert MeetingPage.objects.get().state == "minutes_draft"
    assert held.actions.get().state == "open"


def test_the_list_of_open_actions_costs_the_same_for_many(moderator, group, held, django_assert_num_queries):
    url = reverse("programme_actions", args=[group.pk])
    moderator.get(url)
    with django_assert_num_queries(QUERIES):
        moderator.get(url)
    for number in range(30):
        MeetingAction.objects.create(page=held, number=number + 10, text="More")
    moderator.get(url)  # facts of the period are read once after a change
    with django_assert_num_queries(QUERIES):
        assert len(moderator.get(url).context["actions"]) == 31


# The statements of every page of the admin, with the content's token for sites, words and the hub's name; then the group
# and its actions.
QUERIES = 14
