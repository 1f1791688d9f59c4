"""What several tests of programmes in one hub use."""

from collections.abc import Iterator

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command

from home.programmes.services import NewProgramme, make
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


@pytest.fixture
def ann(roles):
    return get_user_model().objects.create_superuser("ann", "ann@example.org")


@pytest.fixture
def energy(tree, ann):
    """A second programme, made by Ann."""
    site = make(NewProgramme("Energy", "energy", path="energy", host=tree.site), ann)
    site.root_page.specific.save_revision().publish()
    return site
