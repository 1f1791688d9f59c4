"""The mutation `submitFeedback`: as the form, for frontends."""

import json
import re
from pathlib import Path

import pytest
from django.core import mail

from engagement.choices import FeedbackWay
from engagement.feedback import numbers, submissions
from engagement.models import Feedback

from .conftest import page_of

GUIDE = Path(__file__).resolve().parent.parent.parent / "docs" / "feedback.md"
DOCUMENT = re.search(r"`(mutation Say.*)`", GUIDE.read_text()).group(1)


@pytest.fixture
def say(data, hub):
    """Call the mutation and return the number, or its errors."""

    def say(**fields):
        answer = data(DOCUMENT, input=fields)["submitFeedback"]
        assert (answer["number"] is None) == bool(answer["userErrors"])
        return answer["number"] or answer["userErrors"]

    return say


def test_somebody_gives_feedback_from_a_frontend(say, neglect, data):
    number = say(message="Where is it?", useful="PARTLY", page=neglect.url, name="Ada", email="ada@example.org")
    assert re.fullmatch(numbers.PATTERN, number)
    kept = Feedback.objects.get()
    assert (kept.number, kept.way, kept.useful, kept.page_id) == (number, FeedbackWay.API, "partly", neglect.pk)
    assert kept.wording == data("{ feedbackWording }")["feedbackWording"]
    assert say(message="Where is it?", useful="PARTLY", page=neglect.url, name="Ada", email="ada@example.org") == number


def test_an_answer_alone_is_enough(say, neglect):
    say(useful="YES", page=neglect.url)
    assert Feedback.objects.get().message == ""


def test_a_work_stream_can_be_named(say, neglect):
    say(message="More.", workStream="neglect")
    assert Feedback.objects.get().work_stream == neglect


@pytest.mark.parametrize(
    ("fields", "field", "code"),
    [
        ({}, "message", "REQUIRED"),
        ({"message": "\0"}, "message", "REQUIRED"),
        ({"message": "x" * 10_001}, "message", "TOO_LONG"),
        ({"message": "Fine.", "email": "nobody"}, "email", "INVALID"),
        ({"message": "Fine.", "email": "a@" + "b." * 125 + "example"}, "email", "TOO_LONG"),
        ({"message": "Fine.", "name": "x" * 121}, "name", "TOO_LONG"),
        ({"message": "Fine.", "workStream": "nothing"}, "workStream", "NOT_OFFERED"),
    ],
)
def test_what_is_wrong_is_answered_with_its_field_in_the_words_of_the_form(fields, field, code, say, send):
    [error] = say(**fields)
    assert (error["field"], error["code"]) == ([field], code)
    assert error["message"] in page_of(send(**snake(fields))).get_text()
    assert not Feedback.objects.exists()


def snake(fields: dict[str, str]) -> dict[str, str]:
    """Return the fields by the names of the form."""
    return {{"workStream": "work_stream"}.get(name, name): value for name, value in fields.items()}


def test_all_that_is_wrong_comes_at_once(say):
    errors = say(message="Fine.", email="nobody", name="x" * 121, workStream="nothing")
    assert {error["field"][0]: error["code"] for error in errors} == {
        "email": "INVALID",
        "name": "TOO_LONG",
        "workStream": "NOT_OFFERED",
    }


def test_half_a_character_is_no_fault(client, hub):
    body = json.dumps({"query": DOCUMENT, "variables": {"input": {"message": "\ud800 half"}}})
    response = client.post("/graphql/", body, content_type="application/json")
    assert "INTERNAL" not in response.content.decode()


def test_a_network_cannot_send_without_end_even_by_aliases(data, hub, monkeypatch):
    monkeypatch.setattr(submissions, "PER_NETWORK", 3)
    answer = "{ number userErrors { field code } }"
    calls = " ".join(f'a{n}: submitFeedback(input: {{message: "Message {n}"}}) {answer}' for n in range(5))
    answers = data(f"mutation {{ {calls} }}").values()
    too_many = {"number": None, "userErrors": [{"field": ["email"], "code": "TOO_MANY_REQUESTS"}]}
    assert [answer for answer in answers if not answer["number"]] == [too_many, too_many]
    assert Feedback.objects.count() == 3


def test_past_the_limit_feedback_waits_until_it_is_confirmed(data, hub, monkeypatch, tasks_at_once):
    document = (
        "mutation($input: FeedbackInput!) { submitFeedback(input: $input) { number message userErrors { code } } }"
    )
    monkeypatch.setattr(submissions, "PER_NETWORK", 1)
    said = {"message": "Fine.", "email": "ada@example.org"}
    assert data(document, input=said)["submitFeedback"]["message"] is None
    answer = data(document, input=said | {"message": "More."})["submitFeedback"]
    assert "open it and press “Send”" in answer["message"] and answer["userErrors"] == []
    assert Feedback.with_unconfirmed.get(number=answer["number"]).unconfirmed
    assert [message.to for message in mail.outbox] == [["ada@example.org"]]


def test_only_post_sends_and_no_answer_is_kept(client, hub, settings):
    settings.GRAPHQL_CACHE = True
    document = 'mutation { submitFeedback(input: {message: "Fine."}) { number } }'
    assert client.get("/graphql/", {"query": document}).status_code == 405
    response = client.post("/graphql/", json.dumps({"query": document}), content_type="application/json")
    assert "no-store" in response["Cache-Control"]
    assert "Set-Cookie" not in response
    assert Feedback.objects.count() == 1


def test_nothing_of_feedback_is_in_the_schema(hub, gql):
    """Neither the type nor any field that leads to it, but what waits for an answer, for tokens that write."""
    types = gql("{ __schema { types { name fields { name } } } }")["data"]["__schema"]["types"]
    names = {kind["name"] for kind in types}
    assert {name for name in names if "Feedback" in name} == {
        "FeedbackInput",
        "SubmitFeedbackPayload",
        "WaitingFeedback",
    }
    fields = {field["name"] for kind in types for field in kind["fields"] or []}
    assert {name for name in fields if "feedback" in name.lower()} == {
        "feedbackWording",
        "submitFeedback",
        "waitingFeedback",
    }
