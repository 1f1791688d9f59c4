"""The workflow that approves issues: by somebody other than the writer."""

from __future__ import annotations

from django.contrib.auth.models import Group
from django.db import transaction
from wagtail.models import Workflow, WorkflowPage, WorkflowTask

from cms.accounts.roles import MODERATORS, PROGRAMME_LEADS
from newsletter.models import IssueIndexPage, SecondPersonTask

WORKFLOW = "Issue → second person"
TASK = "Approval of an issue by a second person"


@transaction.atomic
def set_up_approval() -> list[str]:
    """Create the workflow that approves issues. Returns the new parts, in words; nothing the second time.

    If an administrator has set another workflow on the archive page, that stays.
    """
    index = IssueIndexPage.objects.first()
    if index is None or Workflow.objects.filter(name=WORKFLOW).exists():
        return []
    workflow = Workflow.objects.create(name=WORKFLOW)
    task = SecondPersonTask.objects.create(name=TASK)
    task.groups.set(Group.objects.filter(name__in=[MODERATORS, PROGRAMME_LEADS]))
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    WorkflowPage.objects.get_or_create(page=index, defaults={"workflow": workflow})
    return [f"Workflow “{WORKFLOW}”"]
