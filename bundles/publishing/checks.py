"""Checks before a bundle is published. All are made, so that editors see every problem at once."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.utils import timezone
from wagtail.models import Page, Revision

from bundles.models import Bundle, BundlePage
from cms.base.dates import moment_in_words
from cms.quality.blockers import Judgement, judgement, unanswered
from cms.quality.findings import Finding
from engagement.choices import PostState
from newsletter.choices import SendState
from newsletter.models import IssuePage

Judged = dict[int, Judgement]


def judged(bundle: Bundle) -> Judged:
    """Return writing help's findings in the pages as the bundle would publish them, by item. Issues have their own approval.
    their own.
    """
    items = (item for item in bundle.page_items if item.revision is not None and not item.is_issue)
    return {item.pk: judgement(item.revision.as_object()) for item in items}


def questions_of(bundle: Bundle, user, found: Judged) -> list[tuple[BundlePage, list[Finding]]]:
    """Return the pages that need a reason from the user and don't have one yet, with their findings."""
    items = [(item, found[item.pk].asks) for item in bundle.page_items if item.pk in found]
    asked = [(item, unanswered(item.page, asks, user)) for item, asks in items if asks]
    return [(item, asks) for item, asks in asked if asks]


def problems_of(bundle: Bundle, user, found_in: Judged | None = None) -> list[str]:
    """Return the reasons why the user can't publish the bundle, each as a sentence that names the item.

    `found_in` is the result of `judged`, if the caller has it.
    """
    return obstacles_of(bundle, judged(bundle) if found_in is None else found_in) + missing_rights(bundle, user)


def obstacles_of(bundle: Bundle, found_in: Judged) -> list[str]:
    """Return the reasons why nobody can publish the bundle as it is now."""
    found = [] if list(bundle.items()) else ["There is nothing in the bundle."]
    found += [f"“{item}” was changed since it was put in." for item in bundle.changed_items()]
    published = {item.page.path for item in bundle.page_items if not item.is_issue}
    for item in bundle.page_items:
        if item.revision is not None:
            reasons = _about_issue(item, bundle) if item.is_issue else _about_page(item, published, found_in)
            found += [f"“{item}” {reason}" for reason in reasons]
    if len(bundle.issues) > 1:
        found.append("There is more than one issue in the bundle.")
    for post in bundle.post_items:
        found += [f"{post}: {reason}" for reason in _about_post(post)]
    return found


def obstacles_to_show(bundle: Bundle) -> list[str]:
    """Return the reasons why the bundle's pages can't be shown as if they were published.

    Approvals and writing help don't count: they are asked when it is published.
    """
    published = {item.page.path for item in bundle.page_items}
    found = []
    for item in bundle.page_items:
        reasons = ["is gone."] if item.revision is None else _about_content(item, published)
        found += [f"“{item}” {reason}" for reason in reasons]
    return found


def missing_rights(bundle: Bundle, user) -> list[str]:
    """Return the reasons why the user may not publish the bundle, although somebody else may."""
    return [f"“{item}” {reason}" for item in bundle.page_items for reason in _about_rights(item, bundle, user)]


def _about_rights(item: BundlePage, bundle: Bundle, user) -> Iterator[str]:
    if item.is_issue and not bundle.sends_issue:
        return
    kind = "an issue that you may send" if item.is_issue else "a page that you may publish"
    if user is None or not user.is_active or not item.page.permissions_for_user(user).can_publish():
        yield f"isn't {kind}." if user else "can't be published without a person's name."
    if not item.is_issue:
        yield from locked_for(item.page, user)


def locked_for(page: Page, user) -> Iterator[str]:
    """Yield the end of a sentence if the page is locked for the user, or for everybody without one."""
    lock = page.specific.get_lock()
    if lock is not None and (user is None or lock.for_user(user)):
        yield "is locked."


def objection_to(page: Page, revision: Revision) -> str:
    """Say why a page can't be published together with others, as the end of a sentence; empty if it can."""
    issue = page.specific_deferred
    if isinstance(issue, IssuePage) and (reason := _objection_to_issue(issue)):
        return reason
    if page.current_workflow_state is not None:
        return "is in a workflow. Finish or cancel that first."
    if page.revisions.filter(approved_go_live_at__isnull=False).exists():
        return "is scheduled on its own. Cancel that first."
    now = timezone.now()
    if (goes_live := _moment(revision, "go_live_at")) and goes_live > now:
        return "has a date of its own at which it goes live. Take the date away."
    if (expires := _moment(revision, "expire_at")) and expires <= now:
        return "expired already, by its own date."
    return ""


def _moment(revision: Revision, field: str) -> datetime.datetime | None:
    text = revision.content.get(field)
    return datetime.datetime.fromisoformat(text) if text else None


def _objection_to_issue(issue: IssuePage) -> str:
    """An issue goes out with its bundle, so it can't go out on its own as well."""
    send = issue.sends.exclude(state=SendState.CANCELLED).order_by("-pk").first()
    if send is None:
        return "went out already." if issue.has_gone_out else ""
    if send.state == SendState.SCHEDULED:
        return f"is scheduled to go out on its own, on {moment_in_words(send.due_at)}. Recall that send first."
    return "is being sent or was sent already, so it isn't sent again."


def _about_page(item: BundlePage, published: set[str], found_in: Judged) -> Iterator[str]:
    if reason := objection_to(item.page, item.revision):
        yield reason
    yield from _about_content(item, published)
    for finding in found_in[item.pk].stops:
        yield f"can't be published yet: {finding.message}"


def _about_content(item: BundlePage, published: set[str]) -> Iterator[str]:
    page = item.page
    above = Page.objects.ancestor_of(page).filter(depth__gt=1, live=False)
    for parent in above:
        if parent.path not in published:
            yield f"is under “{parent.get_admin_display_title()}”, which is neither published nor in the bundle."
    draft = item.revision.as_object()
    try:
        draft.full_clean()
    except ValidationError as error:
        yield f"isn't complete: {_words(error)}"


def _words(error: ValidationError) -> str:
    if not hasattr(error, "error_dict"):
        return " ".join(error.messages)
    return " ".join(
        f"{field.replace('_', ' ')}: {' '.join(messages)}" if field != "__all__" else " ".join(messages)
        for field, messages in error.message_dict.items()
    )


def _about_issue(item: BundlePage, bundle: Bundle) -> Iterator[str]:
    """An issue isn't published here: it must be approved for sending."""
    issue = IssuePage.objects.get(pk=item.page_id)
    approval = issue.standing_approval
    if approval is None:
        yield "isn't approved for sending. Submit it for approval on its own page."
    elif any(each.held_at > approval.created_at for each in bundle.page_items if len(bundle.page_items) > 1):
        yield "was approved before everything that it may mention was in the bundle. Have it approved again, last."
    if reason := _objection_to_issue(issue):
        yield reason
    if bundle.sends_issue and not issue.get_latest_revision_as_object().mailing_lists.exists():
        yield "has no list to go to."


def _about_post(item) -> Iterator[str]:
    if item.post.state == PostState.POSTED:
        yield "it was posted already."
        return
    before = item.post.state
    item.post.state = PostState.READY
    try:
        item.post.full_clean()
    except ValidationError as error:
        yield _words(error)
    finally:
        item.post.state = before
