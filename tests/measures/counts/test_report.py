"""The report “Counts” in the admin, as a page and as a file."""

import csv
import datetime
import io

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import timezone

from cms.accounts.roles import PROGRAMME_LEADS
from cms.base.dates import today
from cms.models import ProgrammeSite
from measures.choices import CountKind
from measures.counts import sources as of_counts
from measures.counts.tables import MOST_ROWS, report
from measures.counts.tally import add_rows
from measures.sources import sources
from newsletter.choices import EndedReason
from search.models import AskedFor
from tests import factories
from tests.admin.conftest import sign_in
from tests.sites.canaries import below

ADDRESS = "/admin/reports/counts/"


@pytest.fixture
def viewer(roles):
    return sign_in("viewer", group="Viewers")


def put(site, number, thing, *, kind="page", detail="direct", ago=0):
    add_rows([(site.pk, kind, today() - datetime.timedelta(days=ago), False, str(thing), detail, number)])


def tables(response) -> dict[str, list[list[str]]]:
    soup = BeautifulSoup(response.content, "html.parser")
    return {
        table.caption.get_text(strip=True): [
            [cell.get_text(strip=True) for cell in row.find_all(["th", "td"])] for row in table.tbody.find_all("tr")
        ]
        for table in soup.find_all("table", class_="hub-counts__table")
    }


def test_pages_with_small_figures_left_out(counting, tree, viewer):
    news = factories.NewsFactory(parent=tree.news, title="Badgers", slug="badgers")
    put(counting, 20, news.pk, detail="search")
    put(counting, 9, "help")
    put(counting, 3, 99_999)
    response = viewer.get(ADDRESS)
    found = tables(response)
    assert found["Pages"] == [
        ["Badgers (/news/badgers/)", "20"],
        ["Deleted, number 99999", "fewer than 5"],
        ["Help", "not shown"],
        ["All", "32"],
    ]
    assert found["Where readers came from"] == [
        ["A search engine", "20"],
        ["Typed, bookmarked or not known", "12"],
        ["All", "32"],
    ]
    assert len(found["By day"]) == 31 and found["By day"][-1] == ["All", "32"]
    assert len(BeautifulSoup(response.content, "html.parser").select(".hub-counts rect")) == 30


def test_the_file_has_the_same(counting, viewer):
    put(counting, 3, "help")
    response = viewer.get(ADDRESS, {"export": "csv"})
    rows = list(csv.reader(io.StringIO(response.content.decode())))
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    first, last = str(today() - datetime.timedelta(days=29)), str(today())
    assert ["Pages", first, last, "Help", "fewer than 5"] in rows
    assert not any("3" in row for row in rows)


def test_if_a_total_would_tell_the_days_do_not_either(counting):
    for thing in range(6):
        put(counting, 1, thing)
    found = report(counting, "page", today(), today())
    assert found.total == "not shown"
    assert [row for table in found.tables for row in table.rows if "6" in row[1:]] == []


def test_long_tables_are_cut_on_the_page(counting, viewer):
    for thing in range(MOST_ROWS + 20):
        put(counting, 10, thing)
    response = viewer.get(ADDRESS)
    assert len(tables(response)["Pages"]) == MOST_ROWS
    assert "21 more are in the file" in response.content.decode()


def test_updates_by_where_readers_land(counting, tree, viewer):
    put(counting, 8, 12, kind="update", detail=str(tree.home.pk))
    found = tables(viewer.get(ADDRESS, {"what": "update"}))
    assert found["Issues"] == [["Issue 12", "8"], ["All", "8"]]
    assert found["Where readers land"] == [[f"Issue 12: {tree.home.title}", "8"], ["All", "8"]]


def test_where_readers_land_does_not_tell_what_issues_hide(counting, tree, viewer):
    pages = [tree.home, tree.news, tree.updates]
    for issue, numbers in {3: (17, 3), 4: (30, 2, 9), 5: (40, 12), 6: (1, 5), 7: (2,), 8: (8, 20)}.items():
        for page, number in zip(pages, numbers, strict=False):
            put(counting, number, issue, kind="update", detail=str(page.pk))
    found = tables(viewer.get(ADDRESS, {"what": "update"}))
    home, news, updates = (page.title for page in pages)
    assert found["Issues"] == [
        ["Issue 5", "52"],
        ["Issue 4", "41"],
        ["Issue 8", "28"],
        ["Issue 3", "20"],
        ["Issue 6", "not shown"],
        ["Issue 7", "fewer than 5"],
        ["All", "149"],
    ]
    assert found["Where readers land"] == [
        [f"Issue 5: {home}", "40"],
        [f"Issue 5: {news}", "12"],
        [f"Issue 4: {home}", "30"],
        [f"Issue 8: {news}", "20"],
        [f"Issue 8: {home}", "8"],
        *sorted(
            [
                [f"Issue 4: {news}", "fewer than 5"],
                [f"Issue 4: {updates}", "not shown"],
                [f"Issue 3: {home}", "not shown"],
                [f"Issue 3: {news}", "fewer than 5"],
                ["Issue 6: all pages", "not shown"],
                ["Issue 7: all pages", "fewer than 5"],
            ]
        ),
        ["All", "149"],
    ]


def test_landings_that_would_tell_more_are_shown_by_issue(counting, tree, viewer):
    for page, number in ((tree.home, 1), (tree.news, 5)):
        put(counting, number, 3, kind="update", detail=str(page.pk))
    found = tables(viewer.get(ADDRESS, {"what": "update"}))
    assert found["Where readers land"] == [["Issue 3: all pages", "6"], ["All", "6"]]


def test_the_share_of_the_update_hides_no_other(counting, viewer):
    """The visits from updates of the same days say what it is."""
    for detail, number in (("newsletter", 6), ("social", 2), ("search", 9), ("direct", 30)):
        put(counting, number, "help", detail=detail)
    assert tables(viewer.get(ADDRESS))["Where readers came from"] == [
        ["Typed, bookmarked or not known", "30"],
        ["The regular update", "6"],
        ["A search engine", "not shown"],
        ["Social media", "fewer than 5"],
        ["All", "47"],
    ]


def test_words_do_not_tell_few_searches(counting, viewer):
    for ago in range(8):
        day = today() - datetime.timedelta(days=ago)
        AskedFor.objects.create(text="badgers", day=day, times=1, found=ago % 2)
        if ago < 6:
            AskedFor.objects.create(text="otters", day=day, times=1, found=1)
    words = tables(viewer.get(ADDRESS, {"what": "search"}))["Words"]
    assert words == [["otters", "6", "0"], ["badgers", "not shown", "not shown"]]


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"first": "soon"}, "20 November 2026"),
        ({"first": "1 March 2026", "last": "1 February 2026"}, "The last day is before the first."),
        ({"first": "1 January 2999"}, "yet to come"),
        ({"what": "people"}, "Select a valid choice"),
    ],
)
def test_wrong_input_is_named_at_its_field(counting, viewer, given, sentence):
    response = viewer.get(ADDRESS, given)
    page = response.content.decode()
    assert response.status_code == 200 and "<svg width" not in page
    errors = BeautifulSoup(page, "html.parser").select(".w-field__errors, .error-message")
    assert any(sentence in error.get_text() for error in errors)
    assert all(value in page for name, value in given.items() if name != "what")


def test_what_is_off_is_said(tree, viewer):
    assert "Readers aren’t counted here" in viewer.get(ADDRESS).content.decode()


# Sources of measures


@pytest.mark.parametrize("name", [f"counts.{kind}" for kind in CountKind.values])
def test_a_source_counts_what_its_address_shows(counting, viewer, name):
    kind = name.partition(".")[2]
    put(counting, 30, 1, kind=kind)
    put(counting, 12, 2, kind=kind, ago=3)
    put(counting, 50, 1, kind=kind, ago=40)
    source, period = sources[name], (today() - datetime.timedelta(days=7), today())
    assert source.count(counting, *period) == 42
    shown = tables(viewer.get(source.rows(counting, *period)))
    assert shown["By day"][-1] == ["All", "42"]


def test_an_address_names_the_programme(counting, roles):
    """At the organisation's own address, where the figures of all programmes are shown."""
    ProgrammeSite.objects.create(site=counting, key="whole", spans_programmes=True)
    birch = below(counting, "birch")
    put(counting, 30, "help")
    put(birch, 12, "help")
    lead = sign_in("lead", group=PROGRAMME_LEADS)
    for site, number in ((counting, "30"), (birch, "12")):
        address = sources["counts.page"].rows(site, today(), today())
        assert f"site={site.pk}" in address
        assert tables(lead.get(address))["By day"][-1] == ["All", number]
        file = lead.get(f"{address}&export=csv").content.decode()
        assert f"Pages,{today()},{today()},Help,{number}" in file


def test_another_programme_is_not_shown(counting, viewer):
    birch = below(counting, "birch")
    for asked in (birch.pk, "x", "9" * 30):
        assert viewer.get(ADDRESS, {"site": asked}).status_code == 404
    assert viewer.get(ADDRESS, {"site": counting.pk}).status_code == 200


@pytest.mark.parametrize(("what", "number"), [("joins", 6), ("leaves", 5)])
def test_who_joined_and_left(counting, viewer, what, number):
    now, mailing_list = timezone.now(), factories.MailingListFactory()
    for place in range(6):
        ended = {"state": "ended", "ended_at": now, "ended_reason": EndedReason.LEFT} if place else {}
        factories.SubscriptionFactory(mailing_list=mailing_list, confirmed_at=now, **ended)
    never = {"state": "ended", "ended_at": now, "ended_reason": EndedReason.NOT_CONFIRMED}
    factories.SubscriptionFactory(mailing_list=mailing_list, confirmed_at=None, **never)
    assert of_counts.by_day(counting, today(), today(), left=what == "leaves") == {today(): number}
    address = of_counts.address(what, counting, today(), today())
    assert tables(viewer.get(address))["By day"][-1] == ["All", str(number)]


def test_every_source_has_an_address(counting):
    names = [name for name in sources if name.startswith("counts.")]
    assert len(names) == 8
    for name in names:
        assert sources[name].rows(counting, today(), today()).startswith(reverse("counts"))
        assert sources[name].counts_people and sources[name].hides_small
    assert of_counts.by_day(counting, today(), today()) == {}
