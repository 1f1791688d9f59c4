"""Submits drafts for review, as the button in the admin does: people then approve them, or ask for changes."""

from __future__ import annotations

from wagtail.log_actions import log
from wagtail.models import WorkflowState

from cms.pages.models import BasePage

from .completeness import refuse_unless_complete
from .requests import DraftAuthor, RequestTerms, carry_out, refused
from .services import (
    WrittenDraft,
    editable_page,
    found_again,
    no_page,
    outcome,
    refuse_if_decided,
    refuse_unless_current,
    standing,
)

SUBMITTED = "cms.draft.submitted"
LONGEST_COMMENT = 1000


def submit_draft(author: DraftAuthor, terms: RequestTerms, key: int, version: str, comment: str) -> WrittenDraft:
    """Start the review of a page's latest draft, which must be `version`. Raises RefusedError.

    `comment` is for the reviewers: it is kept in the page's history.
    """

    def write() -> WrittenDraft:
        page = editable_page(author, terms, key)
        if len(comment) > LONGEST_COMMENT:
            raise refused("max_length", f"The comment has {LONGEST_COMMENT} characters at most.", "comment")
        if page.workflow_in_progress:
            raise refused("invalid", "The page is being reviewed already.", "id")
        refuse_unless_current(author, page, version)
        refuse_if_decided(page)
        if page.latest_revision is None or (page.live and not page.has_unpublished_changes):
            raise refused("invalid", "The page has no draft: there is nothing in it to review.", "version")
        refuse_unless_complete(author, page.get_latest_revision_as_object())
        _start(author, page)
        said = f": {comment}" if comment else ""
        data = {**author.log_data, "comment": comment, "said": said}
        log(page, SUBMITTED, user=author.user, revision=page.latest_revision, data=data)
        return standing(page)

    return carry_out(
        author, terms, ("submit", key, version, comment), write, outcome, found_again(author, terms, no_page())
    )


def _start(author: DraftAuthor, page: BasePage) -> None:
    state = page.current_workflow_state
    if state is not None and state.status == WorkflowState.STATUS_NEEDS_CHANGES:
        state.resume(author.user)
    elif (workflow := page.get_workflow()) is not None:
        state = workflow.start(page, author.user)
    else:
        raise refused("invalid", "Pages have no review here: somebody who may publish this one publishes it.", "id")
    state.refresh_from_db()
    if state.status != WorkflowState.STATUS_IN_PROGRESS:
        # It has no step at which a person decides, so that it would publish the page at once.
        raise refused("invalid", "Nobody would review the page: its workflow has no step. People publish it.", "id")
