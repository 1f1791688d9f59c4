"""Roles in the admin: groups, their permissions, and the approval workflow.

An editor writes, a moderator publishes, a programme lead approves and answers for the site as a whole, each with all that the
one before may. The first two groups come with Wagtail and are reused. A viewer sees pages, drafts and reports
and changes nothing. While a hub has one programme, the groups are those of the whole hub; later each programme has its
own (`cms.accounts.programme_roles`), and leads of the organisation answer for all. Later apps add roles and permissions
of their own. Permissions that an administrator granted beyond this are left alone.

Accounts stay with the administrator: a user who may change users may set any password, and so become anyone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Model
from wagtail.contrib.redirects.models import Redirect
from wagtail.contrib.settings.registry import registry as settings_registry
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    GroupSitePermission,
    Page,
    Site,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)
from wagtail.snippets.models import get_snippet_models

from cms.accounts.models import ProgrammeRole
from cms.base.registry import Registry

EDITORS = "Editors"
MODERATORS = "Moderators"
PROGRAMME_LEADS = "Programme leads"
VIEWERS = "Viewers"
ORGANISATION_LEADS = "Leads of the organisation"

WORKFLOW = "Editor → Programme lead"
TASK = "Approval by a programme lead"
WAGTAILS_WORKFLOW = "Moderators approval"


# Wagtail shows the tree of pages to users with any permission in it, and has none to view only. This one alone allows nothing:
# pages are deleted, one or many, by those who may also change them.
LOOK = "bulk_delete"


def whole_tree(home: Page | None) -> Page | None:
    """Return the front page of the programme, or for the whole hub the root page."""
    return home or Page.get_first_root_node()


@dataclass(frozen=True)
class Role:
    """A group and what it may do: on pages from `top` down, on media and collections, on the terms, and on other models.

    `does` says it in a sentence. `top` gets the front page of the programme, None for the whole hub. If it returns None,
    its page doesn't exist yet: the permissions on pages are granted once it does. `includes` names a role whose rights it
    has as well. A role that `spans_programmes` is one of the hub, however many programmes it has.
    """

    name: str
    pages: tuple[str, ...]
    top: Callable[[Page | None], Page | None] = field(default=whole_tree)
    media: tuple[str, ...] = ("add", "change", "choose")
    terms: tuple[str, ...] = ("add", "change")
    collections: tuple[str, ...] = ()
    settings: tuple[str, ...] = ()
    redirects: tuple[str, ...] = ()
    does: str = ""
    includes: str = ""
    spans_programmes: bool = False

    def name_in(self, programme: str) -> str:
        """Return the name of the group that has the role in a programme: “Leads of Energy”."""
        short = self.name.removeprefix("Programme ")
        return f"{short[:1].upper()}{short[1:]} of {programme}"


@dataclass(frozen=True)
class Ground:
    """Where a group has its role: in the whole hub, or in the programme of a site, with a collection of its own."""

    site: Site | None = None
    collection: Collection | None = None

    @property
    def home(self) -> Page | None:
        """The programme's front page; None for the whole hub."""
        return self.site.root_page if self.site else None


roles: Registry[Role] = Registry("role")
for role in (
    Role(
        EDITORS,
        pages=("add", "change"),
        does="write pages, pictures, documents and terms, and submit them to somebody who publishes them.",
    ),
    Role(
        MODERATORS,
        pages=("add", "change", "publish", "lock", "unlock"),
        terms=("add", "change", "publish", "delete"),
        collections=("add", "change", "delete"),
        does="do what editors do, publish it, and work on feedback and contacts.",
    ),
    Role(
        PROGRAMME_LEADS,
        # Deleting a page together with the pages below it is rare and can't be undone.
        pages=("add", "change", "publish", "lock", "unlock", "bulk_delete"),
        terms=("add", "change", "publish", "delete"),
        collections=("add", "change", "delete"),
        settings=("change",),
        redirects=("add", "change", "delete"),
        does="do what moderators do, approve what others submit, and answer for settings, subscribers, redirects and access"
        " tokens.",
    ),
    Role(
        VIEWERS,
        pages=(LOOK,),
        media=(),
        terms=("view",),
        does="see pages, drafts, lists and reports, and change nothing.",
    ),
    Role(
        ORGANISATION_LEADS,
        pages=("add", "change", "publish", "lock", "unlock", "bulk_delete"),
        terms=("add", "change", "publish", "delete"),
        collections=("add", "change", "delete"),
        settings=("change",),
        redirects=("add", "change", "delete"),
        includes=PROGRAMME_LEADS,
        spans_programmes=True,
        does="do what leads do in every programme of the hub, and make, copy, archive and close programmes.",
    ),
):
    roles.add(role.name, role)


def may_look_at(user, page: Page) -> bool:
    """Say whether the user sees the page's drafts in the admin: people who work on it, and viewers."""
    permissions = page.permissions_for_user(user)
    if permissions.can_edit() or permissions.can_publish():
        return True
    # A superuser has no list of permissions.
    return user.is_active and LOOK in getattr(permissions, "permissions", ())


# Actions that later apps grant on models that this app doesn't know, by group and model.
rights: Registry[tuple[str, ...]] = Registry("grant of rights")
# Models of the hub as a whole: in one with several programmes, only leads of the organisation have rights on them.
of_the_hub: set[type[Model]] = {Redirect}


@transaction.atomic
def set_up_roles() -> list[str]:
    """Create the groups, their permissions and the workflow. Return the new parts, in words; nothing the second time.

    Permissions are only ever added. The workflow is set up once: an administrator's later changes stay.
    """
    held = list(ProgrammeRole.objects.select_related("site__root_page", "site__programme_site__collection", "group"))
    narrowed = {one.group.name for one in held}
    lines = [line for role in roles.values() if role.name not in narrowed for line in set_up(role, role.name, Ground())]
    for one in held:
        if role := roles.get(one.role):
            lines += set_up(role, one.group.name, Ground(one.site, one.site.programme_site.collection))
    return lines + _set_up_workflow()


def set_up(role: Role, name: str, ground: Ground) -> list[str]:
    """Create the group of a role on its ground, with its permissions. Return the new parts, in words."""
    group, created = Group.objects.get_or_create(name=name)
    lines = [f"Group “{name}”"] if created else []

    held = set(group.permissions.values_list("pk", flat=True))
    wanted = [permission for permission in _model_permissions(role, ground) if permission.pk not in held]
    group.permissions.add(*wanted)
    lines += [f"{name}: {permission.name}" for permission in wanted]

    top = role.top(ground.home)
    for permission in _permissions(Page, role.pages) if top else ():
        _, created = GroupPagePermission.objects.get_or_create(group=group, page=top, permission=permission)
        lines += [f"{name}: {permission.name}"] if created else []

    collection = ground.collection or Collection.get_first_root_node()
    for model, actions in ((Image, role.media), (Document, role.media), (Collection, role.collections)):
        for permission in _permissions(model, actions):
            _, created = GroupCollectionPermission.objects.get_or_create(
                group=group, collection=collection, permission=permission
            )
            lines += [f"{name}: {permission.name}"] if created else []

    for permission in _settings_permissions(role) if ground.site else ():
        _, created = GroupSitePermission.objects.get_or_create(group=group, site=ground.site, permission=permission)
        lines += [f"{name}: {permission.name}"] if created else []
    return lines


def _settings_permissions(role: Role) -> Iterable[Permission]:
    for model in settings_registry:
        yield from _permissions(model, role.settings)


def _model_permissions(role: Role, ground: Ground) -> Iterable[Permission]:
    """Yield the permissions that hold for all objects of a model alike."""
    yield Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin")
    for model in get_snippet_models():
        yield from _permissions(model, role.terms)
    if ground.site is None:
        yield from _settings_permissions(role)
    if ground.site is None:
        yield from _permissions(Redirect, role.redirects)
    if "add" in role.pages:
        # There only if pages are in several languages.
        yield from Permission.objects.filter(
            content_type__app_label="simple_translation", codename="submit_translation"
        )
    for (group, model), actions in rights.items():
        if group in (role.name, role.includes) and (ground.site is None or model not in of_the_hub):
            yield from _permissions(model, actions)


def _permissions(model: type[Model], actions: Iterable[str]) -> list[Permission]:
    """Return the model's permissions for the actions. Raises LookupError if one is missing."""
    codenames = [f"{action}_{model._meta.model_name}" for action in actions]
    found = {
        permission.codename: permission
        for permission in Permission.objects.filter(
            content_type=ContentType.objects.get_for_model(model), codename__in=codenames
        )
    }
    if missing := [codename for codename in codenames if codename not in found]:
        raise LookupError(f"No permission {', '.join(missing)}. Run the migrations first.")
    return [found[codename] for codename in codenames]


def approval(name: str, task_name: str, groups: Iterable[Group]) -> Workflow:
    """Return a new workflow that ends with the approval of somebody in the groups."""
    workflow = Workflow.objects.create(name=name)
    task = GroupApprovalTask.objects.create(name=task_name)
    task.groups.set(groups)
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    return workflow


def _set_up_workflow() -> list[str]:
    """Set the workflow from editor to programme lead for every page, and retire Wagtail's default one."""
    if Workflow.objects.filter(name=WORKFLOW).exists():
        return []
    workflow = approval(WORKFLOW, TASK, Group.objects.filter(name__in=[PROGRAMME_LEADS, ORGANISATION_LEADS]))

    default = Workflow.objects.filter(name=WAGTAILS_WORKFLOW, active=True).first()
    if default:
        # Cancels its running workflows and removes it from its pages; only then can its task be deactivated.
        default.deactivate()
        for old in GroupApprovalTask.objects.filter(name=WAGTAILS_WORKFLOW, active=True):
            if not Workflow.objects.filter(active=True, workflow_tasks__task=old).exists():
                old.deactivate()

    # A workflow that an administrator has set for the root page stays.
    WorkflowPage.objects.get_or_create(page=Page.get_first_root_node(), defaults={"workflow": workflow})
    return [f"Workflow “{WORKFLOW}”"]
