"""The workflow that approves issues: by somebody other than the writer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.contrib.auth.models import Group
from django.db import transaction
from wagtail.models import Site, Workflow, WorkflowPage, WorkflowTask

from cms.accounts.programme_roles import approvers
from cms.accounts.roles import MODERATORS, ORGANISATION_LEADS, PROGRAMME_LEADS
from newsletter.models import IssueIndexPage, SecondPersonTask
from newsletter.rights import archive_page

WORKFLOW = "Issue → second person"
TASK = "Approval of an issue by a second person"


@transaction.atomic
def set_up_approval(site: Site | None = None) -> list[str]:
    """Create the workflow that approves the issues of a site, by default those of the first one, or set the one that there
    is on its archive page. Returns the new parts, in words; nothing the second time.

    If an administrator has set another workflow on the archive page, that stays.
    """
    index, known = archive_page(site), Workflow.objects.filter(name=WORKFLOW).first()
    if index is not None and known is not None and site is not None:
        WorkflowPage.objects.get_or_create(page=index, defaults={"workflow": known})
    if index is None or known is not None or WorkflowPage.objects.filter(page=index).exists():
        return []
    groups = Group.objects.filter(name__in=[MODERATORS, PROGRAMME_LEADS, ORGANISATION_LEADS])
    _approve_issues(index, WORKFLOW, TASK, groups)
    return [f"Workflow “{WORKFLOW}”"]


def set_up_approval_of(site: Site, name: str, groups: Mapping[str, Group]) -> None:
    """Create the workflow that approves issues of a new programme, if it has an archive page."""
    index = IssueIndexPage.objects.descendant_of(site.root_page).first()
    if index is not None:
        _approve_issues(index, f"{WORKFLOW}: {name}", f"{TASK}: {name}", approvers(groups))


def _approve_issues(index: IssueIndexPage, name: str, task_name: str, groups: Iterable[Group]) -> None:
    workflow = Workflow.objects.create(name=name)
    task = SecondPersonTask.objects.create(name=task_name)
    task.groups.set(groups)
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    WorkflowPage.objects.get_or_create(page=index, defaults={"workflow": workflow})
