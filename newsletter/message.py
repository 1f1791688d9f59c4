"""One message as it goes over the wire: an edition, made personal for one recipient.

Sources: RFC 8058 (one-click), RFC 2369 (list headers), RFC 2919 (List-Id), RFC 3834 (Auto-Submitted).
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass

# What stands in an edition for what differs between recipients. Plain letters, so that no escaping and no line break of
# a layout program touches them.
LEAVE_URL = "HUBXLEAVEXADDRESSX"
PREFERENCES_URL = "HUBXPREFERENCESXADDRESSX"
REASON = "HUBXREASONXLINEX"
PLACEHOLDERS = (LEAVE_URL, PREFERENCES_URL, REASON)


@dataclass(frozen=True)
class Content:
    """What all recipients of an edition get alike; HTML and text hold the placeholders."""

    subject: str
    html: str
    text: str


@dataclass(frozen=True)
class Origin:
    """From whom the messages of a send come, and what their headers say of the list and the issue."""

    sender_name: str
    sender_address: str
    archive_url: str
    help_url: str
    date: datetime.datetime


@dataclass(frozen=True)
class Personal:
    """What one recipient's message says of them. The placeholders are replaced by these."""

    address: str
    list_name: str
    list_id: str  # as "label.domain", without brackets
    leave_url: str
    preferences_url: str
    reason: str
    message_id: str  # with angle brackets; the same on every attempt
