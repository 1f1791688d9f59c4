"""Test messages: an edition to people whom an editor names, before anything is approved. No row is written."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping

from django.conf import settings
from django.contrib.auth.models import User
from django.utils import timezone
from wagtail.log_actions import log

from newsletter import backends
from newsletter.backends import Answer
from newsletter.backends.base import NOT_ALLOWED
from newsletter.choices import Audience, Outcome
from newsletter.message import Content, Personal, Template, as_test
from newsletter.models import IssuePage
from newsletter.people.addresses import for_the_wire

from . import composing


def test_send(
    issue: IssuePage,
    content_by_audience: Mapping[Audience, Content],
    addresses: Iterable[str],
    user: User | None = None,
) -> dict[tuple[str, Audience], Answer]:
    """Hand each edition over to each address, as `normalise` gives it, with [TEST] before the subject. Returns the answers.

    Its links to leave and to the preference page lead to the hub's front page, since nobody is subscribed. Raises
    MessageError if an edition can't be put into a message, ImproperlyConfigured if no backend is set up.
    """
    addresses = list(dict.fromkeys(addresses))
    origin = composing.origin_of(issue, timezone.now())
    templates = {audience: Template.of(as_test(content), origin) for audience, content in content_by_audience.items()}
    answers = {}
    with backends.load() as backend:
        for address in addresses:
            for audience, template in templates.items():
                if not backend.may_reach(address):
                    answers[address, audience] = Answer(Outcome.REFUSED, detail=NOT_ALLOWED)
                    continue
                key, recipient = f"<test.{uuid.uuid4().hex}@{composing.domain()}>", for_the_wire(address)
                message = template.for_recipient(_personal(recipient, key))
                answers[address, audience] = backend.hand_over(
                    message, sender=origin.sender_address, recipient=recipient, key=key
                )
    log(issue, "newsletter.test", user=user, data={"count": len(addresses)})
    return answers


test_send.__test__ = False  # type: ignore[attr-defined]  # pytest takes it for a test where it is imported


def _personal(address: str, message_id: str) -> Personal:
    front = f"{settings.BASE_URL}/"
    return Personal(
        address=address,
        list_name="Test",
        list_id=f"test.{composing.domain()}",
        leave_url=front,
        preferences_url=front,
        reason="You get this because an editor sent you a test.",
        message_id=message_id,
    )
