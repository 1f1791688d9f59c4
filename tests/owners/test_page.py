"""The page behind an owner's link: one commitment, a form that loses nothing, and a clear sentence once it has ended."""

import json

import pytest
from bs4 import BeautifulSoup
from django.core import mail
from django.utils import timezone
from wagtail.models import PageLogEntry

from cms.base.dates import today
from cms.operations import secret_uses
from cms.sites.models import ProgrammeSite
from engagement.models import OwnerReport, OwnerReportLink
from engagement.owners import answers, links, requests, retention
from tests import factories
from tests.owners.conftest import answered, days, noon, path_in
from tests.sites.canaries import below


def page_of(response) -> BeautifulSoup:
    return BeautifulSoup(response.content, "html.parser")


def text_of(response) -> str:
    return " ".join(page_of(response).get_text(" ").split()).replace("'", "’")


def test_the_page_has_the_commitment_and_its_last_entry(path, client):
    response = client.get(path)
    text = text_of(response)
    assert response.status_code == 200
    for words in ("Action 7", "Neglect", "Train all teams.", "In progress", "It has begun."):
        assert words in text
    assert response["Cache-Control"] == "private, no-store"
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert response["Referrer-Policy"] == "no-referrer"
    assert page_of(response).find("meta", attrs={"name": "robots"})["content"] == "noindex"
    assert OwnerReportLink.objects.get().last_used_at is not None
    assert PageLogEntry.objects.filter(action="engagement.owner_open").count() == 1


def test_an_answer_is_kept_and_may_be_changed_until_the_team_has_decided(path, client, asked):
    response = client.post(path, answered())
    assert response.status_code == 303 and response["Location"].endswith("?sent#sent")
    thanks = client.get(response["Location"])
    assert "Thank you. We have received your report." in text_of(thanks)
    assert page_of(thanks).find(id="note").get_text(strip=True) == "All teams are trained."
    asked.refresh_from_db()
    assert (asked.state, asked.status, asked.date_precision) == ("answered", "complete", "month")
    assert (str(asked.date), asked.get_date_display()) == ("2026-03-01", "March 2026")
    assert asked.evidence_link == "https://example.org/report" and asked.answered_by == "Ada Bell"
    client.post(path, answered(note="Nearly all."))
    asked.refresh_from_db()
    assert asked.note == "Nearly all."
    assert PageLogEntry.objects.filter(action="engagement.owner_answer").count() == 2


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("status", "", "Choose a status."),
        ("status", "finished", "Select a valid choice"),
        ("date", "", "Give the day, the month or the year."),
        ("date", "31/2/2026", ""),
        ("date", "soon", ""),
        ("date", "1 January 2199", "This day is in the future."),
        ("note", "   ", "Say in a sentence or two what happened."),
        ("note", "x" * 2001, "This can have 2,000 characters."),
        ("evidence_link", "not a link", "Give a web address"),
        ("evidence_link", "javascript:alert(1)", "Give a web address"),
        ("answered_by", "", "Give your name"),
        ("answered_by", "x" * 121, ""),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_lost(path, client, asked, field, typed, said):
    response = client.post(path, answered(**{field: typed}))
    page = page_of(response)
    assert response.status_code == 422
    error = page.find(id=f"{field}-error")
    assert error and said in error.get_text()
    assert page.find(class_="ds_error-summary").find("a", href=f"#{field}")
    kept = {name: page.find(id=name) for name in ("date", "note", "evidence_link", "answered_by")}
    values = {name: box.get("value") or box.get_text().removeprefix("\n") for name, box in kept.items()}
    sent = answered(**{field: typed})
    assert values == {name: sent[name] for name in values}
    if field != "status":
        assert page.find("input", checked=True)["value"] == "complete"
    asked.refresh_from_db()
    assert asked.state == "asked" and asked.note == ""


def ended(change):
    return pytest.mark.parametrize(("end", "sentence"), change)


@ended(
    [
        (lambda report, user: answers.close(report, user), "The team has closed this link."),
        (
            lambda report, user: OwnerReportLink.objects.update(expires_at=timezone.now() - days(1)),
            "This link has expired.",
        ),
        (lambda report, user: report.contact.withdraw(), "The team has closed this link."),
        (
            lambda report, user: type(report.commitment).objects.filter(pk=report.commitment_id).update(live=False),
            "What this link showed is no longer there.",
        ),
        (lambda report, user: OwnerReport.objects.all().delete(), "What this link showed is no longer there."),
        (lambda report, user: report.commitment.delete(), "What this link showed is no longer there."),
    ]
)
def test_a_link_that_ended_says_so_and_shows_what_was_typed(path, client, asked, lead, end, sentence):
    end(asked, lead.user)
    for response in (client.get(path), client.post(path, answered(note="Long <b>words</b>."))):
        assert response.status_code == 410 and sentence in text_of(response)
        assert "team@example.org" in response.content.decode()
        assert response["Cache-Control"] == "private, no-store"
    text = page_of(response)
    assert "What you sent was not saved." in text_of(response)
    assert text.find(id="typed-note").get_text().strip() == "Long <b>words</b>."
    assert "What you sent" not in text_of(client.get(path))
    assert not OwnerReport.objects.exclude(note="").exists()


def test_an_approved_report_says_so_and_a_late_answer_is_shown_again(path, client, asked):
    client.post(path, answered())
    OwnerReport.objects.update(state="approved", decided_at=timezone.now())
    response = client.get(path)
    assert (
        "The team has taken over your report on" in text_of(response)
        and page_of(response).find("form", method="post") is None
    )
    late = client.post(path, answered(note="Too late."))
    assert late.status_code == 409 and "can’t be changed any more" in text_of(late)
    assert page_of(late).find(id="typed-note").get_text().strip() == "Too late."
    wrong = client.post(path, answered(note="Too late.", date="tomorrow"))
    assert wrong.status_code == 409 and page_of(wrong).find(id="typed-note").get_text().strip() == "Too late."
    asked.refresh_from_db()
    assert asked.note == "All teams are trained."


def test_a_programme_that_has_ended_takes_no_report(path, client, tree, asked):
    ProgrammeSite.objects.create(site=tree.site, key="hub", state="archived", state_since=today())
    response = client.post(path, answered())
    assert response.status_code == 409 and "All teams are trained." in response.content.decode()
    asked.refresh_from_db()
    assert asked.state == "asked"


@pytest.mark.parametrize("wrong", ["/owner-reports/none/", "/owner-reports/a.b/"])
def test_a_link_that_is_not_ours_says_so(hub, client, wrong):
    response = client.get(wrong)
    assert response.status_code == 410 and "isn’t one of ours" in text_of(response)


def test_the_token_is_kept_nowhere_and_opens_no_other_kind_of_link(path, client, asked):
    token = path.rstrip("/").rpartition("/")[2]
    rows = [*OwnerReportLink.objects.values(), *OwnerReport.objects.values(), *PageLogEntry.objects.values()]
    assert token.partition(".")[0] not in json.dumps(rows, default=str)
    assert client.get(f"/sign-off/{token}/").status_code == 410
    assert client.get(f"/owner-reports/{token[:-3]}abc/").status_code == 410


def test_a_link_shows_and_changes_its_own_commitment_alone(path, client, asked, contact, commitment):
    other = factories.CommitmentFactory(parent=commitment.get_parent(), number=8, due_date=today() + days(5))
    OwnerReportLink.objects.all()
    owner = type(contact.owned_commitments.get()).objects.create(commitment=other, contact=contact)
    requests.run(noon())
    assert "Action 8" not in text_of(client.get(path))
    # Other keys in the form change nothing.
    client.post(path, answered() | {"report": owner.pk, "commitment": other.pk, "state": "approved", "act": "approve"})
    states = dict(OwnerReport.objects.values_list("commitment", "state"))
    assert states == {commitment.pk: "answered", other.pk: "asked"}
    assert "Action 8" in text_of(client.get(path_in(mail.outbox[-1])))


def test_a_link_works_at_the_address_of_its_own_programme_only(path, client, tree):
    below(tree.site, "birch")
    assert client.get(path).status_code == 200
    assert client.get(f"/birch{path}").status_code == 410


def test_a_link_is_answered_only_so_often(path, client, monkeypatch):
    monkeypatch.setattr("engagement.owners.site.views.MOST_PAGES", 2)
    assert [client.get(path).status_code for _ in range(3)] == [200, 200, 429]


def test_a_post_that_is_far_too_long_is_refused_in_a_sentence(path, client, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100
    assert client.post(path, answered(note="x" * 500)).status_code in (400, 413, 422)


def test_who_is_forgotten_is_named_nowhere(path, client, contact, asked):
    client.post(path, answered())
    contact.erase()
    asked.refresh_from_db()
    assert asked.answered_by == "" and not contact.owned_commitments.exists()
    rows = [*OwnerReport.objects.values(), *OwnerReportLink.objects.values(), *PageLogEntry.objects.values()]
    assert "Ada" not in json.dumps(rows, default=str) and "ada@" not in json.dumps(rows, default=str)


def test_names_and_links_are_kept_for_a_time(path, client, asked):
    client.post(path, answered())
    old = timezone.now() - retention.KEPT_FOR - days(1)
    OwnerReport.objects.update(state="approved", decided_at=old, asked_at=old)
    retention.forget(lambda: False)
    asked.refresh_from_db()
    assert asked.answered_by == "" and asked.note and OwnerReportLink.objects.exists()
    OwnerReportLink.objects.update(expires_at=old)
    retention.forget(lambda: False)
    assert not OwnerReportLink.objects.exists()


def test_open_links_are_a_use_of_the_secret(path):
    [use] = secret_uses.of_links(links.LINKS)
    assert "owners' reports" in str(use)


def test_who_got_a_forwarded_link_learns_whose_it_is_and_whom_to_ask(path, client, hub):
    said = (
        "This link is for Ada Bell (Health Board) only: anyone who has it can answer in that name, so please don’t pass it on.",
        "If it was passed on to you, or if somebody else is responsible now, please don’t answer here.",
    )
    response = client.get(path)
    assert all(words in text_of(response) for words in said)
    assert "Write to the team instead: team@example.org ." in text_of(response)
    assert page_of(response).find("a", href="mailto:team@example.org")
    [message] = mail.outbox
    [html, _] = message.alternatives[0]
    for text in (message.body, BeautifulSoup(html, "html.parser").get_text(" ")):
        text = " ".join(text.split()).replace("'", "’")
        assert "It is for Ada Bell (Health Board) only" in text and "If it was passed on to you" in text
        assert "write to team@example.org" in text
    hub.contact_email = ""
    hub.save()
    assert "by an answer to the mail that brought the link" in text_of(client.get(path))
    OwnerReport.objects.update(contact=None)
    assert "This link is for the owner only" in text_of(client.get(path))
