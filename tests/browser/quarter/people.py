"""Who plays the quarter: their names and addresses, their windows, and their mail."""

from __future__ import annotations

import datetime
import email
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import policy
from email.message import EmailMessage
from zoneinfo import ZoneInfo

from playwright.sync_api import Browser, Locator, Page, expect

from tests.newsletter.sending.at_work import AnyPort, until

PASSWORD = "a-long-enough-password"
TEAM = "team@example.org"
SUBSCRIBER, OUTSIDER = "ada@example.org", "ben@example.org"
OWNERS = {"Morag Bell": "morag@example.org", "Fergus Hay": "fergus@example.org"}
EVENT = "Neglect: a morning for practitioners"
DESKTOP, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
PATIENCE = 60_000  # milliseconds: an admin page on a busy machine
expect.set_options(timeout=PATIENCE)


class Mailbox:
    """The mail server's: every message that the hub sent, to be read by whom it is for."""

    def __init__(self) -> None:
        self.messages: list[EmailMessage] = []
        self._read: set[int] = set()

    async def handle_DATA(self, server, session, envelope):  # noqa: N802  aiosmtpd's name
        self.messages.append(email.message_from_bytes(envelope.content, policy=policy.default))
        return "250 taken"

    def next(self, address: str, subject: str) -> EmailMessage:
        """Return the first message to the address with these words in its subject that nobody has read, once it is there."""

        def found() -> EmailMessage | None:
            return next((one for one in self.messages if self._is_new(one) and _is(one, address, subject)), None)

        message = until(found, PATIENCE / 1000)
        self._read.add(id(message))
        return message

    def _is_new(self, message: EmailMessage) -> bool:
        return id(message) not in self._read


def _is(message: EmailMessage, address: str, subject: str) -> bool:
    return address in message["To"] and subject in message["Subject"]


def text_of(message: EmailMessage) -> str:
    return message.get_body(("plain",)).get_content()


def link_in(message: EmailMessage, part: str) -> str:
    """Return the first address in the message's text with this part."""
    return next(found for found in re.findall(r"https?://[^\s<>]+", text_of(message)) if part in found)


@contextmanager
def post_office() -> Iterator[tuple[Mailbox, str]]:
    """Yield a mailbox and the address of its server, as long as the block lasts."""
    mailbox = Mailbox()
    server = AnyPort(mailbox, hostname="127.0.0.1", port=0)
    server.start()
    try:
        yield mailbox, f"smtp://127.0.0.1:{server.port}"
    finally:
        server.stop()


# Does something with a page that is worth a picture, and the picture's name.
Keep = Callable[[Page, str], None]


def keep_nothing(page: Page, name: str) -> None:
    """Take no picture."""


@dataclass
class Quarter:
    """A running hub, the mail that it sends, the browser, and what is done with a page worth a picture."""

    base: str
    mailbox: Mailbox
    browser: Browser
    keep: Keep = keep_nothing
    today: datetime.date = field(default_factory=lambda: datetime.datetime.now(ZoneInfo("Europe/London")).date())

    def window(self, size: dict[str, int] = DESKTOP, **options) -> Page:
        """Return a window of somebody who isn't signed in and shares nothing with others."""
        context = self.browser.new_context(
            viewport=size, locale="en-GB", reduced_motion="reduce", base_url=self.base, **options
        )
        context.set_default_timeout(PATIENCE)
        return context.new_page()

    def signed_in(self, name: str) -> Page:
        """Return a window of a colleague who has typed name and password."""
        page = self.window()
        page.goto("/admin/")
        page.fill("[name=username]", name)
        page.fill("[name=password]", PASSWORD)
        page.press("[name=password]", "Enter")
        expect(page.get_by_role("heading", name="Waiting for you")).to_be_visible()
        return page

    def day(self, number: int = 0) -> str:
        """Return the day some days from today as people type it."""
        return f"{self.today + datetime.timedelta(days=number):%d/%m/%Y}"


def open_menu(page: Page, *names: str) -> None:
    """Open a page of the admin by its menu."""
    for name in names[:-1]:
        page.locator(".sidebar").get_by_role("button", name=name, exact=True).click()
    page.locator(".sidebar").get_by_role("link", name=names[-1], exact=True).click()


def tick(place: Page | Locator, label: str) -> None:
    """Tick a box of a public form, or choose one of its options: as in the Design System, the label covers the box."""
    place.locator("label").filter(has_text=re.compile(rf"^\s*{re.escape(label)}\s*$")).click()
    expect(place.get_by_label(label, exact=True)).to_be_checked()
