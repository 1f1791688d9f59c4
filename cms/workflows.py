"""What a workflow ends with. Wagtail reads this module while its models are being made, so it imports none."""

from collections.abc import Callable
from typing import Any

from wagtail.workflows import publish_workflow_state

# What apps further right know of that publishes a page later, together with others.
_waits: list[Callable[[Any], bool]] = []


def wait_if(function: Callable[[Any], bool]) -> None:
    """Have an approved page stay a draft if the function says so: something else will publish it."""
    _waits.append(function)


def finish(workflow_state, user=None) -> None:
    """End an approved workflow, as `WAGTAIL_FINISH_WORKFLOW_ACTION`: as the type of the page says, else by publishing."""
    page = workflow_state.content_object
    finish_workflow = getattr(getattr(page, "specific", page), "finish_workflow", None)
    if finish_workflow is not None and finish_workflow(user):
        return
    if not any(waits(page) for waits in _waits):
        publish_workflow_state(workflow_state, user)
