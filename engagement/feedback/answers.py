"""Answers to feedback by e-mail: one for each form that was sent, always with a record of who sent it and when."""

from __future__ import annotations

import logging
import textwrap
import uuid

from django.contrib.auth.models import User
from django.core.mail import EmailMessage
from django.db import IntegrityError, transaction
from django.utils import timezone
from wagtail.log_actions import log

from cms.base.restorations import HELD, is_held
from cms.models import HubSettings
from cms.signposts import at_once
from cms.visibility.rule import Visibility
from engagement.choices import AnswerState, FeedbackState
from engagement.letters import team_of
from engagement.models import EngagementSettings, Feedback, FeedbackAnswer
from programme.site import contacts

logger = logging.getLogger(__name__)

LINE = 72  # characters per line of the quotation (RFC 3676, section 4.2)
ACTION = "engagement.answer"


class AnswerError(Exception):
    """The answer wasn't sent. The message says why in a sentence."""


class HubIsHeldError(AnswerError):
    """The hub was restored from a backup, and sends nothing yet."""


class NoAddressError(AnswerError):
    """There is nobody to write to."""


class SentAlreadyError(AnswerError):
    """This form was sent before."""


class AnsweredMeanwhileError(AnswerError):
    """Somebody else answered since the form was opened."""


class NotTakenError(AnswerError):
    """The mail server didn't accept it. The text is kept."""


def newest(feedback: Feedback) -> int:
    """Return the key of the latest answer that may have gone out; 0 without any."""
    answers = feedback.answers.exclude(state=AnswerState.FAILED)
    return answers.order_by("-pk").values_list("pk", flat=True).first() or 0


def beginning(feedback: Feedback, hub: HubSettings, own: EngagementSettings) -> dict[str, str]:
    """Return the suggested subject and text of an answer."""
    greeting = f"Dear {feedback.name}," if feedback.name else "Hello,"
    return {
        "subject": f"Your feedback {feedback.number}",
        "text": f"{greeting}\n\nThank you for your feedback.\n\n\n\n{own.sign_off}\n{team_of(hub)}",
    }


def quoted(feedback: Feedback) -> str:
    """Return the feedback as it is quoted below the answer."""
    lines = (textwrap.wrap(line, LINE) or [""] for line in feedback.message.splitlines())
    said = "\n".join(f"> {part}".rstrip() for parts in lines for part in parts)
    written = timezone.localtime(feedback.created_at)
    return f"On {written.day} {written:%B %Y} you wrote ({feedback.number}):\n{said}" if said else ""


def replies_to(feedback: Feedback, hub: HubSettings) -> list[str]:
    """Return where an answer's answers go: to the contact point of the page that was written about, or to the team."""
    page = feedback.page.specific if feedback.page else None
    return contacts.replies_about([page], hub, Visibility(hub.site))


def answer(
    feedback: Feedback,
    *,
    subject: str,
    text: str,
    note: str,
    author: User,
    hub: HubSettings,
    key: uuid.UUID,
    seen: int,
) -> FeedbackAnswer:
    """Send an answer to the sender of the feedback, mark it as answered, and return the record of the answer.

    `note` is kept when the address is deleted. `key` is the form's, `seen` the newest answer when the form
    was opened. Raises an AnswerError; after NotTakenError the text is kept as an answer that failed.
    """
    if is_held():
        raise HubIsHeldError(HELD)
    kept = _note(feedback, subject, text, author, key, seen)
    parts = (hub.notice, text.strip(), quoted(feedback), at_once.in_lines(Visibility(hub.site)))
    message = EmailMessage(
        subject,
        "\n\n".join(filter(None, parts)) + "\n",
        hub.sender,
        [feedback.email],
        reply_to=replies_to(feedback, hub),
    )
    try:
        message.send()
    except Exception as error:
        # Neither the log nor the record quotes the server, whose message contains the address.
        logger.warning("The answer to %s was not sent: %s", feedback.number, type(error).__name__)
        kept.state, kept.error = AnswerState.FAILED, f"The mail server didn't accept it ({type(error).__name__})."
        kept.save(update_fields=["state", "error"])
        raise NotTakenError(f"{kept.error} What you wrote is kept; try again later.") from error
    _settle(kept, note)
    return kept


@transaction.atomic
def _note(feedback, subject, text, author, key, seen) -> FeedbackAnswer:
    """Record that an answer is about to be sent, before it is: even after a failure, nobody sends it twice unknowingly."""
    now = Feedback.objects.select_for_update().get(pk=feedback.pk)
    if not now.email:
        raise NoAddressError("There is no address to answer to; it may have been deleted in the meantime.")
    if FeedbackAnswer.objects.filter(key=key).exists():
        raise SentAlreadyError("This answer was already sent, so it wasn't sent again.")
    if newest(now) != seen:
        raise AnsweredMeanwhileError(
            "Somebody else answered while you were writing. Read their answer first, then send yours if it is still needed."
        )
    try:
        with transaction.atomic():
            return FeedbackAnswer.objects.create(
                feedback=feedback, key=key, subject=subject, text=text, author=author, state=AnswerState.SENDING
            )
    except IntegrityError:
        raise SentAlreadyError("This answer was already sent, so it wasn't sent again.") from None


@transaction.atomic
def _settle(kept: FeedbackAnswer, note: str) -> None:
    kept.state = AnswerState.SENT
    kept.save(update_fields=["state"])
    feedback = Feedback.objects.select_for_update().get(pk=kept.feedback_id)
    feedback.state = FeedbackState.ANSWERED
    feedback.closed_because = ""
    feedback.reply = "\n".join(part for part in (feedback.reply, note) if part)
    feedback.owner = feedback.owner or kept.author
    feedback.save()
    log(instance=feedback, action=ACTION, user=kept.author)
