"""A signed-in user of each group, and content for them to work on."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.test import Client

from cms.accounts.roles import EDITORS, MODERATORS, PROGRAMME_LEADS, VIEWERS
from newsletter.rights import NEWSLETTER_SENDERS
from tests import factories

PASSWORD = "a-long-enough-password"


def sign_in(username: str, *, group: str = "", superuser: bool = False) -> Client:
    """Return a client of a new user. Without the form, which `test_roles` tries once for each group."""
    user = get_user_model().objects.create_user(
        username, f"{username}@example.org", PASSWORD, is_superuser=superuser, is_staff=superuser
    )
    if group:
        user.groups.add(Group.objects.get(name=group))
    client = Client()
    client.force_login(user)
    client.user = user
    return client


@pytest.fixture
def editor(roles):
    return sign_in("editor", group=EDITORS)


@pytest.fixture
def moderator(roles):
    return sign_in("moderator", group=MODERATORS)


@pytest.fixture
def lead(roles):
    return sign_in("lead", group=PROGRAMME_LEADS)


@pytest.fixture
def administrator(roles):
    return sign_in("administrator", superuser=True)


@pytest.fixture
def stream(tree):
    return factories.WorkStreamFactory(parent=tree.streams, title="Neglect")


@pytest.fixture
def other_stream(tree):
    return factories.WorkStreamFactory(parent=tree.streams, title="Trafficking")


@pytest.fixture
def viewer(roles):
    return sign_in("viewer", group=VIEWERS)


@pytest.fixture
def sender(roles):
    return sign_in("sender", group=NEWSLETTER_SENDERS)
