"""Letters: messages to one person that aren't issues. Each is a row, which a worker hands over.

The answer to a request for a list reveals nothing, so the worker decides here whether a letter goes out at all.
"""

from __future__ import annotations

import datetime
import logging
import re
from email.errors import MessageDefect
from email.headerregistry import Address as MailAddress
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import Any

from django.db.models import F, Q
from django.template.loader import render_to_string
from django.utils import timezone
from wagtail.models import Site

from cms.base.active_site import site_active
from cms.models import HubSettings
from cms.signposts import at_once
from cms.visibility.hub_addresses import full_address
from cms.visibility.moments import Moments
from cms.visibility.period import current_period
from cms.visibility.rule import Visibility
from newsletter import replies
from newsletter.backends.base import NOT_ALLOWED, Backend, HandoverResult
from newsletter.choices import EndedReason, HandoverOutcome, LetterKind, Source, SubscriptionState
from newsletter.frame import names
from newsletter.generator.findings import GeneratorError
from newsletter.mail_look import MailLook
from newsletter.models import Following, Letter, Subscriber, Subscription
from newsletter.models.people import OPEN_STATES

from . import agreements, following_letters, suppression, tokens, wording
from .addresses import for_the_wire
from .keys import digest_matches, keyed_digest

logger = logging.getLogger(__name__)

DUE = Moments(lambda: Letter.objects.filter(accepted_at=None, given_up_at=None), "due_at")
ATTEMPTS = 10
# How long a worker has to hand over a letter before another may take it.
LEASE = datetime.timedelta(minutes=5)
FIRST_PAUSE = datetime.timedelta(minutes=1)
LONGEST_PAUSE = datetime.timedelta(hours=6)
BATCH = 50
_MESSAGE_ID = re.compile(r"<?letter\.(\d{1,18})\.([0-9a-f]{32})@[^>]*>?")

SUBJECTS = {
    LetterKind.CONFIRM: "Confirm that you want {name}",
    LetterKind.ALREADY: "You already get {name}",
    LetterKind.PREFERENCES: "Your link to change or unsubscribe from {name}",
}
# For somebody who is on no list: what they follow is named in the letter.
SUBJECTS_WITHOUT_LIST = {
    LetterKind.CONFIRM: "Confirm that you want to follow a page of {hub}",
    LetterKind.ALREADY: "You already follow what you asked for on {hub}",
    LetterKind.PREFERENCES: "Your link to change what you follow on {hub}",
}


def hand_over_due(backend: Backend, now: datetime.datetime | None = None) -> int:
    """Hand over the letters that are due, oldest first, 50 at most, and return the number accepted.

    Several workers may do this at once. A letter that wasn't taken, or whose outcome is uncertain, is tried again, later
    each time, ten times at most: a second letter does no harm.
    """
    now = now or timezone.now()
    # Somebody who has just asked for something doesn't wait for the last messages to all subscribers, nor for followers.
    orders = (F(name).asc(nulls_first=True) for name in ("last_message", "following"))
    due = DUE.until(now).order_by(*orders, "created_at", "pk")
    keys = list(due.values_list("pk", "due_at")[:BATCH])
    return sum(_hand_over(key, due_at, backend, now) for key, due_at in keys)


def _hand_over(key: int, due_at: datetime.datetime, backend: Backend, now: datetime.datetime) -> bool:
    # The attempt is counted before it is made, so that a letter that crashes its worker isn't tried for ever.
    mine = Letter.objects.filter(pk=key, accepted_at=None, given_up_at=None, due_at=due_at).update(
        due_at=now + LEASE, attempts=F("attempts") + 1
    )
    if not mine:
        return False  # another worker has it
    letter = Letter.objects.select_related("subscriber", "site__root_page", "last_message", "following").get(pk=key)
    with site_active(letter.site):
        return _hand_over_in_hand(letter, backend, now)


def _hand_over_in_hand(letter: Letter, backend: Backend, now: datetime.datetime) -> bool:
    if objection := objection_to(letter, backend):
        _note(letter, given_up_at=now, error=objection)
        return False
    hub = hub_settings(letter.site)
    try:
        message = compose(letter, hub, now)
    except (ValueError, MessageDefect, GeneratorError) as error:
        # Such as a sender that isn't allowed in a header. The next letters, and the issues, don't wait for that.
        answer = HandoverResult(HandoverOutcome.TEMPORARY, detail=f"The letter can't be written: {error}")
    else:
        answer = backend.hand_over(
            message,
            sender=wording.sender_address(hub),
            recipient=for_the_wire(letter.subscriber.address),
            key=message_id(letter, hub),
        )
    _write_down(letter, answer, now)
    return answer.outcome == HandoverOutcome.ACCEPTED


def objection_to(letter: Letter, backend: Backend) -> str:
    """Return a sentence that says why the letter doesn't go out; empty if it does.

    If the address is suppressed, its pending subscriptions end here.
    """
    subscriber = letter.subscriber
    if letter.attempts > ATTEMPTS:
        return f"It was tried {ATTEMPTS} times."
    if subscriber is None or not subscriber.normalised:
        return "There is no address."
    if suppression.blocks_letters(subscriber.normalised):
        for model in agreements.AGREEMENTS:
            pending = model.objects.filter(subscriber=subscriber, state=SubscriptionState.PENDING)
            agreements.end(pending, Source.SYSTEM, EndedReason.NOT_CONFIRMED)
        return "The address is suppressed."
    if not backend.may_reach(subscriber.normalised):
        return NOT_ALLOWED
    if letter.kind == LetterKind.FOLLOWING:
        visibility = Visibility(hub_settings(letter.site).site, period=current_period())
        return following_letters.objection_to(letter, visibility)
    # Only the lists of the programme that writes: another's are its own concern.
    here = [
        one for model in agreements.AGREEMENTS for one in model.objects.of(letter.site).filter(subscriber=subscriber)
    ]
    if letter.kind == LetterKind.LAST:
        return _objection_to_last(subscriber, here)
    states = {one.state for one in here}
    unconfirmed = SubscriptionState.PENDING in states or subscriber.undeliverable_since
    if letter.kind == LetterKind.CONFIRM and not unconfirmed:
        return "Nothing waits for confirmation any more."
    if letter.kind == LetterKind.PREFERENCES and any(one.ended_reason == EndedReason.PROGRAMME_ENDED for one in here):
        return ""  # as long as the hub knows their address, they may see what it holds
    if letter.kind != LetterKind.CONFIRM and SubscriptionState.ACTIVE not in states:
        return "They aren't subscribed."
    return ""


def _objection_to_last(subscriber: Subscriber, here: list[Subscription | Following]) -> str:
    """The same for a last message: like an issue, it only goes to people who were on a list to the end."""
    if all(one.ended_reason != EndedReason.PROGRAMME_ENDED for one in here):
        return "They unsubscribed before."
    if suppression.is_suppressed(subscriber.normalised):
        return "The address is suppressed."
    return "The address doesn't take mail." if subscriber.undeliverable_since else ""


def compose(letter: Letter, hub: HubSettings, now: datetime.datetime) -> bytes:
    """Return the letter as it goes over the wire: text and HTML with the same words and links.

    Sources: RFC 3834, section 5 (Auto-Submitted); RFC 5322.
    """
    subscriber = letter.subscriber
    visibility = Visibility(hub.site, now, current_period())
    own = names(visibility)
    context: dict[str, Any] = {
        "hub": hub,
        "name": wording.update_name(own),
        "sender": wording.sender_name(hub, own),
        "days": tokens.CONFIRM_DAYS,
        "site_url": visibility.home_url,
        "help_url": full_address("help", site=hub.site),
        "help_at_once": at_once.at_once(visibility),
        "help": at_once.in_lines(visibility),
        "look": MailLook.of_site(visibility),
        "text": letter.last_message.text if letter.last_message else "",
    }
    if letter.kind == LetterKind.FOLLOWING:
        context |= following_letters.context_of(letter, visibility)
    else:
        context |= _about_lists(letter, hub, visibility, context["name"])
    # Only a mailbox whose owner has confirmed gets the link to its own page.
    if letter.kind == LetterKind.CONFIRM:
        context["confirm_url"] = tokens.CONFIRM.url(subscriber.key)
    else:
        context["preferences_url"] = tokens.PREFERENCES.url(subscriber.key)

    to = for_the_wire(subscriber.address)
    # A non-ASCII address can't be encoded in a header, only written as it is (RFC 6532).
    message = EmailMessage(policy=SMTP.clone(utf8=not to.isascii()))
    message["Subject"] = " ".join(context["subject"].split())
    message["From"] = MailAddress(" ".join(context["sender"].split()), addr_spec=wording.sender_address(hub))
    message["To"] = to
    if reply_to := replies.address_of(replies.default_contact(visibility), visibility):
        message["Reply-To"] = reply_to
    message["Date"] = format_datetime(now)
    message["Message-ID"] = message_id(letter, hub)
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "All"
    template = f"newsletter/people/letters/{letter.kind}"
    message.set_content(render_to_string(f"{template}.txt", context), cte="quoted-printable")
    message.add_alternative(render_to_string(f"{template}.html", context), subtype="html", cte="quoted-printable")
    return following_letters.headers(context) + message.as_bytes()


def _about_lists(letter: Letter, hub: HubSettings, visibility: Visibility, update: str) -> dict[str, Any]:
    """Return the further values of a letter that isn't to a follower: its subject, and what the person gets or asked for."""
    subscriber = letter.subscriber
    states = [SubscriptionState.ACTIVE]
    if letter.kind == LetterKind.CONFIRM:
        states = list(OPEN_STATES) if subscriber.undeliverable_since else [SubscriptionState.PENDING]
    of_kind = Q(ended_reason=EndedReason.PROGRAMME_ENDED) if letter.kind == LetterKind.LAST else Q(state__in=states)
    subscriptions = (
        Subscription.objects.of(hub.site).filter(of_kind, subscriber=subscriber).select_related("mailing_list")
    )
    followed = Following.objects.of(hub.site).filter(of_kind, subscriber=subscriber).order_by("pk")
    lists = [one.mailing_list.name for one in subscriptions.order_by("mailing_list__sort_order", "pk")]
    return {
        "lists": [*dict.fromkeys(lists), *following_letters.names_of_followed(followed, visibility)],
        "subject": _subject(letter, bool(lists) or not followed, update, hub),
    }


def _subject(letter: Letter, is_about_lists: bool, update: str, hub: HubSettings) -> str:
    if letter.last_message:
        return letter.last_message.subject
    subjects = SUBJECTS if is_about_lists else SUBJECTS_WITHOUT_LIST
    return subjects.get(LetterKind(letter.kind), "").format(name=update, hub=hub.site_name)


def message_id(letter: Letter, hub: HubSettings) -> str:
    """Return the Message-ID, the same on every attempt, which nobody can guess."""
    return f"<letter.{letter.pk}.{keyed_digest(str(letter.pk), 'letter')[:32]}@{wording.sender_address(hub).rpartition('@')[2]}>"


def named_by(message_id: str) -> Letter | None:
    """Return the letter that a Message-ID of ours names, with its subscriber; None if it names none that is still kept."""
    match = _MESSAGE_ID.fullmatch(message_id.strip())
    if match is None or not digest_matches(match[2], str(int(match[1])), "letter"):
        return None
    return Letter.objects.select_related("subscriber").filter(pk=int(match[1]), subscriber__isnull=False).first()


def hub_settings(site: Site | None = None) -> HubSettings:
    """Return the names of a site, or of the default one."""
    return HubSettings.for_site(site or Site.objects.get(is_default_site=True))


def pause_after(attempts: int) -> datetime.timedelta:
    """Return the wait after a number of attempts: a minute, two, four, up to six hours."""
    return min(FIRST_PAUSE * 2 ** (attempts - 1), LONGEST_PAUSE)


def _write_down(letter: Letter, answer: HandoverResult, now: datetime.datetime) -> None:
    if answer.outcome == HandoverOutcome.ACCEPTED:
        _note(letter, accepted_at=now, error="")
    elif answer.outcome == HandoverOutcome.REFUSED or letter.attempts >= ATTEMPTS:
        logger.warning("Letter %s was given up after attempt %s.", letter.pk, letter.attempts)
        _note(letter, given_up_at=now, error=answer.detail)
    else:
        _note(letter, due_at=now + pause_after(letter.attempts), error=answer.detail)


def _note(letter: Letter, **fields) -> None:
    # Only while the lease still belongs to the worker: a slow one must not overwrite another's result.
    Letter.objects.filter(pk=letter.pk, due_at=letter.due_at).update(**fields)
