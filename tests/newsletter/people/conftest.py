"""A hub with a list, and a backend that keeps what it was given."""

import email
import re
from email.message import EmailMessage
from email.policy import default

import pytest
from wagtail.models import Site

from cms.models import HubSettings
from newsletter.backends.base import Backend, HandoverResult
from newsletter.choices import EditionAudience, HandoverOutcome
from newsletter.models import NewsletterSettings
from newsletter.people import letters
from tests import factories

LINK = re.compile(r"http://localhost(/newsletter/\S+)")


class Keeping(Backend):
    """Accepts all messages and keeps them, or gives the scripted answers."""

    leaves = False

    def __init__(self):
        self.messages: list[EmailMessage] = []
        self.envelopes: list[tuple[str, str]] = []
        self.answers: list[HandoverResult] = []

    def hand_over(self, message, *, sender, recipient, key):
        answer = self.answers.pop(0) if self.answers else HandoverResult(HandoverOutcome.ACCEPTED)
        if answer.outcome == HandoverOutcome.ACCEPTED:
            self.messages.append(email.message_from_bytes(message, policy=default))
            self.envelopes.append((sender, recipient))
        return answer


@pytest.fixture
def hub(tree):
    """The settings of an empty hub."""
    NewsletterSettings.objects.create(site=Site.objects.get(), name="the Protection Update")
    return HubSettings.objects.create(
        site=Site.objects.get(),
        site_name="The hub",
        organisation="The Government",
        contact_email="team@example.org",
        sender_email="update@example.org",
    )


@pytest.fixture
def update(hub):
    """The one list that is offered."""
    return factories.MailingListFactory(name="Regular update", slug="update")


@pytest.fixture
def internal(hub):
    """A list for colleagues, on the form too."""
    return factories.MailingListFactory(
        name="Internal update", slug="internal", kind=EditionAudience.INTERNAL, allowed_domains="gov.scot"
    )


@pytest.fixture
def neglect(tree):
    return factories.WorkStreamFactory(parent=tree.streams, title="Neglect")


@pytest.fixture
def post_box():
    return Keeping()


@pytest.fixture
def deliver(post_box):
    """Hand over what is due and return the messages that this brought."""

    def deliver(now=None) -> list[EmailMessage]:
        before = len(post_box.messages)
        letters.hand_over_due(post_box, now)
        return post_box.messages[before:]

    return deliver


def link_in(message: EmailMessage) -> str:
    """Return the path of the newsletter's link in a letter."""
    return LINK.search(message.get_body(("plain",)).get_content())[1]
