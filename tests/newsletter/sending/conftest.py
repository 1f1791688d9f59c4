"""Fixtures of sending: an approved issue, a list, and a server that takes mail."""

import pytest

from newsletter.backends import Backend, HandoverResult
from newsletter.choices import HandoverOutcome
from newsletter.models import IssuePage
from newsletter.sending import launch, preparation
from tests import factories as pages
from tests.newsletter.sending import factories
from tests.newsletter.sending.at_work import AnyPort, Log


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
    """Gives scripted answers, and remembers the messages."""

    leaves = False

    def __init__(self, *answers: HandoverResult, before=None):
        self.answers, self.before = list(answers), before
        self.given: list[tuple[str, str, bytes]] = []

    @property
    def addresses(self) -> list[str]:
        return [recipient for recipient, _, _ in self.given]

    def hand_over(self, message, *, sender, recipient, key):
        if self.before:
            self.before(self, recipient)
        self.given.append((recipient, key, message))
        return self.answers.pop(0) if self.answers else HandoverResult(HandoverOutcome.ACCEPTED)


@pytest.fixture
def scripted():
    return Scripted


@pytest.fixture
def begun(snapshot, update):
    """Return a function that makes a send to a number of people, prepared and begun."""

    def begin(number: int = 3, *lists, **values):
        lists = lists or (update,)
        factories.crowd(number, *lists)
        send = factories.send(snapshot, *lists, **values)
        assert preparation.prepare(send)
        send.refresh_from_db()
        assert launch.start(send)
        send.refresh_from_db()
        return send

    return begin


@pytest.fixture
def server():
    """A mail server that takes every message. It has its port, and the addresses of all recipients."""
    log = Log()
    controller = AnyPort(log, hostname="127.0.0.1", port=0)
    controller.start()
    log.port = controller.port
    yield log
    controller.stop()
