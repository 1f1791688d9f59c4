"""Sign-off links: making, revoking, opening and answering them. Each action is in the bundle's log."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils import timezone
from wagtail.models import Site

from bundles import notifications
from bundles.choices import SignOffVerdict
from bundles.models import Bundle, SignOffAnswer, SignOffLink
from bundles.publishing.errors import BundleError
from bundles.publishing.log_actions import ACTIONS
from cms.base.secret_links import open_link

from .tokens import TOKENS


@transaction.atomic
def make(bundle: Bundle, *, name: str, email: str, days: int, user) -> tuple[SignOffLink, str]:
    """Return a new link and its token, which can't be retrieved later. Raises BundleError for a published bundle."""
    if not bundle.is_open:
        raise BundleError(f"“{bundle}” is published already.")
    token = TOKENS.new()
    link = SignOffLink.objects.create(
        bundle=bundle,
        name=name,
        email=email,
        digest=TOKENS.digest_of(token),
        expires_at=timezone.now() + datetime.timedelta(days=days),
        created_by=user,
    )
    until = f"{timezone.localtime(link.expires_at):%d %B %Y, %H:%M}"
    ACTIONS.write("link", bundle, user, name=name, until=until)
    return link, token


@transaction.atomic
def revoke(link: SignOffLink, user) -> None:
    """Revoke a link at once. Its answers stay."""
    if SignOffLink.objects.filter(pk=link.pk, revoked_at=None).update(revoked_at=timezone.now()):
        ACTIONS.write("revoke", link.bundle, user, name=link.name)


def opened(token: str, site: Site | None) -> SignOffLink:
    """Return the link of a token, with its bundle. Raises LinkClosedError."""
    return open_link(SignOffLink.objects.select_related("bundle__site"), TOKENS, token, site)


def used(link: SignOffLink, what: str) -> None:
    """Log that something was viewed through the link."""
    with transaction.atomic():
        SignOffLink.objects.filter(pk=link.pk).update(last_used_at=timezone.now())
        ACTIONS.write("open", link.bundle, name=link.name, what=what)


@transaction.atomic
def answer(link: SignOffLink, verdict: SignOffVerdict, comments: str, *, seen: str) -> SignOffAnswer:
    """Store an answer to the content with the fingerprint `seen`.

    Raises BundleError if the bundle's content has changed, or if it is published.
    """
    bundle = Bundle.objects.select_for_update().get(pk=link.bundle_id)
    if not bundle.is_open:
        raise BundleError("It is published already, so answers aren't taken any more.")
    if seen != bundle.fingerprint():
        raise BundleError("Something has changed since you looked. Please look again, then send your answer.")
    given = SignOffAnswer.objects.create(link=link, verdict=verdict, comments=comments, fingerprint=seen)
    ACTIONS.write("answer", bundle, name=link.name, verdict=verdict.label)
    notifications.answered(link, given)
    return given
