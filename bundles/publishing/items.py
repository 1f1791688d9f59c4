"""Adding items to a bundle and removing them. Each service raises BundleError, with a sentence, if it isn't possible now.

Any change of a bundle's content ends its approval: somebody has to review it again.
"""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.db.models import Max, Q
from django.utils import timezone
from wagtail.models import Page

from bundles import notifications
from bundles.choices import BundleState
from bundles.models import Bundle, BundlePage, BundlePost, digest_of
from cms.base.dates import moment_in_words
from cms.pages.addresses import site_of_page
from engagement.choices import PostState
from engagement.models import SocialPost

from .checks import locked_for, objection_to
from .errors import BundleError
from .log_actions import ACTIONS


def locked(bundle: Bundle) -> Bundle:
    """Return the current bundle, locked until the transaction ends. Raises BundleError once it is published."""
    found = Bundle.objects.select_for_update().filter(pk=bundle.pk).first()
    if found is None:
        raise BundleError("The bundle was deleted.")
    if not found.is_open:
        raise BundleError(f"“{found}” is published already.")
    return found


@transaction.atomic
def put_in(
    bundle: Bundle,
    thing: Page | SocialPost,
    user,
    *,
    only_in: BundleState | None = None,
    by_program: dict[str, str] | None = None,
) -> BundlePage | BundlePost:
    """Put a page, in its latest draft, or a social post into the bundle, at the end.

    With `only_in` the bundle must be in this state. `by_program` is the data of the log entry if a
    program does it.
    """
    bundle = locked(bundle)
    if only_in and bundle.state != only_in:
        raise BundleError(f"Only people change “{bundle}” now. Its state: {bundle.get_state_display()}.")
    its_site = site_of_page(thing) if isinstance(thing, Page) else thing.own_site
    if its_site != bundle.own_site:
        raise BundleError(f"“{thing}” is of another programme: a bundle is published by the people of one.")
    item = _page_item(bundle, thing, user) if isinstance(thing, Page) else _post_item(bundle, thing)
    try:
        with transaction.atomic():
            item.save()
    except IntegrityError:
        raise BundleError(f"“{thing}” is in a bundle already.") from None
    _begin_again(bundle, user)
    ACTIONS.write("put_in_by_token" if by_program else "put_in", bundle, user, item=str(thing), **(by_program or {}))
    return item


def _page_item(bundle: Bundle, page: Page, user) -> BundlePage:
    if other := BundlePage.objects.filter(page=page, is_open=True).select_related("bundle").first():
        raise BundleError(f"“{page.get_admin_display_title()}” is in the bundle “{other.bundle}” already.")
    if page.latest_revision_id is None or (page.live and not page.has_unpublished_changes):
        raise BundleError(f"“{page.get_admin_display_title()}” has no draft: there is nothing in it to publish.")
    for reason in filter(None, (objection_to(page, page.latest_revision), *locked_for(page, user))):
        raise BundleError(f"“{page.get_admin_display_title()}” {reason}")
    item = BundlePage(bundle=bundle, page=page, revision_id=page.latest_revision_id)
    if item.is_issue and bundle.issues:
        raise BundleError(f"The issue “{bundle.issues[0]}” is in the bundle already, and it can have only one.")
    last = bundle.pages.aggregate(last=Max("sort_order"))["last"] or 0
    item.sort_order = last + 1
    return item


def _post_item(bundle: Bundle, post: SocialPost) -> BundlePost:
    if other := BundlePost.objects.filter(post=post, is_open=True).select_related("bundle").first():
        raise BundleError(f"The post is in the bundle “{other.bundle}” already.")
    if post.state == PostState.POSTED:
        raise BundleError("The post was posted already.")
    return BundlePost(bundle=bundle, post=post, digest=digest_of(post))


def posts_that_wait() -> Q:
    """Return the condition for posts in open bundles, which the hub posts once their bundle is published."""
    return Q(pk__in=BundlePost.objects.filter(is_open=True).values("post"))


@transaction.atomic
def take_out(item: BundlePage | BundlePost, user) -> None:
    """Take a page or a post out of its bundle; its draft stays as it is."""
    bundle = locked(item.bundle)
    name = str(item)
    item.delete()
    _begin_again(bundle, user)
    ACTIONS.write("take_out", bundle, user, item=name)


@transaction.atomic
def take_over(bundle: Bundle, user) -> None:
    """Take over the current version of the changed items."""
    bundle = locked(bundle)
    changed = bundle.changed_items()
    if not changed:
        raise BundleError("Nothing was changed since.")
    for item in changed:
        if isinstance(item, BundlePost):
            item.digest = digest_of(item.post)
            item.save(update_fields=["digest"])
        else:
            item.revision_id, item.held_at = item.page.latest_revision_id, timezone.now()
            item.save(update_fields=["revision", "held_at"])
    _begin_again(bundle, user)
    ACTIONS.write("take_over", bundle, user, items=", ".join(map(str, changed)))


@transaction.atomic
def move(item: BundlePage, user, *, up: bool) -> None:
    """Swap a page with the one before or after it. The published content stays the same, so the approval does too."""
    bundle = locked(item.bundle)
    pages = list(bundle.pages.all())
    place = pages.index(item)
    other = place - 1 if up else place + 1
    if 0 <= other < len(pages):
        pages[place], pages[other] = pages[other], pages[place]
    for number, each in enumerate(pages, start=1):
        if each.sort_order != number:
            BundlePage.objects.filter(pk=each.pk).update(sort_order=number)


def _begin_again(bundle: Bundle, user) -> None:
    bundle.changed_by = user
    begin_again(bundle)


def begin_again(bundle: Bundle) -> None:
    """End approval and schedule."""
    bundle.state = BundleState.WRITING
    bundle.approved_as, bundle.approved_by, bundle.approved_at = "", None, None
    bundle.publish_at, bundle.failure = None, ""
    bundle.save()
    notifications.review_over(bundle)


def waits_for(thing) -> str:
    """Say which open bundle an approved page is published with, instead of by its own workflow; empty if by none."""
    if not isinstance(thing, Page):
        return ""
    item = BundlePage.objects.filter(page=thing.pk, is_open=True).select_related("bundle").first()
    if item is None:
        return ""
    bundle = item.bundle
    if bundle.publish_at:
        return f"The bundle “{bundle}” will publish it on {moment_in_words(bundle.publish_at)}."
    return f"The bundle “{bundle}” will publish it (now: {bundle.get_state_display().lower()})."
