"""Fixtures of the API's tests."""

import datetime
from functools import lru_cache

import pytest
from django.utils import timezone

from cms.graphql import rich_text
from cms.models import AccessToken
from cms.tokens.scopes import READ, READ_DRAFTS, READ_RESTRICTED
from tests.admin.conftest import sign_in
from tests.graphql.leaks.copies import Copies


@pytest.fixture(scope="session")
def secret_sites(tmp_path_factory) -> Copies:
    """Sites in which everything points at hidden objects."""
    return Copies(tmp_path_factory.mktemp)


@pytest.fixture
def each_text_once(monkeypatch):
    """A walk asks for the same texts hundreds of times. What is made of their HTML depends on nothing else."""
    for name in ("markdownify", "plain_text"):
        monkeypatch.setattr(rich_text, name, lru_cache(maxsize=None)(getattr(rich_text, name)))


@pytest.fixture
def headers_for(roles):
    """Return a function that returns the headers of a request with a token of a superuser for a scope."""
    user = sign_in("token-maker", superuser=True).user

    def made(scope: str, budget: int = 1_000_000) -> dict[str, str]:
        later = timezone.now() + datetime.timedelta(days=1)
        fields = {"expires_at": later, "budget": budget, "last_used_at": timezone.now()}
        _, secret = AccessToken.make(user, name=f"For {scope}", scopes=[scope], **fields)
        perspective = {"Hub-Perspective": "drafts"} if scope == READ_DRAFTS else {}
        return {"Authorization": f"Bearer {secret}"} | perspective

    return made


@pytest.fixture(params=[READ, READ_RESTRICTED, READ_DRAFTS])
def scoped(request, headers_for) -> dict[str, str]:
    """The headers of a request with a token for each scope that reads, with a perspective if it is for drafts."""
    return headers_for(request.param)
