"""The actions below a page's form: saving and the step after it side by side, or a waiting approval first."""

from __future__ import annotations

from wagtail.admin.action_menu import ActionMenuItem, WorkflowMenuItem

from cms.editing.approvals import promise
from cms.pages.forms import APPROVE

PROMISES = {"publish": " and publish", "schedule": " and schedule"}
SAVE = "action-save-draft"
# The step after saving: the first of these that the user may take.
NEXT_STEPS = ("action-publish", "action-submit")


class SaveDraftFirstItem(WorkflowMenuItem):
    """The approval as the first button. Enter in a field still saves a draft: browsers press the form's first button."""

    template_name = "cms/admin/approve_first.html"


class SaveAndNextItem(ActionMenuItem):
    """Saving a draft, and the step after it as a second button. Enter in a field presses the first."""

    template_name = "cms/admin/save_and_next.html"

    def __init__(self, save: ActionMenuItem, step: ActionMenuItem) -> None:
        super().__init__(order=save.order)
        self.name = save.name
        self.buttons = (save, step)

    def get_context_data(self, parent_context):
        return {"buttons": [button.render_html(parent_context) for button in self.buttons]}


def arrange(items: list[ActionMenuItem], context: dict) -> None:
    """Put first what the user most likely does next: an approval that waits for them, or saving and the step after it."""
    page = context.get("page")
    if any(item.name == APPROVE for item in items if isinstance(item, WorkflowMenuItem)):
        _approval_first(items, page)
    elif page is None or not page.workflow_in_progress:
        _next_step_beside_saving(items)


def _approval_first(items: list[ActionMenuItem], page) -> None:
    """Put the user's actions in a workflow before the others, approval first, and say what the approval does."""
    decisions = [item for item in items if isinstance(item, WorkflowMenuItem)]
    decisions.sort(key=lambda item: item.name != APPROVE)
    first, *others = decisions
    words = PROMISES.get(promise(page), "")
    for item in decisions:
        if item.name == APPROVE:
            item.label = f"{item.label}{words}"
    first = SaveDraftFirstItem(first.name, first.label, first.launch_modal, icon_name=first.icon_name)
    items[:] = [first, *others, *(item for item in items if item not in decisions)]


def _next_step_beside_saving(items: list[ActionMenuItem]) -> None:
    """Take the step after saving out of the menu that is closed, if saving is the first action."""
    by_name = {item.name: item for item in items}
    step = next((by_name[name] for name in NEXT_STEPS if name in by_name), None)
    if step and items[0].name == SAVE:
        items[:] = [SaveAndNextItem(items[0], step), *(item for item in items[1:] if item is not step)]
