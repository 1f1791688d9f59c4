"""Lists, subscribers, snapshots and sends, made quickly and in any number."""

from __future__ import annotations

import datetime
import itertools

from django.contrib.auth import get_user_model
from django.utils import timezone

from newsletter import message
from newsletter.choices import EditionAudience, SendState, Source, SubscriptionState
from newsletter.models import Edition, IssuePage, MailingList, Send, Snapshot, Subscriber, Subscription
from newsletter.people.keys import keyed_digest
from newsletter.sending.installation import installation

HTML = (
    "<!doctype html><html lang=en><body><h1>{name}</h1><p>" + "What is new. " * 40 + "</p>"
    f'<p>{message.REASON} <a href="{message.LEAVE_URL}">Leave</a> <a href="{message.PREFERENCES_URL}">Choose</a></p>'
    "</body></html>"
)
TEXT = f"{{name}}\n\nWhat is new.\n\n{message.REASON}\nLeave: {message.LEAVE_URL}\nChoose: {message.PREFERENCES_URL}\n"
_numbers = itertools.count(1)


def user(name: str):
    return get_user_model().objects.get_or_create(username=name)[0]


def snapshot(issue: IssuePage, **values) -> Snapshot:
    """Return an approved snapshot of the issue's latest revision, with both editions."""
    revision = issue.save_revision()
    values = {"written_by": user("writer"), "approved_by": user("approver")} | values
    made = Snapshot.objects.create(issue=issue, revision_id=revision.pk, **values)
    for audience in EditionAudience:
        Edition.objects.create(
            snapshot=made,
            audience=audience,
            subject=f"Update {issue.number}",
            data={},
            html=HTML.format(name=f"{audience.label} edition"),
            text=TEXT.format(name=f"{audience.label} edition"),
            template_version="1",
        )
    return made


def mailing_list(slug: str = "update", **values) -> MailingList:
    return MailingList.objects.create(slug=slug, name=values.pop("name", slug.capitalize()), **values)


def subscriber(address: str, **values) -> Subscriber:
    return Subscriber.objects.create(address=address, normalised=address.lower(), **values)


def subscribe(
    person: Subscriber, *lists: MailingList, state=SubscriptionState.ACTIVE, interests=(), audiences=()
) -> Subscription:
    """Put a person on lists; returns the last subscription."""
    for each in lists:
        made = Subscription.objects.create(subscriber=person, mailing_list=each, state=state, source=Source.FORM)
        made.interests.set(interests)
        made.audiences.set(audiences)
    return made


def crowd(number: int, *lists: MailingList) -> None:
    """Put a number of people on the lists."""
    for start in range(0, number, 10_000):
        names = [f"person{next(_numbers)}@example.org" for _ in range(min(10_000, number - start))]
        people = Subscriber.objects.bulk_create(
            [Subscriber(address=name, normalised=name, digest=keyed_digest(name)) for name in names], batch_size=1000
        )
        Subscription.objects.bulk_create(
            [
                Subscription(subscriber=person, mailing_list=each, state=SubscriptionState.ACTIVE, source=Source.FORM)
                for person in people
                for each in lists
            ],
            batch_size=1000,
        )


def send(made: Snapshot, *lists: MailingList, state: SendState = SendState.PREPARING, **values) -> Send:
    """Return a send that is due, without the services' checks."""
    values = {"installation": installation(), "due_at": timezone.now() - datetime.timedelta(minutes=1)} | values
    new = Send.objects.create(snapshot=made, issue=made.issue, state=state, **values)
    new.lists.set(lists)
    return new
