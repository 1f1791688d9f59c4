"""A hub in which everything that the public reads may change from one day to the next, and what the public reads."""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Callable
from typing import Any

from bs4 import BeautifulSoup
from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from graphql import get_named_type, is_leaf_type
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Collection, CollectionViewRestriction, Orderable, Page, PageViewRestriction, Site

from cms.graphql.schema import get_schema
from cms.models import HubDocument, HubImage, HubSettings
from engagement.models import Engagement
from home.models import FeaturedPage, Principle, StandardPage
from programme.models import (
    CommitmentPage,
    Duty,
    GroupPage,
    MeetingPage,
    NewsPage,
    ProgrammeSettings,
    ProgressEntry,
    PublicationPage,
    Topic,
    WorkStreamPage,
)
from tests import factories
from tests.graphql import plenty
from tests.graphql.leaks.walker import Arguments, Selections
from tests.graphql.test_budgets import BUDGETS, DOCUMENTS
from tests.trees import Tree, build

# They answer from the index of today, or write, or open drafts.
ASIDE = re.compile(r"\b(search|suggest)\(|^mutation|\$token")
OF_TODAY = {"search", "suggest", "signposts", "helpGroups", "helpSubjects", "troubles"}
# Ids of requests on pages of failures, and secrets of forms.
VARIES = re.compile(rb'\b[0-9a-f]{32}\b|nonce="[^"]*"|csrfmiddlewaretoken" value="[^"]*"')
ASKS_FOR_PASSWORD = b'action="/_util/authenticate_with_password/'
# Forms and the ways to them, the day of a print, ways to other days.
OF_TODAYS_PAGE = ", ".join(
    (
        *(".ds_wrapper:has(> .hub_feedback)", ".hub_subscribe", ".hub_follow", ".hub_printed"),
        *(".hub_history-link", ".hub_as-it-was"),
        ":is(p, li):has(> a[href='/newsletter/subscribe/'])",
    )
)
OPERATION = re.compile(r"^query\s+(\w+)\s*(?:\(([^)]*)\))?", re.MULTILINE)
# For fields that need an argument.
VALUES = {"date": ["2018-03-01"], "since": ["2016-01-01T00:00:00Z"], "quality": [70], "markdown": ["Words."]}
TITLES = ("Written", "There", "Another title", "A much longer title than the others")
SLUGS = ("written", "there", "another")


def as_at(document: str) -> str:
    """Return a document that is answered as of the day in its variable `pastDay`."""
    text, found = OPERATION.subn(
        lambda match: f"query {match[1]}({match[2] or ''} $pastDay: String) @asOf(at: $pastDay)", document, count=1
    )
    assert found, document
    return text


class World:
    """A hub with some of everything, made at the present moment."""

    def __init__(self) -> None:
        self.tree: Tree = build()
        plenty.add(self.tree, 2)
        self.site = Site.objects.get()
        for model in apps.get_models():
            if issubclass(model, Orderable):  # as forms number them
                model.objects.update(sort_order=F("pk"))
        self.private = Collection.get_first_root_node().add_child(name="Papers")
        self.branch = factories.StandardPageFactory(parent=self.tree.home, title="Branch", slug="branch")
        self.documents = {name: (as_at(text), BUDGETS[name].variables) for name, text in _documents().items()}
        self.paths: set[str] = set()

    def answers(self, client: Any, day: datetime.date | None) -> dict[str, bytes]:
        """Return what the anonymous API answers to every document, today or as of a day."""
        found = {}
        for name, (document, variables) in self.documents.items():
            given = variables | {"pastDay": day and day.isoformat()}
            answer = client.post(
                "/graphql/", {"query": document, "variables": given}, content_type="application/json"
            ).json()
            answer.get("extensions", {}).pop("asOf", None)
            found[name] = json.dumps({"extensions": {}} | known(answer), sort_keys=True).encode()
        return found

    def note_paths(self) -> None:
        """Remember every address at which there is a page now, or a redirect."""
        self.paths |= {page.get_url() for page in Page.objects.filter(depth__gt=1) if page.get_url()}
        self.paths |= set(Redirect.objects.values_list("old_path", flat=True))

    def pages(self, client: Any) -> dict[str, bytes]:
        """Return what the site answers at every address that the world knows."""
        return {path: shown(client, path) for path in sorted(self.paths)}


def _documents() -> dict[str, str]:
    return {name: text for name, text in DOCUMENTS.items() if not ASIDE.search(text)}


def known(answer: Any) -> Any:
    """Return an answer without the assessments of texts, which past days say that they don't know."""
    if isinstance(answer, list):
        return [known(one) for one in answer]
    if isinstance(answer, dict):
        return {name: known(value) for name, value in answer.items() if not name.endswith("quality")}
    return answer


def shown(client: Any, path: str) -> bytes:
    """Return what an address answers, without what differs from one request to the next, and what is today's alone.

    A page that asks who the reader is isn't public, and isn't there on past days.
    """
    response = client.get(path)
    body = b"".join(response.streaming_content) if response.streaming else response.content
    if response.status_code == 404 or "/_util/login/" in response.get("Location", "") or ASKS_FOR_PASSWORD in body:
        return b"404 not public"
    if response.get("Content-Type", "").startswith("text/html"):
        page = BeautifulSoup(body, "html.parser")
        for part in page.select(OF_TODAYS_PAGE):
            part.decompose()
        body = re.sub(rb"\s+", b" ", str(page).encode())
    return f"{response.status_code} {response.get('Location', '')} ".encode() + VARIES.sub(b"", body)


def roots() -> dict[str, Any]:
    """Return a document for each root field that needs no argument, which selects everything below it, one level deep."""
    selections, schema = Selections(get_schema(), Arguments(VALUES)), get_schema()
    found = {}
    for name, field in schema.query_type.fields.items():
        kind = get_named_type(field.type)
        needed = [argument for argument in field.args.values() if str(argument.type).endswith("!")]
        if name in OF_TODAY or needed:
            continue
        call = "(first: 100)" if "first" in field.args else ""
        below = "" if is_leaf_type(kind) else selections.of(kind, 1)
        found[name] = selections.document(f"{{ {name}{call} {below} }}")
    return found


class Acts:
    """What may happen on a day. Each takes two numbers that choose what it happens to and how."""

    def __init__(self, world: World):
        self.world = world
        self.done = self.refused = 0
        self.all: list[Callable[[int, int], None]] = [
            getattr(self, name) for name in sorted(vars(type(self))) if not name.startswith("_") and name != "act"
        ]

    def act(self, what: int, which: int, how: int) -> None:
        try:
            with transaction.atomic():
                self.all[what % len(self.all)](which, how)
            self.done += 1
        except ValidationError:
            self.refused += 1

    def _page(self, number: int, *models: type[Page]) -> Page | None:
        pages = Page.objects.filter(depth__gt=2, alias_of=None).order_by("pk")
        if models:
            pages = pages.type(*models)
        keys = list(pages.values_list("pk", flat=True))
        return Page.objects.get(pk=keys[number % len(keys)]).specific if keys else None

    def publish_new(self, which: int, how: int) -> None:
        makes = (
            lambda: factories.NewsFactory(parent=self.world.tree.news, title=TITLES[how % 4]),
            lambda: factories.StandardPageFactory(parent=self._page(which, StandardPage), title=TITLES[how % 4]),
            lambda: factories.WorkStreamFactory(parent=self.world.tree.streams, title=TITLES[how % 4]),
            lambda: factories.PublicationFactory(parent=self.world.tree.publications, title=TITLES[how % 4]),
        )
        makes[which % 4]().save_revision().publish()

    def edit_a_draft(self, which: int, how: int) -> None:
        page = self._page(which)
        page.title = f"Draft {TITLES[how % 4]}"
        page.save_revision()

    def publish_a_change(self, which: int, how: int) -> None:
        page = self._page(which)
        page.title = TITLES[how % 4]
        if how % 3 == 0 and page.alias_of_id is None:
            page.slug = f"{SLUGS[how % 3]}-{page.pk}"
        page.show_in_menus = bool(how % 2)
        page.change_note = f"Changed {how}."
        page.save_revision().publish()

    def rename(self, which: int, how: int) -> None:
        page = self._page(which)
        page.slug = f"{SLUGS[how % 3]}-{page.pk}"
        page.save()

    def withdraw(self, which: int, how: int) -> None:
        self._page(which).unpublish(set_expired=bool(how % 2))

    def publish_again(self, which: int, how: int) -> None:
        page = self._page(which)
        page.expire_at = None
        page.save_revision().publish()

    def delete(self, which: int, how: int) -> None:
        self._page(which, NewsPage, StandardPage, PublicationPage, MeetingPage, CommitmentPage).delete()

    def move(self, which: int, how: int) -> None:
        page, to = self._page(which, StandardPage), self._page(how, StandardPage)
        if page and to and not to.path.startswith(page.path):
            page.move(to, "last-child")
        elif page:
            page.move(self.world.tree.home, "first-child")

    def reorder(self, which: int, how: int) -> None:
        page = self._page(which)
        siblings = list(page.get_siblings(inclusive=False))
        if siblings:
            page.move(siblings[how % len(siblings)], "left")

    def restrict(self, which: int, how: int) -> None:
        kind = ("login", "password")[how % 2]
        PageViewRestriction.objects.create(page=self._page(which), restriction_type=kind, password="let-me-in")

    def lift_restrictions(self, which: int, how: int) -> None:
        PageViewRestriction.objects.all().delete()
        CollectionViewRestriction.objects.all().delete()

    def make_private(self, which: int, how: int) -> None:
        collections = Collection.objects.order_by("pk")
        collection = collections[which % len(collections)]
        CollectionViewRestriction.objects.create(collection=collection, restriction_type="login")

    def change_media(self, which: int, how: int) -> None:
        for model in (HubImage, HubDocument):
            keys = list(model.objects.order_by("pk").values_list("pk", flat=True))
            thing = model.objects.get(pk=keys[which % len(keys)])
            thing.title = TITLES[how % 4]
            thing.collection = (self.world.private, Collection.get_first_root_node())[how % 2]
            thing.save()

    def schedule(self, which: int, how: int) -> None:
        page = self._page(which)
        page.title = f"Scheduled {TITLES[how % 4]}"
        page.go_live_at = timezone.now() + datetime.timedelta(hours=20 + 24 * (how % 3))
        page.save_revision(approved_go_live_at=page.go_live_at)

    def schedule_new(self, which: int, how: int) -> None:
        page = factories.NewsFactory(parent=self.world.tree.news, title="Scheduled", live=False)
        page.go_live_at = timezone.now() + datetime.timedelta(hours=20 + 24 * (how % 3))
        page.save_revision().publish()

    def let_expire(self, which: int, how: int) -> None:
        page = self._page(which)
        page.expire_at = timezone.now() + datetime.timedelta(hours=20 + 24 * (how % 3))
        page.save_revision().publish()

    def record_progress(self, which: int, how: int) -> None:
        page = self._page(which, CommitmentPage)
        status = ("in_progress", "complete", "ongoing")[how % 3]
        if page:
            last = ProgressEntry.objects.order_by("-sort_order").values_list("sort_order", flat=True).first()
            ProgressEntry.objects.create(
                page=page,
                date=timezone.localdate(),
                status=status,
                note=TITLES[how % 4],
                sort_order=(last or 0) + 1,  # as forms number them
            )

    def correct_progress(self, which: int, how: int) -> None:
        entry = ProgressEntry.objects.order_by("-pk").first()
        if entry and how % 3:
            ProgressEntry.objects.filter(pk=entry.pk).update(note=f"Corrected {how}.", status="complete")
        elif entry:
            entry.delete()

    def change_a_term(self, which: int, how: int) -> None:
        topic = Topic.objects.order_by("pk")[which % Topic.objects.count()]
        topic.name, topic.live = TITLES[how % 4], how % 3 != 0
        topic.full_clean()  # another may have the name
        topic.save()

    def delete_a_term(self, which: int, how: int) -> None:
        if how % 4 == 0 and Topic.objects.count() > 1:
            Topic.objects.order_by("pk").last().delete()

    def change_settings(self, which: int, how: int) -> None:
        settings = HubSettings.for_site(self.world.site)
        settings.site_name, settings.organisation = TITLES[which % 4], TITLES[how % 4]
        settings.save()
        words = ProgrammeSettings.for_site(self.world.site)
        words.started_on = datetime.date(2016 + how % 4, 2, 1)
        words.save()

    def change_the_home_page(self, which: int, how: int) -> None:
        if how % 2:
            Principle.objects.create(page=self.world.tree.home, title=TITLES[how % 4], text="A text.", sort_order=how)
            FeaturedPage.objects.create(page=self.world.tree.home, target=self._page(which), sort_order=how)
        else:
            Principle.objects.all()[:1].get().delete() if Principle.objects.exists() else None

    def redirect(self, which: int, how: int) -> None:
        path = f"/old-{how % 5}"
        Redirect.objects.filter(old_path=path).delete()
        if which % 3:
            Redirect.objects.create(old_path=path, redirect_page=self._page(which))

    def alias(self, which: int, how: int) -> None:
        page = self._page(which, NewsPage, StandardPage)
        if page and page.alias_of_id is None:
            page.create_alias(update_slug=f"alias-{page.pk}-{Page.objects.count()}")

    def change_people(self, which: int, how: int) -> None:
        Duty.objects.filter(pk__in=Duty.objects.order_by("pk")[: 1 + which % 2]).update(
            end=timezone.localdate() + datetime.timedelta(days=how % 3)
        )

    def relate(self, which: int, how: int) -> None:
        page, stream = self._page(which, NewsPage), self._page(how, WorkStreamPage)
        if page and stream:
            page.work_streams = [stream]
            page.save_revision().publish()

    def talk(self, which: int, how: int) -> None:
        if how % 2:
            factories.EngagementFactory(date=timezone.localdate(), is_public=True, public_summary=TITLES[how % 4])
        else:
            Engagement.objects.update(is_public=bool(which % 2))

    def meet(self, which: int, how: int) -> None:
        group = self._page(which, GroupPage)
        if group:
            factories.MeetingFactory(parent=group, date=timezone.localdate() + datetime.timedelta(days=how % 3))

    def rename_the_organisation(self, which: int, how: int) -> None:
        page = self.world.tree.home
        page.refresh_from_db()
        page.title = TITLES[how % 4]
        page.save_revision().publish()


def worker() -> None:
    """Do what the worker does while nobody looks."""
    call_command("publish_scheduled")
