"""What people are told when they subscribe. The same words stand at every form, and are kept with what they answered.

By the ICO's guidance on consent: who sends, what for, what is done with the address, how to leave; apart from any other
terms, and no box is ticked beforehand.
"""

from __future__ import annotations

import hashlib
from email.utils import parseaddr

from django.conf import settings

from cms.articles import the
from cms.models import HubSettings
from cms.visibility.rule import Visibility
from newsletter.frame import promises_rhythm
from newsletter.models import ConsentWording


def update_name(hub: HubSettings) -> str:
    """Return what the regular update is called, within a sentence: with its article."""
    return the(hub.newsletter_name or "regular update")


def sender_name(hub: HubSettings) -> str:
    """Return the name of who sends it: the one that people agreed to stands in every message."""
    return hub.newsletter_sender or hub.organisation or hub.site_name


def sender_address(hub: HubSettings) -> str:
    """Return the bare address that issues and letters come from."""
    return hub.newsletter_email or parseaddr(settings.DEFAULT_FROM_EMAIL)[1]


def consent_wording(hub: HubSettings, visibility: Visibility, *, confirms: bool = True) -> str:
    """Return the text at a form, with the names of this hub.

    `confirms`: whether a letter comes that asks to confirm. It doesn't where the link to the form came to the mailbox.
    """
    weeks = rhythm(hub) if promises_rhythm(visibility) else ""
    who = the(sender_name(hub))
    text = (
        f"{who[0].upper()}{who[1:]} will use your e-mail address to send you {update_name(hub)}{weeks} and for nothing "
        "else. You can unsubscribe at any time by the link in each message."
    )
    return f"{text} We send nothing until you confirm by a link that we e-mail to you." if confirms else text


def rhythm(hub: HubSettings) -> str:
    """Return how often an issue comes, as a part of a sentence; nothing where none is promised."""
    if not hub.newsletter_rhythm:
        return ""
    return ", every week," if hub.newsletter_rhythm == 1 else f", about every {hub.newsletter_rhythm} weeks,"


def kept(text: str) -> ConsentWording:
    """Return the wording's record, made when the text is first used. One statement from then on."""
    version = hashlib.sha256(text.encode()).hexdigest()
    found = ConsentWording.objects.filter(version=version).first()
    if found is None:
        # Two people may be the first at once.
        ConsentWording.objects.bulk_create([ConsentWording(version=version, text=text)], ignore_conflicts=True)
        found = ConsentWording.objects.get(version=version)
    return found
