"""A list that follows a group: the editor decides, consent is on record, and nobody who unsubscribed is added again."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cms.accounts.roles import EDITORS, PROGRAMME_LEADS
from newsletter.choices import EndedReason, Source, SubscriptionState
from newsletter.models import ConsentEvent, Letter, Subscription
from newsletter.people import agreements
from newsletter.people.group_members import follow, propose
from programme.models import Membership
from tests import factories
from tests.admin.conftest import sign_in

WORDS = "We send you the update."


@pytest.fixture
def group(tree):
    return factories.GroupFactory(parent=tree.groups, title="Leadership group")


@pytest.fixture
def members(group):
    return factories.MailingListFactory(name="Members", group=group)


@pytest.fixture
def lead(roles):
    return sign_in("lead", group=PROGRAMME_LEADS)


def seat(group, name, **options) -> Membership:
    return Membership.objects.create(page=group, name=name, **options)


@pytest.fixture
def ada(group):
    seat(group, "Ada  Lovelace")
    return factories.ContactFactory(name="ada Lovelace", email="Ada@example.org")


def test_a_member_is_asked_by_letter_and_confirms(members, ada, lead):
    [candidate] = propose(members).candidates
    assert candidate.contact == ada
    assert follow(members, [ada.pk], [], lead.user, WORDS) == (1, 0)
    one = Subscription.objects.get()
    assert (one.state, one.source, one.subscriber.normalised) == ("pending", Source.GROUP, "ada@example.org")
    assert (Letter.objects.get().kind, ConsentEvent.objects.get().wording.text) == ("confirm", WORDS)
    assert propose(members).others == [("ada Lovelace", "Asked, but hasn't confirmed yet")]
    agreements.confirm(one.subscriber.key)
    assert propose(members).candidates == []


def test_who_leaves_the_list_stays_a_member_and_is_not_asked_again(members, ada, lead):
    follow(members, [ada.pk], [], lead.user, WORDS)
    factories.end(Subscription.objects.get(), Source.LINK)
    assert propose(members).candidates == []
    assert follow(members, [ada.pk], [], lead.user, WORDS) == (0, 0)
    assert Subscription.objects.get().state == SubscriptionState.ENDED
    assert Membership.objects.exists()


def test_who_leaves_the_group_is_proposed_for_removal_and_may_come_back(members, ada, lead):
    factories.SubscriptionFactory(mailing_list=members, state=SubscriptionState.ACTIVE)  # of their own accord
    follow(members, [ada.pk], [], lead.user, WORDS)
    assert propose(members).to_remove == []
    Membership.objects.update(end=datetime.date(2020, 1, 1))
    [one] = propose(members).to_remove
    assert one.subscriber.normalised == "ada@example.org"
    assert follow(members, [], [one.pk], lead.user, WORDS) == (0, 1)
    one.refresh_from_db()
    assert (one.state, one.ended_reason) == (SubscriptionState.ENDED, EndedReason.REMOVED)
    Membership.objects.update(end=None)
    assert len(propose(members).candidates) == 1


def test_seats_that_lead_to_nobody_say_why(members, group):
    body, other = factories.OrganisationFactory(), factories.OrganisationFactory()
    seat(group, "", organisation=body)
    seat(group, "Unknown")
    seat(group, "Twice")
    seat(group, "Silent")
    seat(group, "Elsewhere", organisation=body)
    seat(group, "Later", start=datetime.date(2999, 1, 1))
    for name in ("Twice", "Twice", "Later"):
        factories.ContactFactory(name=name)
    factories.ContactFactory(name="Silent", email="")
    factories.ContactFactory(name="Elsewhere", organisation=other)
    found = propose(members)
    assert found.candidates == []
    assert [reason.partition(":")[0] for _, reason in found.others] == [
        "No person is named",
        "No contact has this name",
        "More than one contact has this name",
        "The contact has no address",
        "No contact has this name",
    ]


def test_the_page_shows_and_does_it_for_who_may(members, ada, lead):
    page = reverse("newsletter-lists:feed", args=[members.pk])
    assert page in lead.get(reverse("newsletter-lists:edit", args=[members.pk])).content.decode()
    shown = lead.get(page).content.decode()
    assert "ada Lovelace" in shown
    assert ada.consent_wording in shown
    editor = sign_in("editor", group=EDITORS)
    assert editor.get(page).status_code == 302
    editor.post(page, {"ask": ada.pk})
    lead.post(page, {"ask": "x", "remove": "x"})
    assert not Subscription.objects.exists()
    assert "1 asked by letter" in lead.post(page, {"ask": ada.pk}, follow=True).content.decode()
    members.group = None
    members.save()
    assert lead.get(page).status_code == 302


def test_a_proposal_costs_the_same_for_any_group(members, group, ada):
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            propose(members)
        return len(queries)

    few = cost()
    for number in range(12):
        seat(group, f"Member {number}")
        factories.ContactFactory(name=f"Member {number}")
    assert cost() == few
    assert len(propose(members).candidates) == 13
