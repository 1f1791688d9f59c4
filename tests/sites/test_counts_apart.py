"""No list, badge or sum of one programme counts a thing of another: pages of the admin say the same after another programme
got more of each kind. Nor do they show what is asked for in the address: searches, exports, filters and what forms begin with."""

import re

import pytest
from bs4 import BeautifulSoup

from cms.accounts.roles import EDITORS, PROGRAMME_LEADS
from cms.base.active_site import site_active
from tests import factories

from .canaries import COMMON, rows_of
from .crawler import addresses, paths_of, text_of
from .sent_forms import forms_in
from .world import WORDS, World, more_of

HERE, THERE = WORDS[1], WORDS[2]
# What each address may be asked for, besides what its own forms offer.
ASKED = ({"q": COMMON}, {"export": "csv"}, {"export": "xlsx"}, {"p": "2"}, {"id": "all"}, {"ordering": "title"})
NUMBER = re.compile(r"\d(?!.*\bago$)")  # a number in a line, but for how long ago something was
AGO = re.compile(r"\d+(?:\\u00a0|\s)\w+(?=[^<>]{0,30} ago)")  # the same within a line, as in JSON


def lines_of(answer) -> set[str]:
    """Return the lines of a page that have a number: all that it counts."""
    if answer.streaming or "html" not in answer.get("Content-Type", ""):
        return {line for line in AGO.sub("then", text_of(answer)).splitlines() if NUMBER.search(line)}
    page = BeautifulSoup(answer.content, "html.parser")
    for hidden in page.find_all(["script", "style", "template", "input"]):
        hidden.decompose()
    lines = (line.strip() for line in page.get_text("\n").splitlines())
    return {line for line in lines if NUMBER.search(line)}


def counting(world: World, word: str) -> list[tuple[str, str]]:
    """Return the addresses about nothing, and those about one thing of each kind of somebody's own."""
    return [
        (address.name, path)
        for address in addresses()
        for path in (paths_of(address, world.things[word], 1) if address.parts else ("/" + address.template,))
    ]


def counted(crawl, paths) -> dict[str, set[str]]:
    return {path: lines_of(crawl.client.get(crawl.prefix + path)) for _, path in paths}


def changed_counts(world: World, crawl, paths) -> dict[str, list[str]]:
    """Return what pages no longer say after another programme got a thing of each kind. What changes anyhow doesn't count."""
    counted(crawl, paths)  # some say from then on that they were opened
    before, again = counted(crawl, paths), counted(crawl, paths)
    there = next(one for one in world.programmes if one.word == THERE)
    with site_active(there.site):
        for parent in there.pages.specific():
            if child := next((one for one in parent.get_children().specific() if one.depth > 3), None):
                copied = factories.factory_of(type(child))(parent=parent, title=f"More {THERE}", live=child.pk % 2 == 0)
                copied.save_revision(log_action=True)
        rows_of(there.site, f"{THERE}more")
        more_of(there, f"{THERE}more")
    after = counted(crawl, paths)
    lost = {path: sorted((before[path] & again[path]) - after[path]) for path in before}
    return {path: lines for path, lines in lost.items() if lines}


def lists(world: World, most: int | None = None) -> list[tuple[str, str]]:
    """Return the addresses about no single thing."""
    return [one for one in counting(world, HERE) if not NUMBER.search(one[1])][:most]


def test_no_page_counts_anything_of_another_programme(world):
    crawl = world.crawl(HERE, PROGRAMME_LEADS)
    assert changed_counts(world, crawl, lists(world)) == {}


@pytest.mark.parametrize("role", [EDITORS, PROGRAMME_LEADS])
def test_no_page_of_a_thing_counts_anything_of_another_programme(world, role):
    assert changed_counts(world, world.crawl(HERE, role), counting(world, HERE)) == {}


def test_a_page_that_counts_everything_is_found(world, planted):
    """The test's own test."""
    crawl = world.crawl(HERE, PROGRAMME_LEADS)
    paths = [one for one in lists(world) if one[0] in ("planted_count", "planted_rename")]
    assert set(changed_counts(world, crawl, paths)) == {"/admin/planted/count/"}


def asked_of(crawl, name: str, path: str, things) -> None:
    """Open an address with all that it may be asked for."""
    answer = crawl.open(name, path)
    if answer.status_code != 200:
        return
    for asked in ASKED:
        if "id" in asked and name.endswith("chosen_multiple"):
            continue  # takes keys alone, and Wagtail fails for a word in any hub
        crawl.open(f"{name} {asked}", path, asks=asked)
    for form in forms_in(answer, crawl.prefix + path):
        for part, values in form.with_theirs(things):
            begun = {part: values[part]} if part in values else {one: values[one] for one in form.leads_to}
            crawl.open(f"{name} {part}", path, asks=begun)


def test_nothing_of_another_programme_is_shown_for_what_an_address_asks(world):
    crawl = world.crawl(HERE, PROGRAMME_LEADS)
    for name, path in lists(world):
        asked_of(crawl, name, path, world.things[THERE])
    assert crawl.found == {}
    assert {status for status in crawl.statuses if status >= 500} == set()
    assert crawl.statuses[200] > 300


def test_a_list_that_shows_another_programme_when_asked_is_found(world, planted):
    """The test's own test."""
    crawl = world.crawl(HERE, PROGRAMME_LEADS)
    for name, path in lists(world):
        if name.startswith("planted"):
            asked_of(crawl, name, path, world.things[THERE])
    assert set(crawl.found) == {f"planted_asked {ASKED[0]}"}
