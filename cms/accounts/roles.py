"""Roles in the admin: groups, their permissions, and the approval workflow.

An editor writes, a moderator publishes, a programme lead approves and answers for the site as a whole, each with all that the
one before may. The first two groups come with Wagtail and are reused. A viewer sees pages, drafts and reports
and changes nothing. Later apps add roles and permissions of their own. Permissions that an administrator granted
beyond this are left alone.

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
    Page,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)
from wagtail.snippets.models import get_snippet_models

from cms.base.registry import Registry

EDITORS = "Editors"
MODERATORS = "Moderators"
PROGRAMME_LEADS = "Programme leads"
VIEWERS = "Viewers"

WORKFLOW = "Editor → Programme lead"
TASK = "Approval by a programme lead"
WAGTAILS_WORKFLOW = "Moderators approval"


# Wagtail shows the tree of pages to users with any permission in it, and has none to view only. This one alone allows nothing:
# pages are deleted, one or many, by those who may also change them.
LOOK = "bulk_delete"


def root_page() -> Page | None:
    """Return the root page."""
    return Page.get_first_root_node()


@dataclass(frozen=True)
class Role:
    """A group and what it may do: on pages from `top` down, on media and collections, on the terms, and on other models.

    `does` says it in a sentence. If `top` returns None, its page doesn't exist yet: the permissions on pages are granted
    once it does.
    """

    name: str
    pages: tuple[str, ...]
    top: Callable[[], Page | None] = field(default=root_page)
    media: tuple[str, ...] = ("add", "change", "choose")
    terms: tuple[str, ...] = ("add", "change")
    collections: tuple[str, ...] = ()
    settings: tuple[str, ...] = ()
    redirects: tuple[str, ...] = ()
    does: str = ""


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


@transaction.atomic
def set_up_roles() -> list[str]:
    """Create the groups, their permissions and the workflow. Return the new parts, in words; nothing the second time.

    Permissions are only ever added. The workflow is set up once: an administrator's later changes stay.
    """
    return [line for role in roles.values() for line in _set_up(role)] + _set_up_workflow()


def _set_up(role: Role) -> list[str]:
    group, created = Group.objects.get_or_create(name=role.name)
    lines = [f"Group “{role.name}”"] if created else []

    held = set(group.permissions.values_list("pk", flat=True))
    wanted = [permission for permission in _model_permissions(role) if permission.pk not in held]
    group.permissions.add(*wanted)
    lines += [f"{role.name}: {permission.name}" for permission in wanted]

    top = role.top()
    for permission in _permissions(Page, role.pages) if top else ():
        _, created = GroupPagePermission.objects.get_or_create(group=group, page=top, permission=permission)
        lines += [f"{role.name}: {permission.name}"] if created else []

    collection = Collection.get_first_root_node()
    for model, actions in ((Image, role.media), (Document, role.media), (Collection, role.collections)):
        for permission in _permissions(model, actions):
            _, created = GroupCollectionPermission.objects.get_or_create(
                group=group, collection=collection, permission=permission
            )
            lines += [f"{role.name}: {permission.name}"] if created else []
    return lines


def _model_permissions(role: Role) -> Iterable[Permission]:
    """Yield the permissions that hold for all objects of a model alike."""
    yield Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin")
    for model in get_snippet_models():
        yield from _permissions(model, role.terms)
    for model in settings_registry:
        yield from _permissions(model, role.settings)
    yield from _permissions(Redirect, role.redirects)
    if "add" in role.pages:
        # There only if pages are in several languages.
        yield from Permission.objects.filter(
            content_type__app_label="simple_translation", codename="submit_translation"
        )
    for (group, model), actions in rights.items():
        if group == role.name:
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


def _set_up_workflow() -> list[str]:
    """Set the workflow from editor to programme lead for every page, and retire Wagtail's default one."""
    if Workflow.objects.filter(name=WORKFLOW).exists():
        return []
    workflow = Workflow.objects.create(name=WORKFLOW)
    task = GroupApprovalTask.objects.create(name=TASK)
    task.groups.add(Group.objects.get(name=PROGRAMME_LEADS))
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)

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
