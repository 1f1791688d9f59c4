"""The groups, the workflow and the command that sets them up."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from django.urls import reverse
from wagtail.models import (
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    Task,
    Workflow,
    WorkflowPage,
)
from wagtail.snippets.models import get_snippet_models

from cms.accounts.roles import (
    EDITORS,
    MODERATORS,
    ORGANISATION_LEADS,
    PROGRAMME_LEADS,
    TASK,
    VIEWERS,
    WORKFLOW,
    set_up_roles,
)
from cms.base.hub_name import UNNAMED
from newsletter.rights import NEWSLETTER_SENDERS

from .conftest import PASSWORD


def everything() -> list:
    """Return all permissions and the workflow, in comparable form."""
    return [
        list(model.objects.order_by("pk").values_list())
        for model in (
            Group,
            Group.permissions.through,
            GroupPagePermission,
            GroupCollectionPermission,
            Workflow,
            WorkflowPage,
            Task,
            GroupApprovalTask.groups.through,
        )
    ]


def page_permissions(group: str) -> set[str]:
    return {permission.permission.codename for permission in GroupPagePermission.objects.filter(group__name=group)}


def model_permissions(group: str) -> set[str]:
    return set(Group.objects.get(name=group).permissions.values_list("codename", flat=True))


def test_wagtails_groups_are_taken_over_and_others_are_new(roles):
    assert sorted(Group.objects.values_list("name", flat=True)) == [
        EDITORS,
        ORGANISATION_LEADS,
        MODERATORS,
        NEWSLETTER_SENDERS,
        PROGRAMME_LEADS,
        VIEWERS,
    ]


def test_running_twice_changes_nothing(roles):
    before = everything()
    assert set_up_roles() == []
    assert everything() == before


def test_the_command_says_what_it_did(db, capsys):
    call_command("set_up_roles")
    assert "new" in capsys.readouterr().out
    call_command("set_up_roles")
    assert "nothing to do" in capsys.readouterr().out


def test_what_an_administrator_granted_or_changed_stays(roles):
    extra = Permission.objects.get(codename="add_user")
    Group.objects.get(name=EDITORS).permissions.add(extra)
    own = Workflow.objects.create(name="Our own way")
    WorkflowPage.objects.filter(page=Page.get_first_root_node()).update(workflow=own)
    before = everything()

    assert set_up_roles() == []
    assert everything() == before


def test_a_workflow_that_was_there_first_is_not_pushed_off_the_root_page(db):
    own = Workflow.objects.create(name="Our own way")
    WorkflowPage.objects.update(workflow=own)
    set_up_roles()
    assert WorkflowPage.objects.get(page=Page.get_first_root_node()).workflow == own


def test_page_permissions(roles):
    assert page_permissions(EDITORS) == {"add_page", "change_page"}
    assert page_permissions(MODERATORS) == page_permissions(EDITORS) | {"publish_page", "lock_page", "unlock_page"}
    assert page_permissions(PROGRAMME_LEADS) == page_permissions(MODERATORS) | {"bulk_delete_page"}


@pytest.mark.parametrize("model", get_snippet_models(), ids=lambda model: model.__name__)
def test_every_kind_of_term_is_written_by_editors_and_published_by_moderators(roles, model):
    name = model._meta.model_name
    assert {f"add_{name}", f"change_{name}"} <= model_permissions(EDITORS)
    assert f"publish_{name}" not in model_permissions(EDITORS)
    assert f"delete_{name}" not in model_permissions(EDITORS)
    for group in (MODERATORS, PROGRAMME_LEADS):
        assert {f"{action}_{name}" for action in ("add", "change", "publish", "delete")} <= model_permissions(group)


def test_only_programme_leads_change_settings_and_redirects(roles):
    special = {"change_hubsettings", "change_programmesettings", "add_redirect", "change_redirect", "delete_redirect"}
    assert special <= model_permissions(PROGRAMME_LEADS)
    assert not special & (model_permissions(EDITORS) | model_permissions(MODERATORS))


def test_no_role_may_touch_accounts(roles):
    accounts = {
        codename for codename in Permission.objects.values_list("codename", flat=True) if codename.endswith("_user")
    }
    for group in (EDITORS, MODERATORS, PROGRAMME_LEADS, NEWSLETTER_SENDERS, VIEWERS):
        assert not accounts & model_permissions(group)


def test_one_workflow_leads_from_every_page_to_a_programme_lead(tree, roles):
    workflow = tree.news.get_workflow()
    assert workflow.name == WORKFLOW
    assert [task.name for task in workflow.tasks] == [TASK]
    groups = workflow.tasks[0].specific.groups.values_list("name", flat=True)
    assert set(groups) == {PROGRAMME_LEADS, ORGANISATION_LEADS}
    assert list(Workflow.objects.active()) == [workflow]
    assert [task.name for task in Task.objects.active()] == [TASK]


@pytest.mark.parametrize("person", ["editor", "moderator", "lead"])
def test_signing_in_by_the_form_leads_to_the_dashboard(request, client, person):
    request.getfixturevalue(person)
    login = client.get(reverse("wagtailadmin_login"))
    assert UNNAMED in login.content.decode()
    assert "Wagtail" not in login.content.decode().partition("<main")[2]
    home = client.post(reverse("wagtailadmin_login"), {"username": person, "password": PASSWORD}, follow=True)
    assert home.redirect_chain[-1][0] == reverse("wagtailadmin_home")
    assert home.context["user"].username == person


PLACES = {
    "editor": {"wagtailimages:index", "wagtaildocs:index", "wagtailadmin_reports:site_history"},
    "moderator": {
        "wagtailimages:index",
        "wagtaildocs:index",
        "wagtailadmin_reports:site_history",
        "wagtailadmin_collections:index",
    },
    "lead": {
        "wagtailimages:index",
        "wagtaildocs:index",
        "wagtailadmin_reports:site_history",
        "wagtailadmin_collections:index",
        "wagtailredirects:index",
        "settings",
    },
    "administrator": {
        "wagtailimages:index",
        "wagtaildocs:index",
        "wagtailadmin_reports:site_history",
        "wagtailadmin_collections:index",
        "wagtailredirects:index",
        "settings",
        "wagtailusers_users:index",
        "wagtailadmin_workflows:index",
    },
}


@pytest.mark.parametrize("person", PLACES)
def test_each_group_reaches_what_it_needs_and_nothing_else(request, tree, person):
    client = request.getfixturevalue(person)
    for place in sorted(set().union(*PLACES.values())):
        if place == "settings":
            urls = [
                reverse("wagtailsettings:edit", args=[app, model, tree.site.pk])
                for app, model in (("cms", "hubsettings"), ("programme", "programmesettings"))
            ]
        else:
            urls = [reverse(place)]
        for url in urls:
            expected = 200 if place in PLACES[person] else 302
            assert client.get(url).status_code == expected, (person, url)
