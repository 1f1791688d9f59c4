"""Nobody of one programme finds a word, name or file of another behind any address of the admin; see `crawler`."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from django.urls import path as django_path
from django.urls import set_script_prefix
from wagtail.models import Page

from cms.accounts.roles import PROGRAMME_LEADS
from cms.editing import own_things

from .crawler import Address, Crawl, addresses, paths_of
from .sent_forms import Sending, faults_of, forbidden, rows
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
def test_nobody_sees_or_changes_anything_of_another_programme(world, word, role):
    victims, before = [one for one in WORDS if one != word], rows()
    nearest = victims[:1] if word == WORDS[2] else victims[-1:]
    crawl = walk(world, word, role, nearest, 1, sends=True)
    assert crawl.found == {}
    assert {status for status in crawl.statuses if status >= 500} == set()
    theirs = forbidden(world.things[nearest[0]])
    assert list(faults_of(before, rows(), theirs, crawl.words)) == []


# What names something else yet, and why. Nothing is added here.
LEFT = {
    "owner_report": "the form of what owners say refuses a foreign page or document, but shows its title again",
    "newsletter-lists:add": "the group page is public",
    "newsletter-lists:edit": "the group page is public",
}


# Forms that once showed something of another programme: they are sent in every run.
LEAKED_ONCE = ("bundles:bundle", "wagtailadmin_pages:set_privacy")


def not_left(found: dict) -> dict:
    """Return what was found, but for what is left."""
    return {name: what for name, what in found.items() if name.partition(": ")[0] not in LEFT}


def own_paths(world: World, word: str, most: int = 1):
    """Yield all addresses about one's own things, and those about none, each with its name."""
    for address in addresses():
        for path in paths_of(address, world.things[word], most) if address.parts else ("/" + address.template,):
            yield address.name, path


def send_all(world: World, word: str, role: str, victim: str, *, whole: bool = True, only=None) -> Sending:
    """Send all forms on the pages about one's own things, with the victim's keys."""
    sending = Sending(world.crawl(word, role), world.things[victim])
    for name, path in own_paths(world, word):
        if not only or name in only:
            sending.of(name, path, whole=whole)
    return sending


@pytest.mark.parametrize("role", ROLES)
def test_no_form_takes_anything_of_another_programme(world, role):
    sending = send_all(world, WORDS[1], role, WORDS[2])
    assert (not_left(sending.crawl.found), sending.found) == ({}, {})


def test_some_forms_take_nothing_of_another_programme(world):
    names = {*sorted({name for name, _ in own_paths(world, WORDS[1])})[::10], *LEAKED_ONCE}
    sending = send_all(world, WORDS[1], PROGRAMME_LEADS, WORDS[2], whole=False, only=names)
    assert (not_left(sending.crawl.found), sending.found) == ({}, {})


def test_a_form_that_changes_another_programme_is_found(world, planted):
    """The crawler's own test."""
    names = ("planted_rename", "planted_count")
    sending = send_all(world, WORDS[1], PROGRAMME_LEADS, WORDS[2], only=names)
    assert list(sending.found) == ["planted_rename: page "]
    assert "Page" in sending.found["planted_rename: page "][1]


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


@pytest.fixture(autouse=True)
def no_prefix_left():
    yield
    set_script_prefix("/")
