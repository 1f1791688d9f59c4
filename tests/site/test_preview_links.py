"""A preview link shows anybody who has it one draft, until it ends, and nothing else."""

import datetime
import json
import logging
from urllib.parse import parse_qs, urlsplit

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone
from wagtail.models import Collection, CollectionViewRestriction, GroupPagePermission, PageViewRestriction

from cms.base.log_formats import LineFormatter, WithoutSecretPaths
from cms.graphql.ids import id_of
from cms.models import PreviewFrontend, PreviewLink
from cms.pages import preview_links
from cms.pages.previews import open_draft, token_of
from cms.visibility.frontend import is_of_the_hub
from tests import factories
from tests.graphql.editors import person

TITLE = "query ($token: String!) { page(by: {previewToken: $token}) { title } }"
FRONTEND = "https://front.example.org/{path}?preview={token}&of={content_type}"


@pytest.fixture
def editor(tree):
    return person("editor", tree.home)


@pytest.fixture
def secrets(tree):
    """What the draft names and the public doesn't see: a draft, a restricted page, a term, a picture."""
    stream = factories.WorkStreamFactory(parent=tree.streams, title="Secret stream", live=False)
    restricted = factories.WorkStreamFactory(parent=tree.streams, title="Secret by login")
    PageViewRestriction.objects.create(page=restricted, restriction_type="login")
    private = Collection.get_first_root_node().add_child(name="Private")
    CollectionViewRestriction.objects.create(collection=private, restriction_type="login")
    return {
        "work_streams": [stream, restricted],
        "topics": [factories.TopicFactory(name="Secret topic", live=False)],
        "image": factories.ImageFactory(collection=private, title="Secret picture"),
    }


@pytest.fixture
def news(tree, editor, secrets):
    """Published news with a newer draft that names secrets."""
    news = factories.NewsFactory(parent=tree.news, title="Published", slug="item")
    public = factories.WorkStreamFactory(parent=tree.streams, title="Open stream")
    text = f'<p><a linktype="page" id="{secrets["work_streams"][0].pk}">words</a></p>'
    body = [("page_links", {"title": "", "pages": [*secrets["work_streams"], public]}), ("rich_text", {"text": text})]
    draft = type(news).objects.get(pk=news.pk)
    draft.title, draft.body, draft.image, draft.topics = "Draft", body, secrets["image"], secrets["topics"]
    draft.work_streams = [*secrets["work_streams"], public]
    draft.save_revision(user=editor)
    return news


@pytest.fixture
def make(editor):
    def make(page, mode="", days=1, user=editor):
        expires_at = timezone.now() + datetime.timedelta(days=days)
        return preview_links.make(page, name="Ann", email="", expires_at=expires_at, mode=mode, user=user)

    return make


def opened(client, token):
    return client.get(f"/preview-link/{token}/")


def text_of(response) -> str:
    return " ".join(BeautifulSoup(response.content, "html.parser").get_text(" ", strip=True).split())


def is_kept_by_nobody(response) -> bool:
    return (response["Cache-Control"], response["Referrer-Policy"], "ETag" in response, bool(response.cookies)) == (
        "private, no-store",
        "no-referrer",
        False,
        False,
    ) and "noindex" in response["X-Robots-Tag"]


def test_it_shows_the_latest_draft_and_nothing_private_beside_it(client, make, news, editor):
    link, token = make(news)
    response = opened(client, token)
    text = text_of(response)
    assert response.status_code == 200 and is_kept_by_nobody(response)
    assert "Draft" in text and "Open stream" in text
    assert "Public already, but not yet like this. This is the page as it was last saved." in text
    assert "Secret" not in response.content.decode()
    assert token not in response.content.decode()
    assert "Was this page useful" not in text
    link.refresh_from_db()
    assert link.last_used_at

    later = type(news).objects.get(pk=news.pk).get_latest_revision_as_object()
    later.title = "Even later"
    later.save_revision(user=editor)
    assert "Even later" in text_of(opened(client, token))
    assert "Even later" not in client.get("/news/item/").content.decode()


def test_a_page_that_was_never_published_and_signed_in_people(client, make, tree, editor):
    page = factories.NewsFactory(parent=tree.news, title="Never published", live=False)
    _, token = make(page)
    client.force_login(editor)
    response = opened(client, token)
    assert "Not published yet." in text_of(response)
    assert "userbar" not in response.content.decode(), "everybody sees the same"
    assert client.get(page.url_path.removeprefix("/home")).status_code == 404


def test_a_frontend_gets_a_token_that_opens_the_same(client, make, news, gql, data, tree):
    frontend = PreviewFrontend.objects.create(name="Site", address=FRONTEND)
    _, token = make(news, frontend.mode)
    response = opened(client, token)
    assert response.status_code == 302 and is_kept_by_nobody(response)
    parts = urlsplit(response.url)
    query = parse_qs(parts.query)
    assert (parts.netloc, parts.path, query["of"]) == ("front.example.org", "/news/item/", ["programme.newspage"])
    (preview,) = query["preview"]
    assert token not in response.url
    links = """query ($token: String!, $id: ID!) { page(by: {previewToken: $token}) { ... on NewsPage { title
      image { title } topics { nodes { name } } workStreams { totalCount nodes { title } }
      body { ... on PageLinksBlock { pages { title } } ... on RichTextBlock { richText { html } } } } }
      public: page(by: {id: $id}) { title } }"""
    # A link to others shows what the public sees, even if its maker may see more.
    assert data(links, token=preview, id=id_of(news)) == {
        "page": {
            "title": "Draft",
            "image": None,
            "topics": {"nodes": []},
            "workStreams": {"totalCount": 1, "nodes": [{"title": "Open stream"}]},
            "body": [{"pages": [{"title": "Open stream"}]}, {"richText": {"html": "<p>words</p>"}}],
        },
        "public": {"title": "Published"},
    }
    other = factories.NewsFactory(parent=tree.news, title="Other draft", slug="other", live=False)
    by_path = "query ($t: String, $p: String!) { route(path: $p, previewToken: $t) { page { title } } }"
    assert data(by_path, t=preview, p="/news/item/")["route"]["page"] == {"title": "Draft"}
    assert gql(by_path, t=preview, p=other.url)["errors"][0]["extensions"]["code"] == "PREVIEW_REFUSED"

    body = json.dumps({"query": TITLE, "variables": {"token": preview}})
    answer = client.post("/graphql/", body, content_type="application/json")
    assert answer["Cache-Control"] == "private, no-store" and "ETag" not in answer

    # Without the frontend the link shows the hub's own page.
    frontend.delete()
    assert "Draft" in text_of(opened(client, token))


def delete_page(link):
    link.page.specific.delete()


def no_right(link):
    GroupPagePermission.objects.all().delete()


def no_admin(link):
    link.created_by.groups.get().permissions.clear()


def switched_off(link):
    type(link.created_by).objects.update(is_active=False)


def no_account(link):
    PreviewLink.objects.update(created_by=None)


def revoked(link):
    preview_links.LINKS.revoke(link, link.created_by)


def expired(link):
    PreviewLink.objects.update(expires_at=timezone.now())


@pytest.mark.parametrize(
    ("end", "words"),
    [
        (delete_page, "is no longer there"),
        (no_right, "may no longer edit the page"),
        (no_admin, "may no longer edit the page"),
        (switched_off, "may no longer edit the page"),
        (no_account, "may no longer edit the page"),
        (revoked, "The team has closed this link"),
        (expired, "This link has expired"),
    ],
    ids=lambda value: getattr(value, "__name__", None),
)
def test_what_ends_it(client, make, news, gql, end, words):
    link, token = make(news)
    preview = preview_links.frontend_token(link)
    assert gql(TITLE, token=preview) == {"data": {"page": {"title": "Draft"}}}
    end(link)
    response = opened(client, token)
    assert response.status_code == 410 and is_kept_by_nobody(response)
    assert words in text_of(response)
    assert "Draft" not in response.content.decode()
    body = gql(TITLE, token=preview)
    assert body["data"] == {"page": None}
    (error,) = body["errors"]
    assert error["extensions"]["code"] == "PREVIEW_REFUSED"
    assert words in error["message"]


def test_a_frontends_token_ends_within_the_hour_and_the_link_makes_another(make, news, gql, settings):
    link, _ = make(news, days=30)
    preview = preview_links.frontend_token(link)
    settings.PREVIEW_TOKEN_MAX_AGE = -1
    assert "expired" in gql(TITLE, token=preview)["errors"][0]["message"]


@pytest.mark.parametrize("change", [lambda t: t[:-1], lambda t: f"x{t}", lambda t: "x", lambda t: t.replace(".", "")])
def test_a_forged_link_shows_nothing(client, make, news, change):
    _, token = make(news)
    response = opened(client, change(token))
    assert response.status_code == 410
    assert "isn't one of ours" in text_of(response)


def test_the_database_has_only_a_hash(make, news):
    link, token = make(news)
    assert token not in str(PreviewLink.objects.values().get())
    assert PreviewLink.objects.get().digest == preview_links.LINKS.tokens.digest_of(token) != token


def test_no_token_is_logged(client, make, news, caplog, monkeypatch, settings):
    """Not even when something breaks, and not by the address without its last slash."""
    _, token = make(news)
    client.raise_request_exception = False
    with caplog.at_level(logging.DEBUG):
        opened(client, token)
        client.get(f"/preview-link/{token}")
        opened(client, f"{token}x")
        monkeypatch.setattr("cms.models.PreviewLink.note_use", lambda link: 1 / 0)
        assert opened(client, token).status_code == 500
    records = [record for record in caplog.records if record.name.startswith(("django.request", "cms"))]
    assert records
    lines = [LineFormatter().format(record) for record in records if WithoutSecretPaths().filter(record)]
    assert not [line for line in lines if token in line]
    assert [line for line in lines if "/preview-link/…/" in line]


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_it_is_only_read(client, make, news, method):
    _, token = make(news)
    assert getattr(client, method)(f"/preview-link/{token}/").status_code == 405


def test_nothing_is_kept_for_readers(client, make, news, settings):
    settings.PAGES_CACHE = True
    _, token = make(news)
    before = client.get("/news/item/")
    opened(client, token)
    after = client.get("/news/item/", headers={"if-none-match": before["ETag"]} if "ETag" in before else {})
    assert after.status_code in (200, 304)
    assert "Draft" not in after.content.decode()


def test_the_hub_s_site_may_be_off(client, make, news, settings):
    _, token = make(news)
    assert is_of_the_hub(f"/preview-link/{token}/")


def test_an_unknown_key_in_a_signed_token_opens_nothing(db, gql):
    assert "no longer there" in gql(TITLE, token=token_of(preview_links.OPENER, 0))["errors"][0]["message"]


def test_its_draft_is_not_that_of_an_editors_preview(make, news):
    link, _ = make(news)
    draft = open_draft(preview_links.frontend_token(link))
    assert draft.opens(news) is None
    assert draft.url_paths == {"/home/news/item/"}
