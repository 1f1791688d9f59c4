"""Relations: right rows, right order, right parts of long lists, a constant number of statements."""

import datetime

import pytest
from wagtail.models import Collection, CollectionViewRestriction
from wagtail.rich_text import RichText

from cms.base.dates import today
from cms.graphql import connections
from cms.graphql.ids import id_of
from programme.models import Attachment, Duty, ProgressEntry
from tests import factories

STREAMS = """
{
  workStreams(first: 10) {
    totalCount
    nodes {
      title
      leads { nodes { profile { title } } }
      commitments(first: 5) { totalCount nodes {
        number kind { key } status { key category } statusDate theme { name } areas { nodes { name } } } }
      keyMessages { nodes { title } }
      news(first: 2) {
        totalCount
        pageInfo { hasNextPage }
        nodes { title topics { nodes { name } } image { alt } body { __typename } }
      }
      children { totalCount nodes { __typename title } }
      parent { title }
      ancestors { nodes { title } }
    }
  }
}
"""


# The content's version, streams, leads, profiles, the number of commitments, commitments, entries, themes, areas,
# messages, news, topics, images, pages below (shared columns, columns of commitments), pages above (which they are,
# their columns). The number of pages below, and of related objects of a single page, is kept for the period.
STREAMS_COST = 17


def build_stream(tree, entries=1):
    stream = factories.WorkStreamFactory(parent=tree.streams)
    theme = factories.ThemeFactory()
    for number in (1, 2):
        commitment = factories.CommitmentFactory(
            parent=stream, number=number, theme=theme, areas=[factories.SubjectAreaFactory()]
        )
        for n in range(entries):
            day = datetime.date(2017, 1, 1) + datetime.timedelta(days=n)
            ProgressEntry.objects.create(page=commitment, date=day, status="in_progress", note="Began.")
    profile = factories.TeamProfileFactory(parent=tree.team)
    Duty.objects.create(page=profile, kind="policy_lead", work_stream=stream)
    Duty.objects.create(page=profile, kind="support", work_stream=stream)
    factories.KeyMessageFactory(parent=tree.messages, work_streams=[stream])
    for _ in range(3):
        factories.NewsFactory(
            parent=tree.news,
            work_streams=[stream],
            topics=[factories.TopicFactory()],
            image=factories.ImageFactory(),
            body=[("rich_text", {"text": "<p>Words</p>"})],
        )
    return stream


def test_a_stream_answers_with_everything_related_to_it(tree, data):
    stream = build_stream(tree)
    answer = data(STREAMS)["workStreams"]
    assert answer["totalCount"] == 1
    (node,) = answer["nodes"]
    assert node["title"] == stream.title
    assert [lead["profile"]["title"] for lead in node["leads"]["nodes"]] == [stream.duties.first().page.title]
    assert node["commitments"]["totalCount"] == 2
    assert [c["number"] for c in node["commitments"]["nodes"]] == [1, 2]
    assert node["commitments"]["nodes"][0]["status"] == {"key": "in_progress", "category": "OPEN"}
    assert node["commitments"]["nodes"][0]["statusDate"] == "2017-01-01"
    assert len(node["keyMessages"]["nodes"]) == 1
    assert node["news"]["totalCount"] == 3
    assert node["news"]["pageInfo"] == {"hasNextPage": True}
    titles = [news.title for news in stream.news.order_by("-date")][:2]
    assert [news["title"] for news in node["news"]["nodes"]] == titles
    assert node["children"]["totalCount"] == 2
    assert {child["__typename"] for child in node["children"]["nodes"]} == {"CommitmentPage"}
    assert node["parent"] == {"title": "Work streams"}
    assert [page["title"] for page in node["ancestors"]["nodes"]] == ["Home", "Work streams"]


def test_the_number_of_statements_does_not_depend_on_the_number_of_rows(tree, data, django_assert_num_queries):
    build_stream(tree)
    build_stream(tree)
    data(STREAMS)  # warms the facts of the period: sites, restrictions, lengths of lists
    with django_assert_num_queries(STREAMS_COST):
        few = data(STREAMS)
    for _ in range(4):
        build_stream(tree, entries=5)
    data(STREAMS)
    with django_assert_num_queries(STREAMS_COST):
        many = data(STREAMS)
    assert len(few["workStreams"]["nodes"]) == 2
    assert len(many["workStreams"]["nodes"]) == 6


def test_leads_are_those_who_lead_now(tree, data):
    stream = factories.WorkStreamFactory(parent=tree.streams)
    former = factories.TeamProfileFactory(parent=tree.team)
    Duty.objects.create(page=former, kind="policy_lead", work_stream=stream, end=datetime.date(2017, 1, 1))
    assert data("{ workStreams { nodes { leads { totalCount } duties { totalCount } } } }")["workStreams"]["nodes"] == [
        {"leads": {"totalCount": 0}, "duties": {"totalCount": 1}}
    ]


PAGE = """query ($first: Int, $last: Int, $after: String, $before: String) {
  news(first: $first, last: $last, after: $after, before: $before) {
    totalCount
    edges { cursor node { title } }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
  }
}"""


def titles(connection):
    return [edge["node"]["title"] for edge in connection["edges"]]


@pytest.fixture
def seven(tree):
    return [factories.NewsFactory(parent=tree.news, date=datetime.date(2018, 1, 1 + n // 2)) for n in range(7)]


def test_pages_forward_join_without_gap_or_repeat(seven, data):
    seen, after = [], None
    while True:
        page = data(PAGE, first=3, after=after)["news"]
        assert page["totalCount"] == 7
        seen += titles(page)
        after = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]:
            break
    assert seen == [news.title for news in reversed(seven)]


def test_pages_backward_join_without_gap_or_repeat(seven, data):
    seen, before = [], None
    while True:
        page = data(PAGE, last=3, before=before)["news"]
        seen = titles(page) + seen
        before = page["pageInfo"]["startCursor"]
        if not page["pageInfo"]["hasPreviousPage"]:
            break
    assert seen == [news.title for news in reversed(seven)]


def test_a_cursor_stays_true_when_rows_are_added_before_it(seven, tree, data):
    first = data(PAGE, first=3)["news"]
    factories.NewsFactory(parent=tree.news, date=datetime.date(2019, 1, 1))
    second = data(PAGE, first=3, after=first["pageInfo"]["endCursor"])["news"]
    assert titles(second) == [news.title for news in reversed(seven)][3:6]


def test_an_empty_part_has_no_cursors(tree, data):
    page = data(PAGE, first=0)["news"]
    assert page["edges"] == []
    assert page["pageInfo"] == {
        "hasNextPage": False,
        "hasPreviousPage": False,
        "startCursor": None,
        "endCursor": None,
    }


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ({"first": 101}, "BAD_PAGE_SIZE"),
        ({"first": -1}, "BAD_PAGE_SIZE"),
        ({"first": 1, "last": 1}, "BAD_PAGE_SIZE"),
        ({"after": "nonsense"}, "BAD_CURSOR"),
        ({"after": "W10"}, "BAD_CURSOR"),
        ({"after": "WyJhIiwgImIiXQ"}, "BAD_CURSOR"),
        ({"after": "é"}, "BAD_CURSOR"),
        ({"before": "[" * 10_000}, "BAD_CURSOR"),
    ],
)
def test_arguments_that_make_no_sense_are_refused(seven, gql, arguments, code):
    body = gql(PAGE, **arguments)
    assert [error["extensions"]["code"] for error in body["errors"]] == [code]
    assert body["errors"][0]["path"][0] == "news"


def test_nested_lists_page_by_cursor_too(tree, data):
    stream = build_stream(tree)
    query = """query ($after: String) { workStream(slug: "%s") { news(first: 2, after: $after) {
        nodes { title } pageInfo { endCursor hasNextPage } } } }"""
    first = data(query % stream.slug)["workStream"]["news"]
    second = data(query % stream.slug, after=first["pageInfo"]["endCursor"])["workStream"]["news"]
    joined = [node["title"] for node in first["nodes"] + second["nodes"]]
    assert joined == [news.title for news in stream.news.order_by("-date")]


def test_pages_come_in_the_order_of_the_tree_not_of_their_making(tree, data):
    first, second = (factories.StandardPageFactory(parent=tree.home) for _ in range(2))
    second.move(first, pos="left")
    query = '{ page(by: {path: "/"}) { children(last: 2) { nodes { title } } } pages(last: 2) { nodes { title } } }'
    titles_ = [{"title": second.title}, {"title": first.title}]
    assert data(query) == {"page": {"children": {"nodes": titles_}}, "pages": {"nodes": titles_}}


def test_two_answers_in_one_document_do_not_share_what_they_read(tree, data):
    streams = [factories.WorkStreamFactory(parent=tree.streams) for _ in range(40)]
    for stream in streams:
        factories.CommitmentFactory(parent=stream, number=1)
    calls = " ".join(
        f'a{n}: workStream(slug: "{stream.slug}") {{ commitments {{ totalCount }} children {{ totalCount }} }}'
        for n, stream in enumerate(streams)
    )
    answers = data(f"{{ {calls} }}").values()
    assert list(answers) == [{"commitments": {"totalCount": 1}, "children": {"totalCount": 1}}] * 40


def test_an_attachment_goes_with_its_document(tree, data):
    publication = factories.PublicationFactory(parent=tree.publications)
    private = Collection.get_first_root_node().add_child(name="Private")
    CollectionViewRestriction.objects.create(collection=private, restriction_type="login")
    for collection in (private, Collection.get_first_root_node()):
        document = factories.DocumentFactory(collection=collection)
        Attachment.objects.create(page=publication, document=document, title=collection.name)
    answer = data("{ publications { nodes { attachments { title } } } }")
    assert answer["publications"]["nodes"] == [{"attachments": [{"title": "Root"}]}]


@pytest.mark.parametrize("cursor", ["WyJhYmMiXQ", "Wy0xXQ", "bm8"])
def test_a_foreign_cursor_is_refused_by_ancestors_too(tree, gql, cursor):
    query = 'query ($c: String) { page(by: {path: "/news/"}) { ancestors(after: $c) { nodes { title } } } }'
    body = gql(query, c=cursor)
    assert [error["extensions"]["code"] for error in body["errors"]] == ["BAD_CURSOR"]


def test_an_entry_dated_ahead_is_not_told_before_its_day(tree, data):
    commitment = factories.CommitmentFactory(parent=factories.WorkStreamFactory(parent=tree.streams), number=1)
    ahead = today() + datetime.timedelta(days=30)
    ProgressEntry.objects.create(page=commitment, date=ahead, status="complete", note="Not yet said.")
    query = """query ($d: Date) { progress(asOf: $d) { totals { complete } }
        commitments { nodes { status(asOf: $d) { key } progressEntries { note } } } }"""
    answer = data(query, d=ahead.isoformat())
    assert answer["progress"]["totals"]["complete"] == 0
    assert answer["commitments"]["nodes"] == [{"status": None, "progressEntries": []}]


BELOW = """query ($first: Int, $last: Int) { pages(where: {type: {in: [HOME_PAGE, NEWS_INDEX_PAGE, EVENT_INDEX_PAGE]}}) { nodes {
  title children(first: $first, last: $last) { totalCount nodes { title ... on NewsPage { summary } } } } } }"""


@pytest.mark.parametrize("asked", [{"first": 2}, {"last": 2}, {"first": 0}])
def test_pages_below_many_pages_are_the_same_however_they_are_read(tree, data, monkeypatch, asked):
    """A few rows are ranked together; with many, each parent's first rows are read, all in one statement."""
    for _ in range(3):
        factories.NewsFactory(parent=tree.news)
        factories.EventFactory(parent=tree.events)
    ranked = data(BELOW, **asked)
    monkeypatch.setattr(connections, "MANY_ROWS", 0)
    assert data(BELOW, **asked) == ranked
    assert [page["children"]["totalCount"] for page in ranked["pages"]["nodes"]] == [8, 3, 3]
    monkeypatch.setattr(connections, "MOST_PARENTS", 2)
    assert data(BELOW, **asked) == ranked


def test_links_to_pages_of_many_types_take_one_statement(tree, data, django_assert_num_queries):
    """Even if the document selects more of those types elsewhere: a link only shows the address."""
    pages = [
        factories.NewsFactory(parent=tree.news),
        factories.EventFactory(parent=tree.events),
        factories.StandardPageFactory(parent=tree.home),
    ]
    links = "".join(f'<a linktype="page" id="{page.pk}">{page.title}</a>' for page in pages)
    body = [("rich_text", {"text": RichText(f"<p>{links}</p>")})]
    query = """query ($id: ID!) { page(by: {id: $id}) { ... on NewsPage { summary } ... on EventPage { start }
      ... on StandardPage { summary body { ... on RichTextBlock { richText { html } } } } } }"""
    text = factories.StandardPageFactory(parent=tree.home, body=body)
    data(query, id=id_of(text))
    with django_assert_num_queries(4):  # version, page, specific page, links
        html = data(query, id=id_of(text))["page"]["body"][0]["richText"]["html"]
    assert html.count("href") == 3
