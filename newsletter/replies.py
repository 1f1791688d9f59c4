"""Where answers to mails go: to the contact point of an issue, or to that of the newsletter's settings."""

from __future__ import annotations

from cms.visibility.rule import Visibility
from programme.models import ContactPoint

from .frame import names
from .people.addresses import for_the_wire


def default_contact(visibility: Visibility) -> ContactPoint | None:
    """Return the contact point that the site's settings name, public or not. One query if they name one."""
    key = names(visibility).reply_to_id
    return ContactPoint.objects.filter(pk=key).first() if key else None


def address_of(contact: ContactPoint | None, visibility: Visibility) -> str:
    """Return the contact point's address as mail servers understand it; empty if it isn't public or has none."""
    can_answer = contact is not None and contact.email and visibility.can_see(contact)
    return for_the_wire(contact.email) if contact is not None and can_answer else ""
