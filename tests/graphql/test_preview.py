"""A preview token opens one draft, for the editor who previewed it, and nothing else."""

import datetime

import pytest
from django.contrib.auth.models import Permission
from wagtail.models import (
    Collection,
    CollectionViewRestriction,
    GroupCollectionPermission,
    PageViewRestriction,
)

from cms.graphql.ids import id_of
from cms.pages.previews import keep_draft
from programme.models import Attachment, Duty, NewsPage, ProgressEntry
from tests import factories
from tests.graphql.editors import draft_of, person

TITLE = "query ($token: String!) { page(by: {previewToken: $token}) { title } }"


@pytest.fixture
def editor(tree):
    return person("editor", tree.home)


@pytest.fixture
def news_editor(tree):
    return person("news-editor", tree.news)


@pytest.fixture
def news(tree):
    return factories.NewsFactory(parent=tree.news, title="Published", slug="item")


# The draft of a token


def test_a_token_shows_the_draft_and_the_same_without_it_the_published_page(data, news, editor):
    token = keep_draft(draft_of(news, title="Draft"), editor)
    query = """query ($token: String!, $id: ID!) {
      byToken: page(by: {previewToken: $token}) { title __typename }
      route(path: "/news/item", previewToken: $token) { page { title id } redirect { url } }
      public: page(by: {id: $id}) { title }
      publicRoute: route(path: "/news/item/") { page { title } }
      news { totalCount nodes { title } }
    }"""
    assert data(query, token=token, id=id_of(news)) == {
        "byToken": {"title": "Draft", "__typename": "NewsPage"},
        "route": {"page": {"title": "Draft", "id": id_of(news)}, "redirect": None},
        "public": {"title": "Published"},
        "publicRoute": {"page": {"title": "Published"}},
        "news": {"totalCount": 1, "nodes": [{"title": "Published"}]},
    }


def test_a_draft_with_a_new_slug_is_found_at_its_old_and_its_new_path(data, news, editor):
    token = keep_draft(draft_of(news, slug="renamed"), editor)
    for path in ("/news/item/", "/news/renamed/"):
        query = "query ($token: String, $path: String!) { route(path: $path, previewToken: $token) { page { path } } }"
        assert data(query, token=token, path=path)["route"] == {"page": {"path": "/news/renamed/"}}


def test_a_page_that_was_never_saved(data, tree, editor):
    page = NewsPage(title="New", slug="new", summary="Not saved", owner=editor)
    page.depth, page.path = tree.news.depth + 1, tree.news.path + "0001"
    page.topics = [factories.TopicFactory(name="Chosen")]
    query = """query ($token: String!) { page(by: {previewToken: $token}) { title path parent { title }
      ancestors { nodes { title } } children { totalCount } ... on NewsPage { topics { nodes { name } } } } }"""
    assert data(query, token=keep_draft(page, editor, editing=True))["page"] == {
        "title": "New",
        "path": "/news/new/",
        "parent": {"title": "News"},
        "ancestors": {"nodes": [{"title": "Home"}, {"title": "News"}]},
        "children": {"totalCount": 0},
        "topics": {"nodes": [{"name": "Chosen"}]},
    }


def test_the_rows_are_those_of_the_draft(data, tree, editor):
    publication = factories.PublicationFactory(parent=tree.publications)
    kept = Attachment.objects.create(page=publication, document=factories.DocumentFactory(), title="Kept", sort_order=0)
    Attachment.objects.create(page=publication, document=factories.DocumentFactory(), title="Dropped", sort_order=1)
    draft = draft_of(publication)
    added = [
        Attachment(document=factories.DocumentFactory(title=f"File {n}"), title=f"New {n}", sort_order=n)
        for n in (1, 2)
    ]
    draft.attachments = [kept, *added]
    query = """query ($token: String!, $id: ID!) {
      draft: page(by: {previewToken: $token}) { ...Files }
      public: page(by: {id: $id}) { ...Files }
    }
    fragment Files on PublicationPage { attachments { id title document { title } } }"""
    answer = data(query, token=keep_draft(draft, editor), id=id_of(publication))
    titles = [(row["title"], row["document"]["title"]) for row in answer["draft"]["attachments"]]
    assert titles == [("Kept", kept.document.title), ("New 1", "File 1"), ("New 2", "File 2")]
    # An unsaved object has a key too, which can't be mistaken for a saved one's.
    keys = [row["id"] for row in answer["draft"]["attachments"]]
    assert keys[0] == id_of(kept)
    assert len(set(keys)) == 3
    assert [row["title"] for row in answer["public"]["attachments"]] == ["Kept", "Dropped"]


def test_the_status_is_that_of_the_draft_s_ledger(data, tree, editor):
    stream = factories.WorkStreamFactory(parent=tree.streams)
    commitment = factories.CommitmentFactory(parent=stream)
    draft = draft_of(commitment)
    ahead = datetime.date.today() + datetime.timedelta(days=3)
    draft.progress_entries = [
        ProgressEntry(date=datetime.date(2018, 1, 1), status="complete", note="Done", sort_order=0),
        ProgressEntry(date=ahead, status="changed", note="Not yet known", sort_order=1),
    ]
    query = """query ($token: String!, $id: ID!) {
      draft: page(by: {previewToken: $token}) { ...Ledger }
      public: page(by: {id: $id}) { ...Ledger }
    }
    fragment Ledger on CommitmentPage { status { key label category } statusDate progressEntries { note } }"""
    assert data(query, token=keep_draft(draft, editor), id=id_of(commitment)) == {
        "draft": {
            "status": {"key": "complete", "label": "Complete", "category": "DONE"},
            "statusDate": "2018-01-01",
            "progressEntries": [{"note": "Done"}],
        },
        "public": {"status": None, "statusDate": None, "progressEntries": []},
    }


def test_connections_of_a_draft_s_rows_and_choices_are_paged(data, tree, editor):
    streams = [factories.WorkStreamFactory(parent=tree.streams, title=f"Stream {letter}") for letter in "ABC"]
    profile = factories.TeamProfileFactory(parent=tree.team)
    draft = draft_of(profile)
    draft.duties = [Duty(kind="lead", work_stream=stream, sort_order=n) for n, stream in enumerate(streams)]
    query = """query ($token: String!, $after: String) { page(by: {previewToken: $token}) { ... on TeamProfilePage {
      duties(first: 2, after: $after) { totalCount pageInfo { hasNextPage endCursor }
        nodes { workStream { title } profile { title } } } } } }"""
    token = keep_draft(draft, editor)
    first = data(query, token=token)["page"]["duties"]
    assert (first["totalCount"], first["pageInfo"]["hasNextPage"]) == (3, True)
    assert first["nodes"][0] == {"workStream": {"title": "Stream A"}, "profile": {"title": profile.title}}
    second = data(query, token=token, after=first["pageInfo"]["endCursor"])["page"]["duties"]
    assert [node["workStream"]["title"] for node in second["nodes"]] == ["Stream C"]

    news = factories.NewsFactory(parent=tree.news, work_streams=streams[:1])
    query = """query ($token: String!, $after: String) { page(by: {previewToken: $token}) { ... on NewsPage {
      workStreams(first: 1, after: $after) { totalCount pageInfo { endCursor } nodes { title } } } } }"""
    token = keep_draft(draft_of(news, work_streams=streams[1:]), editor)
    first = data(query, token=token)["page"]["workStreams"]
    assert (first["totalCount"], first["nodes"]) == (2, [{"title": "Stream B"}])
    second = data(query, token=token, after=first["pageInfo"]["endCursor"])["page"]["workStreams"]
    assert second["nodes"] == [{"title": "Stream C"}]


def test_a_row_of_a_draft_costs_what_reading_it_costs(data, tree, editor, django_assert_num_queries):
    query = """query ($token: String!) { page(by: {previewToken: $token}) { ... on PublicationPage {
      attachments { title document { title fileSize } } topics { nodes { name } } } } }"""
    for number in (1, 8):
        publication = factories.PublicationFactory(parent=tree.publications)
        draft = draft_of(publication, topics=[factories.TopicFactory() for _ in range(number)])
        draft.attachments = [Attachment(document=factories.DocumentFactory(), title="File") for _ in range(number)]
        token = keep_draft(draft, editor)
        data(query, token=token)  # warms Django's own caches
        # The cost doesn't depend on the draft's contents. Restoring the draft costs two statements per row:
        # modelcluster checks that the row's page and document still exist.
        with django_assert_num_queries(23 + 2 * number):
            assert len(data(query, token=token)["page"]["attachments"]) == number


# Linked objects


@pytest.fixture
def linked(tree, news):
    """A draft that chooses and links to a draft stream, a draft topic and public objects."""
    stream = factories.WorkStreamFactory(parent=tree.streams, title="Secret stream", live=False)
    stream.title = "Secret stream as last saved"
    stream.save_revision()
    topic = factories.TopicFactory(name="Secret topic", live=False)
    public = factories.WorkStreamFactory(parent=tree.streams, title="Open stream")
    # A public page that names hidden ones never shows them, in any preview.
    public.related_streams = [stream]
    public.save()
    factories.NewsFactory(parent=tree.news, title="Other draft", work_streams=[public], live=False)
    text = f'<p><a linktype="page" id="{stream.pk}">words</a></p>'
    return draft_of(
        news,
        title="Draft",
        work_streams=[stream, public],
        topics=[topic],
        body=[("page_links", {"title": "", "pages": [stream, public]}), ("rich_text", {"text": text})],
    )


LINKS = """query ($token: String!) { page(by: {previewToken: $token}) { ... on NewsPage {
  workStreams { totalCount nodes { title
    relatedStreams { totalCount nodes { title } } news { totalCount nodes { title } } duties { totalCount } } }
  topics { nodes { name } }
  body { ... on PageLinksBlock { pages { title } } ... on RichTextBlock { richText { html } } }
} } }"""


def test_linked_drafts_are_shown_to_an_editor_who_may_see_them(data, linked, tree):
    editor = person("editor", tree.home, permissions=("access_admin", "change_topic"))
    page = data(LINKS, token=keep_draft(linked, editor))["page"]
    streams = {stream["title"]: stream for stream in page["workStreams"]["nodes"]}
    # As its editors last saved it, not as it was first written.
    assert set(streams) == {"Secret stream as last saved", "Open stream"}
    assert page["workStreams"]["totalCount"] == 2
    assert page["topics"]["nodes"] == [{"name": "Secret topic"}]
    links, text = page["body"]
    assert [stream["title"] for stream in links["pages"]] == ["Secret stream as last saved", "Open stream"]
    assert "<a href=" in text["richText"]["html"]
    # Only direct links: a public page named by the draft lists no drafts.
    assert streams["Open stream"]["relatedStreams"] == {"totalCount": 0, "nodes": []}
    assert streams["Open stream"]["news"] == {"totalCount": 0, "nodes": []}


def test_linked_drafts_are_left_out_for_an_editor_who_may_not_see_them(data, linked, news_editor):
    page = data(LINKS, token=keep_draft(linked, news_editor))["page"]
    assert [stream["title"] for stream in page["workStreams"]["nodes"]] == ["Open stream"]
    assert page["workStreams"]["totalCount"] == 1
    assert page["topics"]["nodes"] == []
    links, text = page["body"]
    assert [stream["title"] for stream in links["pages"]] == ["Open stream"]
    assert text["richText"]["html"] == "<p>words</p>"


@pytest.mark.parametrize("allowed", [True, False])
def test_pages_behind_a_password_go_by_the_editor_s_right(data, tree, news, allowed):
    stream = factories.WorkStreamFactory(parent=tree.streams, title="Behind a password")
    PageViewRestriction.objects.create(page=stream, restriction_type="password", password="let-me-in")
    editor = person("editor", tree.news, *([tree.streams] if allowed else []))
    page = data(LINKS, token=keep_draft(draft_of(news, work_streams=[stream]), editor))["page"]
    assert [stream["title"] for stream in page["workStreams"]["nodes"]] == ["Behind a password"] * allowed


@pytest.mark.parametrize("allowed", [True, False])
def test_pictures_of_a_private_collection_go_by_the_editor_s_right(data, news, news_editor, allowed):
    private = Collection.get_first_root_node().add_child(name="Private")
    CollectionViewRestriction.objects.create(collection=private, restriction_type="login")
    image = factories.ImageFactory(collection=private, title="Private picture")
    image.make_renditions()
    if allowed:
        choose = Permission.objects.get(codename="choose_image")
        GroupCollectionPermission.objects.create(group=news_editor.groups.get(), collection=private, permission=choose)
    query = """query ($token: String!) { page(by: {previewToken: $token}) { ... on NewsPage {
      image { title picture(preset: CARD) { fallback { url } } } } } }"""
    answer = data(query, token=keep_draft(draft_of(news, image=image), news_editor))["page"]["image"]
    if not allowed:
        assert answer is None
        return
    assert answer["title"] == "Private picture"
    assert answer["picture"]["fallback"]["url"]


def test_what_is_linked_comes_with_its_own_rows(data, tree, news, editor):
    behind_login = factories.TeamProfileFactory(parent=tree.team)
    Duty.objects.create(page=behind_login, kind="lead", title="Saved", sort_order=0)
    PageViewRestriction.objects.create(page=behind_login, restriction_type="login")
    unpublished = factories.TeamProfileFactory(parent=tree.team, live=False)
    unpublished.duties = [Duty(kind="lead", title="Only in the draft", sort_order=0)]
    unpublished.save_revision()
    query = """query ($token: String!) { page(by: {previewToken: $token}) { ... on NewsPage { body { ... on PageLinksBlock {
      pages { ... on TeamProfilePage { duties { nodes { title profile { title } } } } } } } } } }"""
    draft = draft_of(news, body=[("page_links", {"title": "", "pages": [behind_login, unpublished]})])
    (block,) = data(query, token=keep_draft(draft, editor))["page"]["body"]
    assert [profile["duties"]["nodes"] for profile in block["pages"]] == [
        [{"title": "Saved", "profile": {"title": behind_login.title}}],
        [{"title": "Only in the draft", "profile": {"title": unpublished.title}}],
    ]


def test_a_draft_under_a_draft_names_the_pages_above(data, tree, editor):
    stream = factories.WorkStreamFactory(parent=tree.streams, title="Draft stream", live=False)
    commitment = factories.CommitmentFactory(parent=stream, live=False)
    query = """query ($token: String!) { page(by: {previewToken: $token}) { parent { title }
      ancestors { nodes { title } } ... on CommitmentPage { workStream { title } } } }"""
    assert data(query, token=keep_draft(draft_of(commitment), editor))["page"] == {
        "parent": {"title": "Draft stream"},
        "ancestors": {"nodes": [{"title": "Home"}, {"title": "Work streams"}, {"title": "Draft stream"}]},
        "workStream": {"title": "Draft stream"},
    }


def test_two_drafts_in_one_document_stay_apart(data, tree, editor, news_editor):
    secret = factories.WorkStreamFactory(parent=tree.streams, title="Secret", live=False)
    news = [factories.NewsFactory(parent=tree.news, title=f"News {n}") for n in (1, 2)]
    mine, theirs = (
        keep_draft(draft_of(page, work_streams=[secret]), user)
        for page, user in zip(news, (editor, news_editor), strict=True)
    )
    query = """query ($mine: String!, $theirs: String!) {
      theirs: page(by: {previewToken: $theirs}) { ...Streams }
      mine: page(by: {previewToken: $mine}) { ...Streams }
      again: page(by: {previewToken: $theirs}) { ...Streams }
      workStreams { nodes { title } }
    }
    fragment Streams on NewsPage { title workStreams { nodes { title } } }"""
    answer = data(query, mine=mine, theirs=theirs)
    assert answer["mine"] == {"title": "News 1", "workStreams": {"nodes": [{"title": "Secret"}]}}
    assert answer["theirs"] == answer["again"] == {"title": "News 2", "workStreams": {"nodes": []}}
    assert answer["workStreams"]["nodes"] == []
