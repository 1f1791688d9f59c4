"""What many tests of the API begin with."""

import pytest

from tests.graphql.leaks.copies import Copies


@pytest.fixture(scope="session")
def secret_sites(tmp_path_factory) -> Copies:
    """Sites in which everything points at what is hidden."""
    return Copies(tmp_path_factory.mktemp)
