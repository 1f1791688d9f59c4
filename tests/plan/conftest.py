"""A hub with audiences, a message and people who plan."""

import datetime

import pytest

from cms.base.dates import today
from tests import factories
from tests.admin.conftest import administrator, editor, lead, moderator, stream, viewer  # noqa: F401  fixtures


def in_days(number: int) -> datetime.date:
    return today() + datetime.timedelta(days=number)


@pytest.fixture
def practitioners(tree):
    return factories.AudienceFactory(name="Practitioners")


@pytest.fixture
def families(tree):
    return factories.AudienceFactory(name="Families")


@pytest.fixture
def message(tree):
    return factories.KeyMessageFactory(parent=tree.messages, title="Listen")


def item(**values) -> dict:
    """Return the form of an item as it is sent."""
    return {
        **{"title": "Report is out", "kind": "news", "channel": "website", "date": "01/03/2099", "state": "planned"},
        **{"note": "", "responsible": "", "page": "", "post": "", "engagement": ""},
        **{"audiences": [], "key_messages": [], "work_streams": []},
    } | values
