"""Fixtures of sending: an approved issue, a list, and a server that takes mail."""

import pytest

from newsletter.backends import Answer, Backend
from newsletter.choices import Outcome
from newsletter.models import IssuePage
from newsletter.sending import preparing, starting
from tests import factories as pages
from tests.newsletter.sending import factories


@pytest.fixture
def issue(tree) -> IssuePage:
    return pages.IssueFactory(parent=tree.updates, number=7)


@pytest.fixture
def update(db):
    return factories.mailing_list()


@pytest.fixture
def snapshot(issue):
    return factories.snapshot(issue)


class Scripted(Backend):
    """Answers as it is told, and remembers what it was given."""

    leaves = False

    def __init__(self, *answers: Answer, before=None):
        self.answers, self.before = list(answers), before
        self.given: list[tuple[str, str, bytes]] = []

    @property
    def addresses(self) -> list[str]:
        return [recipient for recipient, _, _ in self.given]

    def hand_over(self, message, *, sender, recipient, key):
        if self.before:
            self.before(self, recipient)
        self.given.append((recipient, key, message))
        return self.answers.pop(0) if self.answers else Answer(Outcome.ACCEPTED)


@pytest.fixture
def scripted():
    return Scripted


@pytest.fixture
def begun(snapshot, update):
    """Return a function that makes a send to so many people, prepared and begun."""

    def begin(number: int = 3, *lists, **values):
        lists = lists or (update,)
        factories.crowd(number, *lists)
        send = factories.send(snapshot, *lists, **values)
        assert preparing.prepare(send)
        send.refresh_from_db()
        assert starting.start(send)
        send.refresh_from_db()
        return send

    return begin
