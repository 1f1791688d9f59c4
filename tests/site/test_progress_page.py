"""The page about progress: selected commitments as at a day, in figures, a chart, a table and files."""

import csv
import datetime
import io
import re

import pytest
from wagtail.models import PageViewRestriction, Site

from programme.models import ProgrammeSettings, ProgressEntry, StatedCount
from programme.progress import Ledger, LedgerEntry
from programme.site import chart
from tests import factories

ADDRESS = "/progress/"


def words(soup) -> str:
    return " ".join(soup.get_text(" ").split())


def sums(soup) -> list[str]:
    """Return the sentences with numbers of commitments."""
    return [" ".join(sentence.get_text().split()) for sentence in soup.main.select("span[data-sums]")]


@pytest.fixture
def promised(hub):
    """In addition to action 1 of Neglect, in progress since 1 May 2017: a recommendation completed later."""
    theme, area = factories.ThemeFactory(name="Learning"), factories.SubjectAreaFactory(name="Whole system")
    other = factories.WorkStreamFactory(parent=hub["streams"], title="Hearings")
    done = factories.CommitmentFactory(
        parent=other, kind="recommendation", number=3, title="Recommendation 3", theme=theme, areas=[area]
    )
    for day, status in (("2017-03-02", "not_started"), ("2018-02-01", "complete")):
        ProgressEntry.objects.create(
            page=done, date=day, status=status, note=f"Note of {day}.", evidence_link="https://example.org/proof"
        )
    return done


def rows(soup) -> list[str]:
    return [words(row) for row in soup.select(".hub_commitments tbody tr")]


def test_every_commitment_is_listed_with_its_status_and_evidence(promised, read):
    soup = read(ADDRESS)
    assert len(rows(soup)) == 2
    assert [words(heading) for heading in soup.select(".hub_stream summary h3")] == ["Neglect", "Hearings"]
    assert [words(link) for link in soup.select(".hub_stream p > a")][:1] == ["About Neglect"]
    assert "Complete 1 February 2018 Note of 2018-02-01. Evidence: source on example.org" in rows(soup)[1]
    assert "Recorded so far for 1 recommendation: 1 complete." in sums(soup)


@pytest.mark.parametrize(
    "typed", ["2017-12-31", "31/12/2017", "31 December 2017", " 31 Dec  2017 ", "31.12.2017", "Sun, 31-12-2017"]
)
def test_any_day_can_be_asked_for(promised, read, typed):
    soup = read(f"{ADDRESS}?as-at={typed}")
    assert "As at 31 December 2017" in words(soup.main)
    assert "Not started 2 March 2017" in rows(soup)[1]
    assert "Recorded so far for 1 recommendation: 1 not started." in sums(soup)
    assert soup.find(id="as-at")["value"] == " ".join(typed.split()), "it stays as it was typed"
    assert soup.find("link", rel="canonical")["href"].endswith(ADDRESS)
    assert "data.csv?as-at=2017-12-31" in str(soup)


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("31/13/2017", "There is no month 13"),
        ("tomorrow", "must be today or in the past"),
        ("2017-02-30", "There is no 30 February 2017."),
        ("1/1/2999", "must be today or in the past"),
        ("\x00", "can’t be read as a date"),
        ("9" * 10_000, "can’t be read as a date"),
        ("٢٠١٧-١٢-٣١", "can’t be read as a date"),
        ("May 2017", "give the day as well"),
    ],
)
def test_a_date_that_is_none_is_explained_at_the_field_and_nothing_is_lost(promised, client, read, typed, problem):
    response = client.get(ADDRESS, {"as-at": typed, "kind": "action"})
    assert response.status_code == 200
    assert b"\x00" not in response.content
    soup = read(response.wsgi_request.get_full_path())
    field = soup.find(id="as-at")
    assert problem in words(soup.find(id="as-at-error"))
    assert problem in words(soup.find(id="error-summary"))
    assert field["aria-invalid"] == "true"
    assert "as-at-error" in field["aria-describedby"]
    assert len(field["value"]) < 70
    assert soup.select_one("#filter-kind option[selected]")["value"] == "action"
    assert soup.title.get_text(strip=True).startswith("Error:")
    response = client.get(f"{ADDRESS}data.json", {"as-at": typed})
    assert response.status_code == 400
    assert problem in response.content.decode()


@pytest.mark.parametrize(
    "query",
    ["stream=hearings", "kind=recommendation", "theme=learning", "area=whole-system", "status=complete"],
)
def test_each_filter_narrows_figures_table_and_files(promised, read, client, query):
    soup = read(f"{ADDRESS}?{query}")
    assert len(rows(soup)) == 1
    assert "Complete" in rows(soup)[0]
    assert "1 commitment" in words(soup.main)
    assert words(soup.select_one(".ds_facet__button")).startswith("Remove the filter")
    assert soup.select_one(".ds_facet__button")["href"] == ADDRESS
    assert [record["number"] for record in client.get(f"{ADDRESS}data.json?{query}").json()["commitments"]] == [3]


def test_the_status_filter_asks_for_the_status_on_that_day(promised, read):
    soup = read(f"{ADDRESS}?status=complete")
    assert len(rows(soup)) == 1
    assert "1 of 2 recommendations and actions is recorded as complete." in words(soup.main)
    assert not soup.select(".hub_bar"), "it would show that everything is complete"
    soup = read(f"{ADDRESS}?status=complete&as-at=2017-12-31")
    assert rows(soup) == []
    assert "No recommendations or actions match" in words(soup.main)
    assert soup.select_one(".ds_facet__button")["href"] == f"{ADDRESS}?as-at=2017-12-31"


def test_what_has_no_entry_has_no_status_and_can_be_asked_for(promised, read, client):
    factories.CommitmentFactory(parent=promised.get_parent().specific, kind="recommendation", number=4, title="Fourth")
    soup = read(f"{ADDRESS}?kind=recommendation")
    assert sums(soup) == [
        "Recorded so far for recommendations: 1 complete; nothing is recorded for 1 of 2.",
        "Recorded so far: 1 complete; nothing for 1 of 2",
    ]
    assert "No update recorded" in rows(soup)[1]
    assert [words(item) for item in soup.select(".hub_legend")[0].select("li")] == [
        "Complete: 1",
        "No update recorded: 1",
    ]
    soup = read(f"{ADDRESS}?status=not_recorded")
    assert len(rows(soup)) == 1
    assert "Nothing is recorded for 1 of 3 recommendations and actions." in words(soup.main)
    assert rows(read(f"{ADDRESS}?status=not_started")) == []
    (record,) = client.get(f"{ADDRESS}data.json?status=not_recorded").json()["commitments"]
    assert (record["number"], record["status"], record["status_since"]) == (4, None, None)
    text = client.get(f"{ADDRESS}data.csv?status=not_recorded").content.decode("utf-8-sig")
    assert [line["status"] for line in csv.DictReader(io.StringIO(text, newline=""))] == ["not_recorded"]


def test_streams_show_their_rows_when_asked_or_when_something_was_chosen(promised, read):
    assert [stream.has_attr("open") for stream in read(ADDRESS).select(".hub_stream")] == [False, False]
    assert [stream.has_attr("open") for stream in read(f"{ADDRESS}?kind=action").select(".hub_stream")] == [True]


@pytest.fixture
def bare(hub):
    """Three actions without wording or entries; page 70 of the report has two, page 71 one."""
    return [
        factories.CommitmentFactory(
            parent=hub["stream"],
            number=number,
            text="",
            text_status="not_held",
            source=hub["publication"],
            source_page=f"page {page}",
        )
        for number, page in ((2, 70), (3, 70), (4, 71))
    ]


@pytest.mark.parametrize("name", ["stream", "progress"])
def test_commitments_without_wording_share_a_row_that_leads_to_where_they_are_published(hub, bare, read, name):
    first, together, alone = read(hub[name]).select(".hub_commitments tbody tr")
    assert "Action 1" in words(first)
    assert [link["href"] for link in together.th.select("a")] == [page.url for page in bare[:2]]
    assert [link["href"] for link in alone.th.select("a")] == [bare[2].url]
    wording = together.find(attrs={"data-heading": "What was promised"})
    assert words(wording) == "We don't have the wording of these yet. It is published in Report , page 70."
    assert wording.a["href"] == hub["publication"].url
    marks = together.select("[data-commitment]")
    assert {int(mark["data-commitment"]): mark["data-status"] for mark in marks} == {
        page.pk: "not_recorded" for page in bare[:2]
    }
    assert len([mark for mark in marks if not mark.find_parent(hidden=True)]) == 1, "eyes see it once"


def test_a_commitment_without_wording_has_a_row_of_its_own_once_an_entry_tells_of_it(hub, bare, read):
    ProgressEntry.objects.create(page=bare[0], date="2018-02-01", status="complete", note="Done.")
    found = rows(read(ADDRESS))
    assert "Action 2 We don't have the wording of this yet. Complete 1 February 2018 Done." in found[1]
    assert [row.startswith(start) for row, start in zip(found[2:], ("Action 3", "Action 4"), strict=True)] == [True] * 2


def test_stated_counts_stand_beside_computed_ones_with_the_difference_in_words(promised, read):
    programme = ProgrammeSettings.objects.create(site=Site.objects.get())
    for thing, number in (("recommendations", 1), ("actions", 35), ("other_streams", 1)):
        StatedCount.objects.create(programme=programme, thing=thing, number=number)
    table = words(read(ADDRESS).find("h2", id="section-stated").find_next("table"))
    assert "Recommendation 1 1 The same number" in table
    assert "Actions 35 1 34 more stated than recorded here" in table
    assert "Work stream besides the review 1 2 1 more recorded here than stated" in table


def test_the_csv_file_is_one_that_spreadsheets_read_rightly(promised, client):
    ProgressEntry.objects.create(
        page=promised, date="2018-03-01", status="changed", note='=HYPERLINK("x")\nSecond, "line"'
    )
    response = client.get(f"{ADDRESS}data.csv?kind=recommendation")
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert re.fullmatch(r'attachment; filename="progress-\d{4}-\d\d-\d\d\.csv"', response["Content-Disposition"])
    text = response.content.decode("utf-8-sig")
    assert response.content.startswith(b"\xef\xbb\xbf")
    assert text.split("\r\n")[0].startswith("as_at,record_until,work_stream,kind,number,")
    (record,) = csv.DictReader(io.StringIO(text, newline=""))
    assert (record["work_stream"], record["number"], record["status"]) == ("Hearings", "3", "changed")
    assert record["areas"] == "Whole system"
    assert record["note"].startswith("'=HYPERLINK")
    assert record["evidence"] == ""
    assert record["address"] == f"http://localhost{promised.url}"


def test_the_json_file_holds_totals_and_what_happened(promised, client):
    data = client.get(f"{ADDRESS}data.json?as-at=2018-06-01").json()
    assert data["as_at"] == "2018-06-01"
    numbers = {"not_started": 0, "in_progress": 1, "complete": 1, "changed": 0, "stopped": 0}
    assert data["totals"] == {"total": 2, **numbers, "not_recorded": 0}
    assert data["over_time"][0] == {
        "date": "2017-03-02",
        "total": 2,
        **dict.fromkeys(numbers, 0),
        "not_started": 1,
        "not_recorded": 1,
    }
    assert [point["date"] for point in data["over_time"]] == ["2017-03-02", "2017-05-01", "2018-02-01"]
    assert data["commitments"][1]["evidence"] == ["https://example.org/proof"]


@pytest.mark.parametrize("name", ["data.csv", "data.json"])
def test_files_are_as_public_as_the_page(hub, client, name):
    page = hub["progress"]
    assert client.get(f"{ADDRESS}{name}").status_code == 200
    restriction = PageViewRestriction.objects.create(page=page, restriction_type="login")
    assert client.get(f"{ADDRESS}{name}").status_code == 302
    restriction.delete()
    page.expire_at = datetime.datetime(2018, 1, 1, tzinfo=datetime.UTC)
    page.save()
    assert client.get(f"{ADDRESS}{name}").status_code == 404
    assert client.get(f"/news/{name}").status_code == 404


# The chart


def test_the_chart_is_a_picture_with_a_name_and_its_numbers_are_in_a_table(promised, read):
    figure = read(ADDRESS).find("figure", class_="hub_figure")
    drawing = figure.find("svg", role="img")
    assert "2 commitments from 2 March 2017 to" in words(figure.find(id=drawing["aria-labelledby"]))
    assert figure.find(id=drawing["aria-describedby"])
    assert [words(row) for row in figure.select("tbody tr")][-1] == "2 March 2017 0 0 1 0 0 1"


def test_nothing_is_drawn_before_the_first_entry(promised, read):
    soup = read(f"{ADDRESS}?as-at=2016-01-01")
    assert not soup.find("figure", class_="hub_figure")
    assert "There are no records before 2 March 2017." in words(soup.main)


def ledger(*changes: tuple[str, str]) -> Ledger:
    return Ledger(1, "action", [LedgerEntry(datetime.date.fromisoformat(day), status) for day, status in changes])


@pytest.mark.usefixtures("default_vocabularies")
def test_bars_fill_the_field_and_follow_each_other():
    ledgers = [ledger(("2017-01-01", "in_progress"), ("2018-01-01", "complete")), ledger()]
    drawn = chart.over_time(ledgers, datetime.date(2019, 1, 1))
    assert [(bar.status, bar.height) for bar in drawn.bars] == [
        ("in_progress", "110.0"),
        ("not_recorded", "110.0"),
        ("complete", "110.0"),
        ("not_recorded", "110.0"),
    ]
    assert drawn.bars[0].right == drawn.bars[2].x
    assert drawn.bars[-1].right == "100.00%"
    assert [line.text for line in drawn.lines] == ["0", "1", "2"]
    assert [day.text for day in drawn.days] == ["2018", "2019"]


@pytest.mark.usefixtures("default_vocabularies")
def test_very_many_days_are_thinned_but_the_first_and_last_stay():
    start = datetime.date(2017, 1, 1)
    days = [start + datetime.timedelta(days=7 * week) for week in range(500)]
    drawn = chart.over_time([Ledger(1, "action", [LedgerEntry(day, "in_progress") for day in days])], days[-1])
    assert len(drawn.points) == chart.MOST_STEPS
    assert (drawn.points[0][0], drawn.points[-1][0]) == (days[0], days[-1])
    assert len(drawn.days) <= chart.MOST_YEARS


@pytest.mark.usefixtures("default_vocabularies")
@pytest.mark.parametrize("total", [1, 2, 7, 19, 47, 480, 12_345])
def test_lines_are_few_and_start_at_nought(total):
    drawn = chart.over_time([ledger(("2017-01-01", "complete")) for _ in range(total)], datetime.date(2018, 1, 1))
    assert drawn.lines[0].text == "0"
    assert 2 <= len(drawn.lines) <= chart.MOST_LINES
