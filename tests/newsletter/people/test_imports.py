"""Imports: the result for each line, and people who are never added again."""

import pytest

from cms.base.csv_files import LARGEST, UnreadableFileError
from newsletter.choices import ConsentKind, EndedReason, Source, SubscriptionState, SuppressionReason
from newsletter.models import ConsentEvent, Subscriber, Subscription
from newsletter.people import imports, suppression
from newsletter.people.imports import Fate
from tests import factories

PAPER = "Signed the list at the summit"


@pytest.fixture
def lead(django_user_model):
    return django_user_model.objects.create_user("lead")


@pytest.fixture
def file(update, internal):
    """A file with one line for each fate."""
    factories.SubscriptionFactory(subscriber__address="already@example.org", mailing_list=update)
    factories.end(
        factories.SubscriptionFactory(subscriber__address="left@example.org", mailing_list=update), Source.LINK
    )
    suppression.suppress("spam@example.org", SuppressionReason.COMPLAINED)
    lines = {
        "New@Example.org,update,Signed,2026-03-01": Fate.ADDED,
        "new@example.org,update,Signed,": Fate.TWICE,
        "new@example.org,internal,Signed,": Fate.NOT_ALLOWED,
        "new@gov.scot,internal,Signed,": Fate.ADDED,
        "already@example.org,update,Signed,": Fate.ALREADY,
        "left@example.org,update,Signed,": Fate.LEFT,
        "spam@example.org,update,Signed,": Fate.SUPPRESSED,
        "other@example.org,nowhere,Signed,": Fate.NO_LIST,
        "proofless@example.org,update,,2026-03-01": Fate.NO_EVIDENCE,
        "nobody,update,Signed,": Fate.INVALID,
    }
    return "\ufeffAddress, List ,evidence,date\n" + "\n".join(lines), list(lines.values())


def test_a_dry_run_shows_each_lines_fate_and_writes_nothing(file):
    text, fates = file
    before = (Subscriber.objects.count(), Subscription.objects.count(), ConsentEvent.objects.count())
    plan = imports.plan(text)
    assert [line.fate for line in plan.lines] == fates
    assert [line.number for line in plan.lines] == list(range(2, 12))
    assert plan.counts[Fate.ADDED] == 2
    assert sum(plan.counts.values()) == 10
    assert (Subscriber.objects.count(), Subscription.objects.count(), ConsentEvent.objects.count()) == before


def test_what_the_dry_run_showed_is_done_and_once(file, lead):
    text, fates = file
    assert [line.fate for line in imports.carry_out(text, lead).lines] == fates
    added = Subscription.objects.filter(source=Source.IMPORT)
    assert {(one.subscriber.address, one.mailing_list.slug, one.state) for one in added} == {
        ("New@example.org", "update", SubscriptionState.ACTIVE),
        ("new@gov.scot", "internal", SubscriptionState.ACTIVE),
    }
    event = ConsentEvent.objects.get(subscription__subscriber__normalised="new@example.org")
    assert (event.kind, event.evidence, event.actor) == (ConsentKind.IMPORTED, "Signed, 2026-03-01", lead)
    again = imports.carry_out(text, lead)
    assert again.added == []
    assert Subscription.objects.filter(source=Source.IMPORT).count() == 2


def test_evidence_and_list_of_the_file_hold_for_lines_without(update, lead):
    plan = imports.carry_out("address\nada@example.org\n", lead, f"  {PAPER} ", update)
    assert plan.counts == {Fate.ADDED: 1}
    assert ConsentEvent.objects.get().evidence == PAPER


@pytest.mark.parametrize("reason", imports.NEVER_REVIVED)
def test_whoever_ended_it_is_not_brought_back_though_somebody_asked_since(reason, update, lead):
    one = factories.SubscriptionFactory(subscriber__address="ada@example.org", mailing_list=update)
    factories.end(one, Source.LINK, reason=reason)
    unconfirmed = factories.SubscriptionFactory(
        subscriber=one.subscriber, mailing_list=update, state=SubscriptionState.PENDING, confirmed_at=None
    )
    for _ in range(2):
        plan = imports.carry_out("address\nada@example.org\n", lead, PAPER, update)
        assert plan.counts == {Fate.LEFT: 1}
        factories.end(unconfirmed, Source.SYSTEM, reason=EndedReason.NOT_CONFIRMED)


def test_evidence_confirms_whoever_waits(update, lead):
    one = factories.SubscriptionFactory(
        subscriber__address="ada@example.org", mailing_list=update, state=SubscriptionState.PENDING
    )
    imports.carry_out("address\nada@example.org\n", lead, PAPER, update)
    one.refresh_from_db()
    assert one.state == SubscriptionState.ACTIVE
    assert Subscription.objects.count() == 1


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "must name the columns"),
        ("name\nAda\n", "must name the columns"),
        ("address,colour\na@example.org,red\n", "Unknown columns: colour"),
        ('address\n"a@example.org\n', "isn't a CSV file"),
        ("address\na\0@example.org\n", "isn't a CSV file"),
        ("address\n" + "x" * LARGEST, "too large"),
        ("address,evidence\n", "no line below the headings"),
        ("address\n" + "a@example.org\n" * 10_001, "10,001 lines. Split it: 10,000 lines at most"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_in_a_sentence(text, says, update):
    with pytest.raises(UnreadableFileError, match=says):
        imports.plan(text)


def test_the_cost_grows_by_500_lines_only(update, lead, django_assert_num_queries):
    def text(start, count):
        return "address\n" + "\n".join(f"p{number}@example.org" for number in range(start, start + count))

    with django_assert_num_queries(11):
        imports.carry_out(text(0, 1), lead, PAPER, update)
    with django_assert_num_queries(11):
        imports.carry_out(text(100, 60), lead, PAPER, update)
    assert Subscription.objects.filter(state=SubscriptionState.ACTIVE).count() == 61
