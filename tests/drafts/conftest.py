"""A person who may write, their token, and a program that uses it."""

import datetime

import pytest
from django.contrib.auth.models import Group
from django.utils import timezone

from cms.accounts.roles import PROGRAMME_LEADS
from cms.models import AccessToken
from cms.tokens.scopes import WRITE
from tests.drafts.programs import Program
from tests.graphql.editors import person


@pytest.fixture
def lead(roles):
    user = person("lead")
    user.groups.add(Group.objects.get(name=PROGRAMME_LEADS))
    return user


@pytest.fixture
def program_of(client):
    """Return a function that returns a program with a token of a user."""

    def made(user, *scopes, **fields):
        later = timezone.now() + datetime.timedelta(days=1)
        fields = {"name": "Minutes", "expires_at": later, "budget": 100_000} | fields
        token, secret = AccessToken.make(user, scopes=list(scopes or [WRITE]), **fields)
        return Program(client, secret, token)

    return made


@pytest.fixture
def program(lead, program_of):
    return program_of(lead)
