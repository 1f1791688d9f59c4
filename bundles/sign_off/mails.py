"""The mail with a new sign-off link, to the person who is asked."""

from __future__ import annotations

import logging

from django.core.mail import EmailMessage
from wagtail.models import Site

from bundles.models import SignOffLink
from bundles.publishing import log_actions
from bundles.publishing.errors import BundleError
from cms.base.dates import moment_in_words
from cms.base.restorations import HELD, is_held
from cms.models import HubSettings
from engagement.feedback.answers import sender

from . import tokens

logger = logging.getLogger(__name__)

TEXT = """Dear {name},

Please look at “{bundle}” before it is published, and answer yes, no or with comments:

{address}

{words}The link works until {until}. It is for you only: anyone who has it can look, so please don't pass it on.

{who}
{hub}
"""


def mail(link: SignOffLink, token: str, email: str, words: str, user) -> None:
    """Mail a link, and note the address. Raises BundleError if the mail can't be sent; then nothing is noted."""
    if is_held():
        raise BundleError(HELD)
    hub = HubSettings.for_site(Site.objects.get(is_default_site=True))
    text = TEXT.format(
        name=link.name,
        bundle=link.bundle,
        address=tokens.address_of(token),
        words=f"{words.strip()}\n\n" if words.strip() else "",
        until=moment_in_words(link.expires_at),
        who=user.get_full_name() or user.get_username(),
        hub=hub.site_name,
    )
    message = EmailMessage(
        f"Before it is published: {link.bundle}",
        text,
        sender(hub),
        [email],
        reply_to=[user.email] if user.email else None,
    )
    try:
        message.send()
    except Exception as error:
        # The server's words contain the address.
        logger.warning("The sign-off link %s was not mailed: %s", link.pk, type(error).__name__)
        raise BundleError(
            f"The mail server didn't accept it ({type(error).__name__}). Copy the link, or try again."
        ) from error
    SignOffLink.objects.filter(pk=link.pk).update(email=email)
    log_actions.write("mail", link.bundle, user, name=link.name, email=email)
