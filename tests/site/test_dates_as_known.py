"""Dates known to the month or year are never shown with a day: on pages, in lists, files, feeds, calendars and JSON-LD."""

import csv
import datetime
import io
import json

import pytest
from django.utils import timezone

from programme.models import Duty, Membership, ProgressEntry
from tests import factories
from tests.site.atom import ATOM, parse, texts

MAY = {"date": datetime.date(2017, 5, 1), "date_precision": "month"}


def words(soup) -> str:
    return " ".join(soup.get_text(" ").split())


def json_ld(soup) -> dict:
    (graph,) = [json.loads(script.string) for script in soup.find_all("script", type="application/ld+json")]
    return next(thing for thing in graph.get("@graph", [graph]) if thing["@type"] not in ("BreadcrumbList", "WebSite"))


@pytest.fixture
def of_may(hub):
    """A commitment complete since May 2018."""
    page = factories.CommitmentFactory(parent=hub["stream"], title="Action 9", number=9)
    ProgressEntry.objects.create(
        page=page,
        date=datetime.date(2018, 5, 1),
        date_precision="month",
        status="complete",
        note="The guidance is out.",
    )
    return page


def test_a_ledger_of_months(of_may, read):
    page = read(of_may)
    assert "since May 2018" in words(page.main)
    assert "1 May 2018" not in words(page)
    assert "1 May 2018" not in words(read("/progress/"))
    assert "The latest entry is dated May 2018." in words(read("/progress/").main)


def test_an_entry_of_a_month_holds_from_its_first_day(of_may, client):
    for day, status in (("2018-04-30", None), ("2018-05-01", "complete"), ("2018-05-31", "complete")):
        found = client.get(f"/progress/data.json?as-at={day}").json()["commitments"]
        assert [one["status"] for one in found if one["number"] == 9] == [status], day


def test_files_are_no_more_exact_than_the_record(of_may, client):
    data = client.get("/progress/data.json").json()
    assert [one["status_since"] for one in data["commitments"] if one["number"] == 9] == ["2018-05"]
    assert "2018-05" in [point["date"] for point in data["over_time"]]
    text = client.get("/progress/data.csv").content.decode("utf-8-sig")
    lines = csv.DictReader(io.StringIO(text, newline=""))
    assert [line["status_since"] for line in lines if line["number"] == "9"] == ["2018-05"]


def test_a_feed_has_no_moment_for_a_month(of_may, hub, client):
    report = factories.PublicationFactory(parent=hub["publications"], title="Of May", summary="All of it.", **MAY)
    report.first_published_at = timezone.now()
    report.save()
    for address, title, said in (
        ("/feeds/publications.atom", "Of May", "May 2017. All of it."),
        ("/feeds/progress.atom", "Neglect, action 9: complete", "May 2018. The guidance is out."),
    ):
        entries = parse(client.get(address).content).findall(f"{ATOM}entry")
        (entry,) = [entry for entry in entries if entry.find(f"{ATOM}title").text == title]
        assert entry.find(f"{ATOM}published") is None
        assert entry.find(f"{ATOM}summary").text == said


def test_groups_and_seats(hub, read):
    group = factories.GroupFactory(
        parent=hub["groups"],
        title="Review",
        started_on=datetime.date(2016, 8, 1),
        started_on_precision="month",
        closed_on=datetime.date(2016, 12, 1),
        closed_on_precision="month",
    )
    Membership.objects.create(
        page=group,
        name="Ann Ash",
        start=datetime.date(2016, 8, 1),
        start_precision="month",
        end=datetime.date(2016, 12, 31),
        end_precision="month",
    )
    page = read(group)
    said = words(page.main)
    assert "Started August 2016" in words(page)
    assert "This group was closed in December 2016." in said
    assert "August to December 2016" in said
    assert (json_ld(page)["foundingDate"], json_ld(page)["dissolutionDate"]) == ("2016-08", "2016-12")
    assert "Closed in December 2016" in words(read("/groups/").main)


def test_the_team_of_a_month(hub, read):
    team, person = hub["team"], hub["profile"]
    for page in (team, person):
        page.as_at, page.as_at_precision = datetime.date(2017, 5, 1), "month"
        page.save()
    stream = factories.WorkStreamFactory(parent=hub["streams"], title="Hearings")
    Duty.objects.create(
        page=person,
        kind="leads",
        work_stream=stream,
        start=datetime.date(2017, 5, 1),
        start_precision="month",
        end=datetime.date(2017, 6, 30),
        end_precision="month",
    )
    assert "Duties as at May 2017" in words(read(person).main)
    assert "As at May 2017" in words(read(team))
    assert "May to June 2017" in words(read(person).main)
    for day, there in (("30/4/2017", False), ("1/5/2017", True), ("30/6/2017", True), ("1/7/2017", False)):
        assert ("Hearings" in words(read(f"/team/?as-at={day}").find("table"))) is there, day


@pytest.fixture
def vague_event(hub):
    """An event in May 2017."""
    may = timezone.make_aware(datetime.datetime(2017, 5, 1))
    return factories.EventFactory(
        parent=hub["events"],
        title="Fair",
        slug="fair",
        start=may,
        start_precision="month",
        end=may,
        end_precision="month",
    )


def test_an_event_of_a_month_is_in_no_calendar_and_says_its_month(vague_event, read, client):
    page = read(vague_event)
    assert "May 2017" in words(page)
    assert "1 May 2017" not in words(page)
    assert not page.find("a", type="text/calendar")
    assert (json_ld(page)["startDate"], json_ld(page)["endDate"]) == ("2017-05", "2017-05")
    assert b"Fair" not in client.get("/calendars/events.ics").content
    assert client.get("/calendars/events/fair.ics").status_code == 404
    feed = parse(client.get("/feeds/events.atom").content)
    assert any(summary.startswith("May 2017. ") for summary in texts(feed, "summary"))


def test_an_event_without_a_time_takes_the_whole_day(vague_event, client):
    start = timezone.make_aware(datetime.datetime(2017, 5, 20))
    vague_event.start, vague_event.end = start, start + datetime.timedelta(days=1)
    vague_event.start_precision = vague_event.end_precision = "day"
    vague_event.save()
    text = client.get("/calendars/events/fair.ics").content.decode()
    assert "DTSTART;VALUE=DATE:20170520" in text
    assert "DTEND;VALUE=DATE:20170522" in text  # the day after the last: RFC 5545, 3.6.1
