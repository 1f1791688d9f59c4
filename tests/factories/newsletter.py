"""Lists and the people on them."""

import factory
from django.utils import timezone
from wagtail.models import Site

from cms.sites.models import ProgrammeState
from newsletter.admin.ended_lists import proposed
from newsletter.choices import EndedReason, LetterKind, Source, SubscriptionState
from newsletter.models import LastMessage, Letter, MailingList, Subscriber, Subscription


class MailingListFactory(factory.django.DjangoModelFactory):
    """A list offered to everybody."""

    name = factory.Sequence(lambda n: f"List {n}")
    slug = factory.Sequence(lambda n: f"list-{n}")

    class Meta:
        model = MailingList


class SubscriberFactory(factory.django.DjangoModelFactory):
    """A contact with an address, not on any list yet."""

    address = factory.Sequence(lambda n: f"Person{n}@example.org")
    normalised = factory.LazyAttribute(lambda o: o.address.lower())

    class Meta:
        model = Subscriber


class SubscriptionFactory(factory.django.DjangoModelFactory):
    """A confirmed subscription."""

    subscriber = factory.SubFactory(SubscriberFactory)
    mailing_list = factory.SubFactory(MailingListFactory)
    state = SubscriptionState.ACTIVE
    source = Source.FORM
    confirmed_at = factory.LazyFunction(timezone.now)

    class Meta:
        model = Subscription


def add_letter(kind: LetterKind, **subscription) -> Letter:
    """Add a letter of the kind to a subscriber in the state in which they get it; a last one with the proposed words."""
    state = {"state": SubscriptionState.PENDING if kind == LetterKind.CONFIRM else SubscriptionState.ACTIVE}
    last_message = None
    if kind == LetterKind.LAST:
        state = {"state": SubscriptionState.ENDED, "ended_reason": EndedReason.PROGRAMME_ENDED}
        site = Site.objects.get(is_default_site=True)
        last_message = LastMessage.objects.create(site=site, **proposed(site, ProgrammeState.ARCHIVED))
    subscriber = SubscriptionFactory(**state, **subscription).subscriber
    return Letter.objects.create(subscriber=subscriber, kind=kind, last_message=last_message, due_at=timezone.now())
