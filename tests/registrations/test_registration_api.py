"""Registration for an event in the API: what its form asks, and the mutation, with the rules of the form on the site."""

import pytest
from django.core import mail

from cms.base import rate_limits
from cms.base.dates import today
from engagement.models import EventRegistration, Registrant
from engagement.registrations import registrants
from tests import factories
from tests.sites.test_archived_programmes import archive

from .conftest import days, mailed

ASK = """query RegistrationForEvent($event: String!) { registrationForEvent(event: $event) {
  stage opensOn closesOn places asksOrganisation asksNeeds wording } }"""
REGISTER = """mutation RegisterForEvent($input: RegisterForEventInput!) { registerForEvent(input: $input) {
  message userErrors { field code message } } }"""


@pytest.fixture
def asked(data, event):
    return lambda: data(ASK, event=event.url)["registrationForEvent"]


@pytest.fixture
def register(data, event):
    """Register, and return the message and what was wrong."""

    def register(**fields):
        given = {"event": event.url, "name": "Ada Bell", "email": "ada@example.org"} | fields
        found = data(REGISTER, input=given)["registerForEvent"]
        return found["message"], [(error["field"], error["code"], error["message"]) for error in found["userErrors"]]

    return register


def test_what_a_form_has_to_ask(event, asked):
    assert asked() is None
    factories.EventRegistrationFactory(event=event, places=40, asks_needs=True, closes_on=today() + days(3))
    found = asked()
    assert found.pop("wording").startswith("Example Council will use what you enter to organise this event")
    assert found == {
        "stage": "OPEN",
        "opensOn": None,
        "closesOn": str(today() + days(3)),
        "places": 40,
        "asksOrganisation": True,
        "asksNeeds": True,
    }
    EventRegistration.objects.update(is_full=True)
    assert asked()["stage"] == "FULL"


def test_somebody_registers_and_confirms_on_the_hub(registration, register, client):
    message, errors = register(organisation="Health Board")
    assert errors == [] and message.startswith("We have sent a message with a link.")
    one = Registrant.objects.get()
    assert (one.way, one.organisation, one.state) == ("api", "Health Board", "asked")
    assert client.post(mailed(), {"act": "confirm"}).status_code == 303
    assert register() == (message, [])  # the same, whether registered or not
    assert mailed() and mail.outbox[-1].subject == "You are registered: Spring meeting"


def test_what_is_wrong(registration, register):
    message, errors = register(name=" ", email="nobody")
    assert message is None and {(*field, code) for field, code, _ in errors} == {
        ("name", "REQUIRED"),
        ("email", "INVALID"),
    }
    assert register(event="/nowhere/")[1] == [(["event"], "NOT_OFFERED", "This event takes no registrations.")]
    EventRegistration.objects.update(is_full=True)
    assert register()[1] == [(["event"], "NOT_OFFERED", "All places are taken.")]
    assert not Registrant.objects.exists()


def test_too_many(registration, register, monkeypatch):
    monkeypatch.setattr(registrants, "PER_NETWORK", 1)
    monkeypatch.setattr(rate_limits, "FAR_PAST", 2)
    assert [register()[1] for _ in range(2)] == [[], []]
    assert [code for _, code, _ in register(email="ben@example.org")[1]] == ["TOO_MANY_REQUESTS"]


def test_nothing_of_an_event_that_is_not_public_or_of_an_ended_programme(registration, event, asked, register, tree):
    event.unpublish()
    assert asked() is None
    assert [code for _, code, _ in register()[1]] == ["NOT_OFFERED"]
    archive(tree.site)
    assert [code for _, code, _ in register()[1]] == ["PROGRAMME_ARCHIVED"]
    assert not Registrant.objects.exists()


def test_what_it_costs(registration, asked, django_assert_num_queries):
    asked()
    # The content's version, the page at the path, and the names in the wording.
    with django_assert_num_queries(3):
        assert asked()
