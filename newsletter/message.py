"""One message as it goes over the wire: an edition, made personal for one recipient.

Sources: RFC 5322 (form), RFC 2045 (quoted-printable), RFC 8058 (one-click), RFC 2369 (list headers), RFC 2919 (List-Id),
RFC 3834 (Auto-Submitted).
"""

from __future__ import annotations

import binascii
import datetime
import hashlib
import html
import re
from dataclasses import dataclass, replace
from email.header import Header
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from functools import lru_cache
from typing import Self

# Placeholders for the parts that differ between recipients. Plain letters, so that no escaping and no line break of
# a layout program touches them.
LEAVE_URL = "HUBXLEAVEXADDRESSX"
PREFERENCES_URL = "HUBXPREFERENCESXADDRESSX"
REASON = "HUBXREASONXLINEX"
PLACEHOLDERS = (LEAVE_URL, PREFERENCES_URL, REASON)

LONGEST_LINE = 998  # RFC 5322, section 2.1.1
_PLACEHOLDER = re.compile("|".join(PLACEHOLDERS))
CONTROL = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]")
_CRLF = b"\r\n"
_SOFT_BREAK = b"=\r\n"


class MessageError(ValueError):
    """A value isn't allowed in a message, such as a line break in a subject."""


@dataclass(frozen=True)
class Content:
    """The content that all recipients of an edition share; HTML and text hold the placeholders."""

    subject: str
    html: str
    text: str
    reply_to: str = ""  # an address; answers go to the sender without one


@dataclass(frozen=True)
class MessageOrigin:
    """The sender's details and the header values for the messages of a send."""

    sender_name: str
    sender_address: str
    archive_url: str
    help_url: str
    date: datetime.datetime
    contact: str = ""  # a mailbox that somebody reads
    subscribe_url: str = ""


@dataclass(frozen=True)
class Personal:
    """The personal values of one recipient's message, which replace the placeholders."""

    address: str
    list_name: str
    list_id: str  # as "label.domain", without brackets
    leave_url: str
    preferences_url: str
    reason: str
    message_id: str  # with angle brackets; the same on every attempt


class Template:
    """An edition in its wire format, except for the parts that differ between recipients.

    It is encoded once. Each placeholder has soft line breaks around it, which mail programs remove again, so that
    a value can be encoded separately and inserted: for each recipient only pieces have to be joined.
    """

    def __init__(self, head: bytes, pieces: list[bytes | tuple[bool, str]], contact: str):
        self._head, self._pieces, self._contact = head, pieces, contact

    @classmethod
    def of(cls, content: Content, origin: MessageOrigin) -> Self:
        """Encode an edition. Raises MessageError if its subject or a header has a control character or is too long."""
        boundary = "=_" + hashlib.sha256("\0".join((content.html, content.text)).encode()).hexdigest()[:32]
        # "=_" never occurs in quoted-printable (RFC 2045, section 6.7), so no content can hold the boundary.
        pieces: list[bytes | tuple[bool, str]] = []
        for subtype, text in (("plain", content.text), ("html", content.html)):
            head = f"--{boundary}\r\nContent-Type: text/{subtype}; charset=utf-8\r\n"
            pieces.append(f"{head}Content-Transfer-Encoding: quoted-printable\r\n\r\n".encode())
            pieces += _encoded(text, escaped=subtype == "html")
            pieces.append(_CRLF)
        pieces.append(f"--{boundary}--\r\n".encode())
        return cls(_common_headers(content, origin, boundary), _joined(pieces), origin.contact)

    def for_recipient(self, personal: Personal) -> bytes:
        """Return the message of one recipient. Raises MessageError if a header would have a control character."""
        values = {LEAVE_URL: personal.leave_url, PREFERENCES_URL: personal.preferences_url, REASON: personal.reason}
        encoded = {
            (escaped, name): _printable(html.escape(value) if escaped else value)
            for name, value in values.items()
            for escaped in (False, True)
        }
        pieces = [piece if isinstance(piece, bytes) else encoded[piece] for piece in self._pieces]
        return b"".join((self._personal_headers(personal), self._head, *pieces))

    def _personal_headers(self, personal: Personal) -> bytes:
        for value in (personal.address, personal.message_id, personal.leave_url):
            if CONTROL.search(value) or " " in value.strip() or len(value) > LONGEST_LINE - 30:
                raise MessageError("An address, a link or a message's name isn't allowed in a header.")
        mailto = f",\r\n <mailto:{self._contact}?subject=Unsubscribe>" if self._contact else ""
        return (
            _list_id(personal.list_name, personal.list_id)
            + (
                f"To: {personal.address}\r\n"
                f"Message-ID: {personal.message_id}\r\n"
                f"List-Unsubscribe: <{personal.leave_url}>{mailto}\r\n"
                "List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"
            ).encode()
        )


def as_test(content: Content) -> Content:
    """Return the edition with a subject that says that it is a test."""
    return replace(content, subject=f"[TEST] {content.subject}")


def _common_headers(content: Content, origin: MessageOrigin, boundary: str) -> bytes:
    urls = (origin.archive_url, origin.help_url, origin.subscribe_url)
    for value in (content.subject, content.reply_to, origin.sender_name, origin.sender_address, *urls):
        if CONTROL.search(value):
            raise MessageError("A subject, a name or an address in a header must not hold a line break.")
    message = EmailMessage(policy=SMTP)
    name, domain = origin.sender_address.rsplit("@", 1)
    message["From"] = Address(origin.sender_name, name, domain)
    if content.reply_to:
        name, _, domain = content.reply_to.rpartition("@")
        message["Reply-To"] = Address("", name, domain)
    message["Subject"] = content.subject
    head = message.as_bytes().removesuffix(_CRLF)
    subscribe = f"List-Subscribe: <{origin.subscribe_url}>\r\n" if origin.subscribe_url else ""
    owner = f"List-Owner: <mailto:{origin.contact}>\r\n" if origin.contact else ""
    head += (
        f"Date: {format_datetime(origin.date)}\r\n"
        f"List-Help: <{origin.help_url}>\r\n"
        f"List-Archive: <{origin.archive_url}>\r\n"
        f"{subscribe}{owner}"
        # RFC 3834, section 5: made by a program, not in answer to a message. Suppresses out-of-office replies.
        "Auto-Submitted: auto-generated\r\n"
        "X-Auto-Response-Suppress: OOF, AutoReply\r\n"
        "MIME-Version: 1.0\r\n"
        f'Content-Type: multipart/alternative; boundary="{boundary}"\r\n\r\n'
    ).encode()
    if any(len(line) > LONGEST_LINE for line in head.split(_CRLF)):
        raise MessageError("A header is too long.")
    return head


@lru_cache(maxsize=100)
def _list_id(name: str, list_id: str) -> bytes:
    """Return the header that mail programs sort by: a name, and an identifier that never changes (RFC 2919, section 2)."""
    if CONTROL.search(name) or not re.fullmatch(r"[A-Za-z0-9._-]+", list_id):
        raise MessageError("A list's name isn't allowed in a header.")
    if name.isascii():
        quoted = name.replace("\\", "\\\\").replace('"', '\\"')
        phrase = f'"{quoted}"'
    else:
        phrase = Header(name, "utf-8", maxlinelen=70, header_name="List-Id").encode(linesep="\r\n")
    return f"List-Id: {phrase}\r\n <{list_id}>\r\n".encode()


def _encoded(text: str, *, escaped: bool) -> list[bytes | tuple[bool, str]]:
    """Return the text in quoted-printable, with the placeholders apart."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    pieces: list[bytes | tuple[bool, str]] = []
    end = 0
    for match in _PLACEHOLDER.finditer(lines):
        pieces += [_printable(lines[end : match.start()]), _SOFT_BREAK, (escaped, match[0]), _SOFT_BREAK]
        end = match.end()
    return [*pieces, _printable(lines[end:])]


def _printable(text: str) -> bytes:
    return binascii.b2a_qp(text.encode()).replace(b"\n", _CRLF)


def _joined(pieces: list[bytes | tuple[bool, str]]) -> list[bytes | tuple[bool, str]]:
    """Return the parts with adjacent bytes joined."""
    joined: list[bytes | tuple[bool, str]] = []
    for piece in pieces:
        if joined and isinstance(piece, bytes) and isinstance(joined[-1], bytes):
            joined[-1] += piece
        else:
            joined.append(piece)
    return joined
