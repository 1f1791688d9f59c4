"""Pages of groups and their meetings: the main facts first, once, and in plain words."""

import datetime

import pytest

from cms.base.choices import DatePrecision
from cms.base.dates import today
from programme.choices import AttendanceKind, MeetingState
from programme.models import Attendance, GroupPage, Membership, Phase, ProgrammeSettings
from programme.site.pages import PARTS
from tests import factories
from tests.admin.forms import add_url, field_errors, rows, send

MINUTES = "https://example.org/minutes"


def words(soup) -> str:
    return " ".join(soup.get_text(" ").split())


def titled(soup) -> str:
    return " ".join(soup.title.get_text().split())


def test_a_meeting_says_whose_it_is_and_its_date_once(hub, read):
    meeting = factories.MeetingFactory(
        parent=hub["group"], title="Meeting of 7 February 2018", date=datetime.date(2018, 2, 7)
    )
    soup = read(meeting)
    assert titled(soup) == "Meeting of 7 February 2018 – Leaders – The hub"
    assert soup.find("meta", property="og:title")["content"] == "Meeting of 7 February 2018 – Leaders"
    label = soup.find(class_="ds_page-header__label")
    assert label.a["href"] == hub["group"].url
    assert words(soup.find("header", class_="ds_page-header")).startswith("Leaders Meeting of 7 February 2018 Record")
    assert words(soup.main).count("7 February 2018") == 1
    # A title without the date needs the date beside it.
    facts = words(read(hub["meeting"]).find("header", class_="ds_page-header"))
    assert facts.startswith("Leaders First meeting Date 22 June 2017 Record")


def test_the_title_that_an_editor_wrote_for_search_engines_stays(hub, read):
    meeting = factories.MeetingFactory(parent=hub["group"], seo_title="How the leaders began")
    soup = read(meeting)
    assert titled(soup) == "How the leaders began – The hub"
    assert soup.find("meta", property="og:title")["content"] == "How the leaders began"


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("Meeting of 7 February 2018", "Meeting of 7 February 2018 : no published"),
        ("Extra meeting", "Extra meeting (7 February 2018): no published"),
        ("Meeting of 17 February 2018", "Meeting of 17 February 2018 (7 February 2018): no published"),
    ],
)
def test_a_list_of_meetings_says_each_date_once(title, said, hub, read):
    factories.MeetingFactory(parent=hub["group"], title=title, date=datetime.date(2018, 2, 7))
    assert said in words(read(hub["group"]).main)


def test_only_a_meeting_to_come_is_offered_for_calendars(hub, read):
    def is_offered(meeting) -> bool:
        return "Add to calendar" in words(read(meeting).main)

    coming = factories.MeetingFactory(parent=hub["group"], date=today(), state=MeetingState.PLANNED)
    held = factories.MeetingFactory(parent=hub["group"], title="Held today", date=today())
    yesterday = today() - datetime.timedelta(days=1)
    forgotten = factories.MeetingFactory(parent=hub["group"], date=yesterday, state=MeetingState.PLANNED)
    assert [is_offered(page) for page in (coming, held, forgotten, hub["meeting"])] == [True, False, False, False]


def test_a_meeting_without_a_summary_of_decisions_says_so(hub, read):
    elsewhere = factories.MeetingFactory(parent=hub["group"], minutes_address=MINUTES, state=MeetingState.AGREED)
    soup = read(elsewhere)
    assert "There is no summary of the decisions here, but you can read the official minutes on example.org ." in words(
        soup.main
    )
    assert soup.main.find("a", href=MINUTES).get_text() == "official minutes on example.org"
    nowhere = factories.MeetingFactory(parent=hub["group"])
    assert "There is no summary of the decisions here." in words(read(nowhere).main)
    coming = factories.MeetingFactory(parent=hub["group"], date=today(), state=MeetingState.PLANNED)
    for page in (hub["meeting"], coming):
        assert "no summary" not in words(read(page).main)


def test_minutes_are_to_follow_for_half_a_year(hub, read, client, time_machine):
    first, calendar, feed = (
        datetime.date(2018, 3, 1),
        f"/calendars/groups/{hub['group'].slug}.ics",
        "/feeds/meetings.atom",
    )
    exact = factories.MeetingFactory(parent=hub["group"], title="Exact", date=first)
    vague = factories.MeetingFactory(parent=hub["group"], title="Vague", date=first, date_precision=DatePrecision.MONTH)
    awaited, given_up = "Minutes to follow", "No published minutes known to us"
    etags = []
    for day, of_exact, of_vague in (
        (datetime.date(2018, 8, 31), awaited, awaited),
        (datetime.date(2018, 9, 1), given_up, awaited),  # the other one may have been held on 31 March
        (datetime.date(2018, 10, 1), given_up, given_up),
    ):
        time_machine.move_to(datetime.datetime.combine(day, datetime.time(12), datetime.UTC))
        assert f"Record {of_exact}" in words(read(exact).main)
        assert f"Record {of_vague}" in words(read(vague).main)
        listed = words(read(hub["group"]).main)
        assert f"Exact (1 March 2018): {of_exact.lower()}" in listed
        assert f"Vague (March 2018): {of_vague.lower()}" in listed
        assert of_exact in client.get(calendar).content.decode()
        assert f"1 March 2018. {of_exact}." in client.get(feed).content.decode()
        etags.append([client.get(address)["ETag"] for address in (calendar, feed)])
    # A repeated request doesn't get a 304.
    assert all(len(set(of_one)) == len(etags) for of_one in zip(*etags, strict=True))


def test_those_who_came_are_named_alike_under_what_they_are(hub, read):
    body = factories.OrganisationFactory(name="Police")
    meeting = factories.MeetingFactory(parent=hub["group"])
    for kind, name, role, organisation, on_behalf_of in (
        ("member", "Ann Ash", "Chief", body, ""),
        ("member", "", "Head of Care", body, ""),
        ("deputy", "", "", body, "the member from the Police"),
        ("other", "Bo Elm", "", body, ""),
        ("apology", "Cy Fir", "", body, ""),
    ):
        Attendance.objects.create(
            page=meeting, kind=kind, name=name, role=role, organisation=organisation, on_behalf_of=on_behalf_of
        )
    soup = read(meeting)
    assert soup.find(id="section-attendance").get_text(strip=True) == "People known to have attended"
    assert "This list may not be complete: other people may have attended." in words(soup.main)
    meeting.attendance_complete = True
    meeting.save()
    soup = read(meeting)
    assert soup.find(id="section-attendance").get_text(strip=True) == "Who attended"
    assert "may not be complete" not in words(soup.main)
    assert "Posts are those that people held on the day." in words(soup.main)
    came = {words(part.dt): [words(li) for li in part.find_all("li")] for part in soup.select(".ds_summary-list > div")}
    assert came == {
        "Members": ["Ann Ash, Chief, Police", "Head of Care, Police"],
        "Deputy for a member": ["Police (in place of the member from the Police)"],
        "Also there": ["Bo Elm, Police"],
    }
    assert words(soup.find(id="section-apologies").find_next("ul")) == "Cy Fir, Police"
    assert {*PARTS, AttendanceKind.APOLOGY} == set(AttendanceKind)


@pytest.mark.parametrize(
    ("seats", "columns"),
    [
        ([{"name": "Ann Ash"}, {"role": "Chief"}], ["Member"]),
        ([{"name": "Ann Ash", "role": "Chief"}, {"role": "Clerk"}], ["Member", "Post or role"]),
        ([{"role": "Chief", "organisation": "Police"}, {"organisation": "Care"}], ["Member", "Organisation"]),
        ([{"name": "Ann Ash", "role": "Chief", "organisation": "Police"}], ["Member", "Post or role", "Organisation"]),
    ],
)
def test_a_table_of_members_has_no_empty_column(seats, columns, hub, read):
    group = factories.GroupFactory(parent=hub["groups"])
    for seat in seats:
        body = seat.get("organisation")
        body = factories.OrganisationFactory(name=body) if body else None
        Membership.objects.create(page=group, **seat | {"organisation": body})
    table = read(group).find("table")
    assert [words(heading) for heading in table.find_all("th")] == columns
    assert [[cell["data-heading"] for cell in row.find_all("td")] for row in table.tbody.find_all("tr")] == [
        columns for _ in seats
    ]


def test_past_meetings_come_before_the_members(hub, read):
    soup = read(hub["group"])
    headings = [words(heading) for heading in soup.select(".ds_layout__content > h2")]
    assert headings == ["Why", "Next meeting", "Past meetings", "Open actions", "Members"]
    assert [words(link) for link in soup.select(".hub_contents a")] == headings


def test_the_chairs_past_and_present_have_a_table_and_a_seat_says_who_held_it_before(hub, read):
    group = factories.GroupFactory(parent=hub["groups"])
    police = factories.OrganisationFactory(name="Police")

    def seat(name, start, end=None, **values):
        values |= {
            "name": name,
            "start": datetime.date(start, 1, 1),
            "start_precision": "year",
            "end_precision": "year",
        }
        Membership.objects.create(page=group, end=end and datetime.date(end, 12, 31), **values)

    seat("Ann Ash", 2017, 2018, is_chair=True)
    assert read(group).find(id="section-chairs") is None
    seat("Bo Elm", 2015, 2016, is_chair=True)
    seat("Cy Fir", 2019, is_chair=True)
    seat("Di Gum", 2016, 2017, role="Chief", organisation=police)
    seat("Ed Hay", 2018, role="Chief", organisation=police)
    soup = read(group)
    table = soup.find(id="section-chairs").find_next("table")
    assert words(table.caption) == "Chairs, past and present"
    assert [words(row) for row in table.tbody.find_all("tr")] == [
        "Cy Fir since 2019",
        "Ann Ash 2017 to 2018",
        "Bo Elm 2015 to 2016",
    ]
    members = soup.find(id="section-members").find_next("table")
    assert "Ed Hay Before: Di Gum (2016 to 2017)" in words(members)
    seat("Flo Ivy", 2020, role="Chief", organisation=police)
    # Of two who hold such a seat, nobody can say who came after whom.
    assert "Before:" not in words(read(group).main)


@pytest.mark.parametrize(
    ("first", "second", "overlaps"),
    [
        (("2017-05-01", "2018-05-31"), ("2018-05-31", None), False),
        (("2017-05-01", "2018-05-31"), ("2018-05-30", None), True),
        (("2017-05-01", None), ("2019-01-01", None), True),
        (("2019-01-01", None), ("2017-05-01", "2017-12-31"), False),
        ((None, None), ("2017-05-01", None), False),
    ],
)
def test_whether_two_held_a_seat_at_the_same_time(first, second, overlaps):
    def seat(start, end):
        return Membership(
            start=start and datetime.date.fromisoformat(start), end=end and datetime.date.fromisoformat(end)
        )

    assert seat(*first).overlaps(seat(*second)) is seat(*second).overlaps(seat(*first)) is overlaps


def test_a_handover_in_a_month_is_no_overlap():
    earlier = Membership(start=datetime.date(2017, 1, 1), end=datetime.date(2018, 5, 31), end_precision="month")
    assert not earlier.overlaps(Membership(start=datetime.date(2018, 5, 1), start_precision="month"))
    assert earlier.overlaps(Membership(start=datetime.date(2018, 4, 1), start_precision="month"))


def test_two_chairs_at_the_same_time_are_refused_at_the_row_unless_they_chair_together(hub, admin_client):
    url, title = add_url(GroupPage, hub["groups"]), {"title": "Board", "slug": "board", "summary": "It steers."}
    chairs = [
        {"name": name, "is_chair": "on", "start": start} for name, start in (("Ann Ash", "2017"), ("Bo Elm", "2018"))
    ]
    response = send(admin_client, url, members=rows(*chairs), **title)
    errors = field_errors(response)["members-1-is_chair"]
    assert errors == [
        "By these dates Ann Ash is the chair at the same time. Correct the dates, or write “co-chair” as the role of both."
    ]
    together = [chair | {"role": "Co-chair"} for chair in chairs]
    assert send(admin_client, url, members=rows(*together), **title).status_code == 302


def test_the_api_has_the_chairs_and_the_phases_of_a_group(hub, data):
    programme = ProgrammeSettings.objects.create(site=hub["home"].get_site(), name="Programme")
    phase = Phase.objects.create(programme=programme, name="First", slug="first", start=datetime.date(2017, 1, 1))
    group = factories.GroupFactory(parent=hub["groups"], phases=[phase])
    Membership.objects.create(page=group, name="Ann Ash", is_chair=True)
    Membership.objects.create(page=group, name="Bo Elm")
    found = data(f'{{ group(slug: "{group.slug}") {{ chairs {{ name }} phases {{ nodes {{ name }} }} }} }}')["group"]
    assert found == {"chairs": [{"name": "Ann Ash"}], "phases": {"nodes": [{"name": "First"}]}}
    found = data("{ programme { phases { groups { nodes { title } } } } }")["programme"]["phases"]
    assert found == [{"groups": {"nodes": [{"title": group.title}]}}]
