"""A person, their tokens, and an assistant that uses one."""

import pytest

from cms.tokens.scopes import READ, WRITE
from tests.assistants.clients import Assistant
from tests.drafts.conftest import lead, program_of  # noqa: F401  the same person and tokens


@pytest.fixture
def assistant_of(client, program_of):  # noqa: F811
    """Return a function that returns an assistant with a token of a user."""

    def made(user, *scopes, **fields):
        mode = fields.pop("mode", "auto")
        program = program_of(user, *(scopes or [WRITE]), **fields)
        return Assistant(client, program.secret, mode)

    return made


@pytest.fixture
def reader(lead, assistant_of):  # noqa: F811
    """An assistant that may only read what is public."""
    return assistant_of(lead, READ)


@pytest.fixture
def writer(lead, assistant_of):  # noqa: F811
    """An assistant that may write drafts."""
    return assistant_of(lead, WRITE)
