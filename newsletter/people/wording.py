"""The text that people agree to when they subscribe. It is the same at every form, and is stored with their answer.

By the ICO's guidance on consent: who sends, the purpose, the use of the address, how to leave; apart from any other
terms, and no box is ticked beforehand.
"""

from __future__ import annotations

import hashlib
from email.utils import parseaddr

from django.conf import settings

from cms.base.articles import the
from cms.base.own_words import worded
from cms.models import HubSettings
from cms.visibility.rule import Visibility
from newsletter.frame import names, promises_rhythm
from newsletter.models import ConsentWording, NewsletterSettings

NOTHING_UNTIL_CONFIRMED = "We send nothing until you confirm by a link that we e-mail to you."


def update_name(own: NewsletterSettings) -> str:
    """Return the name of the regular update with its article, for use within a sentence."""
    return the(own.name) if own.name else f"the {worded('regular update')}"


def sender_name(hub: HubSettings, own: NewsletterSettings) -> str:
    """Return the sender's name: every message has the one that people agreed to."""
    return own.sender or hub.organisation or hub.site_name


def sender_address(hub: HubSettings) -> str:
    """Return the bare address from which issues and letters are sent."""
    return hub.sender_email or parseaddr(settings.DEFAULT_FROM_EMAIL)[1]


def consent_wording(hub: HubSettings, visibility: Visibility, *, confirms: bool = True) -> str:
    """Return the text at a form, with the names of this hub.

    `confirms`: whether a letter comes that asks to confirm. It doesn't where the link to the form came to the mailbox.
    """
    own = names(visibility)
    weeks = rhythm(own) if promises_rhythm(visibility) else ""
    who = the(sender_name(hub, own))
    text = (
        f"{who[0].upper()}{who[1:]} will use your e-mail address to send you {update_name(own)}{weeks} and for nothing "
        "else. You can unsubscribe at any time by the link in each message."
    )
    return f"{text} {NOTHING_UNTIL_CONFIRMED}" if confirms else text


def follow_wording(hub: HubSettings, visibility: Visibility, *, confirms: bool = True) -> str:
    """Return the text at a form to follow a page, with the names of this hub; see `consent_wording`.

    Without a confirmation to come it is the text at pages that are already followed.
    """
    who, pages = the(sender_name(hub, names(visibility))), "this page" if confirms else "the pages that you follow"
    text = (
        f"{who[0].upper()}{who[1:]} will use your e-mail address to tell you what changes on {pages}, and for nothing "
        "else. You can stop at any time by the link in each message."
    )
    return f"{text} {NOTHING_UNTIL_CONFIRMED}" if confirms else text


def rhythm(own: NewsletterSettings) -> str:
    """Return how often an issue comes, as a part of a sentence; empty if no rhythm is promised."""
    if not own.rhythm:
        return ""
    return ", every week," if own.rhythm == 1 else f", about every {own.rhythm} weeks,"


def kept(text: str) -> ConsentWording:
    """Return the wording's record, made when the text is first used. One statement from then on."""
    version = hashlib.sha256(text.encode()).hexdigest()
    found = ConsentWording.objects.filter(version=version).first()
    if found is None:
        # Two requests may be the first at the same time.
        ConsentWording.objects.bulk_create([ConsentWording(version=version, text=text)], ignore_conflicts=True)
        found = ConsentWording.objects.get(version=version)
    return found
