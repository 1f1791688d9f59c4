"""How far a bundle is for one user. It is found out once, and every sentence of the bundle's page comes from it."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from bundles.choices import BundleState
from bundles.models import Bundle, BundlePage, BundlePost
from bundles.publishing.checks import Judged, judged, missing_rights, obstacles_of, questions_of
from bundles.publishing.issues import recipients_of
from bundles.publishing.services import RELEASABLE
from bundles.rights import APPROVE, CHANGE
from cms.base.dates import moment_in_words
from cms.base.user_fields import name_of
from cms.editing.approvals import publishers_of

NEEDS_ATTENTION = "but it can’t be published as it is"


@dataclass(frozen=True)
class Readiness:
    """A bundle's state, the obstacles to its publication, what happens next, and which steps the user can take."""

    bundle: Bundle
    headline: str
    next_step: str
    changed: list[BundlePage | BundlePost]
    obstacles: list[str]
    found: Judged
    may_change: bool
    may_ask: bool
    may_approve: bool
    may_release: bool
    recipients: int = 0
    asks_for_reason: bool = False


def readiness_of(bundle: Bundle, user) -> Readiness:
    """Return how far the bundle is for the user."""
    found = judged(bundle) if bundle.is_open else {}
    changed = bundle.changed_items()
    items = list(bundle.items())
    obstacles = obstacles_of(bundle, found) if bundle.is_open and items and not changed else []
    rights = missing_rights(bundle, user) if bundle.state in RELEASABLE else []
    may_change = user.has_perm(CHANGE) and bundle.is_open
    goes_on = may_change and not changed
    may_release = goes_on and bundle.state in RELEASABLE and not obstacles and not rights
    may_approve = user.has_perm(APPROVE) and bundle.changed_by_id != user.pk
    return Readiness(
        bundle,
        headline=_headline(bundle, bool(changed or obstacles)),
        next_step=_next_step(bundle, user, changed, obstacles, rights),
        changed=changed,
        obstacles=obstacles,
        found=found,
        may_change=may_change,
        may_ask=goes_on and bundle.state == BundleState.WRITING and bool(items),
        may_approve=goes_on and bundle.state == BundleState.REVIEW and may_approve,
        may_release=may_release,
        recipients=recipients_of(bundle) if may_release else 0,
        asks_for_reason=may_release and bool(questions_of(bundle, user, found)),
    )


def _headline(bundle: Bundle, is_stopped: bool) -> str:
    state = bundle.get_state_display()
    if bundle.state == BundleState.PUBLISHED:
        return f"{state} on {_words(bundle.published_at)}"
    if bundle.state == BundleState.SCHEDULED:
        said = f"{state} for {_words(bundle.publish_at)}, in the name of {name_of(bundle.released_by, 'somebody')}"
    elif bundle.state == BundleState.APPROVED:
        said = f"{state} by {name_of(bundle.approved_by, 'somebody')} on {_words(bundle.approved_at)}"
    else:
        return state
    return f"{said}, {NEEDS_ATTENTION}" if is_stopped else said


def _next_step(bundle: Bundle, user, changed: list, obstacles: list[str], rights: list[str]) -> str:
    if changed:
        return "The newer drafts have to be taken over, or what was changed taken out."
    if bundle.state == BundleState.WRITING:
        return _while_it_is_written(bundle, obstacles)
    if bundle.state == BundleState.REVIEW:
        return _in_review(bundle, user, obstacles)
    if obstacles:
        return "It can’t be published before this is settled:"
    if rights:
        return f"It will be published by {_releasers(bundle, user)}: you may not publish all that is in it."
    if bundle.state == BundleState.SCHEDULED:
        return f"Everything is published on {_words(bundle.publish_at)}, or nothing is."
    return "Everything is published at the same moment, or nothing is: now, or at a time that you give."


def _while_it_is_written(bundle: Bundle, obstacles: list[str]) -> str:
    if not list(bundle.items()):
        return "Put in what belongs together. Then ask for review."
    said = "When everything is in, ask for review. A programme lead who didn’t change the bundle last approves it."
    return f"{said} Before it can be published, this has to be settled:" if obstacles else said


def _in_review(bundle: Bundle, user, obstacles: list[str]) -> str:
    if bundle.changed_by_id == user.pk:
        said = "You changed the bundle last, so somebody else has to approve it."
    elif user.has_perm(APPROVE):
        said = "You approve exactly what is listed above; nothing else is published."
    else:
        said = "It waits for a programme lead."
    return f"{said} It can’t be published before this is settled, too:" if obstacles else said


def _words(moment: datetime.datetime | None) -> str:
    return moment_in_words(moment) if moment else ""


def _releasers(bundle: Bundle, user) -> str:
    """Return the groups that may publish the first page that the user may not."""
    for item in bundle.page_items:
        if not item.page.permissions_for_user(user).can_publish():
            return publishers_of(item.page)
    return "somebody for whom its pages aren’t locked"
