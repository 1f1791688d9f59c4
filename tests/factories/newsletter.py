"""Lists and the people on them."""

import factory
from django.utils import timezone
from wagtail.models import Site

from cms.models import Change
from cms.sites.models import ProgrammeState
from newsletter.admin.ended_lists import proposed
from newsletter.choices import EndedReason, FollowingFrequency, LetterKind, Source, SubscriptionState
from newsletter.models import Following, FollowingNews, LastMessage, Letter, MailingList, Subscriber, Subscription
from newsletter.people import agreements
from programme.models import WorkStreamPage


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


class FollowingFactory(factory.django.DjangoModelFactory):
    """A confirmed following of a page, on the default site."""

    subscriber = factory.SubFactory(SubscriberFactory)
    site = factory.LazyFunction(lambda: Site.objects.get(is_default_site=True))
    frequency = FollowingFrequency.AT_ONCE
    state = SubscriptionState.ACTIVE
    source = Source.FORM
    confirmed_at = factory.LazyFunction(timezone.now)

    class Meta:
        model = Following


def end(agreement, source: Source, reason: EndedReason = EndedReason.LEFT) -> None:
    """End a subscription or a following."""
    agreements.end(type(agreement).objects.filter(pk=agreement.pk), source, reason)


def add_letter(kind: LetterKind, **subscription) -> Letter:
    """Add a letter of the kind to a subscriber in the state in which they get it; a last one with the proposed words, one to
    a follower about the first work stream."""
    state = {"state": SubscriptionState.PENDING if kind == LetterKind.CONFIRM else SubscriptionState.ACTIVE}
    last_message = None
    if kind == LetterKind.LAST:
        state = {"state": SubscriptionState.ENDED, "ended_reason": EndedReason.PROGRAMME_ENDED}
        site = Site.objects.get(is_default_site=True)
        last_message = LastMessage.objects.create(site=site, **proposed(site, ProgrammeState.ARCHIVED))
    subscriber = SubscriptionFactory(**state, **subscription).subscriber
    values = {"subscriber": subscriber, "kind": kind, "last_message": last_message, "due_at": timezone.now()}
    if kind != LetterKind.FOLLOWING:
        return Letter.objects.create(**values)
    page = WorkStreamPage.objects.filter(live=True).first()
    following = FollowingFactory(subscriber=subscriber, page=page, frequency=FollowingFrequency.WITH_UPDATE)
    letter = Letter.objects.create(**values, following=following)
    for change in Change.objects.filter(page=page):
        FollowingNews.objects.create(following=following, change=change, letter=letter)
    return letter
