"""Owners' reports in the admin: who is asked, who hasn't answered, and the decision on an answer beside the last entry."""

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth import get_user_model
from django.core import mail
from django.utils import timezone
from wagtail.models import PageLogEntry

from cms.base.dates import today
from cms.editing.permissions import DeskContext, Editing
from cms.visibility.rule import Visibility
from engagement.models import CommitmentOwner, OwnerReport, OwnerReportLink
from engagement.owners.admin.attention import owner_reports
from programme.models import ProgressEntry
from tests import factories
from tests.owners.conftest import answered, days, path_in

LIST = "/admin/owner-reports/"


@pytest.fixture
def report(path, client, asked):
    """An answer that waits."""
    client.post(path, answered())
    asked.refresh_from_db()
    return asked


def text_of(response) -> str:
    return " ".join(BeautifulSoup(response.content, "html.parser").get_text(" ").split()).replace("'", "’")


def filled(response, **changes) -> dict[str, str]:
    """Return what a browser sends of the form for the entry."""
    panel = BeautifulSoup(response.content, "html.parser").find(id="approve-heading").find_parent("section")
    form = panel.find("form")
    data = {box["name"]: box.get("value", "") for box in form.find_all("input") if box.get("type") != "radio"}
    data |= {box["name"]: box["value"] for box in form.find_all("input", type="radio", checked=True)}
    data |= {box["name"]: box.get_text().strip() for box in form.find_all("textarea")}
    for select in form.find_all("select"):
        data[select["name"]] = (select.find("option", selected=True) or {"value": ""})["value"]
    return data | {"act": "approve"} | changes


def of(report) -> str:
    return f"{LIST}{report.pk}/"


def entries(commitment) -> list[tuple[str, str]]:
    return list(commitment.progress_entries.order_by("pk").values_list("status", "note"))


def test_an_owner_is_chosen_and_asked_at_once(commitment, contact, moderator, client):
    address = f"{LIST}of/{commitment.pk}/"
    edit = moderator.get(f"/admin/pages/{commitment.pk}/edit/").content.decode()
    assert address in edit
    assert "Ada Bell (Health Board)" in text_of(moderator.get(address))
    moderator.post(address, {"act": "ask"})
    assert mail.outbox == []
    moderator.post(address, {"act": "save", "contact": contact.pk})
    assert CommitmentOwner.objects.get().contact == contact
    moderator.post(address, {"act": "ask"})
    report = OwnerReport.objects.get()
    assert (report.reason, report.asked_by) == ("by_hand", moderator.user)
    assert report.answer_by == today() + days(14)
    get_user_model().objects.update(first_name="Isla", last_name="Reid")
    assert "Asked by Isla Reid on" in text_of(moderator.get(of(report)))
    assert client.get(path_in(mail.outbox[0])).status_code == 200
    again = moderator.post(address, {"act": "ask"}, follow=True)
    assert "A report is open already." in text_of(again) and len(mail.outbox) == 1
    moderator.post(address, {"act": "save", "contact": ""})
    assert not CommitmentOwner.objects.exists() and OwnerReport.objects.count() == 1
    said = PageLogEntry.objects.filter(action__startswith="engagement.owner").order_by("pk")
    assert [entry.message for entry in said][:1] == [
        f"Contact {contact.pk} (Health Board) is asked for reports from now on"
    ]


def test_only_contacts_who_agreed_are_offered(commitment, contact, body, moderator):
    silent = factories.ContactFactory(name="Ben Cole", email="", consent_on=None)
    address = f"{LIST}of/{commitment.pk}/"
    assert "Ben Cole" not in text_of(moderator.get(address))
    wrong = moderator.post(address, {"act": "save", "contact": silent.pk})
    assert wrong.status_code == 422 and "Select a valid choice" in text_of(wrong)


def test_an_owner_who_withdrew_is_shown_as_such(commitment, owner, contact, moderator):
    contact.withdraw()
    address = f"{LIST}of/{commitment.pk}/"
    text = text_of(moderator.get(address))
    assert "Ada Bell can’t be asked" in text and "Ask for a report" not in text
    moderator.post(address, {"act": "ask"})
    assert mail.outbox == [] and not OwnerReport.objects.exists()


def test_another_owner_is_asked_anew_and_links_of_the_earlier_one_stop(asked, path, commitment, client, moderator):
    other = factories.ContactFactory(name="Ben Cole")
    address = f"{LIST}of/{commitment.pk}/"
    moderator.post(address, {"act": "save", "contact": asked.contact_id})
    assert client.get(path).status_code == 200
    moderator.post(address, {"act": "save", "contact": other.pk})
    assert client.get(path).status_code == 410
    moderator.post(address, {"act": "ask"})
    assert client.get(path_in(mail.outbox[-1])).status_code == 200 and mail.outbox[-1].to == [other.email]


def test_an_earlier_owner_can_not_change_the_answer_and_is_written_to_no_more(
    report, path, commitment, client, moderator
):
    other, mailed = factories.ContactFactory(name="Ben Cole"), len(mail.outbox)
    seen = filled(moderator.get(of(report)))["seen"]
    moderator.post(f"{LIST}of/{commitment.pk}/", {"act": "save", "contact": other.pk})
    assert client.get(path).status_code == 410
    returned = moderator.post(of(report), {"act": "return", "said": "Which teams?", "seen": seen})
    assert returned.status_code == 422 and "no longer owns the commitment" in text_of(returned)
    moderator.post(of(report), {"act": "close"})
    moderator.post(of(report), {"act": "send"})
    report.refresh_from_db()
    assert report.state == "closed" and len(mail.outbox) == mailed


def test_the_list_shows_who_has_not_answered(asked, commitment, moderator):
    text = text_of(moderator.get(LIST))
    assert "Neglect: Action 7" in text and "Ada Bell" in text and "Not answered: 1 . Overdue: 0" in text
    OwnerReport.objects.update(answer_by=today() - days(1))
    assert "Overdue" in text_of(moderator.get(f"{LIST}?show=overdue"))
    stream = commitment.work_stream_id
    other = factories.WorkStreamFactory(parent=commitment.get_parent().get_parent(), title="Trafficking")
    found = {
        query: "Neglect: Action 7" in text_of(moderator.get(f"{LIST}?{query}"))
        for query in (
            f"stream={stream}",
            f"stream={other.pk}",
            "show=answered",
            "show=unanswered",
            "show=decided",
            "show=all",
            f"since={today().isoformat()}",
            f"since={(today() + days(1)).isoformat()}",
            f"until={(today() - days(1)).isoformat()}",
        )
    }
    assert list(found.values()) == [True, False, False, True, False, True, True, False, False]


@pytest.mark.parametrize(
    "query", ["since=soon", "show=x", "stream=999999999", "stream=x", "since=2/1/2026&until=1/1/2026"]
)
def test_filters_that_mean_nothing_are_said_and_lose_nothing(asked, moderator, query):
    response = moderator.get(f"{LIST}?{query}")
    assert response.status_code == 422 and "Neglect: Action 7" in text_of(response)


def test_an_answer_stands_beside_the_last_entry_and_is_approved(report, commitment, moderator, client):
    page = moderator.get(of(report))
    text = text_of(page)
    for words in (
        "It has begun.",
        "All teams are trained.",
        "March 2026",
        "Ada Bell",
        "The entry is published at once.",
    ):
        assert words in text
    before = client.get(commitment.url).content.decode()
    assert "All teams are trained." not in before
    response = moderator.post(of(report), filled(page))
    assert response.status_code == 302, text_of(response)
    report.refresh_from_db()
    assert (report.state, report.decided_by) == ("approved", moderator.user)
    assert entries(commitment)[-1] == ("complete", "All teams are trained.")
    entry = ProgressEntry.objects.latest("pk")
    assert (entry.get_date_display(), entry.recorded_by) == ("March 2026", moderator.user)
    assert "All teams are trained." in client.get(commitment.url).content.decode()
    said = {entry.action: entry for entry in PageLogEntry.objects.filter(page=commitment.pk)}
    assert "Reported by the link of Contact" in said["engagement.owner_answer"].message
    assert said["engagement.owner_answer"].user is None
    assert said["engagement.owner_approve"].user == moderator.user
    assert "approved: due on" in said["engagement.owner_approve"].message
    assert said["programme.progress.record"].user == moderator.user


def test_an_answer_is_edited_before_it_is_approved(report, commitment, moderator):
    page = moderator.get(of(report))
    moderator.post(of(report), filled(page, note="Every team is trained.", status="in_progress"))
    report.refresh_from_db()
    assert entries(commitment)[-1] == ("in_progress", "Every team is trained.")
    assert report.note == "All teams are trained." and report.state == "approved"
    assert "approved, with changes" in PageLogEntry.objects.get(action="engagement.owner_approve").message


def test_who_may_not_publish_submits_the_entry(report, commitment, editor, roles, client):
    from django.contrib.auth.models import Permission

    editor.user.user_permissions.add(Permission.objects.get(codename="change_ownerreport"))
    page = editor.get(of(report))
    assert "You may not publish" in text_of(page)
    assert editor.post(of(report), filled(page)).status_code == 302
    commitment.refresh_from_db()
    assert len(entries(commitment)) == 1 and commitment.has_unpublished_changes
    assert "All teams are trained." not in client.get(commitment.url).content.decode()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"note": ""}, "This field is required"),
        ({"date": "soon"}, ""),
        ({"date": "1 January 2199"}, "This day is in the future."),
        ({"evidence_link": "x y"}, "Enter a valid URL"),
        ({"seen": "2020"}, "The owner has changed the answer meanwhile."),
        ({"status": "in_progress", "note": "It has begun.", "date": "{old}"}, "This entry already exists"),
    ],
)
def test_what_is_wrong_with_the_entry_is_said_and_nothing_is_lost(report, commitment, moderator, changes, said):
    old = (today() - days(90)).isoformat()
    changes = {name: value.format(old=old) for name, value in changes.items()}
    data = filled(moderator.get(of(report)), significance="minor", change_note="In a line.") | changes
    response = moderator.post(of(report), data)
    assert response.status_code == 422 and said in text_of(response).replace("’", "'").replace("’", "'")
    again = filled(response)
    assert again["change_note"] == "In a line." and again["note"] == data["note"]
    report.refresh_from_db()
    assert report.state == "answered" and len(entries(commitment)) == 1


def test_an_answer_that_changed_meanwhile_is_shown_before_it_is_approved(report, path, client, moderator, commitment):
    data = filled(moderator.get(of(report)))
    client.post(path, answered(note="Only half of them."))
    response = moderator.post(of(report), data)
    text = text_of(response)
    assert response.status_code == 422 and "Only half of them." in text and "changed the answer meanwhile" in text
    again = filled(response)
    assert again["note"] == "All teams are trained."
    assert moderator.post(of(report), again).status_code == 302
    assert entries(commitment)[-1][1] == "All teams are trained."


def test_two_leads_decide_once(report, commitment, moderator, lead):
    data = filled(moderator.get(of(report)))
    lead.post(of(report), filled(lead.get(of(report))))
    response = moderator.post(of(report), data | {"note": "Another."})
    assert response.status_code == 422 and "Somebody has decided on this report meanwhile." in text_of(response)
    assert filled(response)["note"] == "Another."  # what was typed isn't lost
    assert len(entries(commitment)) == 2


def test_an_answer_is_returned_with_a_word(report, path, client, moderator):
    seen = filled(moderator.get(of(report)))["seen"]
    empty = moderator.post(of(report), {"act": "return", "said": " ", "seen": seen})
    assert empty.status_code == 422 and len(mail.outbox) == 1
    moderator.post(of(report), {"act": "return", "said": "Which teams?", "seen": seen})
    report.refresh_from_db()
    assert report.state == "returned"
    message = mail.outbox[-1]
    assert message.to == ["ada@example.org"] and "Which teams?" in message.body
    assert message.reply_to == ["team@example.org"]
    for one in (path, path_in(message)):
        shown = client.get(one)
        assert "Which teams?" in text_of(shown) and "All teams are trained." in text_of(shown)
    client.post(path_in(message), answered(note="All of them."))
    report.refresh_from_db()
    assert (report.state, report.note) == ("answered", "All of them.")


def test_a_word_that_cannot_be_mailed_returns_nothing(report, moderator, monkeypatch):
    def fails(self, fail_silently=False):
        raise OSError("down")

    monkeypatch.setattr("django.core.mail.EmailMultiAlternatives.send", fails)
    seen = filled(moderator.get(of(report)))["seen"]
    response = moderator.post(of(report), {"act": "return", "said": "Which teams?", "seen": seen})
    assert response.status_code == 422 and "Which teams?" in response.content.decode()
    assert "The mail server didn’t accept it" in text_of(response)
    report.refresh_from_db()
    assert report.state == "answered" and OwnerReportLink.objects.count() == 1


def test_a_link_is_revoked_and_sent_again(asked, path, client, moderator):
    moderator.post(of(asked), {"act": "close"})
    asked.refresh_from_db()
    assert asked.state == "closed" and client.get(path).status_code == 410
    moderator.post(of(asked), {"act": "send"})
    asked.refresh_from_db()
    assert asked.state == "asked" and client.get(path).status_code == 410
    assert client.get(path_in(mail.outbox[-1])).status_code == 200
    assert mail.outbox[-1].subject == "Another link: please report on Neglect, action 7"


def test_an_expired_link_is_sent_again_and_works(asked, path, client, moderator):
    OwnerReportLink.objects.update(expires_at=timezone.now() - days(1))
    OwnerReport.objects.update(answer_by=today() - days(31))
    assert client.get(path).status_code == 410
    moderator.post(of(asked), {"act": "send"})
    assert client.get(path_in(mail.outbox[-1])).status_code == 200
    # It may have gone to a wrong address.
    assert client.get(path).status_code == 410
    asked.refresh_from_db()
    assert asked.answer_by == today() + days(14)


@pytest.mark.parametrize("act", ["send", "close", "return", "approve"])
def test_what_is_decided_stays_decided(report, moderator, act):
    data = filled(moderator.get(of(report)))
    OwnerReport.objects.update(state="approved", decided_at=timezone.now())
    moderator.post(of(report), data | {"act": act, "said": "But why?"})
    report.refresh_from_db()
    assert report.state == "approved" and len(mail.outbox) == 1


def test_editors_see_no_owners(report, commitment, editor):
    for address in (LIST, of(report), f"{LIST}of/{commitment.pk}/"):
        assert editor.get(address).status_code == 302
    assert "Owner and reports" not in editor.get(f"/admin/pages/{commitment.pk}/edit/").content.decode()


def test_who_may_not_edit_the_page_decides_nothing(report, commitment, roles, client):
    from django.contrib.auth.models import Permission

    from tests.admin.conftest import sign_in

    other = sign_in("other")
    for codename in ("access_admin", "change_ownerreport"):
        other.user.user_permissions.add(Permission.objects.get(codename=codename))
    assert "Neglect: Action 7" not in text_of(other.get(LIST))
    for address in (of(report), f"{LIST}of/{commitment.pk}/"):
        assert other.get(address).status_code in (302, 403)
        assert other.post(address, {"act": "close"}).status_code in (302, 403)
    report.refresh_from_db()
    assert report.state == "answered"


def groups(user, tree):
    return {group.key: group for group in owner_reports(DeskContext(user, Visibility(tree.site), Editing(user)))}


def test_the_dashboard_says_what_waits(asked, path, client, tree, moderator, editor, django_assert_num_queries):
    assert [group.total for group in groups(moderator.user, tree).values()] == [0, 0]
    OwnerReport.objects.update(answer_by=today() - days(2))
    found = groups(moderator.user, tree)["owners-without-answer"]
    assert [line.text for line in found.lines] == ["Neglect: Action 7"] and not found.waits
    client.post(path, answered())
    found = groups(moderator.user, tree)["owner-reports"]
    assert found.waits and found.lines[0].url == of(asked) and found.lines[0].reason == "Answered today."
    assert "Ada" not in str(found)
    assert groups(editor.user, tree) == {}
    assert "Owners’ reports to be decided on" in text_of(moderator.get("/admin/"))


@pytest.mark.parametrize("act", [None, "", "approved", "delete"])
def test_a_form_that_does_not_say_what_to_do_does_nothing(report, commitment, moderator, act):
    data = filled(moderator.get(of(report)))
    assert data["act"] == "approve"
    data = {name: value for name, value in data.items() if name != "act"} | ({} if act is None else {"act": act})
    assert moderator.post(of(report), data).status_code == 400
    report.refresh_from_db()
    assert report.state == "answered" and len(entries(commitment)) == 1 and len(mail.outbox) == 1
    assert (
        moderator.post(
            f"{LIST}of/{commitment.pk}/", {"contact": ""} | ({} if act is None else {"act": act})
        ).status_code
        == 400
    )
    assert CommitmentOwner.objects.exists()
