"""All that engagement keeps of the person with an e-mail address, erased at their request."""

from __future__ import annotations

from engagement.feedback.retention import forget_writers, proposed_answers
from engagement.models import Contact, Feedback, Registrant
from engagement.registrations import registrants


def erase(address: str) -> int:
    """Erase contacts, registrants and writers of feedback with the address, in any case, and return how many there were."""
    contacts = list(Contact.objects.filter(email__iexact=address))
    for contact in contacts:
        contact.erase()
    registered = list(Registrant.objects.filter(email__iexact=address))
    for registrant in registered:
        registrants.erase(registrant)
    keys = list(Feedback.with_unconfirmed.filter(email__iexact=address).values_list("pk", flat=True))
    proposed_answers().filter(object_id__in=keys).delete()
    return len(contacts) + len(registered) + forget_writers(Feedback.with_unconfirmed.filter(pk__in=keys))
