"""Test messages: an edition sent to addresses that an editor names, before approval. No row is written."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping

from django.contrib.auth.models import User
from django.utils import timezone

from newsletter import backends
from newsletter.backends import HandoverResult
from newsletter.backends.base import NOT_ALLOWED
from newsletter.choices import EditionAudience, HandoverOutcome
from newsletter.message import Content, Personal, Template, as_test
from newsletter.models import IssuePage
from newsletter.people.addresses import for_the_wire

from . import messages
from .log_actions import ACTIONS


def test_send(
    issue: IssuePage,
    content_by_audience: Mapping[EditionAudience, Content],
    addresses: Iterable[str],
    user: User | None = None,
) -> dict[tuple[str, EditionAudience], HandoverResult]:
    """Hand over each edition to each normalised address, with [TEST] before the subject. Returns the results.

    Its links to unsubscribe and to the preferences page lead to the front page, since nobody is subscribed. Raises
    MessageError if a message can't be composed, ImproperlyConfigured if no backend is set up.
    """
    addresses = list(dict.fromkeys(addresses))
    origin = messages.origin_of(issue, timezone.now())
    templates = {audience: Template.of(as_test(content), origin) for audience, content in content_by_audience.items()}
    front = messages.front_page(issue)
    answers = {}
    with backends.load() as backend:
        for address in addresses:
            for audience, template in templates.items():
                if not backend.may_reach(address):
                    answers[address, audience] = HandoverResult(HandoverOutcome.REFUSED, detail=NOT_ALLOWED)
                    continue
                key, recipient = f"<test.{uuid.uuid4().hex}@{messages.domain()}>", for_the_wire(address)
                message = template.for_recipient(_personal(recipient, key, front))
                answers[address, audience] = backend.hand_over(
                    message, sender=origin.sender_address, recipient=recipient, key=key
                )
    ACTIONS.write("test", issue, user, count=len(addresses))
    return answers


test_send.__test__ = False  # type: ignore[attr-defined]  # pytest takes it for a test where it is imported


def _personal(address: str, message_id: str, front: str) -> Personal:
    return Personal(
        address=address,
        list_name="Test",
        list_id=f"test.{messages.domain()}",
        leave_url=front,
        preferences_url=front,
        reason="You get this because an editor sent you a test.",
        message_id=message_id,
    )
