"""A key message's kit and its uses in the API."""

import datetime
import json

import pytest

from cms.base.dates import today
from cms.graphql.schema import get_schema
from programme.models import MessageQuestion, ProofPoint
from tests import factories

USES = (
    "{ keyMessages { nodes { title uses { totalCount nodes { kind { key } date datePrecision page { title } } } } } }"
)


@pytest.fixture
def message(tree):
    return factories.KeyMessageFactory(
        parent=tree.messages,
        title="Warm",
        quotation="We measured them all.",
        quoted_person="The lead",
        lines_to_take="SECRET line",
        kept_by="SECRET owner",
        review_date=datetime.date(2030, 1, 1),
    )


def issue_with(tree, *pages, **values):
    items = [{"page": page.pk, "text": ""} for page in pages]
    sections = [{"type": "section", "value": {"heading": "New", "items": items}}]
    return factories.IssueFactory(parent=tree.updates, sections=json.dumps(sections), **values)


def uses(data) -> list[tuple[str, str, str, str]]:
    (node,) = data(USES)["keyMessages"]["nodes"]
    assert node["uses"]["totalCount"] == len(node["uses"]["nodes"])
    return [
        (use["kind"]["key"], use["date"], use["datePrecision"], use["page"]["title"]) for use in node["uses"]["nodes"]
    ]


def test_the_public_parts_of_the_kit_are_answered(tree, data, message):
    report = factories.PublicationFactory(parent=tree.publications, title="Report")
    draft = factories.PublicationFactory(parent=tree.publications, title="SECRET report", live=False)
    ProofPoint.objects.create(page=message, text="All were measured.", evidence_page=report, sort_order=0)
    ProofPoint.objects.create(
        page=message, text="Most are warm.", evidence_page=draft, evidence_link="https://example.org/", sort_order=1
    )
    MessageQuestion.objects.create(page=message, question="Why?", answer="Because.")
    query = """{ keyMessages { nodes { quotation quotedPerson sharePicture { alt } questions { question answer }
        proofPoints { text evidencePage { title } evidenceLink } } } }"""
    assert data(query)["keyMessages"]["nodes"] == [
        {
            "quotation": "We measured them all.",
            "quotedPerson": "The lead",
            "sharePicture": None,
            "questions": [{"question": "Why?", "answer": "Because."}],
            "proofPoints": [
                {"text": "All were measured.", "evidencePage": {"title": "Report"}, "evidenceLink": ""},
                {"text": "Most are warm.", "evidencePage": None, "evidenceLink": "https://example.org/"},
            ],
        }
    ]


def test_what_is_for_the_team_alone_has_no_field():
    fields = get_schema().type_map["KeyMessagePage"].fields
    assert "quotedPerson" in fields
    assert not {"linesToTake", "keptBy", "reviewDate"} & set(fields)


def test_uses_are_public_pages_that_express_it_latest_first(tree, data, message):
    factories.NewsFactory(parent=tree.news, title="News", date=datetime.date(2018, 3, 1), key_messages=[message])
    factories.NewsFactory(parent=tree.news, title="Other", date=datetime.date(2018, 3, 2))
    factories.NewsFactory(
        parent=tree.news, title="Hidden", date=datetime.date(2018, 3, 3), key_messages=[message], live=False
    )
    factories.NewsFactory(
        parent=tree.news, title="Ahead", date=today() + datetime.timedelta(days=1), key_messages=[message]
    )
    factories.PublicationFactory(
        parent=tree.publications,
        title="Report",
        date=datetime.date(2018, 5, 1),
        date_precision="month",
        key_messages=[message],
    )
    assert uses(data) == [
        ("publication", "2018-05-01", "MONTH", "Report"),
        ("news", "2018-03-01", "DAY", "News"),
    ]


def test_an_issue_that_has_it_or_a_page_that_expresses_it_is_a_use(tree, data, message):
    news = factories.NewsFactory(parent=tree.news, title="News", date=datetime.date(2018, 3, 1), key_messages=[message])
    hidden = factories.NewsFactory(parent=tree.news, title="Hidden", key_messages=[message], live=False)
    issue_with(tree, message, title="Itself", number=1, date=datetime.date(2018, 4, 1))
    issue_with(tree, news, message, title="Both", number=2, date=datetime.date(2018, 4, 2))
    issue_with(tree, hidden, title="Through a draft", number=3, date=datetime.date(2018, 4, 3))
    issue_with(tree, message, title="A draft", number=4, date=datetime.date(2018, 4, 4), live=False)
    assert uses(data) == [
        ("issue", "2018-04-02", "DAY", "Both"),
        ("issue", "2018-04-01", "DAY", "Itself"),
        ("news", "2018-03-01", "DAY", "News"),
    ]


def test_uses_are_paged_in_both_directions(tree, data, gql, message):
    for day in range(1, 5):
        factories.NewsFactory(
            parent=tree.news, title=f"News {day}", date=datetime.date(2018, 3, day), key_messages=[message]
        )
    query = """query($first: Int, $last: Int, $after: String, $before: String) { keyMessages { nodes {
        uses(first: $first, last: $last, after: $after, before: $before) {
            nodes { page { title } } pageInfo { hasNextPage endCursor startCursor } } } } }"""

    def part(**variables):
        found = data(query, **variables)["keyMessages"]["nodes"][0]["uses"]
        return [node["page"]["title"] for node in found["nodes"]], found["pageInfo"]

    titles, place = part(first=2)
    assert (titles, place["hasNextPage"]) == (["News 4", "News 3"], True)
    titles, rest = part(first=2, after=place["endCursor"])
    assert (titles, rest["hasNextPage"]) == (["News 2", "News 1"], False)
    assert part(last=1, before=rest["startCursor"])[0] == ["News 3"]
    result = gql(query, after="nonsense")
    assert [error["extensions"]["code"] for error in result["errors"]] == ["BAD_CURSOR"]
