"""Whether the record is up to date: nothing is shown while it is kept; an archive says so before any figure."""

import datetime
import json

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from wagtail.models import Site

from cms.base.dates import today
from programme.models import ProgrammeSettings, ProgressEntry
from tests import factories
from tests.site import atom

SENTENCE = "This record was kept until February 2023. Later developments are not shown here."
FIGURES = ["home", "progress", "streams", "stream", "commitment"]


def settings(**values) -> ProgrammeSettings:
    programme = ProgrammeSettings.for_site(Site.objects.get())
    for name, value in values.items():
        setattr(programme, name, value)
    programme.save()
    return programme


@pytest.fixture
def archive(hub) -> ProgrammeSettings:
    return settings(
        started_on=datetime.date(2016, 2, 25),
        record="archive",
        record_until=datetime.date(2023, 2, 28),
        record_until_precision="month",
    )


def words(soup) -> str:
    return " ".join(soup.get_text(" ").split())


@pytest.mark.parametrize("name", FIGURES)
def test_pages_with_figures_say_first_up_to_when_the_record_was_kept(hub, archive, read, name):
    main = read(hub[name]).main
    assert words(main).count(SENTENCE) == 1
    note = main.find(attrs={"data-record": "2023-02"})
    assert not note.find_all_previous(attrs={"data-number": True})


@pytest.mark.parametrize("name", FIGURES)
def test_a_record_that_is_kept_says_nothing(hub, read, name):
    settings(record="current")
    assert "This record" not in words(read(hub[name]).main)


def headings(soup) -> list[str]:
    return [words(heading) for heading in soup.main.select("h2")]


def test_news_follows_the_vision_on_the_front_page_only_while_the_record_is_kept(hub, archive, read):
    found = headings(read(hub["home"]))
    assert found[:2] == ["The vision", "Progress of the programme"]
    assert found[-2:] == ["Last news in this record", "Worth a look"]
    assert "What's new" not in found
    settings(record="current", record_until=None)
    assert headings(read(hub["home"]))[:2] == ["The vision", "What's new"]


def test_what_is_coming_up_has_a_place_only_if_something_is(hub, read, in_a_week):
    settings(record="current")
    assert "Coming up" not in headings(read(hub["home"]))
    factories.EventFactory(parent=hub["events"], start=in_a_week, end=in_a_week + datetime.timedelta(hours=1))
    assert "Coming up" in headings(read(hub["home"]))


def test_figures_stand_as_at_the_end_of_an_archive(hub, archive, read, client):
    ProgressEntry.objects.create(page=hub["commitment"], date="2018-02-01", status="complete", note="Done.")
    assert "As at February 2023, where this record ends" in words(read(hub["home"]).main)
    soup = read("/progress/")
    assert "As at February 2023 , where this record ends" in words(soup.main)
    assert "from 1 May 2017 to February 2023" in words(soup.find(id="chart-caption"))
    assert [mark.get_text() for mark in soup.select(".hub_chart text")][-1] == "2022", "no line goes on after the end"
    assert "As at 31 December 2017 ," in words(read("/progress/?as-at=2017-12-31").main)
    assert client.get("/progress/data.json").json()["record_until"] == "2023-02"


def test_feeds_carry_the_date(hub, archive, client):
    for address in ("/feeds/all.atom", "/feeds/progress.atom", f"/feeds/work-streams/{hub['stream'].slug}.atom"):
        feed = atom.parse(client.get(address).content)
        assert feed.find(f"{atom.ATOM}subtitle").text.endswith(SENTENCE)
        assert feed.find("{http://purl.org/dc/terms/}temporal").text == "2016-02-25/2023-02"
    settings(record="current", record_until=None)
    assert b"dcterms" not in client.get("/feeds/all.atom").content


@pytest.mark.parametrize("name", ["home", "progress", "stream"])
def test_json_ld_carries_the_date(hub, archive, read, name):
    def thing() -> dict:
        return json.loads(read(hub[name]).find("script", type="application/ld+json").string)["@graph"][0]

    assert thing()["temporalCoverage"] == "2016-02-25/2023-02"
    settings(started_on=None, record_until=datetime.date(2023, 2, 7), record_until_precision="day")
    assert thing()["temporalCoverage"] == "../2023-02-07"
    settings(record="current", record_until=None)
    assert "temporalCoverage" not in thing()


RECORD = "{ programme { record { current until untilPrecision sentence } } }"


def test_the_api_has_it(hub, archive, data):
    assert data(RECORD)["programme"]["record"] == {
        "current": False,
        "until": "2023-02-28",
        "untilPrecision": "MONTH",
        "sentence": SENTENCE,
    }
    settings(record="current", record_until=None)
    kept = {"current": True, "until": None, "untilPrecision": None, "sentence": ""}
    assert data(RECORD)["programme"]["record"] == kept


@pytest.mark.parametrize(
    ("record", "until", "problem"),
    [
        ("archive", None, "Give the date up to which the archive was kept"),
        ("archive", today() + datetime.timedelta(days=1), "The end of an archive can't be in the future"),
        ("current", today(), "Leave this empty while the record is kept up to date"),
    ],
)
def test_what_makes_no_sense_is_refused_at_the_day(record, until, problem):
    with pytest.raises(ValidationError) as refused:
        ProgrammeSettings(record=record, record_until=until).clean()
    assert problem in refused.value.message_dict["record_until"][0]


def test_the_day_of_acceptance_goes_with_its_source(hub, read):
    page = factories.CommitmentFactory(
        parent=hub["stream"],
        number=5,
        accepted_on=datetime.date(2017, 3, 2),
        accepted_source="Statement",
        accepted_link="https://example.org/statement",
    )
    settings(accepted_by="Ministers")
    soup = read(page)
    assert "Accepted by Ministers 2 March 2017 ( Statement )" in words(soup.main)
    assert soup.find("a", href="https://example.org/statement")
    assert soup.find(attrs={"data-commitment": True})["data-status"] == "not_recorded"
    page.accepted_on = None
    with pytest.raises(ValidationError) as refused:
        page.clean()
    assert "accepted_on" in refused.value.message_dict


def test_the_dashboard_of_an_archive_is_silent_about_what_only_time_makes(hub, archive, admin_client):
    overdue = datetime.date(2018, 4, 30)
    factories.CommitmentFactory(parent=hub["stream"], number=9, title="Overdue", due_date=overdue)
    address = reverse("attention")
    made_by_time = (
        "work-streams-without-news",
        "overdue",
        "outdated status",
        "without minutes",
        "without an outcome",
        "not used recently",
    )
    text = admin_client.get(address).content.decode()
    assert [name for name in made_by_time if name in text] == []
    assert SENTENCE in admin_client.get(reverse("wagtailadmin_home")).content.decode()
    settings(record="current", record_until=None)
    assert "overdue" in admin_client.get(address).content.decode()
