"""Words of a programme's own in everything that the hub says to readers."""

import csv
import io

import pytest
from django.utils import translation

from cms.base.active_site import site_active
from cms.base.local_texts import hub_text
from cms.base.own_words import worded
from cms.pages.viewer import visibility_of
from cms.visibility.content_version import ContentVersion
from newsletter.models import NewsletterSettings
from newsletter.people.wording import update_name
from programme.choices import CommitmentKind
from programme.models import ProgrammeWords, WorkStreamPage
from search.engine.facets import LABELS
from tests import own_words

PLACES = (
    *("/feedback/", "/newsletter/subscribe/", "/help/", "/search/?q=neglect", "/search/?q=progress", "/nothing/"),
    *("/feeds/all.atom", "/feeds/progress.atom", "/feeds/issues.atom", "/calendars/all.ics", "/feeds/"),
)


@pytest.fixture
def spoken(hub):
    with own_words.spoken() as site:
        yield site


def test_no_page_has_a_word_of_the_product(hub, spoken, client):
    left = {page.url: own_words.left(client.get(page.url).content) for page in hub.values()}
    assert {address: texts for address, texts in left.items() if texts} == {}


@pytest.mark.parametrize("path", PLACES)
def test_nor_has_a_view_a_feed_or_a_calendar(spoken, client, path):
    assert own_words.left(client.get(path).content) == []


def test_pages_have_the_programmes_words(hub, spoken, client):
    stream = own_words.said(client.get(hub["stream"].url).content)
    assert {"Aim", "Steps", "Headlines"} <= set(stream)
    assert {"Circle"} <= set(own_words.said(client.get(hub["group"].url).content))
    assert "Pledges and steps" not in stream  # it has a word for both
    assert "Undertakings" in own_words.said(client.get(hub["news"].url).content)


def test_addresses_keep_the_products(hub, spoken):
    assert hub["stream"].url.startswith("/work-streams/")
    assert WorkStreamPage.page_kind.address == "work-streams"
    assert str(WorkStreamPage.page_kind.plural) == "Aims"


def test_labels_of_choices_and_facets_follow(spoken):
    assert CommitmentKind.ACTION.label == "Step"
    assert LABELS["stream"] == "Aim"


def test_the_api_has_the_words_and_the_labels(hub, spoken, data):
    found = data("{ programme { words { key singular plural } } commitments { nodes { kind { key label } } } }")
    words = {word["key"]: (word["singular"], word["plural"]) for word in found["programme"]["words"]}
    assert words == own_words.WORDS
    assert found["commitments"]["nodes"][0]["kind"] == {"key": "action", "label": "Step"}


def test_without_words_the_api_has_the_products(hub, data):
    words = data("{ programme { words { key singular plural } } }")["programme"]["words"]
    assert {"key": "work_stream", "singular": "work stream", "plural": "work streams"} in words


def test_a_letter_names_the_update_as_the_programme_does(spoken):
    assert update_name(NewsletterSettings(name="")) == "the regular bulletin"


def test_a_page_in_another_language_keeps_its_translation(spoken):
    with translation.override("gd"):
        assert hub_text("Home") == "Dhachaigh"
        assert str(CommitmentKind.ACTION.label) == "Action"  # by which a catalogue knows it
        assert hub_text(CommitmentKind.ACTION.label) == "Step"  # none does


def test_the_site_of_a_request_brings_its_words_without_a_statement(hub, rf, django_assert_num_queries):
    with own_words.spoken():
        pass  # from here on nothing is known but what the database has
    site = visibility_of(rf.get("/", headers={"host": "localhost"})).site
    with site_active(site), django_assert_num_queries(0):
        assert worded("work stream") == "aim"


def test_a_change_of_words_renews_the_token(hub):
    with own_words.spoken() as site:
        before = ContentVersion.current()
        ProgrammeWords.objects.filter(site=site).update(action_singular="task", action_plural="tasks")
        assert ContentVersion.current() != before


def test_the_other_programmes_words_are_its_own(spoken):
    assert worded("A work stream") == "An aim"
    with site_active(None):
        assert worded("A work stream") == "A work stream"
    assert worded("A work stream") == "An aim"


def test_the_head_of_a_file_has_them(hub, spoken, admin_client):
    answer = admin_client.get("/admin/message-house/?export=csv")
    assert next(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))[:2] == ["Headline", "Aim"]
