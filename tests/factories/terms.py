"""Snippets."""

import factory
from django.utils.text import slugify

from cms.models import HelpGroup, HelpSubject, Signpost
from cms.signposts.choices import HelpTopic
from programme.models import (
    Audience,
    ContactPoint,
    GlossaryTerm,
    Organisation,
    OutsideRecord,
    PolicyArea,
    SubjectArea,
    Theme,
    Topic,
)


class TermFactory(factory.django.DjangoModelFactory):
    """A published term."""

    slug = factory.LazyAttribute(lambda o: slugify(o.name))

    class Meta:
        abstract = True


class TopicFactory(TermFactory):
    name = factory.Sequence(lambda n: f"Topic {n}")

    class Meta:
        model = Topic


class AudienceFactory(TermFactory):
    name = factory.Sequence(lambda n: f"Audience {n}")

    class Meta:
        model = Audience


class ThemeFactory(TermFactory):
    name = factory.Sequence(lambda n: f"Theme {n}")

    class Meta:
        model = Theme


class SubjectAreaFactory(TermFactory):
    name = factory.Sequence(lambda n: f"Subject area {n}")

    class Meta:
        model = SubjectArea


class PolicyAreaFactory(TermFactory):
    name = factory.Sequence(lambda n: f"Policy area {n}")

    class Meta:
        model = PolicyArea


class GlossaryTermFactory(TermFactory):
    name = factory.Sequence(lambda n: f"Term {n}")

    class Meta:
        model = GlossaryTerm


class OrganisationFactory(TermFactory):
    name = factory.Sequence(lambda n: f"Organisation {n}")

    class Meta:
        model = Organisation


class ContactPointFactory(TermFactory):
    """A mailbox of the team."""

    name = factory.Sequence(lambda n: f"Contact point {n}")
    email = factory.Sequence(lambda n: f"desk{n}@example.org")

    class Meta:
        model = ContactPoint


class OutsideRecordFactory(TermFactory):
    name = factory.Sequence(lambda n: f"Outside record {n}")
    kind = "policy"

    class Meta:
        model = OutsideRecord


class SignpostFactory(TermFactory):
    """A helpline for children, for any topic; pass anything different."""

    name = factory.Sequence(lambda n: f"Helpline {n}")
    description = "Somebody listens."
    audiences = ["child", "young_person"]
    topics = ["any"]
    telephone = "0800 1111"
    source = "https://example.org/where-it-says-so"

    class Meta:
        model = Signpost


class HelpGroupFactory(TermFactory):
    """People whom signposts are for; the banner names no number for them."""

    name = factory.Sequence(lambda n: f"Group {n}")
    heading = factory.LazyAttribute(lambda group: f"You are {group.name.lower()}")

    class Meta:
        model = HelpGroup


class HelpSubjectFactory(TermFactory):
    """What a signpost helps with."""

    name = factory.Sequence(lambda n: f"Subject {n}")

    class Meta:
        model = HelpSubject


# By key: the name, the heading, and words and subject of the banner.
HELP_GROUPS = {
    "child": ("A child", "You are a child", "Children and young people", "any"),
    "young_person": ("A young person", "You are a young person", "", ""),
    "parent": ("A parent or carer", "You are a parent or carer", "", ""),
    "worried_adult": (
        "An adult who is worried about a child",
        "You are worried about a child",
        "Worried about a child",
        "worried_about_child",
    ),
    "professional": ("Somebody who works with children", "You work with children", "", ""),
}


def add_help_groups() -> None:
    """Create the groups for which the signposts of tests are."""
    for order, (key, (name, heading, banner, topic)) in enumerate(HELP_GROUPS.items(), start=1):
        HelpGroupFactory(slug=key, name=name, heading=heading, banner=banner, banner_topic=topic, order=order)


def add_help_subjects() -> None:
    """Create the subjects with released names."""
    for topic in HelpTopic:
        if topic not in (HelpTopic.ANY, HelpTopic.IMMEDIATE_DANGER, HelpTopic.OTHER):
            HelpSubjectFactory(slug=topic.value, name=topic.label)


def add_signposts() -> dict[str, Signpost]:
    """Create the signposts of the banner: for people in danger, for children, and for worried adults."""
    add_help_groups()
    everybody = ["danger", "child", "young_person", "parent", "worried_adult", "professional"]
    return {
        "danger": SignpostFactory(
            name="Emergency services",
            telephone="999",
            urgent=True,
            audiences=everybody,
            topics=["immediate_danger"],
            order=1,
        ),
        "child": SignpostFactory(name="Childline", audiences=["danger", "child", "young_person"], order=2),
        "worried": SignpostFactory(
            name="Police Scotland",
            telephone="101",
            audiences=["parent", "worried_adult"],
            topics=["worried_about_child", "neglect"],
            order=3,
        ),
    }
