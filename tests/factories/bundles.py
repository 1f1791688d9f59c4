"""Bundles."""

import factory

from bundles.models import Bundle


class BundleFactory(factory.django.DjangoModelFactory):
    """An empty bundle."""

    name = factory.Sequence(lambda n: f"Bundle {n}")

    class Meta:
        model = Bundle
