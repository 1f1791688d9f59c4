"""An edition as a message that a mail program can open, with an example address."""

from __future__ import annotations

import datetime
import hashlib
from urllib.parse import urlsplit

from newsletter.message import MessageOrigin, Personal, Template

from .editions import BuiltEdition

READER = "reader@example.org"


def sample(edition: BuiltEdition, date: datetime.datetime) -> bytes:
    """Return the edition as a message to an example address. The same edition and date give the same bytes.

    Raises MessageError, a ValueError, if a header can't hold what it should.
    """
    around = edition.data["surroundings"]
    host = urlsplit(around["url"]).hostname or "localhost"
    name = around["newsletter_name"]
    origin = MessageOrigin(
        sender_name=name,
        sender_address=around["contact_email"] or f"update@{host}",
        archive_url=edition.data["archive_url"],
        help_url=around["url"],
        date=date,
        contact=around["contact_email"],
    )
    personal = Personal(
        address=READER,
        list_name=name,
        list_id=f"example.{host}",
        leave_url=f"{around['url']}#example-of-the-link-to-leave",
        preferences_url=f"{around['url']}#example-of-the-link-to-preferences",
        reason=f"You get this because you joined the list “{name}”.",
        message_id=f"<{hashlib.sha256(edition.html.encode()).hexdigest()[:32]}@{host}>",
    )
    return Template.of(edition.content, origin).for_recipient(personal)
