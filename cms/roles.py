"""Who may do what in the admin: groups, and the way to approval.

An editor writes, a moderator publishes, a programme lead approves and answers for the site as a whole, each with all that the
one before may. The first two groups come with Wagtail; they are taken over, not doubled. A viewer sees pages, drafts and reports
and changes nothing. Apps further right add roles and rights of their own. What an administrator granted
beyond this is left alone.

Accounts stay with the administrator: whoever may change users may set any password, and so become anyone.
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


# Wagtail shows the tree of pages to whoever has any right in it, and knows none to look alone. This one does nothing by itself:
# pages are deleted, one or many, by those who may also change them.
LOOK = "bulk_delete"


def root_page() -> Page | None:
    """Return the page above all others."""
    return Page.get_first_root_node()


@dataclass(frozen=True)
class Role:
    """A group and what it may do: on pages from `top` down, on media and collections, on the terms, and on other models.

    Where `top` returns None, its page isn't there yet: the rights on pages are given once it is.
    """

    name: str
    pages: tuple[str, ...]
    top: Callable[[], Page | None] = field(default=root_page)
    media: tuple[str, ...] = ("add", "change", "choose")
    terms: tuple[str, ...] = ("add", "change")
    collections: tuple[str, ...] = ()
    settings: tuple[str, ...] = ()
    redirects: tuple[str, ...] = ()


roles: Registry[Role] = Registry("role")
for role in (
    Role(EDITORS, pages=("add", "change")),
    Role(
        MODERATORS,
        pages=("add", "change", "publish", "lock", "unlock"),
        terms=("add", "change", "publish", "delete"),
        collections=("add", "change", "delete"),
    ),
    Role(
        PROGRAMME_LEADS,
        # To delete a page together with what stands under it is rare and can't be undone.
        pages=("add", "change", "publish", "lock", "unlock", "bulk_delete"),
        terms=("add", "change", "publish", "delete"),
        collections=("add", "change", "delete"),
        settings=("change",),
        redirects=("add", "change", "delete"),
    ),
    Role(VIEWERS, pages=(LOOK,), media=(), terms=("view",)),
):
    roles.add(role.name, role)


def may_look_at(user, page: Page) -> bool:
    """Say whether the user sees the page's drafts in the admin: whoever works on it, and a viewer."""
    permissions = page.permissions_for_user(user)
    if permissions.can_edit() or permissions.can_publish():
        return True
    return user.is_active and LOOK in permissions.permissions


# What apps further right grant beyond that on models that this app doesn't know: by group and model, the actions.
rights: Registry[tuple[str, ...]] = Registry("grant of rights")


@transaction.atomic
def set_up_roles() -> list[str]:
    """Make the groups, their permissions and the workflow. Return what was new, in words; nothing the second time.

    Permissions are only ever added. The workflow is set up once: what an administrator changes in it later stays.
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
    """Put every page on the way from editor to programme lead, and retire the one that Wagtail comes with."""
    if Workflow.objects.filter(name=WORKFLOW).exists():
        return []
    workflow = Workflow.objects.create(name=WORKFLOW)
    task = GroupApprovalTask.objects.create(name=TASK)
    task.groups.add(Group.objects.get(name=PROGRAMME_LEADS))
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)

    default = Workflow.objects.filter(name=WAGTAILS_WORKFLOW, active=True).first()
    if default:
        # Cancels what is under way in it and takes it off its pages; only after that may its task go.
        default.deactivate()
        for old in GroupApprovalTask.objects.filter(name=WAGTAILS_WORKFLOW, active=True):
            if not Workflow.objects.filter(active=True, workflow_tasks__task=old).exists():
                old.deactivate()

    # A workflow that an administrator has put on the root page is theirs to change.
    WorkflowPage.objects.get_or_create(page=Page.get_first_root_node(), defaults={"workflow": workflow})
    return [f"Workflow “{WORKFLOW}”"]
