"""Sign-off links: making and answering them. Each action is in the bundle's log."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils import timezone

from bundles import notifications
from bundles.choices import SignOffVerdict
from bundles.models import Bundle, SignOffAnswer, SignOffLink
from bundles.publishing.errors import BundleError
from bundles.publishing.log_actions import ACTIONS
from cms.base.secret_links import SecretLinkTokens
from cms.pages.link_kinds import LinkKind

LINKS = LinkKind(
    "Sign-off links",
    SignOffLink,
    shows="bundle",
    loads=("bundle__site",),
    tokens=SecretLinkTokens("bundles.sign_off"),
    view="bundles_sign_off:bundle",
    actions=ACTIONS,
)


def make(bundle: Bundle, *, name: str, email: str, days: int, user) -> tuple[SignOffLink, str]:
    """Return a new link and its token, which can't be retrieved later. Raises BundleError for a published bundle."""
    if not bundle.is_open:
        raise BundleError(f"“{bundle}” is published already.")
    expires_at = timezone.now() + datetime.timedelta(days=days)
    return LINKS.make(bundle, name=name, email=email, expires_at=expires_at, user=user)


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
