"""What several tests of programmes in one hub use."""

from collections.abc import Iterator

import pytest
from django.core.management import call_command

from tests.trees import Mould

from . import planted as planted_urls
from .crawler import addresses
from .world import World, made


@pytest.fixture(scope="session")
def mould_of_world(moulds, django_db_blocker, tmp_path_factory) -> Mould:
    """The world, built once in a process."""
    with django_db_blocker.unblock():
        return Mould.made(lambda tree: made(tree, moulds[1]), under=moulds[0], media=tmp_path_factory.mktemp("world"))


@pytest.fixture
def world(tree, mould_of_world) -> World:
    found = mould_of_world.cast()
    call_command("search", "rebuild", verbosity=0)
    return found


@pytest.fixture
def planted(settings) -> Iterator[None]:
    """The hub has three addresses more, which keep to no rule; see there."""
    settings.ROOT_URLCONF = planted_urls.__name__
    addresses.cache_clear()
    yield
    addresses.cache_clear()
