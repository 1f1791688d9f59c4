"""Feedback, stakeholders, engagements and social posts."""

import datetime

import factory
from wagtail.models import Site

from cms.models import HubSettings, SocialChannel
from engagement.choices import ConsentWay, FeedbackWay
from engagement.feedback import numbers
from engagement.models import Contact, Engagement, Feedback, SocialPost


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
