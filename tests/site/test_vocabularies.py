"""A programme's own kinds and statuses on pages, in filters, charts, files, feeds and the API."""

import csv
import io
import re

import pytest
from django.core.exceptions import ValidationError
from wagtail.models import Site

from cms.base import contrast
from cms.base.active_site import site_active
from cms.base.choices import StatusCategory
from cms.vocabularies import palette
from cms.vocabularies.vocabulary import vocabularies
from programme.choices import COMMITMENT_KINDS, STATUSES, CommitmentKind, ProgressStatus
from programme.models import CommitmentPage, NewsPage, ProgressEntry
from programme.site import patterns
from tests import factories
from tests import vocabularies as own


def words(soup) -> str:
    return " ".join(soup.get_text(" ").split())


def ask(client, query: str) -> dict:
    return client.post("/graphql/", {"query": query}, content_type="application/json").json()


@pytest.fixture
def milestone(hub) -> CommitmentPage:
    """A milestone of Neglect that is delayed, in a programme with its own kinds and statuses."""
    own.give("commitment-kinds", own.KINDS)
    own.give("statuses", own.STATUSES)
    page = factories.CommitmentFactory(
        parent=hub["stream"], kind="milestone", number=1, title="Milestone 1", slug="milestone-1"
    )
    for day, status in (("2017-06-01", "in_progress"), ("2018-02-01", "delayed")):
        ProgressEntry.objects.create(page=page, date=day, status=status, note=f"Note of {day}.")
    return page


def test_without_entries_of_its_own_a_programme_has_the_defaults(hub):
    assert COMMITMENT_KINDS.choices == CommitmentKind.choices
    assert STATUSES.choices == ProgressStatus.choices
    assert [STATUSES(key).category for key in STATUSES.values] == [status.category for status in ProgressStatus]
    assert not any(one.is_own for one in vocabularies.values())


def test_the_page_of_a_commitment_says_its_kind_and_status(milestone, read):
    soup = read(milestone)
    assert words(soup.select_one(".ds_page-header__label")) == "Milestone"
    tag = soup.select_one("[data-status=delayed]")
    assert (words(tag), "ds_tag--orange" in tag["class"]) == ("Delayed", True)


def test_progress_counts_filters_and_draws_them(milestone, read):
    soup = read("/progress/")
    shown = words(soup.main)
    assert "Recorded so far for 1 milestone: 1 delayed ." in shown
    options = [words(option) for option in soup.select("select[name=kind] option, select[name=status] option")]
    assert {"Pledges", "Milestones", "Delayed", "Not begun", "Met", "Built"} <= {*options}
    assert not {"Recommendations", "Complete"} & {*options}
    filled = {part["fill"] for part in soup.select("svg rect[data-status=delayed]")}
    ids = {f"url(#{pattern['id']})" for pattern in soup.select("pattern")}
    assert filled <= ids
    assert any("orange-falling" in one for one in filled)
    # A status that is as the default keeps its drawing.
    assert soup.select("svg rect[data-status=in_progress]")[0]["fill"].endswith("-in_progress)")
    assert [words(row) for row in read("/progress/?kind=milestone&status=delayed").select(".hub_commitments tbody tr")]


def test_two_statuses_may_mean_done(milestone, client):
    ProgressEntry.objects.create(page=milestone, date="2018-03-01", status="built", note="It stands.")
    answer = ask(client, '{ progress(kind: "milestone") { totals { complete counts { status { key } number } } } }')
    totals = answer["data"]["progress"]["totals"]
    assert totals["complete"] == 1
    assert [one["status"]["key"] for one in totals["counts"] if one["number"]] == ["built"]


def test_files_have_the_keys(milestone, client):
    table = client.get("/progress/data.csv?kind=milestone").content.decode("utf-8-sig")
    (line,) = csv.DictReader(io.StringIO(table))
    assert (line["kind"], line["status"]) == ("milestone", "delayed")
    data = client.get("/progress/data.json?kind=milestone").json()
    assert (data["totals"]["delayed"], data["commitments"][0]["status"]) == (1, "delayed")


def test_feeds_and_search_name_them(milestone, client, read):
    milestone.save_revision().publish()
    feed = client.get("/feeds/progress.atom").content.decode()
    assert "Delayed" in feed
    assert "milestone 1: delayed" in feed


def test_the_api_answers_filters_and_lists_them(milestone, client):
    answer = ask(
        client,
        """{
          commitment(workStream: "neglect", kind: "milestone", number: 1) {
            kind { key label } status { key label category }
          }
          commitments(where: {kind: {eq: "milestone"}, status: {eq: "delayed"}}) { nodes { title } }
          programme { vocabularies(name: "statuses") {
            name label entries { key label plural category colour pattern offered } } }
        }""",
    )
    assert "errors" not in answer
    data = answer["data"]
    assert data["commitment"] == {
        "kind": {"key": "milestone", "label": "Milestone"},
        "status": {"key": "delayed", "label": "Delayed", "category": "OPEN"},
    }
    assert data["commitments"]["nodes"] == [{"title": "Milestone 1"}]
    (statuses,) = data["programme"]["vocabularies"]
    assert statuses["entries"][2] == {
        "key": "delayed",
        "label": "Delayed",
        "plural": "",
        "category": "OPEN",
        "colour": "orange",
        "pattern": "falling",
        "offered": True,
    }


def test_the_api_refuses_keys_that_the_programme_does_not_have(milestone, client):
    for query in (
        '{ commitments(where: {status: {eq: "stopped"}}) { nodes { title } } }',
        '{ programme { vocabularies(name: "moods") { name } } }',
    ):
        (error,) = ask(client, query)["errors"]
        assert error["extensions"]["code"] == "INVALID_VALUE"


def test_another_programme_keeps_its_own(milestone, hub):
    other = Site.objects.create(hostname="other.example.org", root_page=hub["home"].get_parent())
    own.give("statuses", own.STATUSES[:1] + [own.STATUSES[3] | {"label": "Kept"}], other)
    with site_active(other):
        assert STATUSES.labels == ["Not begun", "Kept"]
        assert COMMITMENT_KINDS.choices == CommitmentKind.choices
    assert STATUSES("complete").label == "Met"


def test_kinds_of_news_are_named_in_lists_and_filters(hub, read):
    own.give("news-kinds", [{"key": hub["news"].kind, "label": "Dispatch"}, {"key": "memo", "label": "Memo"}])
    factories.NewsFactory(parent=hub["news"].get_parent(), title="A memo", kind="memo")
    assert "Dispatch" in words(read(hub["news"]))
    options = {words(option) for option in read("/news/").select("select[name=kind] option")}
    assert {"Dispatch", "Memo"} <= options
    # A key that the programme doesn't have begins as the first that it has.
    assert NewsPage().kind == hub["news"].kind


def test_a_key_that_is_gone_is_named_by_itself(milestone, read):
    own.give("statuses", [one for one in own.STATUSES if one["key"] != "delayed"])
    assert "Delayed" in words(read(milestone))
    assert "1 milestone" in words(read("/progress/"))


def test_a_page_costs_no_statement_more(milestone, read, django_assert_max_num_queries):
    read("/progress/")
    with django_assert_max_num_queries(20) as after:
        read("/progress/")
    assert not any("vocabular" in query["sql"].lower() for query in after.captured_queries)


# Colours and patterns


@pytest.mark.parametrize("colour", palette.COLOURS.values(), ids=palette.COLOURS)
def test_every_colour_has_enough_contrast_with_its_grounds(colour):
    # White lines lie on the light one, and its dots on white.
    assert contrast.ratio(colour.light, palette.PAPER) >= contrast.TEXT
    assert contrast.ratio(colour.dark, palette.DARK_PAPER) >= contrast.TEXT


def test_every_pattern_is_drawn_and_every_colour_is_in_the_stylesheet():
    with open("templates/static/hub/progress.css") as file:
        styles = file.read()
    for name, colour in palette.COLOURS.items():
        rule = re.search(rf"\.hub_fill--{name} {{\n  fill: var\(--hub-status-{name}, (#\w+)\);", styles)
        assert rule
        assert rule.group(1) == colour.light
    assert {*palette.PATTERNS} == {*patterns.WHITE, "dots"}


# What is refused


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"category": ""}, "Say what the status means."),
        ({"colour": "#ffcc00"}, "Choose one of the colours with enough contrast"),
        ({"pattern": "stripes"}, "“In progress” has this pattern"),
        ({"label": "in progress"}, "Another one has this name"),
        ({"key": "not_recorded"}, "has another meaning already"),
        ({"key": "In progress"}, "A key has small letters"),
        ({"key": "in_progress"}, "“In progress” has this key already."),
    ],
)
def test_entries_are_checked_together(hub, changed, sentence):
    wrong = [one | changed if one["key"] == "delayed" else one for one in own.STATUSES]
    setting = own.unsaved("statuses", wrong)
    with pytest.raises(ValidationError) as found:
        setting.full_clean()
    assert sentence in str(found.value)


def test_something_must_mean_done_and_something_must_be_offered(hub):
    unfinished = [one for one in own.STATUSES if one["category"] == "open"]
    with pytest.raises(ValidationError, match="must mean “done”"):
        own.unsaved("statuses", unfinished).full_clean()
    with pytest.raises(ValidationError, match="Offer at least one"):
        own.unsaved("origins", [{"key": "own", "label": "Own", "offered": False}]).full_clean()
    assert STATUSES("complete").category == StatusCategory.DONE
