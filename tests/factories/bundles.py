"""Bundles."""

import factory

from bundles.models import Bundle


class BundleFactory(factory.django.DjangoModelFactory):
    """A bundle with nothing in it."""

    name = factory.Sequence(lambda n: f"Bundle {n}")

    class Meta:
        model = Bundle
