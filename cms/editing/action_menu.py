"""The order of the actions below a page's form: a draft that waits for the user's approval is approved first."""

from __future__ import annotations

from wagtail.admin.action_menu import ActionMenuItem, WorkflowMenuItem

from cms.editing.approvals import promise
from cms.pages.forms import APPROVE

PROMISES = {"publish": " and publish", "schedule": " and schedule"}


class SaveDraftFirstItem(WorkflowMenuItem):
    """The approval as the first button. Enter in a field still saves a draft: browsers press the form's first button."""

    template_name = "cms/admin/approve_first.html"


def approval_first(items: list[ActionMenuItem], context: dict) -> None:
    """Put the user's actions in a workflow before the others, approval first, and say what the approval does."""
    page = context.get("page")
    decisions = [item for item in items if isinstance(item, WorkflowMenuItem)]
    if page is None or not any(item.name == APPROVE for item in decisions):
        return
    decisions.sort(key=lambda item: item.name != APPROVE)
    first, *others = decisions
    words = PROMISES.get(promise(page), "")
    for item in decisions:
        if item.name == APPROVE:
            item.label = f"{item.label}{words}"
    items[:] = [_as_first(first), *others, *(item for item in items if item not in decisions)]


def _as_first(item: WorkflowMenuItem) -> SaveDraftFirstItem:
    return SaveDraftFirstItem(item.name, item.label, item.launch_modal, icon_name=item.icon_name)
