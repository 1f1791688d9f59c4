"""The pages with which a programme begins: the standard ones, or those of another programme with its settings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.html import format_html
from modelcluster.models import ClusterableModel
from wagtail.contrib.settings.models import BaseSiteSetting
from wagtail.contrib.settings.registry import registry
from wagtail.models import Page, Site

from cms.base.registry import Registry
from cms.models import BasePage, IndexPage
from cms.pages.addresses import free_slug
from home.models import HomePage, StandardPage
from programme.models import (
    EventIndexPage,
    GroupIndexPage,
    KeyMessageIndexPage,
    NewsIndexPage,
    ProgrammeSettings,
    ProgressPage,
    PublicationIndexPage,
    TeamIndexPage,
    WorkStreamIndexPage,
)


@dataclass(frozen=True)
class StandardPlace:
    """A page of every new programme. Lists are public with the front page; pages to be written are drafts."""

    model: type[BasePage]
    title: str
    in_menus: bool = False

    @property
    def is_written_first(self) -> bool:
        """Whether somebody must write it before readers may see it."""
        return issubclass(self.model, StandardPage)


# By slug. Later apps add theirs.
lists: Registry[StandardPlace] = Registry("standard page")
for order, (slug, place) in enumerate(
    {
        "key-messages": StandardPlace(KeyMessageIndexPage, "Key messages", in_menus=True),
        "work-streams": StandardPlace(WorkStreamIndexPage, "Work streams", in_menus=True),
        "progress": StandardPlace(ProgressPage, "Progress", in_menus=True),
        "news": StandardPlace(NewsIndexPage, "News", in_menus=True),
        "publications": StandardPlace(PublicationIndexPage, "Publications", in_menus=True),
        "groups": StandardPlace(GroupIndexPage, "Groups", in_menus=True),
        "events": StandardPlace(EventIndexPage, "Events", in_menus=True),
        "team": StandardPlace(TeamIndexPage, "Team", in_menus=True),
        "about": StandardPlace(StandardPage, "About"),
        "accessibility": StandardPlace(StandardPage, "Accessibility"),
        "privacy": StandardPlace(StandardPage, "Privacy"),
        "contact": StandardPlace(StandardPage, "Contact"),
    }.items(),
    start=1,
):
    # The first eight come before those of later apps, the pages to be written after them.
    lists.add(slug, place, order=order * 10 if order < 9 else order * 100)


def plant(name: str, slug: str, purpose: str) -> HomePage:
    """Make a front page, as a draft, with the standard pages below it. Publishing it makes its lists public, too.

    Its vision is the purpose until somebody writes one: a page can't be saved without. Until then readers see it once.
    """
    root = Page.get_first_root_node()
    purpose = purpose or name
    vision = format_html("<p>{}</p>", purpose)
    home = HomePage(title=name, slug=free_slug(root, slug), summary=purpose[:300], vision=vision, live=False)
    root.add_child(instance=home)
    home.save_revision()
    for slug, place in lists.items():
        page = place.model(title=place.title, slug=slug, show_in_menus=place.in_menus, live=not place.is_written_first)
        home.add_child(instance=page)
        page.save_revision()
    return home


def take_over(source: Page, name: str, slug: str, purpose: str, user) -> HomePage:
    """Copy a programme's front page, lists and plain pages, without their items. Lists stay public below a draft."""
    root = Page.get_first_root_node()
    changed = {"title": name, "draft_title": name, "slug": free_slug(root, slug)}
    if purpose:
        changed["summary"] = purpose[:300]
    home = source.specific.copy(
        to=root, update_attrs=changed, exclude_fields=["featured", "principles"], **_afresh(user, keep_live=False)
    )
    _copy_below(source, home, user)
    return home


def _copy_below(source: Page, target: Page, user) -> None:
    for page in source.get_children().specific(defer=False):
        if page.alias_of_id is None and isinstance(page, IndexPage | ProgressPage | StandardPage):
            # Of a draft, Wagtail would note that it was published.
            keep_live = page.live and not isinstance(page, StandardPage)
            copied = page.copy(to=target, **_afresh(user, keep_live=keep_live))
            if isinstance(page, StandardPage):
                _copy_below(page, copied, user)


def _afresh(user, *, keep_live: bool) -> dict:
    return {"recursive": False, "copy_revisions": False, "keep_live": keep_live, "user": user}


def copy_settings(source: Site, target: Site) -> None:
    """Copy all settings of a site with their rows, but for those that describe its programme."""
    for model in registry:
        if not issubclass(model, BaseSiteSetting) or model is ProgrammeSettings:
            continue
        found = model.objects.filter(site=source).first()
        if found is not None:
            copy = copy_of(found)
            copy.site = target
            copy.save()


def copy_of(thing: BaseSiteSetting) -> Any:
    """Return an unsaved copy of an object, with copies of the rows that are edited with it."""
    model = type(thing)
    if isinstance(thing, ClusterableModel):
        return model.from_serializable_data(_without_keys(thing.serializable_data()), check_fks=False)
    copy = model(**{field.attname: getattr(thing, field.attname) for field in model._meta.concrete_fields})
    copy.pk = None
    return copy


def _without_keys(data: dict) -> dict:
    """Return an object's data, and that of its rows, as of new ones."""
    return {
        name: [_without_keys(row) if isinstance(row, dict) else row for row in value]
        if isinstance(value, list)
        else value
        for name, value in (data | {"pk": None}).items()
    }
