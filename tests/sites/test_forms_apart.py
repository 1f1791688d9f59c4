"""No form of the admin takes, shows or changes a thing of another programme, whatever key is sent; see `sent_forms`."""

from collections.abc import Iterator
from itertools import permutations

import pytest
from django.db import connection
from django.urls import set_script_prefix

from cms.accounts.roles import PROGRAMME_LEADS
from cms.history.models import PageCount
from programme.models import GroupPage

from .crawler import addresses, paths_of
from .sent_forms import WRITTEN, Sending, rows
from .world import ROLES, WORDS, World

# Forms that once showed something of another programme: they are sent in every run.
LEAKED_ONCE = ("bundles:bundle", "owner_report", "wagtailadmin_pages:set_privacy")
# Any public group may feed a list, as any page may link to a public one, and these forms show its title, which everybody may
# read. Of its members only those are offered who are contacts of the list's own programme.
SHOW_GROUPS = ("newsletter-lists:add", "newsletter-lists:edit")
PAIRS = tuple(permutations(WORDS, 2))
TRIGGERS = {
    "sqlite": "SELECT sql FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT 'BEGIN ' || prosrc FROM pg_proc WHERE prorettype = 'trigger'::regtype",
}


def own_paths(world: World, word: str, most: int = 1) -> Iterator[tuple[str, str]]:
    """Yield all addresses about one's own things, and those about none, each with its name."""
    for address in addresses():
        for path in paths_of(address, world.things[word], most) if address.parts else ("/" + address.template,):
            yield address.name, path


def send_all(world: World, word: str, role: str, victim: str, *, whole: bool = True, only=None) -> Sending:
    """Send all forms on the pages about one's own things, with the victim's keys."""
    sending = Sending(world.crawl(word, role), world.things[victim])
    groups = GroupPage.objects.filter(live=True, pk__in=world.things[victim].of([GroupPage]))
    sending.crawl.public = dict.fromkeys(SHOW_GROUPS, tuple(groups.values_list("title", flat=True)))
    for name, path in own_paths(world, word):
        if not only or name in only:
            sending.of(name, path, whole=whole)
    return sending


@pytest.mark.parametrize("word", WORDS)
@pytest.mark.parametrize("role", ROLES)
def test_no_form_takes_anything_of_another_programme(world, role, word):
    """The other one is another for each role, so that all pairs have their turn."""
    others = [one for one in WORDS if one != word]
    sending = send_all(world, word, role, others[ROLES.index(role) % 2])
    assert (sending.crawl.found, sending.found) == ({}, {})
    assert sending.sent > 20, "a walk that sends little proves little"


def test_some_forms_take_nothing_of_another_programme(world):
    """Every tenth address, and each in the next programme, with the keys of another of the others each time."""
    names = sorted({name for name, _ in own_paths(world, WORDS[1])})[::10]
    for place, (word, victim) in enumerate(PAIRS):
        chosen = {*names[place :: len(PAIRS)], *(LEAKED_ONCE if (word, victim) == WORDS[1:] else ())}
        sending = send_all(world, word, PROGRAMME_LEADS, victim, whole=False, only=chosen)
        assert (sending.crawl.found, sending.found) == ({}, {})


def test_a_form_that_changes_another_programme_is_found(world, planted):
    """The crawler's own test."""
    names = ("planted_rename", "planted_count")
    sending = send_all(world, WORDS[1], PROGRAMME_LEADS, WORDS[2], only=names)
    assert list(sending.found) == ["planted_rename: page "]
    assert "Page" in sending.found["planted_rename: page "][1]


def test_no_trigger_writes_what_is_looked_at(db):
    """Only the tables are read again that a statement names."""
    with connection.cursor() as cursor:
        cursor.execute(TRIGGERS[connection.vendor])
        written = {table for (sql,) in cursor.fetchall() for table in WRITTEN.findall(sql.partition("BEGIN")[2])}
    assert PageCount._meta.db_table in written
    assert written & {model._meta.db_table for model in rows()} == set()


@pytest.fixture(autouse=True)
def no_prefix_left():
    yield
    set_script_prefix("/")
