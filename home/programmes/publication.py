"""Everything that the form of a new programme says becomes a programme, in one transaction."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.models import Group, User
from django.db import transaction
from django.db.models import Q
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from wagtail.models import Collection, GroupApprovalTask, Page, Site

from cms.accounts.invitations import close_to_passwords
from cms.accounts.models import ProgrammeRole
from cms.accounts.roles import EDITORS, MODERATORS
from cms.base.active_site import site_active
from cms.base.choices import Significance
from cms.base.dates import today
from cms.editing.admin_search import indexed_together
from cms.media.models import HubImage
from cms.models import BasePage, LookSettings
from home.models import HomePage
from programme.choices import DUTY_KINDS, NEWS_KINDS, ORIGINS, DutyKind, NewsKind, Origin
from programme.content_loader import load
from programme.models import (
    Duty,
    NewsIndexPage,
    NewsPage,
    ProgrammeWords,
    TeamIndexPage,
    TeamProfilePage,
    WorkStreamIndexPage,
    WorkStreamPage,
)

from .services import NewProgramme, make
from .starters import Starter

# What the parts of the form say that somebody has filled in: values by field, or a list of them for each row.
ProgrammePlan = Mapping[str, Any]
# Who approves: leads, as the workflow of every programme says; moderators, too; or nobody.
LEADS, MODERATORS_TOO, NOBODY = "leads", "moderators", "nobody"


@transaction.atomic
def carry_out(
    new: NewProgramme, starter: Starter | None, plan: ProgrammePlan, user: User, *, is_public: bool, invites: bool
) -> tuple[Site, list[User]]:
    """Make the programme with all that was planned, public or as a draft. Return its site and the new accounts, to be invited.

    Without `invites` nobody gets an account. Raises ValidationError; then nothing is made.
    """
    made = make(new, user)
    if starter:
        # Nobody has edited the new pages yet, so overwriting loses nothing.
        load(starter.folder, site=made, overwrite=True)
    if "words" in plan:
        ProgrammeWords.objects.update_or_create(site=made, defaults=plan["words"])
    # Read anew: it keeps the words of its programme.
    site = Site.objects.select_related("root_page", "programme_site__collection").get(pk=made.pk)
    with site_active(site), indexed_together():
        if "look" in plan:
            _set_look(site, **plan["look"])
        _Pages(site.root_page.specific, user).add(plan)
        accounts = _accounts(site, plan) if invites else []
        _say_who_approves(site, _approval(plan))
        if is_public:
            home = HomePage.objects.get(pk=site.root_page_id)
            home.save_revision(user=user).publish(user=user)
    return site, accounts


def _approval(plan: ProgrammePlan) -> str:
    return plan["approval"]["approval"] if "approval" in plan else LEADS


def _set_look(site: Site, logo_file: Any, logo_text: str, **look: Any) -> None:
    """Write what was chosen of the look, with the logo if there is one."""
    if logo_file:
        collection = site.programme_site.collection or Collection.get_first_root_node()
        look["logo"] = HubImage(title=logo_text, description=logo_text, file=logo_file, collection=collection)
        look["logo"].save()
    LookSettings.objects.update_or_create(site=site, defaults=look)


class _Pages:
    """Publishes pages below the front page. Readers see them with it."""

    def __init__(self, home: HomePage, user: User):
        self.home, self.user = home, user

    def add(self, plan: ProgrammePlan) -> None:
        streams = {row["name"].lower(): self._stream(**row) for row in plan.get("streams", ())}
        for row in plan.get("people", ()):
            if row["on_site"]:
                self._person(row, streams)
        if plan.get("update", {}).get("title"):
            self._news(**plan["update"])

    def _publish(self, page: BasePage, parent: Page) -> None:
        page.live = False
        parent.add_child(instance=page)
        page.save_revision(user=self.user).publish(user=self.user)

    def _list(self, model: type[BasePage]) -> Page:
        return model.objects.child_of(self.home).get()

    def _stream(self, name: str, summary: str) -> WorkStreamPage:
        page = WorkStreamPage(
            title=name,
            summary=summary,
            origin=ORIGINS.first_of(Origin.STARTED),
            change_significance=Significance.MINOR,
        )
        self._publish(page, self._list(WorkStreamIndexPage))
        return page

    def _person(self, planned: Mapping[str, Any], streams: Mapping[str, WorkStreamPage]) -> None:
        page = TeamProfilePage(
            title=planned["name"],
            given_name=planned["given_name"],
            family_name=planned["family_name"],
            post_title=planned["post"],
            as_at=today(),
            change_significance=Significance.MINOR,
        )
        if led := streams.get(planned["leads"].lower()):
            page.duties.add(Duty(kind=DUTY_KINDS.first_of(DutyKind.LEADS), work_stream=led))
        self._publish(page, self._list(TeamIndexPage))

    def _news(self, title: str, summary: str, text: str) -> None:
        page = NewsPage(title=title, summary=summary, kind=NEWS_KINDS.first_of(NewsKind.ANNOUNCEMENT))
        if text:
            page.body = [("rich_text", {"text": _paragraphs(text)})]
        self._publish(page, self._list(NewsIndexPage))


def _paragraphs(text: str) -> SafeString:
    parts = [part.strip() for part in text.splitlines() if part.strip()]
    return format_html_join("", "<p>{}</p>", ((part,) for part in parts))


def _group(site: Site, role: str) -> Group:
    """Return the group of a role in the programme: its own, or in a hub with one programme that of the hub."""
    own = ProgrammeRole.objects.filter(site=site, role=role).select_related("group").first()
    return own.group if own else Group.objects.get(name=role)


def _accounts(site: Site, plan: ProgrammePlan) -> list[User]:
    """Give people their roles, in a new account if they have none. Return the new accounts."""
    new = []
    for person in plan.get("people", ()):
        email, role = person["email"], person["role"]
        if not role:
            continue
        account = User.objects.filter(Q(email__iexact=email) | Q(username__iexact=email)).first()
        if account is None:
            account = User(
                username=email, email=email, first_name=person["given_name"], last_name=person["family_name"]
            )
            close_to_passwords(account)
            account.save()
            new.append(account)
        if (_approval(plan), role) == (NOBODY, EDITORS):
            role = MODERATORS
        account.groups.add(_group(site, role))
    return new


def _say_who_approves(site: Site, approval: str) -> None:
    """Let moderators approve besides leads, if that was chosen."""
    workflow = site.root_page.get_workflow() if approval == MODERATORS_TOO else None
    for task in workflow.tasks if workflow else ():
        if isinstance(approved := task.specific, GroupApprovalTask):
            approved.groups.add(_group(site, MODERATORS))
