"""Audiences in the API: of pages, as a condition, of changes and of the search; and the pages for audiences."""

import pytest

from cms.models import HelpGroup
from tests import factories

KINDS = {
    "news": (factories.NewsFactory, "news"),
    "publications": (factories.PublicationFactory, "publications"),
    "keyMessages": (factories.KeyMessageFactory, "messages"),
    "events": (factories.EventFactory, "events"),
    "collections": (factories.DocumentCollectionFactory, "collections"),
}


@pytest.fixture
def audiences(tree) -> dict:
    """Of each kind, a page for practitioners and one for nobody in particular; one also for a hidden audience."""
    practitioners = factories.AudienceFactory(name="Practitioners")
    hidden = factories.AudienceFactory(name="Secret", live=False)
    collections = factories.DocumentCollectionIndexFactory(parent=tree.home)
    for name, (make, place) in KINDS.items():
        for title, chosen in ((f"{name} for them", [practitioners, hidden]), (f"{name} for all", [])):
            page = make(parent=getattr(tree, place, collections), title=title, audiences=chosen)
            page.change_significance = "major"
            page.save_revision().publish()
    return {"practitioners": practitioners, "hidden": hidden}


@pytest.mark.parametrize("name", KINDS)
def test_a_list_is_filtered_by_audience_and_names_only_public_ones(name, audiences, data):
    query = f"query ($where: {WHERE[name]}) {{ found: {name}(where: $where) {{ nodes {{ title {OF} }} }} }}"
    (found,) = data(query, where={"audiences": {"slug": {"eq": "practitioners"}}})["found"]["nodes"]
    assert found == {"title": f"{name} for them", "audiences": {"nodes": [{"slug": "practitioners"}]}}
    assert data(query, where={"audiences": {"slug": {"eq": "secret"}}})["found"]["nodes"] == []
    assert len(data(query)["found"]["nodes"]) == 2


WHERE = {
    "news": "NewsPageWhere",
    "publications": "PublicationPageWhere",
    "keyMessages": "KeyMessagePageWhere",
    "events": "EventPageWhere",
    "collections": "DocumentCollectionPageWhere",
}
OF = "audiences { nodes { slug } }"


def test_an_audience_has_what_is_for_it_and_its_pages(tree, audiences, data):
    body = [{"type": "rich_text", "value": {"text": "<p>Read the guide.</p>"}}]
    factories.AudiencePageFactory(
        parent=tree.home, audience=audiences["practitioners"], body=body, whom_to_ask="<p>Ask us.</p>"
    )
    lists = " ".join(f"{name} {{ nodes {{ title }} }}" for name in KINDS)
    query = f"""{{ audiencePages {{ nodes {{
      title summary whomToAsk {{ plainText }} body {{ __typename }} facts
      audience {{ name {lists} pages {{ nodes {{ path }} }} }} }} }} }}"""
    (page,) = data(query)["audiencePages"]["nodes"]
    assert page["title"] == "For practitioners"
    assert page["whomToAsk"] == {"plainText": "Ask us."}
    assert page["facts"] == []
    audience = page["audience"]
    assert [audience[name]["nodes"] for name in KINDS] == [[{"title": f"{name} for them"}] for name in KINDS]
    assert audience["pages"]["nodes"] == [{"path": "/for-practitioners/"}]


def test_a_hidden_audience_is_null_on_its_page(tree, audiences, data):
    factories.AudiencePageFactory(parent=tree.home, audience=audiences["hidden"], title="Ours", summary="For some")
    query = """{ audiencePage(slug: "ours") { title audience { name } }
      audiencePages(where: {audience: {slug: {eq: "secret"}}}) { totalCount } }"""
    assert data(query) == {"audiencePage": {"title": "Ours", "audience": None}, "audiencePages": {"totalCount": 0}}


def test_an_audience_has_the_signposts_for_its_group(audiences, data):
    factories.add_signposts()
    query = '{ audience(slug: "practitioners") { signposts { name } } }'
    assert data(query)["audience"] == {"signposts": []}
    audiences["practitioners"].help_group = "worried_adult"
    audiences["practitioners"].save()
    assert data(query)["audience"] == {"signposts": [{"name": "Emergency services"}, {"name": "Police Scotland"}]}
    HelpGroup.objects.filter(slug="worried_adult").update(live=False)
    assert data(query)["audience"] == {"signposts": []}


def test_changes_are_filtered_by_audience(audiences, data):
    query = """query ($where: ChangesWhere) {
      changes(since: "2000-01-01T00:00:00Z", where: $where) { nodes { page { title } } } }"""

    def titles(where: dict) -> list[str]:
        return sorted(change["page"]["title"] for change in data(query, where=where)["changes"]["nodes"])

    theirs = sorted(f"{name} for them" for name in KINDS)
    assert titles({"audience": {"eq": "practitioners"}}) == theirs
    assert titles({"audience": {"in": ["practitioners", "nobody"]}}) == theirs
    assert titles({"audience": {"not": "practitioners"}}) == sorted(f"{name} for all" for name in KINDS)
    for nothing in ({"eq": "secret"}, {"eq": "nobody"}, {"in": []}):
        assert titles({"audience": nothing}) == []


def test_the_search_has_a_facet_for_audiences(audiences, data):
    query = """query ($where: SearchWhere) { search(query: "practitioners", where: $where) {
      totalCount ignored facets { name label values { value label count chosen } } } }"""

    def asked(where: dict | None = None) -> tuple[dict, list]:
        found = data(query, where=where)["search"]
        return found, [facet for facet in found["facets"] if facet["name"] == "AUDIENCE"]

    value = {"value": "practitioners", "label": "Practitioners", "count": 5, "chosen": False}
    found, facets = asked()
    assert facets == [{"name": "AUDIENCE", "label": "Audience", "values": [value]}]
    found, facets = asked({"audiences": ["practitioners"]})
    assert found["totalCount"] == 5
    assert facets[0]["values"] == [value | {"chosen": True}]
    found, _ = asked({"audiences": ["secret", "nobody"]})
    assert found["ignored"] == ["secret", "nobody"]
    assert asked({"audiences": []})[0]["totalCount"] == 0


DOCUMENT = "{ news { nodes { title summary date topics { nodes { name } } } } }"


def test_a_document_that_asks_for_no_audiences_reads_none(audiences, data, django_assert_num_queries):
    data(DOCUMENT)
    with django_assert_num_queries(3) as plain:  # version, news, topics
        data(DOCUMENT + " ")
    assert not any("audience" in statement["sql"] for statement in plain.captured_queries)
    data(DOCUMENT.replace("topics", "audiences"))
    with django_assert_num_queries(3):  # version, news, audiences
        data(DOCUMENT.replace("topics", "audiences") + " ")


def test_an_issue_says_for_whom_it_is(tree, data):
    leaders = factories.AudienceFactory(name="Leaders")
    factories.IssueFactory(parent=tree.updates, number=3, audiences=[leaders])
    factories.IssueFactory(parent=tree.updates, number=4)
    found = data("{ issues { nodes { number audiences { nodes { name } } } } }")["issues"]["nodes"]
    assert found == [
        {"number": 4, "audiences": {"nodes": []}},
        {"number": 3, "audiences": {"nodes": [{"name": "Leaders"}]}},
    ]
