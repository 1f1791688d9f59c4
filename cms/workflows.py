"""What a workflow ends with. Wagtail reads this module while its models are being made, so it imports none."""

from collections.abc import Callable
from typing import Any

from wagtail.workflows import publish_workflow_state

from cms.base.registry import Registry

NOT_PUBLISHED = "cms.writing.not_published"
# By which an approved page stays a draft: what apps further right know of will publish it later, together with others.
reasons_to_wait: Registry[Callable[[Any], bool]] = Registry("reason to wait")


def finish(workflow_state, user=None) -> None:
    """End an approved workflow, as `WAGTAIL_FINISH_WORKFLOW_ACTION`: as the type of the page says, else by publishing."""
    page = workflow_state.content_object
    finish_workflow = getattr(getattr(page, "specific", page), "finish_workflow", None)
    if finish_workflow is not None and finish_workflow(user):
        return
    if not any(waits(page) for waits in reasons_to_wait.values()) and not _is_stopped(page, user):
        publish_workflow_state(workflow_state, user)


def _is_stopped(page, user) -> bool:
    """Say whether writing help stops the publication, or asked for a reason that the user hasn't given. The page's history then
    says so; it stays a draft.
    """
    from wagtail.log_actions import log
    from wagtail.models import Page

    from cms.quality import blocking, reasons

    if not isinstance(page, Page):
        return False
    draft = page.get_latest_revision_as_object()
    found = blocking.judgement(draft)
    open_ones = reasons.unanswered(draft, found.asks, user)
    if found.stops or open_ones:
        said = blocking.sentence_about(draft, found.stops) if found.stops else blocking.question_about(draft, open_ones)
        log(instance=page, action=NOT_PUBLISHED, user=user, data={"reason": said})
    return bool(found.stops or open_ones)
