"""Django's `migrate`, in three quarters of the time."""

import functools
import gc
from collections.abc import Iterator
from contextlib import contextmanager

from django.apps import apps
from django.core.management.commands import migrate


@contextmanager
def spared() -> Iterator[None]:
    """Leave out work that each of the thousands of model classes which migrations make would cause again.

    Every registry of models empties the caches of all registries when a class is added to it, and then each foreign key
    asks the hub's own registry which of its models are swappable, though they don't change meanwhile. And the garbage
    collector would go through all classes after every few.
    """
    before = gc.get_threshold()
    setattr(apps, "get_swappable_settings_name", functools.cache(apps.get_swappable_settings_name))  # noqa: B010  mypy
    gc.freeze()
    gc.set_threshold(500_000)
    try:
        yield
    finally:
        del apps.get_swappable_settings_name
        gc.set_threshold(*before)
        gc.unfreeze()


class Command(migrate.Command):
    def handle(self, *args, **options) -> None:
        with spared():
            super().handle(*args, **options)
