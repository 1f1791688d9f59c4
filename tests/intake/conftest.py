"""A person who may do everything, and what imports refer to."""

import pytest
from django.contrib.auth import get_user_model

from tests import factories


@pytest.fixture
def user(roles):
    return get_user_model().objects.create_superuser("ada")


@pytest.fixture
def stream(tree):
    return factories.WorkStreamFactory(parent=tree.streams, title="Neglect")


@pytest.fixture
def group(tree):
    return factories.GroupFactory(parent=tree.groups, title="Leadership Group")
