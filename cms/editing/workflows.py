"""The end of a workflow. Wagtail imports this module while its models are being defined, so it imports none."""

from collections.abc import Callable
from typing import Any

from wagtail.workflows import publish_workflow_state

from cms.base.registry import Registry

NOT_PUBLISHED = "cms.drafts.not_published"
# By type of page, other ends of an approved workflow than publishing. They return False if the page is to be published.
ends: Registry[Callable[[Any, Any], bool]] = Registry("end of a workflow")
# Reasons why an approved page stays a draft, as sentences that say what happens to it; empty if there is none.
reasons_to_wait: Registry[Callable[[Any], str]] = Registry("reason to wait")


def finish(workflow_state, user=None) -> None:
    """End an approved workflow, as `WAGTAIL_FINISH_WORKFLOW_ACTION`: as the type of the page says, else by publishing."""
    page = workflow_state.content_object
    specific = getattr(page, "specific", page)
    end = ends.get(type(specific))
    if end is not None and end(specific, user):
        return
    if not any(waits(page) for waits in reasons_to_wait.values()) and not _is_stopped(page, user):
        publish_workflow_state(workflow_state, user)


def _is_stopped(page, user) -> bool:
    """Say whether writing help stops the publication, or needs a reason that the user hasn't given. The page's history then
    says so; it stays a draft.
    """
    from wagtail.log_actions import log
    from wagtail.models import Page

    from cms.quality import blockers

    if not isinstance(page, Page):
        return False
    draft = page.get_latest_revision_as_object()
    found = blockers.judgement(draft)
    open_ones = blockers.unanswered(draft, found.asks, user)
    if found.stops or open_ones:
        said = blockers.sentence_about(draft, found.stops) if found.stops else blockers.question_about(draft, open_ones)
        log(instance=page, action=NOT_PUBLISHED, user=user, data={"reason": said})
    return bool(found.stops or open_ones)
