"""The open question and its answers in the API."""

import datetime
import re
from pathlib import Path

import pytest

from cms.base.dates import today
from measures.models import CountsSettings, DailyCount, SurveyQuestion
from measures.surveys import answers
from tests import factories
from tests.sites.test_archived_programmes import archive

GUIDE = Path(__file__).resolve().parent.parent.parent.parent / "docs" / "measures.md"
ASKED = re.search(r"^query Survey.*?^}$", GUIDE.read_text(), re.M | re.S).group(0)
ANSWERED = re.search(r"^mutation AnswerSurvey.*?^}$", GUIDE.read_text(), re.M | re.S).group(0)
DAY = datetime.timedelta(days=1)


@pytest.fixture
def asked(data):
    """Ask for the open question."""
    return lambda: data(ASKED)["survey"]


@pytest.fixture
def answer(data):
    """Answer it, and return whether it was counted and what was wrong."""

    def answer(question, chosen):
        found = data(ANSWERED, input={"question": question, "answer": chosen})["answerSurvey"]
        return found["counted"], [(one["field"], one["code"]) for one in found["userErrors"]]

    return answer


def number() -> int:
    return sum(DailyCount.objects.filter(kind="survey").values_list("number", flat=True))


def test_a_frontend_asks_and_answers(question, asked, answer):
    found = asked()
    assert found["question"] == question.text
    assert found["closesOn"] == question.closes_on.isoformat()
    assert [one["label"] for one in found["answers"]] == ["Yes, fully", "In part", "No"]
    assert answer(found["id"], found["answers"][2]["id"]) == (True, [])
    assert DailyCount.objects.get().thing == str(question.answers.last().pk)


def test_what_is_not_open_is_not_answered(question, asked, answer):
    found = asked()
    chosen = found["answers"][0]["id"]
    for other in ("", "x", found["answers"][0]["id"], "U3VydmV5OjA"):
        assert answer(other, chosen) == (None, [(["question"], "NOT_OFFERED")])
    for other in ("", "x", found["id"], "9" * 300):
        assert answer(found["id"], other) == (None, [(["answer"], "NOT_OFFERED")])
    SurveyQuestion.objects.update(opens_on=today() - 2 * DAY, closes_on=today() - DAY)
    assert asked() is None
    assert answer(found["id"], chosen) == (None, [(["question"], "NOT_OFFERED")])
    assert number() == 0


def test_a_question_that_is_yet_to_open_is_nobodys_to_see(counting, asked):
    factories.SurveyFactory(site=counting, opens_on=today() + DAY)
    assert asked() is None


def test_while_readers_are_not_counted_there_is_none(question, asked, answer):
    found = asked()
    CountsSettings.objects.update(counts_readers=False)
    assert asked() is None
    assert answer(found["id"], found["answers"][0]["id"]) == (None, [(["question"], "NOT_OFFERED")])
    assert number() == 0


def test_a_network_may_not_answer_too_often(question, asked, answer, monkeypatch):
    monkeypatch.setattr(answers, "PER_NETWORK", 1)
    found = asked()
    given = found["id"], found["answers"][0]["id"]
    assert answer(*given) == (True, [])
    assert answer(*given) == (None, [([], "TOO_MANY_REQUESTS")])
    assert number() == 1


def test_a_programme_that_has_ended_asks_nothing(question, counting, asked, answer):
    found = asked()
    archive(counting)
    assert asked() is None
    assert answer(found["id"], found["answers"][0]["id"]) == (None, [([], "PROGRAMME_ARCHIVED")])


def test_on_a_past_day_there_is_none(question, client):
    asked = ASKED.replace("query Survey", 'query Survey @asOf(at: "%s")' % (today() - DAY))
    SurveyQuestion.objects.update(opens_on=today() - 5 * DAY)
    answer = client.post("/graphql/", {"query": asked}, content_type="application/json").json()
    # Before this hub's record begins, the API refuses the day.
    assert answer.get("data") in (None, {"survey": None})


def test_another_site_cannot_send_an_answer_with_a_form(question, asked, client):
    found = asked()
    document = f'mutation {{ answerSurvey(input: {{question: "{found["id"]}", answer: "x"}}) {{ counted }} }}'
    assert client.post("/graphql/", {"query": document}).status_code == 415
    assert client.get("/graphql/", {"query": document}).status_code == 405


def test_it_costs_one_statement(counting, asked, django_assert_num_queries):
    asked()
    factories.SurveyFactory(site=counting)
    asked()
    with django_assert_num_queries(1):  # the token: the answer is kept
        assert asked()
