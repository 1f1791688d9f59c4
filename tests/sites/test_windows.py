"""Nobody of one programme finds a word, name or file of another behind any address of the admin; see `crawler`. For forms see
`test_forms_apart`."""

import re

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpResponseNotFound
from django.test import Client
from django.urls import path as django_path
from django.urls import set_script_prefix
from wagtail.models import Page

from cms.accounts.roles import PROGRAMME_LEADS
from cms.editing import own_things

from .crawler import Address, Crawl, addresses, paths_of, text_of
from .sent_forms import faults_of, forbidden, rows
from .world import ROLES, WORDS, World


def walk(world: World, word: str, role: str, victims, most=None, only=None, *, sends=False) -> Crawl:
    """Open all addresses, or those with one of the names `only`, with `most` keys of each kind of the victims; and send each
    an empty form, if asked to."""
    crawl = world.crawl(word, role)
    for address in addresses():
        if only and address.name not in only:
            continue
        if not address.parts:
            crawl.open(address.name, "/" + address.template)
        for victim in victims if address.parts else ():
            for path in paths_of(address, world.things[victim], most):
                crawl.open(address.name, path)
                if sends:
                    crawl.open(address.name, path, {})
    return crawl


def test_a_lead_sees_nothing_of_another_programme(world):
    crawl = walk(world, WORDS[1], PROGRAMME_LEADS, WORDS[2:], 1)
    assert crawl.found == {}
    assert crawl.statuses[200] > 200, "a walk that opens little proves little"
    assert crawl.statuses[404] > 300


@pytest.mark.parametrize("word", WORDS)
@pytest.mark.parametrize("role", ROLES)
@pytest.mark.usefixtures("plain_page_for_404")
def test_nobody_sees_or_changes_anything_of_another_programme(world, word, role):
    victims, before = [one for one in WORDS if one != word], rows()
    nearest = victims[:1] if word == WORDS[2] else victims[-1:]
    crawl = walk(world, word, role, nearest, 1, sends=True)
    assert crawl.found == {}
    assert {status for status in crawl.statuses if status >= 500} == set()
    theirs = forbidden(world.things[nearest[0]])
    assert list(faults_of(before, rows(), theirs, crawl.words)) == []


@pytest.mark.long
@pytest.mark.parametrize(("role", "word"), [*zip(ROLES + ROLES[-1:] * 2, WORDS * 3, strict=False)])
@pytest.mark.usefixtures("plain_page_for_404")
def test_no_key_of_another_programme_opens_anything(world, role, word):
    """With every key of everything that the next programme has: each role in a programme, and leads in all."""
    crawl = walk(world, word, role, [WORDS[WORDS.index(word) - 1]])
    assert crawl.found == {}
    assert {status for status in crawl.statuses if status >= 500} == set()
    assert crawl.statuses[404] > 2_000


def test_rows_of_a_form_offer_what_is_the_programme_s_own(world):
    crawl = world.crawl(WORDS[1], PROGRAMME_LEADS)
    home = world.programmes[1].site.root_page_id
    said = text_of(crawl.open("front page", f"/admin/pages/{home}/edit/"))
    assert re.search(rf'id_principles-__prefix__-key_messages_0">\s*Message \d+ lighthouse {WORDS[1]}', said)
    assert crawl.found == {}


def test_nobody_is_led_anywhere_without_signing_in(world):
    client = Client()
    for address in addresses():
        for path in paths_of(address, world.things[WORDS[1]], 1):
            answer = client.get(path.partition("?")[0])
            said = b"".join(answer.streaming_content) if answer.streaming else answer.content
            assert not any(word in said.decode("utf-8", "replace") for word in WORDS[1:]), path


def test_the_crawler_finds_a_rule_that_is_missing(world, monkeypatch):
    """The crawler's own test: without the rule for pages their draft titles are seen again."""
    names = ("wagtailadmin_choose_page_child", "wagtailadmin_choose_page_search")
    assert walk(world, WORDS[1], PROGRAMME_LEADS, WORDS[2:], 2, names).found == {}
    monkeypatch.setattr(own_things.rules, "_entries", {k: v for k, v in own_things.rules._entries.items() if k != Page})
    found = walk(world, WORDS[1], PROGRAMME_LEADS, WORDS[2:], 2, names).found
    assert set(found) == {"wagtailadmin_choose_page_child"}


def test_a_part_of_an_address_that_nobody_can_fill_is_named(world):
    pattern = django_path("admin/<slug:flavour>/", lambda request, flavour: None, name="flavours")
    address = Address("flavours", "admin/%(flavour)s/", ("flavour",), pattern, "")
    with pytest.raises(ImproperlyConfigured, match="flavour for flavours"):
        list(paths_of(address, world.things[WORDS[2]]))


@pytest.fixture
def plain_page_for_404(monkeypatch):
    """Most of a long walk finds nothing. The page that says so is in the walk of every run, and is a quarter of the time."""
    monkeypatch.setattr("django.conf.urls.handler404", lambda request, exception: HttpResponseNotFound("Not found"))


@pytest.fixture(autouse=True)
def no_prefix_left():
    yield
    set_script_prefix("/")
