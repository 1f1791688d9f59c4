"""Feedback, stakeholders, engagements, social posts and the plan."""

import datetime

import factory
from django.utils import timezone
from wagtail.models import Site

from cms.base.dates import today
from cms.models import HubSettings, SocialChannel
from engagement.choices import ConsentWay, FeedbackWay, PlanChannel, RegistrantState
from engagement.feedback import numbers
from engagement.models import (
    Contact,
    Engagement,
    EventRegistration,
    Feedback,
    PlanItem,
    QuietPeriod,
    Registrant,
    SocialPost,
)


class FeedbackFactory(factory.django.DjangoModelFactory):
    """An anonymous message."""

    number = factory.LazyFunction(numbers.new)
    way = FeedbackWay.FORM
    message = factory.Sequence(lambda n: f"Message {n}")

    class Meta:
        model = Feedback


class ContactFactory(factory.django.DjangoModelFactory):
    """A stakeholder who agreed to be kept with an address."""

    name = factory.Sequence(lambda n: f"Person {n}")
    email = factory.Sequence(lambda n: f"person{n}@example.org")
    consent_on = datetime.date(2026, 1, 5)
    consent_way = ConsentWay.EMAIL
    consent_wording = "We keep your address to invite you to meetings."

    class Meta:
        model = Contact


class EngagementFactory(factory.django.DjangoModelFactory):
    """A private engagement."""

    title = factory.Sequence(lambda n: f"Engagement {n}")
    date = datetime.date(2026, 3, 2)

    class Meta:
        model = Engagement


class ChannelFactory(factory.django.DjangoModelFactory):
    """The account on X/Twitter."""

    settings = factory.LazyFunction(lambda: HubSettings.for_site(Site.objects.get(is_default_site=True)))
    platform = "X (Twitter)"
    handle = "@girfec"
    address = "https://twitter.com/girfec"

    class Meta:
        model = SocialChannel


class SocialPostFactory(factory.django.DjangoModelFactory):
    """A draft of a post."""

    channel = factory.SubFactory(ChannelFactory)
    text = factory.Sequence(lambda n: f"Post {n}")

    class Meta:
        model = SocialPost


class PlanItemFactory(factory.django.DjangoModelFactory):
    """News that is planned."""

    title = factory.Sequence(lambda n: f"Item {n}")
    channel = PlanChannel.WEBSITE
    date = factory.LazyFunction(today)

    class Meta:
        model = PlanItem


class QuietPeriodFactory(factory.django.DjangoModelFactory):
    """Quiet days in May."""

    name = factory.Sequence(lambda n: f"Election {n}")
    first = datetime.date(2026, 5, 1)
    last = datetime.date(2026, 5, 20)

    class Meta:
        model = QuietPeriod


class EventRegistrationFactory(factory.django.DjangoModelFactory):
    """Registration that is switched on, for an event that the caller gives."""

    is_on = True

    class Meta:
        model = EventRegistration


class RegistrantFactory(factory.django.DjangoModelFactory):
    """Somebody who has a place at an event."""

    name = factory.Sequence(lambda n: f"Guest {n}")
    email = factory.Sequence(lambda n: f"guest{n}@example.org")
    normalised = factory.LazyAttribute(lambda one: one.email.lower())
    state = RegistrantState.CONFIRMED
    way = FeedbackWay.FORM
    wording = "We use your address for this event."
    confirmed_at = factory.LazyFunction(timezone.now)

    class Meta:
        model = Registrant
