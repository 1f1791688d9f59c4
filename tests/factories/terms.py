"""Snippets."""

import factory
from django.utils.text import slugify

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
