"""The messages of a send: its editions as templates, and the personal part for each recipient."""

from __future__ import annotations

import datetime
import re
import uuid
from functools import cache
from typing import NamedTuple
from urllib.parse import urlsplit

from django.conf import settings
from wagtail.models import Site

from cms.models import HubSettings
from cms.pages.addresses import frontend_url
from cms.visibility.hub_addresses import beginning_of, own_path
from cms.visibility.rule import Visibility
from newsletter.message import MessageOrigin, Personal, Template
from newsletter.models import IssuePage, MailingList, NewsletterSettings, Send
from newsletter.people import tokens, wording
from newsletter.people.addresses import for_the_wire
from newsletter.people.keys import digest_matches, keyed_digest

_PURPOSE = "message"
_MESSAGE_ID = re.compile(r"<?(\d+)\.(\d+)\.([0-9a-f]{32})@[^>]*>?")


class ClaimedRecipient(NamedTuple):
    """The data of a claimed recipient that a worker needs."""

    pk: int
    address: str
    audience: str
    attempts: int
    subscription_id: int
    subscriber_id: int
    list_id: int
    subscription_key: uuid.UUID
    subscriber_key: uuid.UUID


class Composer:
    """Composes the messages of one send. Reads the data that they share once."""

    def __init__(self, send: Send):
        self.send = send
        site = send.issue.get_site()
        self.origin = origin_of(send.issue, send.started_at or send.created_at, site)
        self.beginning = beginning_of(site)
        self.domain = domain()
        self.lists = {each.pk: each for each in send.lists.all()}
        self._templates = {
            edition.audience: Template.of(edition.content, self.origin) for edition in send.snapshot.editions.all()
        }

    @property
    def sender(self) -> str:
        return self.origin.sender_address

    def message(self, row: ClaimedRecipient) -> bytes:
        """Return a recipient's message; the same on every attempt. Raises MessageError."""
        mailing_list = self.lists[row.list_id]
        personal = Personal(
            address=for_the_wire(row.address),
            list_name=mailing_list.name,
            list_id=list_id(mailing_list),
            leave_url=tokens.LEAVE.url(row.subscription_key, self.send.pk, beginning=self.beginning),
            preferences_url=tokens.PREFERENCES.url(
                row.subscriber_key, since=self.origin.date, beginning=self.beginning
            ),
            reason=reason(mailing_list.name),
            message_id=self.message_id(row.pk),
        )
        return self._templates[row.audience].for_recipient(personal)

    def message_id(self, recipient_id: int) -> str:
        """Return the name of a recipient's message, which is the key of every attempt as well."""
        return message_id(self.send.pk, recipient_id, self.domain)


def message_id(send_id: int, recipient_id: int, at: str) -> str:
    """Return a Message-ID that is the same on every attempt and that nobody can forge without the secret."""
    return f"<{send_id}.{recipient_id}.{keyed_digest(f'{send_id}.{recipient_id}', _PURPOSE)[:32]}@{at}>"


def read_message_id(text: str) -> tuple[int, int] | None:
    """Return the send and the recipient named by one of our Message-IDs; None if it isn't ours."""
    match = _MESSAGE_ID.fullmatch(text.strip())
    if match is None:
        return None
    send_id, recipient_id = int(match[1]), int(match[2])
    return (send_id, recipient_id) if digest_matches(match[3], f"{send_id}.{recipient_id}", _PURPOSE) else None


def origin_of(issue: IssuePage, date: datetime.datetime, site: Site | None = None) -> MessageOrigin:
    """Return the sender's details for the messages of an issue. `site` is its own, if the caller has read it."""
    site = site or issue.get_site()
    hub = HubSettings.for_site(site) if site else HubSettings()
    own = NewsletterSettings.of(site)
    # Before an external list gets the issue its page isn't public, but the archive above it is.
    archive = frontend_url(issue if issue.live else issue.get_parent()) or front_page(issue)
    subscribe_url = beginning_of(site) + own_path("newsletter:subscribe")
    return MessageOrigin(
        sender_name=wording.sender_name(hub, own),
        sender_address=wording.sender_address(hub),
        archive_url=archive,
        help_url=subscribe_url,
        subscribe_url=subscribe_url,
        date=date,
        contact=hub.contact_email,
    )


def front_page(issue: IssuePage) -> str:
    """Return the address of the front page of the issue's site: at the frontend, if there is one."""
    return Visibility(issue.get_site()).home_url


@cache
def reason(list_name: str) -> str:
    """Return the line that says why somebody gets a message."""
    return f"You get this because you subscribed to “{list_name}”."


def list_id(mailing_list: MailingList) -> str:
    """Return the List-Id of a list (RFC 2919), which never changes."""
    return f"{mailing_list.slug}.{domain()}"


def domain() -> str:
    """Return the hub's own domain."""
    return urlsplit(settings.BASE_URL).hostname or "localhost"
