"""Snippets."""

import factory
from django.utils.text import slugify

from cms.models import Signpost
from programme.models import GlossaryTerm, Organisation, PolicyArea, SubjectArea, Theme, Topic


class TermFactory(factory.django.DjangoModelFactory):
    """A published term."""

    slug = factory.LazyAttribute(lambda o: slugify(o.name))

    class Meta:
        abstract = True


class TopicFactory(TermFactory):
    name = factory.Sequence(lambda n: f"Topic {n}")

    class Meta:
        model = Topic


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


def add_signposts() -> dict[str, Signpost]:
    """Create the signposts of the banner: for people in danger, for children, and for worried adults."""
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
