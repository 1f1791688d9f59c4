"""An edition as a message that a mail program can open. It is made out to nobody real."""

from __future__ import annotations

import datetime
import hashlib
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from html import escape
from urllib.parse import urlsplit

from newsletter.message import LEAVE_URL, PREFERENCES_URL, REASON, Content, Origin, Personal

from .rendering import BuiltEdition

READER = "reader@example.org"


def sample(edition: BuiltEdition, date: datetime.datetime) -> bytes:
    """Return the edition as a message to an example address. The same edition and date give the same bytes."""
    around = edition.data["surroundings"]
    host = urlsplit(around["url"]).hostname or "localhost"
    name = around["newsletter_name"]
    origin = Origin(
        sender_name=name,
        sender_address=around["contact_email"] or f"update@{host}",
        archive_url=edition.data["archive_url"],
        help_url=around["url"],
        date=date,
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
    return compose(edition.content, origin, personal)


def compose(content: Content, origin: Origin, personal: Personal) -> bytes:
    """Return one recipient's message. Raises ValueError if a header would have a line break."""
    message = EmailMessage(policy=SMTP)
    name, domain = origin.sender_address.rsplit("@", 1)
    message["From"] = Address(origin.sender_name, name, domain)
    message["To"] = personal.address
    message["Subject"] = content.subject
    message["Date"] = format_datetime(origin.date)
    message["Message-ID"] = personal.message_id
    message["List-Id"] = f"{personal.list_name} <{personal.list_id}>"
    message["List-Unsubscribe"] = f"<{personal.leave_url}>"
    message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message["List-Help"] = f"<{origin.help_url}>"
    message["List-Archive"] = f"<{origin.archive_url}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(_personal(content.text, personal, escaped=False), cte="quoted-printable")
    html = _personal(content.html, personal, escaped=True)
    message.add_alternative(html, subtype="html", cte="quoted-printable")
    message.set_boundary("=_" + hashlib.sha256(content.html.encode()).hexdigest()[:32])
    return message.as_bytes()


def _personal(text: str, personal: Personal, *, escaped: bool) -> str:
    values = {LEAVE_URL: personal.leave_url, PREFERENCES_URL: personal.preferences_url, REASON: personal.reason}
    for placeholder, value in values.items():
        text = text.replace(placeholder, escape(value) if escaped else value)
    return text
