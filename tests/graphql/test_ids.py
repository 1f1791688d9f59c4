"""Global ids: unique across types, found again by `node` and `nodes`, and refused with a sentence if they are wrong."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from graphql import get_named_type, is_object_type
from wagtail.models import PageViewRestriction

from cms.graphql.ids import decode, encode, id_of
from cms.graphql.schema import get_schema
from cms.pages.previews import keep_draft
from programme.models import NewsPage, ProgressEntry
from tests import factories
from tests.graphql.editors import draft_of, person

NODE = "query ($id: ID!) { node(id: $id) { __typename id ... on Page { title databaseId } ... on Snippet { name } } }"
NODES = "query ($ids: [ID!]!) { nodes(ids: $ids) { id ... on Page { title } ... on Snippet { name } } }"


@pytest.fixture
def editor(tree):
    return person("editor", tree.home)


def error_of(answer: dict) -> tuple[str, str]:
    (error,) = answer["errors"]
    return error["extensions"]["code"], error["message"]


def test_node_finds_pages_and_terms_again(data, tree):
    news = factories.NewsFactory(parent=tree.news, title="First")
    # A term with the number of a page.
    topic = factories.TopicFactory(pk=news.pk, name="Health")
    assert data(NODE, id=id_of(news))["node"] == {
        "__typename": "NewsPage",
        "id": id_of(news),
        "title": "First",
        "databaseId": news.pk,
    }
    assert data(NODE, id=id_of(topic))["node"] == {"__typename": "Topic", "id": id_of(topic), "name": "Health"}
    assert id_of(news) != id_of(topic)


def test_nodes_keep_the_order_with_null_for_what_is_hidden_or_unknown(data, tree):
    shown, draft, private = (factories.NewsFactory(parent=tree.news, title=title) for title in ("a", "b", "c"))
    draft.unpublish()
    PageViewRestriction.objects.create(page=private, restriction_type="login")
    topic = factories.TopicFactory(name="Health")
    ids = [id_of(topic), id_of(draft), encode("Page", 10**9), id_of(shown), id_of(private), id_of(topic)]
    found = data(NODES, ids=ids)["nodes"]
    assert [node and node["id"] for node in found] == [id_of(topic), None, None, id_of(shown), None, id_of(topic)]
    for hidden in (draft, private):
        assert data(NODE, id=id_of(hidden)) == data(NODE, id=encode("Page", 10**9)) == {"node": None}


def test_the_number_of_statements_depends_on_the_types_alone(data, tree):
    news = [factories.NewsFactory(parent=tree.news) for _ in range(6)]
    topics = [factories.TopicFactory() for _ in range(6)]

    def statements(number: int) -> int:
        ids = [id_of(thing) for pair in zip(news[:number], topics[:number], strict=True) for thing in pair]
        with CaptureQueriesContext(
            connection,
        ) as run:
            assert len(data(NODES, ids=ids)["nodes"]) == 2 * number
        return len(run)

    statements(1)
    assert statements(2) == statements(6)


@pytest.mark.parametrize(
    "id", ["", "5", "UGFnZTo1=", "UGFnZToxMR", "Page:5", "é", "x" * 5000, "\0", encode("Nothing", 5)]
)
def test_a_malformed_id_is_refused(gql, tree, id):
    for query in (
        NODE,
        "query ($id: ID!) { page(by: {id: $id}) { title } }",
        "query ($id: ID) { pages(where: {id: {eq: $id}}) { totalCount } }",
    ):
        code, message = error_of(gql(query, id=id))
        assert code == "INVALID_VALUE"
        assert message.endswith(".")
        assert len(message) < 200
    assert error_of(gql(NODES, ids=[id]))[0] == "INVALID_VALUE"


def test_an_id_of_another_type_is_refused(gql, tree):
    topic = id_of(factories.TopicFactory())
    expected = ("INVALID_VALUE", f"“{topic}” is the id of a Topic; this needs the id of a Page.")
    assert error_of(gql("query ($id: ID!) { page(by: {id: $id}) { title } }", id=topic)) == expected
    assert error_of(gql("query ($id: ID) { news(where: {id: {eq: $id}}) { totalCount } }", id=topic)) == expected


def test_node_takes_no_id_of_a_row_or_a_file(gql, tree):
    """What of them is public, their page says: an entry dated ahead and a picture of a draft are not."""
    image = factories.ImageFactory()
    stream = factories.WorkStreamFactory(parent=tree.streams)
    commitment = factories.CommitmentFactory(parent=stream)
    entry = ProgressEntry.objects.create(page=commitment, date="2100-01-01", status="complete")
    for thing in (image, entry):
        assert error_of(gql(NODE, id=id_of(thing)))[0] == "INVALID_VALUE"


def test_a_number_out_of_range_is_unknown(data, tree):
    for key in (2**63, 10**18, "0", "-5", "x", "³"):
        assert data(NODE, id=encode("Page", key)) == {"node": None}


def test_only_so_many_nodes_at_once(gql, tree):
    ids = [encode("Page", number) for number in range(101)]
    assert "errors" not in gql(NODES, ids=ids[:100])
    assert error_of(gql(NODES, ids=ids)) == ("TOO_COMPLEX", "Give at most 100 `ids`.")


def test_each_id_counts_as_an_object(gql, tree, settings):
    settings.GRAPHQL_MAX_COST = 60
    query = "query ($ids: [ID!]!) { nodes(ids: $ids) { ... on NewsPage { topics(first: 20) { totalCount } } } }"
    ids = [encode("Page", number) for number in range(3)]
    assert "errors" not in gql(query, ids=ids[:2])
    assert error_of(gql(query, ids=ids))[0] == "TOO_COSTLY"
    written = ", ".join(f'"{id}"' for id in ids)
    query = f"{{ nodes(ids: [{written}]) {{ ... on NewsPage {{ topics(first: 20) {{ totalCount }} }} }} }}"
    assert error_of(gql(query))[0] == "TOO_COSTLY"


def test_every_owner_of_a_list_is_a_node():
    """So Relay's `@refetchable` can be used for every nested list."""
    owners = {
        kind.name
        for kind in get_schema().type_map.values()
        if is_object_type(kind)
        for field in kind.fields.values()
        if get_named_type(field.type).name.endswith("Connection")
        and "Node" not in {face.name for face in kind.interfaces}
    }
    assert owners == {"Query"}


def test_blocks_of_a_copy_have_ids_of_their_own(data, tree):
    body = [("rich_text", {"text": "Words"})]
    news = factories.NewsFactory(parent=tree.news, slug="one", body=body)
    copy = news.copy(update_attrs={"slug": "two", "title": "Two"})
    query = "{ news { nodes { body { ... on Block { id uuid } } } } }"
    one, two = (node["body"][0] for node in data(query)["news"]["nodes"])
    assert one["uuid"] == two["uuid"]
    assert one["id"] != two["id"]
    assert copy.pk != news.pk


def test_unsaved_things_of_two_previews_do_not_collide(data, gql, tree, editor):
    def token(title: str) -> str:
        page = NewsPage(title=title, slug=title, summary="Not saved", owner=editor)
        page.depth, page.path = tree.news.depth + 1, tree.news.path + "0001"
        return keep_draft(page, editor)

    tokens = [token("one"), token("two")]
    query = """query ($one: String!, $two: String!) {
      one: page(by: {previewToken: $one}) { id } two: page(by: {previewToken: $two}) { id } }"""
    answer = data(query, one=tokens[0], two=tokens[1])
    ids = [answer["one"]["id"], answer["two"]["id"]]
    assert len(set(ids)) == 2
    assert {decode(id)[0] for id in ids} == {"Page"}
    assert data(query, one=tokens[0], two=tokens[1]) == answer
    assert data(NODE, id=ids[0]) == {"node": None}


def test_node_shows_no_draft_in_a_document_with_a_preview_token(data, tree, editor):
    news = factories.NewsFactory(parent=tree.news, title="Public")
    query = """query ($token: String!, $id: ID!) {
      page(by: {previewToken: $token}) { title } node(id: $id) { ... on Page { title } } }"""
    answer = data(query, token=keep_draft(draft_of(news, title="Draft"), editor), id=id_of(news))
    assert answer == {"page": {"title": "Draft"}, "node": {"title": "Public"}}
