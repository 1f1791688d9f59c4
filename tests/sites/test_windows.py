"""Nobody of one programme finds a word, name or file of another behind any address of the admin; see `crawler`."""

import pytest
from django.contrib.auth.models import Group, User
from django.core.exceptions import ImproperlyConfigured
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.test import Client
from django.urls import path as django_path
from django.urls import set_script_prefix
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Comment, Page

from cms.accounts.models import ProgrammeRole
from cms.accounts.programme_roles import separate, set_up_programme
from cms.accounts.roles import EDITORS, MODERATORS, PROGRAMME_LEADS, VIEWERS
from cms.base.active_site import site_active
from cms.editing import own_things
from cms.models import ProgrammeSite
from newsletter.rights import NEWSLETTER_SENDERS
from tests import factories
from tests.trees import Mould

from .canaries import Programme, below, programme
from .crawler import Address, Crawl, Things, addresses, paths_of

WORDS = ("amberfinch", "birchgull", "cedarwren")
ROLES = (VIEWERS, NEWSLETTER_SENDERS, EDITORS, MODERATORS, PROGRAMME_LEADS)


class World:
    """Three programmes with all that they have, and somebody in each role of each."""

    def __init__(self, programmes: list[Programme], things: dict[str, Things]):
        self.programmes, self.things = programmes, things

    def crawl(self, word: str, role: str) -> Crawl:
        """Return a crawl of somebody with the role in the programme with the word."""
        client = Client()
        client.force_login(User.objects.get(username=f"{word}-{ROLES.index(role)}"))
        here = next(one for one in self.programmes if one.word == word)
        return Crawl(client, here.prefix, tuple(one for one in WORDS if one != word))


@pytest.fixture(scope="module")
def mould_of_world(moulds, django_db_blocker, tmp_path_factory) -> Mould:
    """The world, built once for all tests of this module."""

    def make(tree) -> World:
        moulds[1].cast()
        ProgrammeSite.objects.get_or_create(site=tree.site, defaults={"key": "main"})
        separate(tree.site, WORDS[0])
        sites = [tree.site, below(tree.site, "birch"), below(tree.site, "cedar")]
        programmes, things = [], {}
        for word, site in zip(WORDS, sites, strict=True):
            before = Things.highest()
            site.site_name = f"Programme {word}"
            site.save()
            if site != tree.site:
                set_up_programme(site, word)
            programmes.append(programme(word, site))
            with site_active(site):
                _more(programmes[-1], word)
            things[word] = Things.since(before)
            things[word].keys[Page] = list(programmes[-1].pages.values_list("pk", flat=True))
        return World(programmes, things)

    with django_db_blocker.unblock():
        return Mould.made(make, under=moulds[0], media=tmp_path_factory.mktemp("world"))


def _more(found: Programme, word: str) -> None:
    """Add what has no kind of row: people, media, drafts, reviews, comments, redirects."""
    people = [_somebody(found, word, role) for role in ROLES]
    collection = found.site.programme_site.collection
    picture = factories.ImageFactory(title=f"Picture {word}", collection=collection, file__filename=f"{word}.png")
    picture.tags.add(f"tag-{word}")
    document = factories.DocumentFactory(
        title=f"Paper {word}", collection=collection, file=ContentFile(b"Text.", name=f"{word}.txt")
    )
    document.tags.add(f"tag-{word}")
    parent = found.pages.filter(slug__contains="news", depth=3).first().specific
    draft = factories.NewsFactory(parent=parent, title=f"Draft {word}", slug=f"draft-{word}", live=False)
    draft.save_revision(user=people[-1], log_action=True)
    draft.get_workflow().start(draft, people[2])
    page = draft.get_siblings().exclude(pk=draft.pk).first().specific
    page.title = f"Secret {word}"
    page.save_revision(user=people[-1], log_action=True)
    page.locked, page.locked_by, page.locked_at = True, people[-1], timezone.now()
    page.save(update_fields=["locked", "locked_by", "locked_at"])
    Comment.objects.create(page=draft, user=people[-1], text=f"Said {word}", contentpath="title")
    Redirect.objects.create(old_path=f"/old-{word}", redirect_page=page, site=found.site)


def _somebody(found: Programme, word: str, role: str) -> User:
    user = User.objects.create_user(
        f"{word}-{ROLES.index(role)}", f"{word}@staff.example", first_name="Ada", last_name=word.title() + word
    )
    user.groups.add(Group.objects.get(pk=ProgrammeRole.objects.get(site=found.site, role=role).group_id))
    return user


@pytest.fixture
def world(tree, mould_of_world) -> World:
    found = mould_of_world.cast()
    call_command("search", "rebuild", verbosity=0)
    return found


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
    victims = [one for one in WORDS if one != word]
    assert walk(world, word, role, victims, 8, sends=True).found == {}
    for victim in victims:
        left = {model: model._base_manager.filter(pk__in=keys) for model, keys in world.things[victim].keys.items()}
        gone = {model: len(world.things[victim].keys[model]) - rows.count() for model, rows in left.items()}
        assert {model.__name__: count for model, count in gone.items() if count} == {}


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
