"""A public page says that a program drafted parts of it, if the programme wants that."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cms.models import HubSettings
from programme.models import NewsPage
from tests import factories

pytestmark = pytest.mark.django_db
SENTENCE = "Parts of this page were drafted by a program."
NEWS = {"title": "Second meeting", "summary": "It met.", "date": "2026-11-02", "kind": "announcement"}
QUERY = "{ news { nodes { title draftedByProgram } } }"


@pytest.fixture
def page(tree, program, admin_user):
    program.create(tree.news, newsPage=NEWS)
    factories.NewsFactory(parent=tree.news, title="First meeting").save_revision().publish()
    made = NewsPage.objects.get(title="Second meeting")
    made.latest_revision.publish(user=admin_user)
    return NewsPage.objects.get(pk=made.pk)


def tell(tree, *, programs):
    settings, _ = HubSettings.objects.get_or_create(site=tree.site)
    settings.names_programs = programs
    settings.save()


def asked(client):
    answer = client.post("/graphql/", {"query": QUERY}, content_type="application/json").json()
    return {one["title"]: one["draftedByProgram"] for one in answer["data"]["news"]["nodes"]}


def statements(client, page):
    client.get(page.url)
    page.save(update_fields=["title"], clean=False)  # so that it isn't kept
    with CaptureQueriesContext(connection) as seen:
        html = client.get(page.url).content.decode()
    return html, len(seen)


def test_a_page_says_so_only_if_the_programme_wants_it_for_one_statement(tree, page, client):
    tell(tree, programs=False)
    html, before = statements(client, page)
    assert SENTENCE not in html
    tell(tree, programs=True)
    html, after = statements(client, page)
    assert SENTENCE in html and after == before + 1
    assert SENTENCE not in client.get(NewsPage.objects.get(title="First meeting").url).content.decode()


def test_what_is_kept_is_made_anew_once_people_have_written_the_text(tree, page, client):
    tell(tree, programs=True)
    assert SENTENCE in client.get(page.url).content.decode()
    draft = page.get_latest_revision_as_object()
    draft.title, draft.summary = "Ours", "Ours."
    draft.save_revision().publish()
    assert SENTENCE not in client.get(page.url).content.decode()


def test_the_api_tells_for_all_pages_with_one_statement_and_nothing_otherwise(tree, page, client):
    tell(tree, programs=False)
    assert asked(client) == {"First meeting": None, "Second meeting": None}
    tell(tree, programs=True)
    assert asked(client) == {"First meeting": False, "Second meeting": True}
    with CaptureQueriesContext(connection) as seen:
        tell(tree, programs=True)
        assert asked(client) == {"First meeting": False, "Second meeting": True}
    assert sum("cms_draftedpage" in one["sql"] for one in seen) == 1
