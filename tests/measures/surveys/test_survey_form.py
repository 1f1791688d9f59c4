"""The question at the foot of pages: when it is there, what an answer does, and that nothing about a reader is kept."""

import datetime
import logging
import threading

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cms.base.dates import today
from cms.models import ProgrammeSite
from home.models import StandardPage
from measures.models import CountsSettings, DailyCount, SurveyQuestion
from measures.surveys import answers
from tests import factories
from tests.measures.counts.test_nobody import (
    ADDRESS,
    AGENT,
    REFERRER,
    TRACES,
    everything_in_caches,
    everything_in_tables,
)
from tests.sites.canaries import below
from tests.sites.test_archived_programmes import archive

from .conftest import FORM, THANKS

DAY = datetime.timedelta(days=1)


def soup_of(response) -> BeautifulSoup:
    return BeautifulSoup(response.content, "html.parser")


def asks(client, path="/news/") -> bool:
    response = client.get(path)
    assert response.status_code == 200
    return soup_of(response).find(id="page-survey") is not None


def chosen() -> dict[str, int]:
    return dict(DailyCount.objects.filter(kind="survey").values_list("thing", "number"))


# On pages


def test_a_reader_answers_by_keyboard_and_without_scripts(question, client, tree):
    form = soup_of(client.get("/news/")).select_one("#page-survey form")
    assert (form["action"], form["method"]) == (FORM, "post")
    assert form.fieldset.legend.get_text(strip=True) == question.text
    radios = form.select("input[type=radio]")
    labels = [form.find("label", attrs={"for": radio["id"]}).get_text(strip=True) for radio in radios]
    assert labels == ["Yes, fully", "In part", "No"] and not any("checked" in radio.attrs for radio in radios)
    assert form.find("button", type="submit")
    hidden = {field["name"]: field["value"] for field in form.select("input[type=hidden]")}
    response = client.post(FORM, hidden | {"answer": radios[1]["value"]})
    assert (response.status_code, response["Location"]) == (303, f"{THANKS}?page=%2Fnews%2F")
    thanks = client.get(response["Location"])
    assert soup_of(thanks).h1.get_text(strip=True) == "Thank you for your answer"
    assert soup_of(thanks).main.find("a", href=tree.news.url)
    assert chosen() == {radios[1]["value"]: 1}
    assert not client.cookies and not response.cookies and not thanks.cookies


def test_it_is_not_where_it_would_disturb(question, client, tree):
    factories.SignpostFactory(site=tree.site)
    hiding = factories.NewsFactory(
        parent=tree.news,
        work_streams=[factories.WorkStreamFactory(parent=tree.streams, offers_hiding=True)],
    )
    assert asks(client)
    for path in (hiding.url, "/help/", "/search/?query=badgers", "/feedback/", "/feeds/", FORM, THANKS):
        assert not asks(client, path), path


def test_it_is_in_no_preview(question, tree, editor_of_pages):
    assert asks(editor_of_pages)
    response = editor_of_pages.get(f"/admin/pages/{tree.news.pk}/view_draft/")
    assert response.status_code == 200
    assert soup_of(response).find(id="page-survey") is None


@pytest.fixture
def editor_of_pages(admin_client):
    return admin_client


@pytest.mark.parametrize(("opens", "closes", "is_there"), [(-3, -1, False), (-1, 0, True), (0, 3, True), (1, 3, False)])
def test_its_days_include_the_first_and_the_last(counting, client, opens, closes, is_there):
    factories.SurveyFactory(site=counting, opens_on=today() + opens * DAY, closes_on=today() + closes * DAY)
    assert asks(client) is is_there


def test_while_readers_are_not_counted_nobody_is_asked(tree, client):
    question = factories.SurveyFactory(site=tree.site)
    setting = CountsSettings.objects.create(site=tree.site, counts_readers=False)
    assert not asks(client)
    data = {"question": question.pk, "answer": question.answers.first().pk}
    response = client.post(FORM, data)
    assert response.status_code == 409 and "wasn’t counted" in response.content.decode()
    assert client.get(FORM).status_code == 404
    assert chosen() == {}
    setting.counts_readers = True
    setting.save()
    assert asks(client)


def test_only_the_readers_of_its_programme_are_asked(question, client, counting):
    birch = below(counting, "birch")
    CountsSettings.objects.create(site=birch, counts_readers=True)
    assert ProgrammeSite.objects.filter(site=birch).exists()
    assert asks(client) and not asks(client, "/birch/")
    response = client.post(f"/birch{FORM}", {"question": question.pk, "answer": question.answers.first().pk})
    assert response.status_code == 409
    assert chosen() == {}


@pytest.mark.usefixtures("pages_are_kept")
def test_pages_are_kept_and_change_with_the_question_and_at_midnight(question, client, monkeypatch):
    client.get("/news/")  # sizes of pictures are made
    first = client.get("/news/")
    with CaptureQueriesContext(connection) as captured:
        assert client.get("/news/").content == first.content
    assert len(captured) == 1
    question.text = "Do you know whom to ask?"
    question.save()
    assert "Do you know whom to ask?" in client.get("/news/").content.decode()
    question.answers.filter(label="No").update(label="Not at all")
    assert "Not at all" in client.get("/news/").content.decode()
    after = timezone.make_aware(datetime.datetime.combine(question.closes_on + DAY, datetime.time(0, 0, 1)))
    monkeypatch.setattr(timezone, "now", lambda: after)
    assert not asks(client)


@pytest.mark.usefixtures("pages_are_kept")
def test_an_answer_makes_no_page_anew(question, client, send):
    client.get("/news/")
    client.get("/news/")
    send()
    with CaptureQueriesContext(connection) as captured:
        client.get("/news/")
    assert len(captured) == 1


def test_a_page_costs_the_same_with_and_without_a_question(counting, client, tree):
    about = tree.home.add_child(instance=StandardPage(title="About", slug="about"))

    def costs():
        """Return what the first page after a change costs, and the next."""
        CountsSettings.objects.get().save()
        found = []
        for _ in range(2):
            with CaptureQueriesContext(connection) as captured:
                client.get(about.url)
            found.append(len(captured))
        return found

    client.get(about.url)
    without = costs()
    factories.SurveyFactory(site=counting)
    assert costs() == without
    assert asks(client, about.url)


def test_nothing_is_asked_on_a_past_day(question, client):
    yesterday = today() - DAY
    SurveyQuestion.objects.update(opens_on=yesterday - DAY)
    for path in (f"/as-at/{yesterday}/", f"/as-at/{yesterday}/news/"):
        assert b'id="page-survey"' not in client.get(path).content


def test_nothing_is_asked_once_the_programme_has_ended(question, client, counting):
    archive(counting)
    assert not asks(client)
    assert client.post(FORM, {"question": question.pk, "answer": 1}).status_code == 409
    assert chosen() == {}


# Answers


def test_answers_of_a_day_add_up(question, send):
    for place in (0, 0, 2):
        assert send(place).status_code == 303
    keys = [str(one.pk) for one in question.answers.all()]
    assert chosen() == {keys[0]: 2, keys[2]: 1}
    assert set(DailyCount.objects.values_list("day", "detail", "site")) == {(today(), "", question.site_id)}


def test_one_statement_adds_an_answer(question, django_assert_num_queries):
    key = question.answers.first().pk
    answers.count(question.site, key)
    with django_assert_num_queries(1):
        answers.count(question.site, key)
    assert chosen() == {str(key): 2}


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_several_processes_add_to_one_number(question):
    key = question.answers.first().pk

    def answer():
        try:
            for _ in range(5):
                answers.count(question.site, key)
        finally:
            connection.close()

    threads = [threading.Thread(target=answer) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert chosen() == {str(key): 15}


@pytest.mark.parametrize("answer", ["", "999999", "x", "-1", "9" * 40, "\0"])
def test_an_answer_that_is_none_is_named(question, send, answer):
    response = send(answer=answer)
    soup = soup_of(response)
    assert response.status_code == 422
    assert "Choose one of the answers." in soup.find(id="error-summary").get_text()
    assert soup.find(id="answer-error") and soup.title.get_text(strip=True).startswith("Error:")
    assert chosen() == {}


def test_an_answer_of_another_question_is_not_counted(question, counting, send):
    other = factories.SurveyFactory(site=counting, opens_on=today() + 20 * DAY, closes_on=today() + 21 * DAY)
    assert send(question=other.pk, answer=other.answers.first().pk).status_code == 409
    assert send(answer=other.answers.first().pk).status_code == 422
    assert chosen() == {}


def test_a_closed_question_says_so(question, send):
    SurveyQuestion.objects.update(opens_on=today() - 2 * DAY, closes_on=today() - DAY)
    response = send()
    assert response.status_code == 409
    assert "This question isn’t open any more, so your answer wasn’t counted." in response.content.decode()
    assert chosen() == {}


def test_a_robot_gets_the_usual_answer_and_counts_nothing(question, send):
    person, robot = send(), send(homepage="http://example.org")
    assert (robot.status_code, robot["Location"]) == (person.status_code, person["Location"])
    assert sum(chosen().values()) == 1


def test_a_network_that_answers_too_often_is_told(question, send, monkeypatch):
    monkeypatch.setattr(answers, "PER_NETWORK", 2)
    assert [send().status_code for _ in range(3)] == [303, 303, 429]
    response = send()
    assert response["Retry-After"] == "3600"
    assert "too many answers from your network" in soup_of(response).find(id="error-summary").get_text()
    assert sum(chosen().values()) == 2
    assert send(address="198.51.100.1").status_code == 303


@pytest.mark.parametrize(
    "page", ["https://elsewhere.example/", "//elsewhere.example/", "/nowhere/", "/" + "x" * 5000, "\0"]
)
def test_the_way_back_leads_to_a_page_of_ours(question, send, client, page):
    response = send(page=page)
    assert response.status_code == 303
    thanks = client.get(response["Location"])
    assert thanks.status_code == 200
    assert "elsewhere" not in str(soup_of(thanks).main)


def test_far_too_much_is_refused(question, client):
    assert client.post(FORM, {"answer": "x" * 3_000_000}).status_code == 413
    assert client.put(FORM).status_code == 405


def test_what_asks_not_to_be_tracked_is_counted_if_it_is_sent_on_purpose(question):
    data = {"question": question.pk, "answer": question.answers.first().pk}
    Client(headers={"dnt": "1", "sec-gpc": "1"}).post(FORM, data)
    assert sum(chosen().values()) == 1


def test_nothing_of_a_reader_is_kept(question, caplog, settings):
    settings.ACCESS_LOG = True
    caplog.set_level(logging.DEBUG)
    client = Client(
        headers={"user-agent": AGENT, "referer": REFERRER, "accept-language": "canary-language"}, REMOTE_ADDR=ADDRESS
    )
    client.cookies["other"] = "canary-cookie"
    data = {"question": question.pk, "answer": question.answers.first().pk, "page": "/news/"}
    assert client.get(client.post(FORM, data)["Location"]).status_code == 200
    assert sum(chosen().values()) == 1
    for name, text in (
        ("tables", everything_in_tables()),
        ("caches", everything_in_caches()),
        ("log", caplog.text + "".join(str(vars(record)) for record in caplog.records)),
    ):
        assert [trace for trace in TRACES if trace in text] == [], name


def test_the_privacy_page_names_it(counting, client, tree):
    notice = tree.home.add_child(instance=StandardPage(title="Privacy", slug="privacy"))
    words = " ".join(client.get(notice.url).content.decode().split())
    assert "how often each answer was chosen on a day" in words
    assert "a code made of its address is kept for some hours" in words
    assert "the answers that you send are counted in any case" in words
    CountsSettings.objects.update(counts_readers=False)
    assert "each answer was chosen" not in client.get(notice.url).content.decode()
