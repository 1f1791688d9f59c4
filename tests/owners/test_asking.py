"""When owners are asked and reminded: on the days that the programme sets, once, and by a mail of the team."""

import datetime
from smtplib import SMTPRecipientsRefused, SMTPServerDisconnected

import pytest
from django.core import mail
from django.utils import timezone
from wagtail.models import PageLogEntry

from cms.base import restorations
from cms.base.dates import today
from cms.sites.models import ProgrammeSite
from engagement.models import CommitmentOwner, OwnerReport, OwnerReportLink, OwnerReportSettings
from engagement.owners import answers, mails, requests
from engagement.owners.requests import requests_of, run
from home.programmes import endings
from programme.models import ProgressEntry
from tests import factories
from tests.owners.conftest import days, noon, path_in

QUARTERS = (datetime.date(2027, 1, 1), datetime.date(2027, 4, 1), datetime.date(2027, 7, 1), datetime.date(2027, 10, 1))


def refused(code: int) -> SMTPRecipientsRefused:
    return SMTPRecipientsRefused({"ada@example.org": (code, b"no")})


def test_nobody_is_asked_unless_the_programme_says_so(owner, tree):
    run(noon())
    OwnerReportSettings.objects.create(site=tree.site)
    run(noon())
    assert mail.outbox == [] and not OwnerReport.objects.exists()


def test_an_owner_is_asked_before_the_due_date_by_a_mail_of_the_team(owner, before_due, commitment):
    assert run(noon()) is False
    [message] = mail.outbox
    assert message.to == ["ada@example.org"] and message.reply_to == ["team@example.org"]
    assert message.subject == "Please report on Neglect, action 7"
    assert "Dear Ada Bell," in message.body and "Neglect: Action 7: Train all teams." in message.body
    html, kind = message.alternatives[0]
    assert kind == "text/html" and path_in(message) in html
    report = OwnerReport.objects.get()
    assert (report.reason, report.for_day, report.answer_by) == ("due", commitment.due_date, commitment.due_date)
    assert report.mailed_at
    said = [entry.message for entry in PageLogEntry.objects.filter(action="engagement.owner_ask")]
    assert said == [f"Contact {owner.contact_id} (Health Board) was asked for a report: {report.asked_for}"]


def test_answers_come_to_the_contact_point_that_all_commitments_of_a_mail_share(
    owner, before_due, commitment, contact, tree
):
    desk, press = (factories.ContactPointFactory(name=name, email=f"{name}@example.org") for name in ("desk", "press"))
    commitment.contact_point = desk
    commitment.save()
    other = factories.CommitmentFactory(
        parent=commitment.work_stream, number=8, due_date=commitment.due_date, contact_point=desk
    )
    CommitmentOwner.objects.create(commitment=other, contact=contact)
    run(noon())
    other.contact_point = press
    other.save()
    mails.mail(contact, [(report, "token") for report in OwnerReport.objects.all()], mails.REMINDING, tree.site)
    assert [message.reply_to for message in mail.outbox] == [["desk@example.org"], ["team@example.org"]]


def test_an_owner_is_asked_once_by_however_many_workers(owner, before_due, tree, monkeypatch):
    early = list(requests_of(tree.site, before_due, today()))
    run(noon())
    run(noon())
    requests._ask(owner.contact, early, tree.site)  # another worker that looked at the same moment
    assert len(mail.outbox) == OwnerReport.objects.count() == 1


def test_nobody_is_written_to_at_night(owner, before_due):
    run(noon() - datetime.timedelta(hours=10))
    assert mail.outbox == []


@pytest.mark.parametrize(("away", "is_asked"), [(31, False), (30, True), (1, True), (0, True), (-1, False)])
def test_the_days_before_a_due_date(owner, before_due, tree, commitment, away, is_asked):
    type(commitment).objects.filter(pk=commitment.pk).update(due_date=today() + days(away))
    assert bool(list(requests_of(tree.site, before_due, today()))) is is_asked


@pytest.mark.parametrize(
    ("every", "begins"),
    [
        (3, QUARTERS),
        (6, (QUARTERS[0], QUARTERS[2])),
        (12, (QUARTERS[0],)),
        (1, tuple(datetime.date(2027, month, 1) for month in range(1, 13))),
        (2, tuple(datetime.date(2027, month, 1) for month in range(1, 13, 2))),
    ],
)
def test_regular_reports(owner, tree, every, begins):
    own = OwnerReportSettings(site=tree.site, every_months=every, answer_days=10)
    year = [datetime.date(2027, 1, 1) + days(number) for number in range(365)]
    found = {day: list(requests_of(tree.site, own, day)) for day in year}
    first = [day for day in year if found[day] and not found.get(day - days(1))]
    assert first == list(begins)
    assert all(one.for_day == day and one.answer_by == day + days(10) for day in first for one in found[day])
    # Who missed the first day of a period asks within a week, never in the middle of it.
    assert sum(bool(one) for one in found.values()) == 7 * len(begins)


def test_no_owner_is_asked_anew_while_a_report_is_expected_or_waits_for_the_team(asked, tree, before_due):
    before_due.every_months = 1
    first = (today() + days(32)).replace(day=1)
    OwnerReport.objects.update(answer_by=first)
    assert list(requests_of(tree.site, before_due, first)) == []
    OwnerReport.objects.update(answer_by=first - days(1))
    [wanted] = requests_of(tree.site, before_due, first)
    assert wanted.reason == "period"
    OwnerReport.objects.update(state="answered")
    assert list(requests_of(tree.site, before_due, first)) == []


def test_a_due_date_takes_the_place_of_a_regular_report_that_nobody_answered(asked, tree, before_due):
    OwnerReport.objects.update(reason="period", for_day=today())
    [wanted] = requests_of(tree.site, before_due, today())
    assert wanted.reason == "due"
    OwnerReport.objects.update(state="answered")
    assert list(requests_of(tree.site, before_due, today())) == []


def test_nobody_is_reminded_of_what_was_answered_meanwhile(asked, tree):
    OwnerReport.objects.update(state="answered")
    requests._remind(asked.contact, [asked], tree.site)
    assert len(mail.outbox) == OwnerReportLink.objects.count() == 1


@pytest.mark.parametrize(
    "change",
    [
        lambda page, contact: type(page).objects.filter(pk=page.pk).update(live=False),
        lambda page, contact: page.view_restrictions.create(restriction_type="password", password="let-me-in"),
        lambda page, contact: ProgressEntry.objects.create(page=page, date=today(), status="complete", note="Done."),
        lambda page, contact: ProgressEntry.objects.create(page=page, date=today(), status="stopped", note="Over."),
        lambda page, contact: contact.withdraw(),
        lambda page, contact: contact.erase(),
        lambda page, contact: type(contact).objects.filter(pk=contact.pk).update(email=""),
    ],
    ids=["draft", "restricted", "complete", "stopped", "withdrawn", "erased", "no address"],
)
def test_who_is_not_asked(owner, before_due, commitment, contact, change):
    change(commitment, contact)
    run(noon())
    assert mail.outbox == [] and not OwnerReport.objects.exists()


def test_one_mail_has_all_reports_of_an_owner(owner, before_due, commitment, contact):
    other = factories.CommitmentFactory(parent=commitment.get_parent(), number=8, due_date=today() + days(5))
    owner.pk = None
    type(owner).objects.create(commitment=other, contact=contact)
    run(noon())
    [message] = mail.outbox
    assert message.subject == "Please report on 2 commitments"
    assert message.body.count("/owner-reports/") == 2 and "Action 8" in message.body


def test_a_mail_that_fails_is_sent_later_and_an_address_that_is_refused_is_shown(owner, before_due, monkeypatch):
    def fails(error):
        def send(self, fail_silently=False):
            raise error

        return send

    with monkeypatch.context() as patch:
        patch.setattr("django.core.mail.EmailMultiAlternatives.send", fails(SMTPServerDisconnected("down")))
        with pytest.raises(ExceptionGroup):
            run(noon())
    assert not OwnerReport.objects.exists()
    with monkeypatch.context() as patch:
        patch.setattr("django.core.mail.EmailMultiAlternatives.send", fails(refused(451)))
        with pytest.raises(ExceptionGroup):
            run(noon())
    assert not OwnerReport.objects.exists()
    with monkeypatch.context() as patch:
        patch.setattr("django.core.mail.EmailMultiAlternatives.send", fails(refused(550)))
        run(noon())
    run(noon())
    assert mail.outbox == [] and OwnerReport.objects.get().mailed_at is None


def test_nothing_is_mailed_while_the_hub_is_held(owner, before_due, monkeypatch):
    monkeypatch.setattr(requests, "is_held", lambda: True)
    assert requests.ask_due(lambda: False) is False and mail.outbox == []
    monkeypatch.setattr(mails, "is_held", lambda: True)
    with pytest.raises(mails.OwnerMailError, match=restorations.HELD[:20]):
        mails.mail(owner.contact, [], mails.ASKING, None)


def test_an_owner_who_has_not_answered_is_reminded_once_and_both_links_work(asked, path, before_due, client):
    before_due.remind_days = 5
    before_due.save()
    run(noon(today() + days(4)))
    assert len(mail.outbox) == 1
    for _ in range(2):
        run(noon(today() + days(6)))
    assert [message.subject for message in mail.outbox[1:]] == ["Reminder: please report on Neglect, action 7"]
    assert path_in(mail.outbox[1]) != path
    assert {client.get(one).status_code for one in (path, path_in(mail.outbox[1]))} == {200}


@pytest.mark.parametrize("state", ["answered", "returned", "approved", "closed"])
def test_who_has_answered_is_not_reminded(asked, before_due, state):
    OwnerReportSettings.objects.update(remind_days=1)
    OwnerReport.objects.update(state=state)
    run(noon(today() + days(6)))
    assert len(mail.outbox) == 1


def test_a_new_report_takes_the_place_of_one_that_was_never_answered(asked, path, before_due, commitment, client):
    OwnerReportLink.objects.update(expires_at=timezone.now() - days(1))
    type(commitment).objects.filter(pk=commitment.pk).update(due_date=today() + days(10))
    run(noon())
    asked.refresh_from_db()
    assert asked.state == "closed" and OwnerReport.objects.filter(state="asked").count() == 1
    assert client.get(path).status_code == 410


def test_when_a_programme_ends_owners_are_asked_no_more(asked, path, tree, client, lead):
    step = endings.steps["owner_reports"]
    assert step.stops(tree.site) == ["1 report of owners is closed, without an entry."]
    step.carry_out(tree.site, lead.user, None)
    assert step.stops(tree.site) == []
    assert "The team has closed this link." in client.get(path).content.decode()
    ProgrammeSite.objects.create(site=tree.site, key="hub", state="closed", state_since=today())
    OwnerReport.objects.all().delete()
    run(noon())
    assert len(mail.outbox) == 1


def test_each_programme_has_its_own_days(owner, before_due, tree):
    assert OwnerReportSettings.of(None).days_before is None
    assert OwnerReportSettings.of(tree.site).days_before == 30


def test_what_asking_costs_does_not_grow(owner, before_due, commitment, contact, tree, django_assert_num_queries):
    def statements(number):
        with django_assert_num_queries(5):  # what is hidden; owners with their pages; their entries; asked; open
            assert len(list(requests_of(tree.site, before_due, today()))) == number

    list(requests_of(tree.site, before_due, today()))
    statements(1)
    for number in (8, 9, 10):
        other = factories.CommitmentFactory(parent=commitment.get_parent(), number=number, due_date=today() + days(5))
        type(owner).objects.create(commitment=other, contact=contact)
    statements(4)


def handed_over(commitment, contact, lead) -> None:
    CommitmentOwner.objects.update_or_create(commitment=commitment, defaults={"contact": contact})
    answers.hand_over(commitment, contact, lead.user)


def test_a_new_owner_is_asked_for_the_due_date_that_the_former_one_never_answered(
    asked, path, before_due, commitment, contact, client, lead
):
    handed_over(commitment, factories.ContactFactory(name="Ben Cole", email="ben@example.org"), lead)
    run(noon())
    run(noon())
    assert [message.to for message in mail.outbox] == [["ada@example.org"], ["ben@example.org"]]
    assert client.get(path).status_code == 410 and client.get(path_in(mail.outbox[-1])).status_code == 200
    assert list(OwnerReport.objects.order_by("pk").values_list("state", "for_day")) == [
        ("closed", commitment.due_date),
        ("asked", commitment.due_date),
    ]
    handed_over(commitment, contact, lead)  # who was asked, and is the owner again, isn't asked twice
    run(noon())
    assert len(mail.outbox) == 2


@pytest.mark.parametrize("state", ["answered", "approved", "closed"])
def test_a_new_owner_is_not_asked_for_what_the_former_one_answered(asked, before_due, commitment, state, lead):
    OwnerReport.objects.update(state=state, answered_at=timezone.now())
    handed_over(commitment, factories.ContactFactory(name="Ben Cole", email="ben@example.org"), lead)
    run(noon())
    assert len(mail.outbox) == 1


def test_a_new_owner_is_asked_for_a_period_that_began_long_before(owner, tree, commitment, lead):
    own = OwnerReportSettings.objects.create(site=tree.site, every_months=3, answer_days=10)
    assert list(requests_of(tree.site, own, QUARTERS[1] + days(30))) == []
    OwnerReport.objects.create(
        commitment=commitment, contact=owner.contact, reason="period", for_day=QUARTERS[1], answer_by=QUARTERS[1]
    )
    handed_over(commitment, factories.ContactFactory(name="Ben Cole"), lead)
    [wanted] = requests_of(tree.site, own, QUARTERS[1] + days(30))
    assert (wanted.for_day, wanted.answer_by) == (QUARTERS[1], QUARTERS[1] + days(40))
    assert list(requests_of(tree.site, own, QUARTERS[2] + days(30))) == []
