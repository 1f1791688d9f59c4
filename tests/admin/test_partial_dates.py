"""A partial date is typed as far as it is known, in one field, and keeps its precision."""

import pytest

from programme.models import EventPage, GroupPage, MeetingPage, ProgressEntry
from tests import factories

from .forms import add_url, edit_url, field_errors, filled_in, rows, send
from .test_importing_progress import commitments, confirm, fates, upload  # noqa: F401  a fixture
from .test_recording import address, commitment, form  # noqa: F401  a fixture


def test_months_and_years_are_typed_published_and_shown_again(lead, tree):
    send(
        lead,
        add_url(GroupPage, tree.groups),
        "publish",
        title="Review",
        slug="review",
        summary="In short",
        started_on="August 2016",
        closed_on="12/2016",
        members=rows({"name": "Ann Ash", "start": "2016", "end": "31/12/2016"}),
    )
    group = GroupPage.objects.get(slug="review")
    assert (group.get_started_on_display(), group.get_closed_on_display()) == ("August 2016", "December 2016")
    member = group.members.get()
    assert (member.get_start_display(), member.get_end_display()) == ("2016", "31 December 2016")
    shown = filled_in(lead, edit_url(group))
    assert (shown["started_on"], shown["closed_on"]) == (["August 2016"], ["December 2016"])
    assert (shown["members-0-start"], shown["members-0-end"]) == (["2016"], ["31/12/2016"])
    # Sent again as shown, it is unchanged: there is nothing to publish.
    send(lead, edit_url(group), "publish")
    again = GroupPage.objects.get(slug="review")
    assert (again.started_on, again.started_on_precision) == (group.started_on, "month")


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("Augustish 2016", "can’t be read as a date"),
        ("1 August 2016 9am", "without a time"),
        ("August", "August needs a year"),
    ],
)
def test_a_date_that_cannot_be_read_stays_as_typed(lead, tree, typed, says):
    url = add_url(GroupPage, tree.groups)
    response = send(lead, url, "publish", title="Review", slug="review", summary="In short", started_on=typed)
    assert says in field_errors(response)["started_on"][0]
    assert response.context["form"]["started_on"].value() == typed
    assert not GroupPage.objects.exists()


def test_an_end_in_the_month_of_the_start_is_not_before_it(lead, tree):
    url = add_url(GroupPage, tree.groups)
    group = {"title": "Review", "slug": "review", "summary": "In short"}
    send(lead, url, "publish", **group, started_on="20 May 2017", closed_on="May 2017")
    assert GroupPage.objects.get().get_closed_on_display() == "May 2017"
    response = send(lead, url, "publish", **group | {"slug": "other"}, started_on="June 2017", closed_on="May 2017")
    assert "closes before it starts" in field_errors(response)["closed_on"][0]


def test_an_event_and_a_meeting_of_a_month(lead, tree):
    event = {"title": "Fair", "slug": "fair", "kind": "other", "summary": "In short"}
    send(lead, add_url(EventPage, tree.events), "publish", **event, start="May 2017", end="May 2017")
    found = EventPage.objects.get()
    assert (found.start_precision, found.end_precision, found.get_start_display()) == ("month", "month", "May 2017")
    group = factories.GroupFactory(parent=tree.groups)
    meeting = {"title": "Meeting of 2017", "slug": "2017", "state": "held"}
    send(lead, add_url(MeetingPage, group), "publish", **meeting, date="2017", attendance_complete="on")
    found = MeetingPage.objects.get()
    assert (found.get_date_display(), found.attendance_complete) == ("2017", True)


def test_an_entry_of_a_month_and_its_correction(moderator, commitment, client):  # noqa: F811
    moderator.post(address(commitment), form(date="March 2018"))
    entry = ProgressEntry.objects.get(page=commitment.pk, status="complete")
    assert (str(entry), entry.date_precision) == ("2018-03: Complete", "month")
    proposed = moderator.get(address(commitment, corrects=entry.pk)).context["form"]
    assert proposed["date"].value() == "March 2018"
    # The same text is the same date; with a day it is a different one.
    again = moderator.post(address(commitment), form(date="3/2018"))
    assert again.status_code == 422
    moderator.post(address(commitment, corrects=entry.pk), form(date="1 March 2018"))
    assert [str(one) for one in ProgressEntry.objects.filter(corrects=entry)] == ["2018-03-01: Complete"]


def test_a_month_in_a_file_of_entries(moderator, commitments):  # noqa: F811
    line = "Neglect,Action,1,March 2018,complete,The guidance is out.,"
    shown = upload(moderator, line)
    assert fates(shown) == [(2, "Added")]
    assert shown.context["plan"].lines[0].day == "March 2018"
    confirm(moderator, shown)
    assert [str(entry) for entry in ProgressEntry.objects.all()] == ["2018-03: Complete"]
    assert fates(upload(moderator, line)) == [(2, "Is there already: left out")]
