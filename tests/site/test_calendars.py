"""Calendars have what is public now, in the standard format (RFC 5545)."""

import datetime

import icalendar
import pytest
from django.utils import timezone
from wagtail.models import Page

from cms.base.choices import DatePrecision
from programme.choices import MeetingState
from tests import factories

ADDRESSES = [
    "/calendars/all.ics",
    "/calendars/events.ics",
    "/calendars/meetings.ics",
    "/calendars/work-streams/neglect.ics",
    "/calendars/groups/leaders.ics",
    "/calendars/events/a-day.ics",
    "/calendars/groups/leaders/first-meeting.ics",
]


@pytest.fixture
def calendar(client):
    """Read a valid calendar."""

    def read(address: str) -> icalendar.Calendar:
        response = client.get(address)
        assert response.status_code == 200, address
        assert response["Content-Type"] == "text/calendar; charset=utf-8"
        assert response["Content-Disposition"] == f'inline; filename="{address.rpartition("/")[2]}"'
        assert all(len(line) <= 75 for line in response.content.split(b"\r\n"))  # 3.1
        assert response.content.endswith(b"END:VCALENDAR\r\n")
        parsed = icalendar.Calendar.from_ical(response.content)
        assert not parsed.errors
        assert parsed["version"] == "2.0"
        assert parsed["prodid"]
        assert parsed.subcomponents  # 3.6: at least one
        for event in parsed.events:
            assert not event.errors
            assert event["uid"]
            assert event["dtstamp"].dt.tzinfo
            assert event.end > event.start
        return parsed

    return read


def titles(calendar: icalendar.Calendar) -> set[str]:
    return {str(event["summary"]) for event in calendar.events}


def test_every_calendar_is_valid(hub, calendar):
    for address in ADDRESSES:
        found = titles(calendar(address))
        assert ("A day" in found) == (address not in ("/calendars/meetings.ics",) and "groups" not in address), address
        assert ("Leaders: First meeting" in found) == ("all" in address or "meeting" in address or "groups" in address)


def test_an_event_has_its_time_place_and_address(hub, calendar):
    start = timezone.make_aware(datetime.datetime(2017, 7, 3, 9, 30))
    event = factories.EventFactory(
        parent=hub["events"],
        title="Summer, sun; and rain",
        slug="summer",
        start=start,
        end=start + datetime.timedelta(hours=3),
        place="Perth\nConcert Hall",
        summary="For leaders",
        online_address="https://example.org/join",
    )
    event.save_revision().publish()
    (item,) = calendar("/calendars/events/summer.ics").events
    assert str(item["summary"]) == "Summer, sun; and rain"
    assert item["dtstart"].to_ical() == b"20170703T083000Z"  # summer time in Scotland is an hour ahead
    assert item.duration == datetime.timedelta(hours=3)
    assert str(item["location"]) == "Perth\nConcert Hall"
    assert item["url"] == "http://localhost/events/summer/"
    assert str(item["description"]) == "For leaders\n\nhttp://localhost/events/summer/"
    assert (item["uid"], item["sequence"]) == (f"page-{event.pk}@localhost", 0)
    first = item["last-modified"].dt
    event.title = "Autumn"
    event.save_revision().publish()
    (item,) = calendar("/calendars/events/summer.ics").events
    assert (item["uid"], item["sequence"]) == (f"page-{event.pk}@localhost", 1)
    assert item["last-modified"].dt >= first


def test_where_to_join_is_told_until_the_event_is_over(hub, calendar, client, in_a_week, monkeypatch):
    event = factories.EventFactory(
        parent=hub["events"],
        slug="talk",
        start=in_a_week,
        end=in_a_week + datetime.timedelta(hours=1),
        place="",
        summary="A talk",
        online_address="https://example.org/join",
    )
    (item,) = calendar("/calendars/events/talk.ics").events
    assert str(item["location"]) == "https://example.org/join"
    assert str(item["description"]).startswith("A talk\n\nhttps://example.org/join\n\n")
    etag = client.get("/calendars/events/talk.ics")["ETag"]
    monkeypatch.setattr(timezone, "now", lambda: event.end + datetime.timedelta(hours=1))
    response = client.get("/calendars/events/talk.ics", headers={"If-None-Match": etag})
    assert response.status_code == 200
    assert b"example.org" not in response.content


def test_a_meeting_takes_the_day_and_one_known_by_its_month_is_left_out(hub, calendar, client, read):
    (item,) = calendar("/calendars/groups/leaders.ics").events
    assert (item.start, item.end) == (datetime.date(2017, 6, 22), datetime.date(2017, 6, 23))
    assert item["transp"] == "TRANSPARENT"
    winter = factories.MeetingFactory(
        parent=hub["group"],
        title="Winter",
        slug="winter",
        date=datetime.date(2017, 12, 1),
        date_precision=DatePrecision.MONTH,
        state=MeetingState.HELD,
    )
    assert titles(calendar("/calendars/groups/leaders.ics")) == {"Leaders: First meeting"}
    assert client.get("/calendars/groups/leaders/winter.ics").status_code == 404
    assert not read(winter).find("a", type="text/calendar")


def test_a_meeting_with_hours_takes_just_them(hub, calendar, read):
    meeting = hub["meeting"]
    meeting.start_time, meeting.end_time = datetime.time(10), datetime.time(12, 30)
    meeting.save_revision().publish()
    (item,) = calendar("/calendars/groups/leaders.ics").events
    # In UTC: 22 June is in summer.
    assert [at.isoformat() for at in (item.start, item.end)] == [
        "2017-06-22T09:00:00+00:00",
        "2017-06-22T11:30:00+00:00",
    ]
    assert "Date 22 June 2017 Time 10am to 12.30pm" in " ".join(read(meeting).get_text(" ").split())
    assert "(22 June 2017, 10am to 12.30pm)" in " ".join(read(hub["group"]).get_text(" ").split())


def test_what_is_no_longer_public_is_gone_at_once(hub, calendar, client):
    Page.objects.filter(pk=hub["event"].pk).update(expire_at=timezone.now() - datetime.timedelta(seconds=1))
    assert titles(calendar("/calendars/all.ics")) == {"Leaders: First meeting"}
    assert client.get("/calendars/events/a-day.ics").status_code == 404
    hub["group"].view_restrictions.create(restriction_type="login")
    assert not calendar("/calendars/all.ics").events
    for address in ("/calendars/groups/leaders.ics", "/calendars/groups/leaders/first-meeting.ics"):
        assert client.get(address).status_code == 404


def test_whoever_has_a_calendar_is_told_so_until_something_changes(hub, client):
    first = client.get("/calendars/all.ics")
    unchanged = {"If-None-Match": first["ETag"]}
    assert client.get("/calendars/all.ics", headers=unchanged).status_code == 304
    hub["event"].save_revision().publish()
    assert client.get("/calendars/all.ics", headers=unchanged).status_code == 200


def test_what_is_to_come_offers_the_calendar_at_the_top_and_what_is_over_at_the_foot(hub, read, in_a_week):
    coming = factories.EventFactory(
        parent=hub["events"], slug="coming", start=in_a_week, end=in_a_week + datetime.timedelta(hours=1)
    )
    assert read(coming).find("header", class_="ds_page-header").find("a", href="/calendars/events/coming.ics")
    past = read(hub["event"])
    assert not past.find("header", class_="ds_page-header").find("a", type="text/calendar")
    assert past.main.find("a", href="/calendars/events/a-day.ics")
    assert read(hub["group"]).main.find("a", href="/calendars/groups/leaders.ics")
    assert not read(hub["meeting"]).main.find("a", type="text/calendar")
    to_come = {"date": in_a_week.date(), "state": MeetingState.PLANNED, "slug": "next"}
    planned = read(factories.MeetingFactory(parent=hub["group"], **to_come))
    assert planned.find("header", class_="ds_page-header").find("a", href="/calendars/groups/leaders/next.ics")
    linked = {link["href"] for link in read("/feeds/").main.find_all("a", type="text/calendar")}
    assert linked == {address for address in ADDRESSES if address.count("/") < 4 and "events/" not in address}


@pytest.mark.parametrize(
    ("address", "queries"),
    [
        ("/calendars/all.ics", 4),  # the token, events, meetings, names of the site
        ("/calendars/work-streams/neglect.ics", 4),
        ("/calendars/groups/leaders.ics", 4),
        ("/calendars/events/a-day.ics", 3),
    ],
)
def test_the_cost_does_not_depend_on_how_much_there_is(address, queries, hub, client, django_assert_num_queries):
    client.get(address)
    with django_assert_num_queries(queries):
        client.get(address)
    for _ in range(4):
        factories.EventFactory(parent=hub["events"], work_streams=[hub["stream"]]).save_revision().publish()
        factories.MeetingFactory(parent=hub["group"]).save_revision().publish()
    client.get(address)
    with django_assert_num_queries(queries):
        client.get(address)
