"""The mail with a new link, to the person it is for."""

from __future__ import annotations

import logging

from django.core.mail import EmailMessage
from wagtail.models import Site

from cms.base.active_site import active_site
from cms.base.restorations import HELD, is_held
from cms.base.user_fields import name_of
from cms.delivery.models import HubSettings

logger = logging.getLogger(__name__)


class LinkMailError(Exception):
    """The mail can't be sent; the message is one sentence for the editor."""


def mail_link(subject: str, text: str, email: str, user, site: Site | None = None) -> None:
    """Mail a link in the user's name: an answer goes to them. `text` is signed with their name and that of the site, by
    default of the active or the default one.

    Raises LinkMailError.
    """
    if is_held():
        raise LinkMailError(HELD)
    site = site or active_site()
    of_site = {"site": site} if site else {"site__is_default_site": True}
    hub = HubSettings.objects.filter(**of_site).first() or HubSettings()
    reply_to = [user.email] if user.email else None
    notice = f"\n{hub.notice}\n" if hub.notice else ""
    message = EmailMessage(
        subject, f"{text}\n\n{name_of(user)}\n{hub.site_name}\n{notice}", hub.sender, [email], reply_to=reply_to
    )
    try:
        message.send()
    except Exception as error:
        # The server's words contain the address.
        logger.warning("A link was not mailed: %s", type(error).__name__)
        raise LinkMailError(
            f"The mail server didn't accept it ({type(error).__name__}). Copy the link, or try again."
        ) from error
