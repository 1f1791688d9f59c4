"""Fixtures of the API's tests."""

import pytest

from tests.graphql.leaks.copies import Copies


@pytest.fixture(scope="session")
def secret_sites(tmp_path_factory) -> Copies:
    """Sites in which everything points at hidden objects."""
    return Copies(tmp_path_factory.mktemp)
