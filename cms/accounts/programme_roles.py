"""The groups of each programme, its collection and its workflow; and the step from one programme to several."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from wagtail.contrib.settings.registry import registry as settings_registry
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    Site,
    WorkflowPage,
)

from cms.base.registry import Registry

from .models import ProgrammeRole
from .roles import (
    MODERATORS,
    ORGANISATION_LEADS,
    PROGRAMME_LEADS,
    TASK,
    WORKFLOW,
    Ground,
    Role,
    approval,
    of_the_hub,
    roles,
    set_up,
)

SHARED = "Shared by all programmes"
LONGEST_NAME = 100  # of a programme, so that names of its groups and workflows fit

# What apps set up besides for a new programme: workflows of their own pages. They get its site, its name and its groups by
# role.
besides: Registry[Callable[[Site, str, Mapping[str, Group]], None]] = Registry("part of a programme's roles")
# What apps keep to the first programme before a hub gets a second one: access of other programs to all of it. They get its
# site.
separations: Registry[Callable[[Site], None]] = Registry("step from one programme to several")


@transaction.atomic
def set_up_programme(site: Site, name: str) -> None:
    """Make the collection, the groups and the workflow of a programme, whose pages are there."""
    collection = _own_collection(site, name)
    groups = {}
    for role in _of_programmes():
        groups[role.name] = _give(role, _free_name(role, name, site), Ground(site, collection))
    leads = [groups[PROGRAMME_LEADS], *Group.objects.filter(name=ORGANISATION_LEADS)]
    workflow = approval(f"{WORKFLOW}: {name}", f"{TASK}: {name}", leads)
    WorkflowPage.objects.get_or_create(page=site.root_page, defaults={"workflow": workflow})
    for add in besides.values():
        add(site, name, groups)


@transaction.atomic
def separate(site: Site, name: str) -> bool:
    """Make the groups of the whole hub those of its first programme, before it gets a second one.

    Their permissions on all pages become permissions on the programme's, and the media that were there become its own.
    Returns False if that has been done.
    """
    if ProgrammeRole.objects.exists():
        return False
    set_up(roles[ORGANISATION_LEADS], ORGANISATION_LEADS, Ground())
    ground = Ground(site, _collection_with_all_media(site, name))
    of_all = Permission.objects.filter(
        content_type__in=ContentType.objects.get_for_models(*settings_registry, *of_the_hub).values()
    )
    for role in _of_programmes():
        group, _ = Group.objects.get_or_create(name=role.name)
        _narrow(group, ground)
        group.permissions.remove(*of_all)
        _give(role, role.name, ground)
    for task in GroupApprovalTask.objects.filter(name=TASK):
        task.groups.add(*Group.objects.filter(name=ORGANISATION_LEADS))
    for keep in separations.values():
        keep(site)
    return True


def _collection_with_all_media(site: Site, name: str) -> Collection:
    """Return a new collection of the programme with all media of the hub in it, but for the shared ones."""
    before = Collection.get_first_root_node()
    folders = list(before.get_children().exclude(name=SHARED))
    collection = _own_collection(site, name)
    for folder in folders:
        # Read anew: each move changes paths of others in the tree.
        Collection.objects.get(pk=folder.pk).move(Collection.objects.get(pk=collection.pk), "sorted-child")
    for model in (get_image_model(), get_document_model()):
        model.objects.filter(collection=before).update(collection=collection)
    return collection


def _narrow(group: Group, ground: Ground) -> None:
    """Turn a group's permissions on all pages and media into such on those of a programme."""
    for page_row in GroupPagePermission.objects.filter(group=group, page=Page.get_first_root_node()):
        GroupPagePermission.objects.get_or_create(group=group, page=ground.home, permission=page_row.permission)
        page_row.delete()
    for row in GroupCollectionPermission.objects.filter(group=group, collection=Collection.get_first_root_node()):
        GroupCollectionPermission.objects.get_or_create(
            group=group, collection=ground.collection, permission=row.permission
        )
        row.delete()


def approvers(groups: Mapping[str, Group]) -> list[Group]:
    """Return the groups whose people approve what others wrote, of a programme's groups by role, and of the hub."""
    return [groups[MODERATORS], groups[PROGRAMME_LEADS], *Group.objects.filter(name=ORGANISATION_LEADS)]


def _of_programmes() -> list[Role]:
    return [role for role in roles.values() if not role.spans_programmes]


def _give(role: Role, name: str, ground: Ground) -> Group:
    """Make the group of a role in a programme, which may also choose from the shared media. Return it."""
    set_up(role, name, ground)
    group = Group.objects.get(name=name)
    ProgrammeRole.objects.create(site=ground.site, role=role.name, group=group)
    if role.media:
        for permission in Permission.objects.filter(codename__in=("choose_image", "choose_document")):
            GroupCollectionPermission.objects.get_or_create(
                group=group, collection=_collection(SHARED), permission=permission
            )
    return group


def _free_name(role: Role, name: str, site: Site) -> str:
    wanted = role.name_in(name)
    taken = Group.objects.filter(name=wanted).exists()
    return role.name_in(f"{name} ({site.programme_site.key})") if taken else wanted


def _own_collection(site: Site, name: str) -> Collection:
    record = site.programme_site
    record.collection = Collection.get_first_root_node().add_child(name=name)
    record.save(update_fields=["collection"])
    return record.collection


def _collection(name: str) -> Collection:
    root = Collection.get_first_root_node()
    return root.get_children().filter(name=name).first() or root.add_child(name=name)
