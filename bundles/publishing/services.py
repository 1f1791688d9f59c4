"""Review, approval and publication of bundles. Each raises BundleError, with sentences, if it can't be done now."""

from __future__ import annotations

import datetime
import logging
from functools import partial

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from wagtail.models import Page

from bundles import notifications
from bundles.choices import BundleState
from bundles.models import Bundle, BundlePage, BundlePost
from bundles.rights import APPROVE
from cms.base import occurrences
from cms.jobs.registry import Stop, do_each, job
from cms.pages import changes
from cms.quality.blockers import note, question_about
from cms.visibility.moments import Moments, register
from engagement.choices import PostState
from newsletter.models import IssuePage
from newsletter.sending.errors import SendRefusedError
from newsletter.sending.services import schedule as schedule_send

from .checks import judged, problems_of, questions_of
from .errors import BundleError
from .items import begin_again, locked
from .log_actions import ACTIONS

logger = logging.getLogger(__name__)

# States on the way to publication; a change of the content returns the bundle to editing.
UNDER_WAY = (BundleState.REVIEW, BundleState.APPROVED, BundleState.SCHEDULED, BundleState.FAILED)
RELEASABLE = (BundleState.APPROVED, BundleState.SCHEDULED, BundleState.FAILED)
PUBLISHED = "bundle.published"
occurrences.kinds.add(PUBLISHED, occurrences.OccurrenceKind("A bundle was published"), order=40)
SCHEDULED = register(Moments(lambda: Bundle.objects.filter(state=BundleState.SCHEDULED), "publish_at", awaited=True))


@transaction.atomic
def ask(bundle: Bundle, user) -> None:
    """Ask for review of the bundle's current content."""
    bundle = _locked_with_pages(bundle)
    if bundle.state != BundleState.WRITING:
        raise BundleError("Review was asked for already.")
    if not list(bundle.items()):
        raise BundleError("There is nothing in the bundle yet.")
    _refuse_if_changed(bundle)
    bundle.state = BundleState.REVIEW
    bundle.save()
    ACTIONS.write("ask", bundle, user)
    notifications.review_requested(bundle, user)


@transaction.atomic
def give_back(bundle: Bundle, user) -> None:
    """Return the bundle to editing, from review or after approval; this ends a schedule."""
    bundle = locked(bundle)
    if bundle.state == BundleState.WRITING:
        raise BundleError("It is being written already.")
    begin_again(bundle)
    ACTIONS.write("give_back", bundle, user)


@transaction.atomic
def approve(bundle: Bundle, user, *, seen: str) -> None:
    """Approve the bundle's content; `seen` is the fingerprint of the content that the approver saw."""
    bundle = _locked_with_pages(bundle)
    if not user.has_perm(APPROVE):
        raise BundleError("Programme leads approve bundles.")
    if bundle.state != BundleState.REVIEW:
        raise BundleError("Nobody has asked for review.")
    if bundle.changed_by_id == user.pk:
        raise BundleError("Somebody other than the person who changed the bundle last must approve it.")
    if seen != bundle.fingerprint():
        raise BundleError("The bundle was changed while you looked at it. Look again.")
    _refuse_if_changed(bundle)
    bundle.state = BundleState.APPROVED
    bundle.approved_as, bundle.approved_by, bundle.approved_at = seen, user, timezone.now()
    bundle.save()
    ACTIONS.write("approve", bundle, user)
    notifications.review_over(bundle)


@transaction.atomic
def schedule(bundle: Bundle, user, publish_at: datetime.datetime, *, reason: str = "") -> None:
    """Have the worker publish the bundle at a moment, in the user's name. All checks are made now and again at that moment.

    `reason` is the reason for publishing pages in spite of findings, as for `publish`.
    """
    bundle = _releasable(bundle)
    if publish_at <= timezone.now():
        raise BundleError("This is in the past.")
    _check(bundle, user, reason)
    bundle.state, bundle.publish_at, bundle.released_by, bundle.failure = BundleState.SCHEDULED, publish_at, user, ""
    bundle.save()
    ACTIONS.write("schedule", bundle, user, when=f"{timezone.localtime(publish_at):%d %B %Y, %H:%M}")


@transaction.atomic
def unschedule(bundle: Bundle, user) -> None:
    """Cancel the schedule; approval stays."""
    bundle = locked(bundle)
    if bundle.state != BundleState.SCHEDULED:
        raise BundleError("It isn't scheduled.")
    bundle.state, bundle.publish_at = BundleState.APPROVED, None
    bundle.save()
    ACTIONS.write("unschedule", bundle, user)


def publish(bundle: Bundle, user, *, reason: str = "") -> None:
    """Publish everything in the bundle now, or nothing. `reason` is needed if writing help asks for one, and is stored.

    A failed check raises BundleError and leaves the bundle unchanged. A failure during publication raises it as
    well, after the bundle was marked as failed, with the item at which it happened.
    """
    try:
        with transaction.atomic():
            _publish(_releasable(bundle), user, reason)
    except _FailedError as failure:
        _fail(bundle, user, str(failure))
        raise BundleError(str(failure)) from failure.__cause__


@job("Bundles: publish", at=SCHEDULED.next_after, outward=True)
def publish_due(stop: Stop) -> bool:
    """Publish the bundles that are due, in the order of their moments. An error in one doesn't hold up the others.

    Raises ExceptionGroup with errors of the database and the like; other failures are reported to editors.
    """
    do_each([(bundle.name, partial(_publish_due, bundle)) for bundle in SCHEDULED.until(timezone.now())], stop)
    return False


@job("Bundles: take back what was changed", every=20)
def lapse_changed(stop: Stop) -> bool:
    """Return bundles to editing if anything in them has changed since their approval."""
    do_each(
        [(bundle.name, partial(lapse_if_changed, bundle)) for bundle in Bundle.objects.filter(state__in=UNDER_WAY)],
        stop,
    )
    return False


def lapse_if_changed(bundle: Bundle) -> bool:
    """Return a bundle to editing if anything in it has changed since its approval. Returns whether it did."""
    if not bundle.changed_items():
        return False
    with transaction.atomic():
        found = Bundle.objects.select_for_update().filter(pk=bundle.pk, state__in=UNDER_WAY).first()
        changed = found.changed_items() if found else []
        if found and changed:
            begin_again(found)
            ACTIONS.write("lapse", found, items=", ".join(map(str, changed)))
    return bool(changed)


def _releasable(bundle: Bundle) -> Bundle:
    """Return the bundle, locked, with its pages, if its content is what was approved. Raises BundleError."""
    bundle = _locked_with_pages(bundle)
    _refuse_if_changed(bundle)
    if bundle.state not in RELEASABLE or not bundle.is_as_approved:
        raise BundleError("A programme lead has to approve the bundle first.")
    return bundle


def _locked_with_pages(bundle: Bundle) -> Bundle:
    """Return the current bundle, locked with its pages. Raises BundleError once it is published.

    Programs look at the bundle's state while they hold the page: so a decision and a new draft don't pass each other.
    """
    bundle = locked(bundle)
    pages = Page.objects.select_for_update().filter(pk__in=bundle.pages.values("page")).order_by("pk")
    list(pages.values_list("pk"))
    return bundle


def _refuse_if_changed(bundle: Bundle) -> None:
    if changed := bundle.changed_items():
        raise BundleError(
            *(f"“{item}” was changed since it was put in. Take the newer draft over first." for item in changed)
        )


def _publish_due(bundle: Bundle) -> None:
    """Publish one bundle in the name of the user who scheduled it, unless another worker has done so or it is no longer due."""
    if lapse_if_changed(bundle):
        return
    try:
        with transaction.atomic():
            due = SCHEDULED.until(timezone.now()).select_for_update(skip_locked=True, of=("self",))
            found = due.filter(pk=bundle.pk).first()
            if found is None:
                return
            with changes.dated(found.publish_at):
                _publish(_releasable(found), found.released_by)
    except (_FailedError, BundleError) as failure:
        _fail(bundle, None, str(failure))


class _FailedError(Exception):
    """An item couldn't be published; the text is a sentence for editors."""


def _check(bundle: Bundle, user, reason: str) -> None:
    """Raise BundleError if the user can't publish the bundle; store the reason for pages that need one."""
    found = judged(bundle)
    if problems := problems_of(bundle, user, found):
        raise BundleError(*problems)
    asked = questions_of(bundle, user, found)
    if asked and not reason.strip():
        raise BundleError(*(question_about(item.revision.as_object(), asks) for item, asks in asked))
    for item, asks in asked:
        note(item.page, asks, reason.strip(), user)


def _publish(bundle: Bundle, user, reason: str = "") -> None:
    """Publish everything in a bundle that is locked. Raises BundleError or _FailedError; then the transaction must end."""
    _check(bundle, user, reason)
    # Parents first.
    for item in sorted(bundle.page_items, key=lambda item: item.page.path):
        if not item.is_issue:
            _do(item, lambda item=item: _publish_page(item, user))
    for post in bundle.post_items:
        _do(post, lambda post=post: _make_ready(post))
    bundle.pages.update(is_open=False)
    bundle.posts.update(is_open=False)
    if bundle.sends_issue:
        for item in bundle.issues:
            _do(item, lambda item=item: _send(item, user))
    bundle.state, bundle.published_at, bundle.failure, bundle.released_by = (
        BundleState.PUBLISHED,
        timezone.now(),
        "",
        user,
    )
    bundle.save()
    occurrences.record(
        [
            occurrences.Occurrence(
                PUBLISHED,
                bundle.published_at,
                site_id=bundle.site_id,
                details={"bundle": {"databaseId": bundle.pk}},
            )
        ]
    )
    ACTIONS.write("publish", bundle, user, items=", ".join(map(str, bundle.items())))


def _do(item: BundlePage | BundlePost, deed) -> None:
    try:
        deed()
    except (SendRefusedError, ValidationError) as error:
        words = " ".join(error.messages) if isinstance(error, ValidationError) else str(error)
        raise _FailedError(f"It failed at “{item}”, so nothing was published: {words}") from error
    except Exception as error:
        logger.exception("Bundle item %s couldn't be published", item.pk)
        raise _FailedError(
            f"It failed at “{item}”, so nothing was published. The reason is for the people who run the hub:"
            f" {type(error).__name__}."
        ) from error


def _publish_page(item: BundlePage, user) -> None:
    page = Page.objects.select_for_update(of=("self",)).get(pk=item.page_id)
    if page.latest_revision_id != item.revision_id:
        raise ValidationError("it was changed at this very moment.")
    item.revision.publish(user=user)
    page.refresh_from_db(fields=["live", "live_revision"])
    if not page.live or page.live_revision_id != item.revision_id:
        raise ValidationError("it didn't become public.")


def _make_ready(item: BundlePost) -> None:
    if item.post.state == PostState.DRAFT:
        item.post.state = PostState.READY
        item.post.full_clean()
        item.post.save(update_fields=["state"])


def _send(item: BundlePage, user) -> None:
    """Let the approved issue go to its lists, with the time in which a send can be recalled."""
    issue = IssuePage.objects.select_for_update(of=("self",)).get(pk=item.page_id)
    schedule_send(issue.standing_approval, issue.get_latest_revision_as_object().mailing_lists.all(), user=user)


def _fail(bundle: Bundle, user, reason: str) -> None:
    with transaction.atomic():
        found = Bundle.objects.select_for_update().filter(pk=bundle.pk).exclude(state=BundleState.PUBLISHED).first()
        if found is not None:
            found.state, found.failure, found.publish_at = BundleState.FAILED, reason, None
            found.save()
            ACTIONS.write("fail", found, user, reason=reason)
            notifications.failed(found)
