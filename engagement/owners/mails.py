"""The mails to owners: one for all reports that an owner is asked for at once, with a link to each."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass

from wagtail.models import Site

from cms.base import words
from cms.base.restorations import HELD, is_held
from cms.delivery.models import HubSettings
from cms.visibility.rule import Visibility
from engagement import letters
from engagement.models import Contact, OwnerReport
from programme.site import contacts

from .links import DAYS_AFTER, LINKS

logger = logging.getLogger(__name__)


class OwnerMailError(Exception):
    """The mail can't be sent; the message is one sentence for the editor."""


class OwnerAddressError(OwnerMailError):
    """The mail server doesn't take the address: trying again is no use."""


@dataclass(frozen=True)
class OwnerLetter:
    """What a mail says: its subject, its first paragraph, and what the team adds."""

    subject: str
    opening: str
    words: str = ""


ASKING = OwnerLetter(
    "Please report on", "Please tell us what its status is, and what has happened since the last entry."
)
REMINDING = OwnerLetter(
    "Reminder: please report on", "We haven't had your report yet. Please tell us what its status is."
)
SENDING_AGAIN = OwnerLetter(
    "Another link: please report on", "Here is another link. Please tell us what its status is."
)


def returning(said: str) -> OwnerLetter:
    """Return the mail about an answer that the team returned."""
    return OwnerLetter(
        "A question about your report on", "Thank you for your report. We have a question about it:", said
    )


def mail(contact: Contact, asked: Sequence[tuple[OwnerReport, str]], letter: OwnerLetter, site: Site) -> None:
    """Mail an owner the reports with their tokens. Raises OwnerMailError if the mail can't be sent."""
    if is_held():
        raise OwnerMailError(HELD)
    if not contact.may_be_asked:
        raise OwnerMailError("This contact has no address, or hasn't agreed to be written to.")
    hub = HubSettings.objects.filter(site=site).first() or HubSettings(site=site)
    rows = _rows(asked)
    about = rows[0]["name"] if len(rows) == 1 else f"{len(rows)} commitments"
    message = letters.composed(
        "engagement/owners/mail",
        {"contact": contact, "letter": letter, "rows": rows, "subject": about, "days_after": DAYS_AFTER},
        hub,
        contact.email,
        f"{letter.subject} {about}",
        reply_to=contacts.replies_about([report.commitment for report, _ in asked], hub, Visibility(site)),
    )
    try:
        message.send()
    except Exception as error:
        if letters.is_refused(error):
            logger.warning("The mail server doesn't take the address of contact %d", contact.pk)
            raise OwnerAddressError("The mail server doesn't take this address. Correct it in the contact.") from error
        # The server's words contain the address.
        logger.warning("An owner was not written to: %s", type(error).__name__)
        raise OwnerMailError(f"The mail server didn't accept it ({type(error).__name__}). Try again later.") from error


def _rows(asked: Sequence[tuple[OwnerReport, str]]) -> list[dict[str, str]]:
    return [
        {
            "title": f"{report.commitment.work_stream.title}: {report.commitment.title_in_words}",
            "name": f"{report.commitment.work_stream.title}, {report.commitment.distinct_name}",
            "by": words.day(report.answer_by),
            "address": LINKS.address_of(token, report),
        }
        for report, token in asked
    ]
