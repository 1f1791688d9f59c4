"""Programmes are made, copied, archived, reopened and closed: each step in one transaction, with an entry in the audit log."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.text import slugify
from wagtail.models import Site

from cms.accounts.models import ProgrammeRole
from cms.accounts.programme_roles import LONGEST_NAME, separate, set_up_programme
from cms.accounts.roles import set_up_roles
from cms.base.dates import today
from cms.base.free_names import first_free
from cms.base.log_messages import LoggedActions
from cms.base.registry import Registry
from cms.models import HubSettings, ProgrammeSite
from cms.signposts import programmes as signposts
from cms.sites import former_addresses
from cms.sites.models import NO_HOST, ProgrammeState
from home.models import HomePage
from programme.content_loader.site import current_site, hub_address, remove, welcome_page
from programme.models import ProgrammeSettings

from .structure import copy_settings, plant, take_over

# Each action with its name in filters and its log message.
ACTIONS = LoggedActions(
    "cms.programme.",
    {
        "made": ("Make a programme", "Programme “{name}” made"),
        "copied": ("Copy a programme", "Programme “{name}” made as a copy of “{source}”"),
        "changed": ("Change a programme", "Programme “{name}”: {change} changed"),
        ProgrammeState.ARCHIVED: ("Archive a programme", "Programme “{name}” archived"),
        ProgrammeState.OPEN: ("Reopen a programme", "Programme “{name}” reopened"),
        ProgrammeState.CLOSED: ("Close a programme", "Programme “{name}” closed on {day}"),
    },
)
# What apps give to a new programme, such as its mailing lists.
beginnings: Registry[Callable[[Site], object]] = Registry("part of a new programme")


@dataclass(frozen=True)
class NewProgramme:
    """What a new programme is to be: at a host of its own, or below the first part of a path at the host of a site.

    The first of a hub is at the hub's own address, and the groups and the workflow of the hub are its own.
    """

    name: str
    key: str
    short_name: str = ""
    purpose: str = ""
    hostname: str = ""
    port: int = 80
    path: str = ""
    host: Site | None = None
    # The programme whose structure and settings it takes over; None for the standard lists.
    source: Site | None = None
    # The programme whose signposts it takes over; None for those that all programmes share.
    signposts_of: Site | None = None
    is_first: bool = False
    organisation: str = ""
    contact_email: str = ""


def has_programmes() -> bool:
    """Say whether the hub has a programme, if only a draft of one."""
    return HomePage.objects.exists()


def name_of(site: Site, settings: ProgrammeSettings | None = None) -> str:
    """Return the name of a site's programme: as in its settings, or that of the site, never its host if it has none."""
    found = settings or ProgrammeSettings.objects.filter(site=site).first()
    return (found.name if found else "") or site.site_name or site.hostname


def hidden_host(key: str) -> str:
    """Return the host in Wagtail's record of a programme without one of its own."""
    return f"{key}.{NO_HOST}"


@transaction.atomic
def make(new: NewProgramme, user: User) -> Site:
    """Make the programme: its pages, as a draft, its site, its settings, its roles and its workflow. Return its site."""
    if not new.is_first:
        give_the_others_roles()
    if new.source:
        home = take_over(new.source.root_page, new.name, new.key, new.purpose, user)
    else:
        home = plant(new.name, new.key, new.purpose)
    site = _at_the_hubs_address(home, new.name) if new.is_first else _at_an_address(home, new)
    place = {"key": new.key, "path": new.path, "host": new.host if new.path else None}
    ProgrammeSite.objects.update_or_create(site=site, defaults=place)
    former_addresses.remember(site, former_addresses.address_of(site))
    if new.source:
        copy_settings(new.source, site)
    if new.signposts_of:
        signposts.take_over(new.signposts_of, site)
    ProgrammeSettings.objects.update_or_create(
        site=site, defaults={"name": new.name, "short_name": new.short_name, "purpose": new.purpose}
    )
    names = {"site_name": new.name, "organisation": new.organisation, "contact_email": new.contact_email}
    known = {name: value for name, value in names.items() if value}
    HubSettings.objects.update_or_create(site=site, defaults=known)
    if new.is_first:
        set_up_roles()
    else:
        set_up_programme(site, new.name)
    for begin in beginnings.values():
        begin(site)
    action, data = ("copied", {"source": name_of(new.source)}) if new.source else ("made", {})
    ACTIONS.write(action, site, user, name=new.name, **data)
    return site


def _at_an_address(home: HomePage, new: NewProgramme) -> Site:
    return Site.objects.create(
        hostname=new.hostname or hidden_host(new.key), port=new.port, site_name=new.name, root_page=home
    )


def _at_the_hubs_address(home: HomePage, name: str) -> Site:
    """Return the hub's default site with the programme's front page in place of Wagtail's welcome."""
    site, welcome = current_site(), welcome_page()
    site.hostname, site.port = hub_address()
    site.site_name, site.root_page = name, home
    site.save()
    if welcome:
        remove(welcome)
    return site


def give_the_others_roles() -> None:
    """Give the programmes that are there a record, a collection and groups of their own, so that a new one is apart."""
    with_roles = set(ProgrammeRole.objects.values_list("site", flat=True))
    for site in Site.objects.select_related("root_page").order_by("-is_default_site", "pk"):
        record_of(site)
        name = name_of(site)[:LONGEST_NAME]
        if site.pk not in with_roles and not separate(site, name):
            set_up_programme(site, name)


def record_of(site: Site) -> ProgrammeSite:
    """Return the record of a site's programme; a new one with a key made of its short name if it has none."""
    found = ProgrammeSite.objects.filter(site=site).first()
    if found is None:
        settings = ProgrammeSettings.objects.filter(site=site).first()
        found = ProgrammeSite.objects.create(site=site, key=_free_key(settings.short_name if settings else "", site))
    site.programme_site = found
    return found


def _free_key(short_name: str, site: Site) -> str:
    wanted = slugify(short_name) or slugify(site.site_name) or slugify(site.hostname) or "programme"
    return first_free(wanted[:36], set(ProgrammeSite.objects.values_list("key", flat=True)))


@transaction.atomic
def change(site: Site, fields: dict, user: User) -> None:
    """Change a programme's name or address. `fields` has what is new, by the names in `NewProgramme`."""
    record = record_of(site)
    settings = ProgrammeSettings.objects.filter(site=site).first() or ProgrammeSettings(site=site)
    before, changed = former_addresses.address_of(site), []
    for thing, names in (
        (settings, {"name": "name", "short_name": "short_name", "purpose": "purpose"}),
        (site, {"name": "site_name", "hostname": "hostname", "port": "port"}),
        (record, {"path": "path", "host": "host", "spans_programmes": "spans_programmes"}),
    ):
        new = {names[name]: value for name, value in fields.items() if name in names}
        different = [name for name, value in new.items() if getattr(thing, name) != value]
        if different:
            for name in different:
                setattr(thing, name, new[name])
            thing.save()
            changed += different
    former_addresses.remember(site, before)
    if changed:
        words = ", ".join(sorted({name.replace("_", " ").removeprefix("site ") for name in changed}))
        ACTIONS.write("changed", site, user, name=name_of(site), change=words)


@transaction.atomic
def set_state(
    site: Site, state: ProgrammeState, user: User, *, since: datetime.date | None = None, successor: str = ""
) -> None:
    """Archive, reopen or close a programme. `since` is the day, by default today."""
    record = record_of(site)
    record.state, record.state_since, record.successor = state, since or today(), successor
    record.save(update_fields=["state", "state_since", "successor"])
    ACTIONS.write(state, site, user, name=name_of(site), day=str(record.state_since), successor=successor)
