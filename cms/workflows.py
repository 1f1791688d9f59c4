"""What a workflow ends with. Wagtail reads this module while its models are being made, so it imports none."""

from wagtail.workflows import publish_workflow_state


def finish(workflow_state, user=None) -> None:
    """End an approved workflow, as `WAGTAIL_FINISH_WORKFLOW_ACTION`: as the type of the page says, else by publishing."""
    page = workflow_state.content_object
    finish_workflow = getattr(getattr(page, "specific", page), "finish_workflow", None)
    if finish_workflow is None or not finish_workflow(user):
        publish_workflow_state(workflow_state, user)
