"""A preview token opens one draft, for the editor who previewed it, and nothing else."""

import datetime
import json
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.core.signing import TimestampSigner
from wagtail.models import (
    Collection,
    CollectionViewRestriction,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    PageViewRestriction,
    Site,
)
from wagtail_headless_preview.models import PagePreview

from cms.previews import SALT, keep_draft
from programme.models import Attachment, Duty, NewsPage, ProgressEntry
from tests import factories

ROOT = Path(__file__).resolve().parent.parent.parent
TITLE = "query ($token: String) { page(previewToken: $token) { title } }"


def person(name: str, *sections: Page, permissions: tuple[str, ...] = ("access_admin",)):
    """Return a user who may add and change pages in the sections, and has the permissions everywhere."""
    user = get_user_model().objects.create_user(name, password="a-long-enough-password")
    group = Group.objects.create(name=f"Editors of {name}")
    group.permissions.set(Permission.objects.filter(codename__in=permissions))
    for section in sections:
        for permission in Permission.objects.filter(codename__in=["add_page", "change_page"]):
            GroupPagePermission.objects.create(group=group, page=section, permission=permission)
    user.groups.add(group)
    return user


@pytest.fixture
def editor(tree):
    return person("editor", tree.home)


@pytest.fixture
def news_editor(tree):
    return person("news-editor", tree.news)


@pytest.fixture
def news(tree):
    return factories.NewsFactory(parent=tree.news, title="Published", slug="item")


def draft_of(page, **changes):
    """Return the page with changes that are saved nowhere."""
    draft = type(page).objects.get(pk=page.pk)
    for name, value in changes.items():
        setattr(draft, name, value)
    return draft


def error_code(body: dict) -> str:
    (error,) = body["errors"]
    return error["extensions"]["code"]


# What a token shows


def test_a_token_shows_the_draft_and_the_same_without_it_the_published_page(data, news, editor):
    token = keep_draft(draft_of(news, title="Draft"), editor)
    query = """query ($token: String, $id: ID) {
      byToken: page(previewToken: $token) { title __typename }
      byId: page(id: $id, previewToken: $token) { title }
      byPath: page(path: "/news/item/", previewToken: $token) { title }
      route(path: "/news/item", previewToken: $token) { page { title id } redirect { url } }
      public: page(id: $id) { title }
      publicRoute: route(path: "/news/item/") { page { title } }
      news { totalCount nodes { title } }
    }"""
    assert data(query, token=token, id=str(news.pk)) == {
        "byToken": {"title": "Draft", "__typename": "NewsPage"},
        "byId": {"title": "Draft"},
        "byPath": {"title": "Draft"},
        "route": {"page": {"title": "Draft", "id": str(news.pk)}, "redirect": None},
        "public": {"title": "Published"},
        "publicRoute": {"page": {"title": "Published"}},
        "news": {"totalCount": 1, "nodes": [{"title": "Published"}]},
    }


def test_the_example_of_the_documents(data, news, editor):
    query = (ROOT / "tests" / "queries" / "preview.graphql").read_text()
    assert query in (ROOT / "docs" / "graphql.md").read_text()
    assert data(query, token=keep_draft(draft_of(news, summary="In short"), editor))["page"] == {
        "__typename": "NewsPage",
        "path": "/news/item/",
        "title": "Published",
        "summary": "In short",
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
    query = """query ($token: String) { page(previewToken: $token) { id title path parent { title }
      ancestors { nodes { title } } children { totalCount } ... on NewsPage { topics { nodes { name } } } } }"""
    assert data(query, token=keep_draft(page, editor, editing=True))["page"] == {
        "id": "-1",
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
    query = """query ($token: String, $id: ID) {
      draft: page(previewToken: $token) { ...Files }
      public: page(id: $id) { ...Files }
    }
    fragment Files on PublicationPage { attachments { id title document { title } } }"""
    answer = data(query, token=keep_draft(draft, editor), id=str(publication.pk))
    titles = [(row["title"], row["document"]["title"]) for row in answer["draft"]["attachments"]]
    assert titles == [("Kept", kept.document.title), ("New 1", "File 1"), ("New 2", "File 2")]
    # What isn't saved has a key all the same, one of its own, that can't be mistaken for a saved one's.
    keys = [int(row["id"]) for row in answer["draft"]["attachments"]]
    assert keys[0] == kept.pk
    assert len(set(keys)) == 3
    assert max(keys[1:]) < 0
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
    query = """query ($token: String, $id: ID) {
      draft: page(previewToken: $token) { ...Ledger }
      public: page(id: $id) { ...Ledger }
    }
    fragment Ledger on CommitmentPage { status statusDate progressEntries { note } }"""
    assert data(query, token=keep_draft(draft, editor), id=str(commitment.pk)) == {
        "draft": {
            "status": "COMPLETE",
            "statusDate": "2018-01-01",
            "progressEntries": [{"note": "Done"}],
        },
        "public": {"status": "NOT_STARTED", "statusDate": None, "progressEntries": []},
    }


def test_connections_of_a_draft_s_rows_and_choices_are_paged(data, tree, editor):
    streams = [factories.WorkStreamFactory(parent=tree.streams, title=f"Stream {letter}") for letter in "ABC"]
    profile = factories.TeamProfileFactory(parent=tree.team)
    draft = draft_of(profile)
    draft.duties = [Duty(kind="lead", work_stream=stream, sort_order=n) for n, stream in enumerate(streams)]
    query = """query ($token: String, $after: String) { page(previewToken: $token) { ... on TeamProfilePage {
      duties(first: 2, after: $after) { totalCount pageInfo { hasNextPage endCursor }
        nodes { workStream { title } profile { title } } } } } }"""
    token = keep_draft(draft, editor)
    first = data(query, token=token)["page"]["duties"]
    assert (first["totalCount"], first["pageInfo"]["hasNextPage"]) == (3, True)
    assert first["nodes"][0] == {"workStream": {"title": "Stream A"}, "profile": {"title": profile.title}}
    second = data(query, token=token, after=first["pageInfo"]["endCursor"])["page"]["duties"]
    assert [node["workStream"]["title"] for node in second["nodes"]] == ["Stream C"]

    news = factories.NewsFactory(parent=tree.news, work_streams=streams[:1])
    query = """query ($token: String, $after: String) { page(previewToken: $token) { ... on NewsPage {
      workStreams(first: 1, after: $after) { totalCount pageInfo { endCursor } nodes { title } } } } }"""
    token = keep_draft(draft_of(news, work_streams=streams[1:]), editor)
    first = data(query, token=token)["page"]["workStreams"]
    assert (first["totalCount"], first["nodes"]) == (2, [{"title": "Stream B"}])
    second = data(query, token=token, after=first["pageInfo"]["endCursor"])["page"]["workStreams"]
    assert second["nodes"] == [{"title": "Stream C"}]


def test_a_row_of_a_draft_costs_what_reading_it_costs(data, tree, editor, django_assert_num_queries):
    query = """query ($token: String) { page(previewToken: $token) { ... on PublicationPage {
      attachments { title document { title fileSize } } topics { nodes { name } } } } }"""
    for number in (1, 8):
        publication = factories.PublicationFactory(parent=tree.publications)
        draft = draft_of(publication, topics=[factories.TopicFactory() for _ in range(number)])
        draft.attachments = [Attachment(document=factories.DocumentFactory(), title="File") for _ in range(number)]
        token = keep_draft(draft, editor)
        data(query, token=token)  # warms what Django keeps by itself
        # The answer costs the same whatever the draft holds. Making the draft of its stored form costs two a row: modelcluster
        # looks whether the row's page and its document still exist.
        with django_assert_num_queries(25 + 2 * number):
            assert len(data(query, token=token)["page"]["attachments"]) == number


# What the draft links to


@pytest.fixture
def linked(tree, news):
    """A draft that chooses, quotes and links to a draft stream and a draft topic, and to what is public."""
    stream = factories.WorkStreamFactory(parent=tree.streams, title="Secret stream", live=False)
    stream.title = "Secret stream as last saved"
    stream.save_revision()
    topic = factories.TopicFactory(name="Secret topic", live=False)
    public = factories.WorkStreamFactory(parent=tree.streams, title="Open stream")
    # A public page that names hidden ones shows them to nobody, whoever previews what.
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


LINKS = """query ($token: String) { page(previewToken: $token) { ... on NewsPage {
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
    # One step and no further: a public page that the draft names lists no drafts.
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
    query = """query ($token: String) { page(previewToken: $token) { ... on NewsPage {
      image { title renditions { preset } } } } }"""
    answer = data(query, token=keep_draft(draft_of(news, image=image), news_editor))["page"]["image"]
    if not allowed:
        assert answer is None
        return
    assert answer["title"] == "Private picture"
    assert "CARD" in {rendition["preset"] for rendition in answer["renditions"]}


def test_what_is_linked_comes_with_its_own_rows(data, tree, news, editor):
    behind_login = factories.TeamProfileFactory(parent=tree.team)
    Duty.objects.create(page=behind_login, kind="lead", title="Saved", sort_order=0)
    PageViewRestriction.objects.create(page=behind_login, restriction_type="login")
    unpublished = factories.TeamProfileFactory(parent=tree.team, live=False)
    unpublished.duties = [Duty(kind="lead", title="Only in the draft", sort_order=0)]
    unpublished.save_revision()
    query = """query ($token: String) { page(previewToken: $token) { ... on NewsPage { body { ... on PageLinksBlock {
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
    query = """query ($token: String) { page(previewToken: $token) { parent { title }
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
    query = """query ($mine: String, $theirs: String) {
      theirs: page(previewToken: $theirs) { ...Streams }
      mine: page(previewToken: $mine) { ...Streams }
      again: page(previewToken: $theirs) { ...Streams }
      workStreams { nodes { title } }
    }
    fragment Streams on NewsPage { title workStreams { nodes { title } } }"""
    answer = data(query, mine=mine, theirs=theirs)
    assert answer["mine"] == {"title": "News 1", "workStreams": {"nodes": [{"title": "Secret"}]}}
    assert answer["theirs"] == answer["again"] == {"title": "News 2", "workStreams": {"nodes": []}}
    assert answer["workStreams"]["nodes"] == []


# What a token doesn't open


def refused(gql, token, query=TITLE, **variables):
    body = gql(query, token=token, **variables)
    assert body["data"] == {"page": None}
    assert error_code(body) == "PREVIEW_REFUSED"
    return body["errors"][0]["message"]


@pytest.fixture
def token(news, editor):
    return keep_draft(draft_of(news, title="Draft"), editor)


def test_a_token_runs_out(gql, data, token, settings):
    settings.PREVIEW_TOKEN_MAX_AGE = 60
    assert data(TITLE, token=token)["page"] == {"title": "Draft"}
    settings.PREVIEW_TOKEN_MAX_AGE = -1
    assert "run out" in refused(gql, token)


def test_a_token_lasts_an_hour_if_nothing_is_said(settings):
    assert settings.PREVIEW_TOKEN_MAX_AGE == 3600


@pytest.mark.parametrize(
    "change", [lambda t: t[:-1] + "-", lambda t: "x" + t, lambda t: "", lambda t: "é:1:2", lambda t: t[1:]]
)
def test_a_forged_token_opens_nothing(gql, token, change):
    refused(gql, change(token))


def test_a_signature_for_something_else_opens_nothing(gql, token):
    payload = TimestampSigner(salt=SALT).unsign_object(token)
    refused(gql, TimestampSigner(salt="another use").sign_object(payload, compress=True))


def test_a_token_does_not_open_another_page(gql, tree, token):
    other = factories.NewsFactory(parent=tree.news, title="Other", slug="other")
    by_id = "query ($token: String, $id: ID) { page(id: $id, previewToken: $token) { title } }"
    by_path = "query ($token: String, $path: String) { page(path: $path, previewToken: $token) { title } }"
    refused(gql, token, by_id, id=str(other.pk))
    for path in ("/news/other/", "/", "no path", "/news/item/\x01"):
        refused(gql, token, by_path, path=path)
    body = gql('query ($t: String) { route(path: "/news/other/", previewToken: $t) { page { title } } }', t=token)
    assert (body["data"], error_code(body)) == ({"route": None}, "PREVIEW_REFUSED")


def test_a_new_password_ends_the_editor_s_tokens(gql, token, editor):
    editor.set_password("another-long-password")
    editor.save()
    refused(gql, token)


def test_an_account_switched_off_ends_its_tokens(gql, token, editor):
    editor.is_active = False
    editor.save()
    refused(gql, token)


def test_losing_the_right_to_edit_ends_the_tokens(gql, token, editor):
    GroupPagePermission.objects.all().delete()
    refused(gql, token)


def test_losing_the_admin_ends_the_tokens(gql, token, editor):
    editor.groups.get().permissions.clear()
    refused(gql, token)


def test_a_new_page_is_closed_when_its_parent_is_gone_or_taken_away(gql, tree, editor):
    page = NewsPage(title="New", slug="new", summary="Not saved", owner=editor)
    page.depth, page.path = tree.news.depth + 1, tree.news.path + "0001"
    token = keep_draft(page, editor, editing=True)
    GroupPagePermission.objects.all().delete()
    refused(gql, token)
    tree.news.delete()
    refused(gql, token)


def test_a_deleted_page_is_closed(gql, news, token):
    news.delete()
    refused(gql, token)


def test_a_page_of_another_site_is_not_opened_here(gql, tree, token):
    elsewhere = factories.HomeFactory(parent=Page.objects.get(depth=1), slug="elsewhere")
    Site.objects.update(root_page=elsewhere)
    Site.clear_site_root_paths_cache()
    refused(gql, token)


def test_previews_of_two_editors_do_not_mix(data, tree, news, editor, news_editor):
    mine = keep_draft(draft_of(news, title="Mine"), editor, editing=True)
    theirs = keep_draft(draft_of(news, title="Theirs"), news_editor, editing=True)
    assert data(TITLE, token=mine)["page"]["title"] == "Mine"
    assert data(TITLE, token=theirs)["page"]["title"] == "Theirs"


def test_an_open_preview_follows_the_form_and_a_saved_draft_stays(data, news, editor):
    saved = keep_draft(draft_of(news, title="Saved"), editor)
    typed = keep_draft(draft_of(news, title="Typ"), editor, editing=True)
    keep_draft(draft_of(news, title="Typed"), editor, editing=True)
    assert data(TITLE, token=typed)["page"]["title"] == "Typed"
    assert data(TITLE, token=saved)["page"]["title"] == "Saved"
    assert PagePreview.objects.count() == 2


def test_drafts_are_dropped_when_their_tokens_have_run_out(news, editor):
    keep_draft(draft_of(news, title="Old"), editor)
    PagePreview.objects.update(created_at=datetime.date.today() - datetime.timedelta(days=2))
    keep_draft(draft_of(news, title="New"), editor)
    (kept,) = PagePreview.objects.all()
    assert "New" in kept.content_json


# HTTP


@pytest.mark.parametrize("method", ["post", "get"])
def test_answers_to_a_token_are_kept_by_nobody(client, token, method):
    def ask(token):
        if method == "get":
            return client.get("/graphql/", {"query": TITLE, "variables": json.dumps({"token": token})})
        body = json.dumps({"query": TITLE, "variables": {"token": token}})
        return client.post("/graphql/", body, content_type="application/json")

    opened, closed = ask(token), ask("forged")
    assert opened.json() == {"data": {"page": {"title": "Draft"}}}
    for response in (opened, closed):
        assert response["Cache-Control"] == "private, no-store"
        assert "ETag" not in response
        assert response.cookies == {}
    assert "private" not in client.get("/graphql/", {"query": "{ site { siteName } }"})["Cache-Control"]


def test_tokens_are_not_logged(gql, token, news, monkeypatch, caplog):
    """Not even when something breaks."""
    monkeypatch.setattr(NewsPage, "with_content_json", lambda self, content: 1 / 0)
    body = gql(TITLE, token=token)
    assert error_code(body) == "INTERNAL"
    assert token not in caplog.text
    assert token not in json.dumps(body)
