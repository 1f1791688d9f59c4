"""Three programmes with all that they have, and somebody in each role of each."""

from django.contrib.auth.models import Group, User
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Comment, Page

from cms.accounts.models import ProgrammeRole
from cms.accounts.programme_roles import separate, set_up_programme
from cms.accounts.roles import EDITORS, MODERATORS, PROGRAMME_LEADS, VIEWERS
from cms.base.active_site import site_active
from cms.models import ProgrammeSite
from newsletter.rights import NEWSLETTER_SENDERS
from tests import factories
from tests.trees import Mould

from .canaries import Programme, below, programme
from .crawler import Crawl, Things

WORDS = ("amberfinch", "birchgull", "cedarwren")
ROLES = (VIEWERS, NEWSLETTER_SENDERS, EDITORS, MODERATORS, PROGRAMME_LEADS)


class World:
    """Three programmes with all that they have, and somebody in each role of each."""

    def __init__(self, programmes: list[Programme], things: dict[str, Things]):
        self.programmes, self.things = programmes, things

    def crawl(self, word: str, role: str) -> Crawl:
        """Return a crawl of somebody with the role in the programme with the word."""
        client = Client(raise_request_exception=False)
        client.force_login(User.objects.get(username=f"{word}-{ROLES.index(role)}"))
        here = next(one for one in self.programmes if one.word == word)
        return Crawl(client, here.prefix, tuple(one for one in WORDS if one != word))


def made(tree, roles: Mould) -> World:
    """Build the world on an empty hub."""
    roles.cast()
    ProgrammeSite.objects.get_or_create(site=tree.site, defaults={"key": "main"})
    separate(tree.site, WORDS[0])
    sites = [tree.site, below(tree.site, "birch"), below(tree.site, "cedar")]
    programmes, things = [], {}
    for word, site in zip(WORDS, sites, strict=True):
        before = Things.highest()
        site.site_name = f"Programme {word}"
        site.save()
        programmes.append(programme(word, site))
        # As in the product, once there are pages: of some roles the rights begin at a page further down.
        if site != tree.site:
            set_up_programme(site, word)
        with site_active(site):
            more_of(programmes[-1], word)
        things[word] = Things.since(before)
        things[word].keys[Page] = list(programmes[-1].pages.values_list("pk", flat=True))
    return World(programmes, things)


def more_of(found: Programme, word: str) -> None:
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
