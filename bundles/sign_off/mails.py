"""The mail with a new sign-off link, to the person who is asked."""

from __future__ import annotations

from bundles.models import SignOffLink
from bundles.publishing.errors import BundleError
from bundles.publishing.log_actions import ACTIONS
from cms.base.dates import moment_in_words
from cms.delivery.link_mails import LinkMailError, mail_link

from . import tokens

TEXT = """Dear {name},

Please look at “{bundle}” before it is published, and answer yes, no or with comments:

{address}

{words}The link works until {until}. It is for you only: anyone who has it can look, so please don't pass it on."""


def mail(link: SignOffLink, token: str, email: str, words: str, user) -> None:
    """Mail a link, and note the address. Raises BundleError if the mail can't be sent; then nothing is noted."""
    text = TEXT.format(
        name=link.name,
        bundle=link.bundle,
        address=tokens.address_of(token, link.bundle.site),
        words=f"{words.strip()}\n\n" if words.strip() else "",
        until=moment_in_words(link.expires_at),
    )
    try:
        mail_link(f"Before it is published: {link.bundle}", text, email, user, link.bundle.site)
    except LinkMailError as error:
        raise BundleError(str(error)) from error
    SignOffLink.objects.filter(pk=link.pk).update(email=email)
    ACTIONS.write("mail", link.bundle, user, name=link.name, email=email)
