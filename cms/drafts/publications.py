"""Publishes drafts for programs whose token an administrator has given the right to, for types of pages that it names.

A workflow is never gone round: where there is one, people must have approved exactly this version.
"""

from __future__ import annotations

from django.utils import timezone
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.log_actions import log
from wagtail.models import Page

from cms.editing.approvals import standing_approval, what_waits
from cms.editing.workflows import ends
from cms.pages.models import BasePage

from .completeness import refuse_unless_complete
from .requests import DraftAuthor, RequestTerms, carry_out, refused
from .services import WrittenDraft, editable_page, found_again, no_page, outcome, refuse_unless_current, standing

PUBLISHED = "cms.draft.published"


def publish_draft(author: DraftAuthor, terms: RequestTerms, key: int, version: str) -> WrittenDraft:
    """Publish a page's latest draft, which must be `version`. A trial only checks. Raises RefusedError."""

    def write() -> WrittenDraft:
        page = editable_page(author, terms, key)
        if objection := _lacking_right(author, page):
            raise refused("not_permitted", objection, "id")
        if page.latest_revision is None or (page.live and not page.has_unpublished_changes):
            raise refused("invalid", "The page has no draft: there is nothing in it to publish.", "version")
        if objection := _objection(page):
            raise refused("invalid", objection, "id")
        refuse_unless_current(author, page, version)
        refuse_unless_complete(author, page.get_latest_revision_as_object())
        if terms.is_trial:  # to publish has consequences that can't be taken back
            return standing(page)
        PublishPageRevisionAction(page.latest_revision, user=author.user).execute()
        log(page, PUBLISHED, user=author.user, revision=page.latest_revision, data=author.log_data)
        return standing(Page.objects.get(pk=page.pk).specific)

    request = ("publish", key, version)
    return carry_out(author, terms, request, write, outcome, found_again(author, terms, no_page()))


def _lacking_right(author: DraftAuthor, page: BasePage) -> str:
    """Say which right to publish the page is lacking; empty if none is."""
    if type(page) in ends:
        return "Only people send or publish pages of this type."
    if page._meta.label not in author.token.publishes:
        return f"This token publishes no pages of the type {type(page).__name__}."
    if not page.permissions_for_user(author.user).can_publish():
        return "The person behind this token may not publish this page."
    return ""


def _objection(page: BasePage) -> str:
    """Say what people have to decide before the page's draft can be published; empty if nothing."""
    if waits := what_waits(page):
        return waits
    if page.current_workflow_state is not None:
        return "The page is being reviewed, or changes were requested. That comes first."
    if page.has_workflow and standing_approval(page) is None:
        return "Nobody has approved this version. Submit it for review first."
    draft, now = page.get_latest_revision_as_object(), timezone.now()
    if page.revisions.filter(approved_go_live_at__isnull=False).exists() or (
        draft.go_live_at and draft.go_live_at > now
    ):
        return "The page has a date of its own at which it goes live. People schedule pages."
    if draft.expire_at and draft.expire_at <= now:
        return "The page expired already, by its own date."
    return ""
