"""Empty lists and pages with only a notice: not linked anywhere, and not offered to search engines."""

import pytest
from wagtail.models import Page

from cms.delivery.empty_pages import empty_keys, empty_list_keys
from programme.choices import MeetingState, TextStatus
from search.engine.questions import Question
from search.engine.retrieval import answer
from tests import factories
from tests.search.conftest import public


@pytest.fixture
def in_menus(read, hub):
    """Return the addresses that header and footer link to."""

    def read_menus() -> set[str]:
        soup = read("/contact/")
        return {link["href"] for link in [*soup.header.find_all("a"), *soup.footer.find_all("a")]}

    return read_menus


def robots(soup) -> str | None:
    tag = soup.find("meta", attrs={"name": "robots"})
    return tag and tag["content"]


@pytest.mark.parametrize(
    ("name", "item"), [("news_index", "news"), ("events", "event"), ("publications", "publication")]
)
def test_a_list_without_items_is_in_no_menu_sitemap_or_search(hub, in_menus, read, client, name, item):
    index = hub[name]
    Page.objects.filter(pk=index.pk).update(show_in_menus=True)
    assert index.url in in_menus()
    assert robots(read(index)) is None

    Page.objects.filter(pk=hub[item].pk).update(live=False)
    assert index.url not in in_menus()
    assert robots(read(index)) == "noindex"
    assert f"<loc>http://localhost{index.url}</loc>" not in client.get("/sitemap.xml").content.decode()
    found = answer(Question(index.title), public())
    assert index.pk not in {hit.page.pk for hit in found.hits}


def test_the_search_finds_a_list_with_items(hub):
    found = answer(Question(hub["news_index"].title), public())
    assert hub["news_index"].pk in {hit.page.pk for hit in found.hits}


def test_a_glossary_without_terms_is_in_no_menu(hub, in_menus):
    assert hub["glossary"].url not in in_menus()
    factories.GlossaryTermFactory()
    assert hub["glossary"].url in in_menus()


def test_an_archive_without_issues_stays_while_there_is_a_list_to_join(hub):
    Page.objects.filter(pk=hub["issue"].pk).update(live=False)
    assert hub["updates"].pk in empty_list_keys(public())
    factories.MailingListFactory()
    assert hub["updates"].pk not in empty_list_keys(public())


def test_a_commitment_of_which_nothing_is_held_is_not_for_search_engines(hub, read, data):
    page = factories.CommitmentFactory(
        parent=hub["stream"], number=9, text="", text_status=TextStatus.NOT_HELD, title="Action 9"
    )
    asked = '{ page(by: {path: "%s"}) { seo { noindex } } }'
    assert robots(read(page)) == "noindex"
    assert data(asked % page.url)["page"]["seo"]["noindex"] is True
    assert robots(read(hub["commitment"])) is None
    assert data(asked % hub["commitment"].url)["page"]["seo"]["noindex"] is False


def test_a_meeting_of_which_only_the_day_is_known_is_not_for_search_engines(hub, read):
    known = {"parent": hub["group"], "agenda": [], "minutes": [], "title": "Second meeting"}
    held = factories.MeetingFactory(state=MeetingState.HELD, **known)
    assert robots(read(held)) == "noindex"
    assert robots(read(hub["meeting"])) is None


def test_a_plain_page_without_text_is_empty(hub):
    page = factories.StandardPageFactory(parent=hub["home"], title="Soon", summary="", body=[])
    assert page.pk in empty_keys(public())
    assert hub["plain"].pk not in empty_keys(public())
