"""All that engagement keeps of the person with an e-mail address, erased at their request."""

from __future__ import annotations

from cms.history import erasure
from engagement.feedback.retention import forget_writers, proposed_answers
from engagement.models import Contact, Feedback, Registrant
from engagement.registrations import registrants


def erase(address: str) -> set[str]:
    """Erase contacts, registrants and writers of feedback with the address, in any case, and return what they were called."""
    contacts = Contact.objects.filter(email__iexact=address)
    registered = Registrant.objects.filter(email__iexact=address)
    written = Feedback.with_unconfirmed.filter(email__iexact=address)
    found = [
        (number, name) for rows in (contacts, registered, written) for number, name in rows.values_list("pk", "name")
    ]
    for contact in contacts:
        contact.erase()
    for registrant in registered:
        registrants.erase(registrant)
    everybody = Contact.objects, Registrant.objects, Feedback.with_unconfirmed
    keys = [one.pk for one in written]
    proposed_answers().filter(object_id__in=keys).delete()
    forget_writers(Feedback.with_unconfirmed.filter(pk__in=keys))
    for number, name in found:
        if not any(rows.filter(name=name).exists() for rows in everybody):
            erasure.forget_person([name], number)
    return {name for _, name in found}
