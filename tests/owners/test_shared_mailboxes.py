"""An organisation owns a commitment by its shared mailbox: it is asked, answers and is erased as a person."""

import json

import pytest
from django.core import mail
from django.urls import reverse
from wagtail.models import PageLogEntry

from engagement.models import CommitmentOwner, Contact, OwnerReport
from engagement.owners import requests
from tests import factories
from tests.owners.conftest import answered, noon, path_in
from tests.owners.test_admin import LIST, text_of

TEAM = "Planning team (Health Board)"
EMPTY = {"post": "", "telephone": "", "consent_on": "", "consent_way": "", "consent_wording": ""}


@pytest.fixture
def mailbox(body):
    return factories.ContactFactory(
        name="Planning team",
        email="planning@example.org",
        organisation=body,
        is_shared=True,
        consent_on=None,
        consent_way="",
        consent_wording="",
    )


def test_a_shared_mailbox_needs_no_consent_but_an_organisation_and_an_address(moderator, body):
    form = EMPTY | {"name": "Planning team", "is_shared": "on"}
    wrong = moderator.post(reverse("contacts:add"), form | {"organisation": "", "email": ""})
    assert set(wrong.context["form"].errors) == {"organisation", "email"}
    assert "Say whose mailbox it is." in text_of(wrong) and "Planning team" in wrong.content.decode()
    right = form | {"organisation": body.pk, "email": "planning@example.org"}
    assert moderator.post(reverse("contacts:add"), right).status_code == 302
    mailbox = Contact.objects.get()
    assert mailbox.may_be_asked and not mailbox.may_be_written_to
    assert "Shared mailbox" in text_of(moderator.get(reverse("contacts:index")))


def test_an_organisation_is_chosen_asked_and_answers(commitment, mailbox, before_due, client, moderator):
    address = f"{LIST}of/{commitment.pk}/"
    assert f"{TEAM}, shared mailbox" in text_of(moderator.get(address))
    moderator.post(address, {"act": "save", "contact": mailbox.pk})
    assert CommitmentOwner.objects.get().contact == mailbox
    requests.run(noon())
    [message] = mail.outbox
    assert message.to == ["planning@example.org"] and "Dear Planning team," in message.body
    assert f"It is for {TEAM} only" in message.body
    path = path_in(message)
    assert f"This link is for {TEAM} only" in text_of(client.get(path))
    assert client.post(path, answered()).status_code == 303
    report = OwnerReport.objects.get()
    assert report.state == "answered"
    assert "Planning team Health Board, shared mailbox" in text_of(moderator.get(LIST))
    assert f"Owner: {TEAM}, shared mailbox" in text_of(moderator.get(f"{LIST}{report.pk}/"))
    assert "All teams are trained." not in client.get(commitment.url).content.decode()


def test_an_organisation_is_asked_at_once_and_reminded(commitment, mailbox, before_due, moderator):
    CommitmentOwner.objects.create(commitment=commitment, contact=mailbox)
    before_due.remind_days = 1
    before_due.save()
    moderator.post(f"{LIST}of/{commitment.pk}/", {"act": "ask"})
    OwnerReport.objects.update(mailed_at=noon() - requests.STILL_NEW)
    requests.run(noon())
    assert [message.to for message in mail.outbox] == [["planning@example.org"]] * 2


def test_a_mailbox_that_is_erased_is_asked_no_more_and_named_nowhere(
    commitment, mailbox, before_due, client, moderator
):
    CommitmentOwner.objects.create(commitment=commitment, contact=mailbox)
    requests.run(noon())
    path = path_in(mail.outbox[-1])
    mailbox.erase()
    assert client.get(path).status_code == 410 and not CommitmentOwner.objects.exists()
    rows = [*Contact.objects.values(), *OwnerReport.objects.values(), *PageLogEntry.objects.values()]
    assert "Planning" not in json.dumps(rows, default=str) and "planning@" not in json.dumps(rows, default=str)
    assert "Planning team" not in text_of(moderator.get(f"{LIST}of/{commitment.pk}/"))


@pytest.mark.parametrize("change", [{"email": ""}, {"withdrawn_on": noon().date()}, {"is_shared": False}])
def test_a_mailbox_without_what_it_needs_is_not_asked(commitment, mailbox, before_due, moderator, change):
    CommitmentOwner.objects.create(commitment=commitment, contact=mailbox)
    Contact.objects.update(**change)
    requests.run(noon())
    assert mail.outbox == []
    assert "Planning team can’t be asked" in text_of(moderator.get(f"{LIST}of/{commitment.pk}/"))
