"""Giving feedback by the forms on the site."""

import datetime
import re

import pytest
from django.core import mail
from django.utils import timezone
from wagtail.models import Page

from cms.base import rate_limits
from engagement.choices import FeedbackState, FeedbackWay
from engagement.feedback import confirmations, numbers, retention, submissions
from engagement.feedback.forms import LONGEST_MESSAGE
from engagement.models import Feedback
from tests import factories

from .conftest import number_in, page_of

NEGLECT = "/work-streams/neglect/"


def words(response) -> str:
    return " ".join(page_of(response).main.get_text(" ").split())


def alert(response) -> str:
    return " ".join(page_of(response).find(role="alert").get_text(" ").split())


# The form at the foot of a page


def test_every_page_asks_whether_it_was_useful(neglect, client):
    form = page_of(client.get(NEGLECT)).find(id="page-feedback").form
    assert [button.get("value") for button in form.find_all("button")] == ["yes", "partly", "no", None]
    assert form.find(attrs={"name": "page"})["value"] == NEGLECT
    assert form.find("a", href="tel:999")
    assert form.find("a", href="tel:08001111")
    assert form.find("a", href="/help/")
    assert page_of(client.get("/search/")).find(id="page-feedback")


def test_an_address_that_is_somebodys_own_is_never_kept(neglect, client):
    for address in ("/newsletter/confirm/a-secret-token/", "/newsletter/leave/a-secret-token/"):
        content = client.get(address).content.decode()
        assert "Give feedback" in content
        assert "a-secret-token" not in content.partition("page-feedback")[2]
        assert not page_of(client.get(address)).find(id="page-feedback")


def test_an_answer_is_one_click_and_the_reason_is_put_to_it(neglect, send, client):
    response = send(useful="no", message="", page=NEGLECT)
    [kept] = Feedback.objects.all()
    assert (kept.useful, kept.message, kept.page_id, kept.path) == ("no", "", neglect.pk, NEGLECT)
    assert (kept.state, kept.work_stream) == (FeedbackState.CLOSED, neglect)
    page = page_of(client.get(response["Location"]))
    assert page.h1.get_text(strip=True) == "Thank you for your answer"
    fields = {field["name"]: field.get("value", "") for field in page.main.form.find_all(["input", "textarea"])}

    response = send(**fields | {"message": "No dates."})
    assert number_in(response) == kept.number
    kept.refresh_from_db()
    assert (kept.useful, kept.message, kept.state, kept.settled_at) == ("no", "No dates.", FeedbackState.NEW, None)
    assert number_in(send(**fields | {"message": "No dates."})) == kept.number
    assert Feedback.objects.count() == 1


def test_a_reason_that_comes_too_late_is_feedback_of_its_own(neglect, send):
    number = number_in(send(useful="yes", page=NEGLECT))
    Feedback.objects.update(created_at=timezone.now() - datetime.timedelta(hours=2))
    assert number_in(send(message="It helped.", adds_to=number, page=NEGLECT)) != number
    assert Feedback.objects.get(message="It helped.").page_id == neglect.pk


def test_nobody_adds_to_a_message_of_somebody_else(neglect, send):
    number = number_in(send(message="Mine.", page=NEGLECT))
    assert number_in(send(message="Not mine.", adds_to=number)) != number
    assert Feedback.objects.get(number=number).message == "Mine."


# The whole form


def test_a_message_gets_a_number_and_is_told_what_comes_next(neglect, send, client):
    response = send(message="Where is\r\naction 3?", name="Ada", email="ada@example.org", useful="partly", page=NEGLECT)
    kept = Feedback.objects.get()
    assert re.fullmatch(numbers.PATTERN, kept.number)
    assert (kept.message, kept.way, kept.state) == ("Where is\naction 3?", FeedbackWay.FORM, FeedbackState.NEW)
    assert "delete it 28 days after" in kept.wording
    assert kept.wording in words(client.get("/feedback/"))
    seen = words(client.get(response["Location"]))
    assert kept.number in seen
    assert "you will get a reply within five working days" in seen
    assert "Back to Neglect" in seen
    assert "Ada" not in seen
    assert "Set-Cookie" not in response
    assert not response.cookies


def test_without_a_name_nothing_was_agreed_to(hub, send):
    send(message="Fine.")
    assert Feedback.objects.get().wording == ""


def test_somebody_who_comes_from_nowhere_chooses_what_it_is_about(neglect, send, client):
    options = page_of(client.get("/feedback/")).find(id="work_stream").find_all("option")
    assert [option["value"] for option in options] == ["", "neglect"]
    send(message="More, please.", work_stream="neglect")
    assert Feedback.objects.get().work_stream == neglect
    assert "Choose from the work streams" in alert(send(message="More.", work_stream="nothing"))


def test_a_link_fills_in_what_it_knows(neglect, client):
    page = page_of(client.get("/feedback/", {"page": NEGLECT, "useful": "no"}))
    assert page.find(id="useful-no").has_attr("checked")
    assert page.main.find("a", href=NEGLECT)
    assert page.main.find(attrs={"name": "page"})["value"] == NEGLECT
    assert not page.find(id="work_stream")


def test_a_hidden_page_is_kept_as_its_path_and_never_named(neglect, send, client):
    Page.objects.filter(pk=neglect.pk).update(live=False)
    response = send(message="I can't find it.", page=NEGLECT)
    kept = Feedback.objects.get()
    assert (kept.page, kept.path) == (None, NEGLECT)
    for address in (response["Location"], f"/feedback/?page={NEGLECT}"):
        assert "Neglect" not in client.get(address).content.decode()


@pytest.mark.parametrize(
    ("page", "path"),
    [
        ("/search/?query=my+secret", "/search/"),
        ("https://example.org/", ""),
        ("//example.org/", ""),
        ("/\\example.org/", ""),
        ("/\t/example.org/", ""),
        ("javascript:alert(1)", ""),
        ("/\0news/", "/news/"),
        ("/" + "x" * 300, "/" + "x" * 254),
    ],
)
def test_only_a_path_of_this_site_is_kept(page, path, hub, send):
    send(message="Fine.", page=page)
    assert Feedback.objects.get().path == path


@pytest.mark.parametrize(("where", "stream"), [("commitment", True), ("one", True), ("two", False), ("none", False)])
def test_the_work_stream_is_found_by_the_page(where, stream, neglect, tree, send):
    other = factories.WorkStreamFactory(parent=tree.streams)
    pages = {
        "commitment": lambda: factories.CommitmentFactory(parent=neglect),
        "one": lambda: factories.NewsFactory(parent=tree.news, work_streams=[neglect]),
        "two": lambda: factories.NewsFactory(parent=tree.news, work_streams=[neglect, other]),
        "none": lambda: tree.news,
    }
    send(message="Fine.", page=pages[where]().url)
    assert Feedback.objects.get().work_stream == (neglect if stream else None)


# What is wrong


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({}, "Enter your message."),
        ({"message": " \r\n\0 "}, "Enter your message."),
        ({"useful": "no", "email": "ada@example.org"}, "Enter your message."),
        ({"message": "Fine.", "email": "nobody"}, "correct format"),
        ({"message": "Fine.", "email": f"{'x' * 250}@example.org"}, "at most 254 characters"),
        ({"message": "Fine.", "name": "x" * 121}, "Shorten your name to 120 characters."),
        ({"message": "Fine.", "useful": "perhaps", "page": NEGLECT}, "Choose one of the answers."),
        ({"message": "x" * (LONGEST_MESSAGE + 1)}, "Your message is 10,001 characters long. Shorten it to 10,000"),
    ],
)
def test_what_is_wrong_is_said_at_the_field_and_nothing_is_lost(fields, says, neglect, send):
    response = send(**fields)
    assert response.status_code == 422
    page = page_of(response)
    assert page.title.get_text(strip=True).startswith("Error:")
    assert says in alert(response)
    [link] = page.find(role="alert").find_all("a")
    field = page.find(id=link["href"][1:])
    assert page.find(id=field["aria-describedby"].split()[-1]).get_text(strip=True).startswith("Error:")
    for name in fields.keys() - {"useful", "page"}:
        kept = page.find(id=name)
        shown = kept.get_text() if name == "message" else kept["value"]
        assert shown.strip() == fields[name].strip(" \r\n\0")
    assert not Feedback.objects.exists()


@pytest.mark.parametrize(
    "message",
    [
        "\0Fine\0",
        "𝔘𝔫𝔦𝔠𝔬𝔡𝔢 ‮desrever 👩‍👩‍👧",
        "x" * LONGEST_MESSAGE,
        "<script>alert(1)</script>",
        "' OR 1=1; --",
        "\x1b[2J",
    ],
)
def test_a_strange_message_is_kept_as_it_is_but_for_what_cannot_be_kept(message, hub, send):
    number_in(send(message=message))
    assert Feedback.objects.get().message == message.replace("\0", "").replace("\x1b", "")


@pytest.mark.parametrize("page", ["\0", "/\0", "x" * 5000, "http://[", "/%00", "/%ff/", "/news/%2e%2e/"])
def test_a_strange_address_gets_the_form(page, hub, client):
    assert client.get("/feedback/", {"page": page, "useful": page}).status_code == 200
    assert client.get("/feedback/sent/F-2345-67/", {"page": page}).status_code == 200
    assert client.get("/feedback/counted/F-2345-67/", {"page": page}).status_code == 200


def test_what_is_too_large_to_be_read_gets_an_answer_too(hub, client, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 20_000
    response = client.post("/feedback/", "message=" + "x" * 30_000, content_type="application/x-www-form-urlencoded")
    assert response.status_code == 413
    assert "far too long" in alert(response)


def test_a_number_that_is_none_has_no_page(hub, client):
    for number in ("F-0000-00", "F-2345", "<script>"):
        assert client.get(f"/feedback/sent/{number}/").status_code == 404


# Once, and not too often


def test_the_same_text_within_an_hour_is_kept_once(neglect, send):
    number = number_in(send(message="Fine.", page=NEGLECT))
    assert number_in(send(message="Fine.", page=NEGLECT)) == number
    assert number_in(send(message="Fine.", page=NEGLECT, address="198.51.100.1")) != number
    assert number_in(send(message="Fine!", page=NEGLECT)) != number
    Feedback.objects.update(created_at=timezone.now() - datetime.timedelta(hours=2))
    assert number_in(send(message="Fine.", page=NEGLECT)) != number
    assert Feedback.objects.count() == 4


def test_a_number_that_is_taken_is_not_given_twice(hub, send, monkeypatch):
    taken = number_in(send(message="First."))
    drawn = iter([taken, taken, "F-2345-67"])
    monkeypatch.setattr(numbers, "new", lambda: next(drawn))
    assert number_in(send(message="Second.")) == "F-2345-67"


def test_a_robot_gets_the_usual_answer_and_nothing_is_kept(neglect, send, client):
    for fields in ({"message": "Buy this"}, {"useful": "yes"}):
        person, robot = send(**fields), send(**fields, homepage="http://example.org")
        assert person["Location"].partition("F-")[0] == robot["Location"].partition("F-")[0]
        assert re.fullmatch(numbers.PATTERN, number_in(robot))
        assert client.get(robot["Location"]).status_code == 200
    assert Feedback.objects.count() == 2


@pytest.fixture
def full(hub, send, monkeypatch):
    """The sender's network is at its limit, and Ada's message is what it has sent."""
    monkeypatch.setattr(submissions, "PER_NETWORK", 1)
    send(message="The first.")


def link() -> str:
    """Return the path of the link in the newest mail."""
    return re.search(r"http://localhost(/feedback/confirm/\S+)", mail.outbox[-1].body)[1]


def test_past_its_limit_a_network_is_asked_for_an_address_and_loses_nothing(full, neglect, send):
    response = send(message="I was hurt", page=NEGLECT)
    page = page_of(response)
    assert (response.status_code, response["Retry-After"]) == (429, "3600")
    assert "we send you a link" in page.find(id="email-error").get_text()
    assert page.find(id="message").get_text(strip=True) == "I was hurt"
    assert page.main.find("a", href="tel:999") and page.main.find("a", href="/help/")
    assert send(message="One more", address="198.51.100.1").status_code == 303


def test_what_is_confirmed_by_mail_reaches_the_team(full, neglect, send, client, lead, tasks_at_once):
    response = send(message="I was hurt", email="ada@example.org", page=NEGLECT)
    asked = page_of(client.get(response["Location"]))
    assert "One step is left" in asked.main.get_text()
    assert asked.main.find("a", href="tel:999") and asked.main.find("a", href="/help/")
    assert mail.outbox[-1].to == ["ada@example.org"] and "hurt" not in mail.outbox[-1].body
    assert not Feedback.objects.filter(message="I was hurt")
    assert "I was hurt" not in lead.get("/admin/feedback/").content.decode()
    page = client.get(link())
    assert "I was hurt" in words(page) and page["Referrer-Policy"] == "no-referrer"
    assert page_of(page).main.find("a", href="tel:999")
    assert not Feedback.objects.filter(message="I was hurt"), "a program that follows links changes nothing"
    sent = [client.post(link(), {"act": "send"}) for _ in range(2)]
    kept = Feedback.objects.get(message="I was hurt")
    assert {number_in(response) for response in sent} == {kept.number}
    assert (kept.state, kept.email, kept.path) == (FeedbackState.NEW, "ada@example.org", NEGLECT)
    assert "I was hurt" in lead.get("/admin/feedback/").content.decode()


def test_what_is_not_confirmed_is_deleted(full, send, client, tasks_at_once):
    send(message="Changed my mind", email="ada@example.org")
    assert "It is deleted" in client.post(link(), {"act": "erase"}).content.decode()
    send(message="Forgotten", email="ada@example.org")
    assert Feedback.with_unconfirmed.filter(unconfirmed=True).count() == 1
    retention.run(timezone.now() + datetime.timedelta(days=confirmations.CONFIRM_DAYS))
    assert list(Feedback.with_unconfirmed.values_list("message", flat=True)) == ["The first."]
    assert client.get(link()).status_code == 410


def test_nobody_is_flooded_by_mail(full, send, tasks_at_once):
    answers = [send(message=f"Message {number}", email="ada@example.org") for number in range(4)]
    assert [response.status_code for response in answers] == [303, 303, 303, 429]
    assert "several links" in page_of(answers[3]).find(id="email-error").get_text()
    assert len(mail.outbox) == 3
    assert send(message="Message 4", email="bea@example.org").status_code == 303


def test_far_past_its_limit_nothing_is_taken(full, send, monkeypatch):
    monkeypatch.setattr(rate_limits, "FAR_PAST", 1)
    response = send(message="One more", email="ada@example.org")
    assert (response.status_code, response["Retry-After"]) == (429, "3600")
    assert "Nothing was sent" in alert(response)
    assert page_of(response).find(id="message").get_text(strip=True) == "One more"
    assert page_of(response).main.find("a", href="tel:999")


def test_a_confirmed_address_adds_to_what_its_network_may_send(full, send, client, tasks_at_once, monkeypatch):
    monkeypatch.setattr(rate_limits, "PER_CONFIRMED", 3)
    send(message="The second", email="ada@example.org")
    client.post(link(), {"act": "send"}, REMOTE_ADDR="192.0.2.77")
    assert [send(message=f"Message {number}").status_code for number in range(3)] == [303, 303, 429]


@pytest.mark.parametrize(
    ("typed", "number"),
    [("f-2345-67", "F-2345-67"), (" F234567 ", "F-2345-67"), ("F 2345 67", "F-2345-67"), ("2345-67", ""), ("", "")],
)
def test_a_number_is_recognised_as_people_type_it(typed, number):
    assert numbers.found_in(typed) == number
