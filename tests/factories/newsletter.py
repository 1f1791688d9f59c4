"""Lists and the people on them."""

import factory
from django.utils import timezone

from newsletter.choices import Source, SubscriptionState
from newsletter.models import MailingList, Subscriber, Subscription


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
