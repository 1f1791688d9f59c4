"""The privacy page says what is counted, made of what is on, and a page kept before is made anew."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from home.models import StandardPage
from measures.choices import CountKind
from measures.counts import privacy
from measures.models import CountsSettings


@pytest.fixture
def notice(tree) -> StandardPage:
    return tree.home.add_child(instance=StandardPage(title="Privacy", slug="privacy"))


def words(client, page) -> str:
    return " ".join(client.get(page.url).content.decode().split())


@pytest.mark.usefixtures("pages_are_kept")
def test_it_follows_the_setting_at_once(tree, notice, client):
    off = "We don’t count who reads what"
    assert off in words(client, notice) and off in words(client, notice)
    setting = CountsSettings.objects.create(site=tree.site, counts_readers=True)
    on = words(client, notice)
    assert off not in on
    for kind in CountKind:
        assert privacy.sentences[kind] in on
    setting.counts_readers = False
    setting.save()
    assert off in words(client, notice)


def test_each_kind_of_count_has_its_sentence():
    assert set(privacy.sentences) == set(CountKind)
    starts = {kind: sentence.split(":")[0] for kind, sentence in privacy.sentences.items()}
    assert starts == {
        CountKind.PAGE: "Pages",
        CountKind.DOCUMENT: "Documents",
        CountKind.FEED: "Feeds and calendars",
        CountKind.UPDATE: "Visits from the regular update",
        CountKind.SURVEY: "Survey answers",
    }


def test_words_of_searches_are_named_with_their_time(tree, notice, client, settings):
    settings.SEARCH_LOG_DAYS = 90
    assert "deleted after 90 days" in words(client, notice)


def test_other_pages_say_nothing_of_it(tree, client):
    about = tree.home.add_child(instance=StandardPage(title="About", slug="about"))
    assert "section-counts" not in words(client, about)


def test_it_costs_no_statement(counting, notice, client):
    about = counting.root_page.add_child(instance=StandardPage(title="About", slug="about"))
    numbers = []
    for page in (about, notice, about, notice):
        client.get(page.url)
    for page in (about, notice):
        with CaptureQueriesContext(connection) as captured:
            client.get(page.url)
        numbers.append(len(captured))
    # One more asks whether an event takes registrations.
    assert numbers[0] + 1 == numbers[1]
