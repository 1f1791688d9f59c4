"""Who is a recipient, who is excluded and why, and that both together are everybody."""

import threading
import time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from newsletter.choices import (
    EditionAudience,
    ExclusionReason,
    RecipientState,
    SendState,
    SubscriptionState,
    SuppressionReason,
)
from newsletter.models import Send
from newsletter.people.suppression import suppress
from newsletter.sending import candidates, preparation
from newsletter.sending.errors import SendRefusedError
from newsletter.sending.services import schedule
from tests import factories as pages
from tests.newsletter.sending import factories


@pytest.fixture
def internal(db):
    return factories.mailing_list("staff", kind=EditionAudience.INTERNAL, allowed_domains="gov.scot\nb_d.scot")


def prepared(snapshot, *lists, streams=(), audiences=(), **values):
    send = factories.send(snapshot, *lists, **values)
    send.work_streams.set(streams)
    send.audiences.set(audiences)
    assert preparation.prepare(send)
    send.refresh_from_db()
    return send


def excluded(send) -> dict[str, str]:
    return dict(send.exclusions.values_list("subscription__subscriber__address", "reason"))


def gets_it(send) -> list[str]:
    return sorted(send.send_recipients.values_list("address", flat=True))


def test_active_subscribers_of_the_chosen_lists_are_frozen(snapshot, update):
    other = factories.mailing_list("other")
    factories.subscribe(factories.subscriber("Ann@example.org"), update)
    factories.subscribe(factories.subscriber("pending@example.org"), update, state=SubscriptionState.PENDING)
    factories.subscribe(factories.subscriber("left@example.org"), update, state=SubscriptionState.ENDED)
    factories.subscribe(factories.subscriber("elsewhere@example.org"), other)
    send = prepared(snapshot, update)
    factories.subscribe(factories.subscriber("late@example.org"), update)
    assert gets_it(send) == ["Ann@example.org"]
    assert (send.state, send.candidates, send.recipients, send.excluded) == (SendState.PREPARED, 1, 1, 0)
    assert not preparation.prepare(send)
    assert gets_it(send) == ["Ann@example.org"]


def test_one_person_in_three_lists_gets_one_message_and_the_internal_edition(snapshot, update, internal):
    other = factories.mailing_list("other")
    factories.subscribe(factories.subscriber("a@gov.scot"), update, other, internal)
    send = prepared(snapshot, update, other, internal)
    recipient = send.send_recipients.get()
    assert (recipient.audience, recipient.subscription.mailing_list) == (EditionAudience.INTERNAL, internal)
    assert (send.candidates, send.recipients, send.excluded) == (3, 1, 2)
    assert set(send.exclusions.values_list("reason", flat=True)) == {ExclusionReason.DUPLICATE}


def test_an_internal_list_sends_to_its_domains_alone(snapshot, update, internal):
    for address in ("a@gov.scot", "b@evilgov.scot", "c@sub.gov.scot", "d@b_d.scot", "e@bxd.scot"):
        factories.subscribe(factories.subscriber(address), internal)
    factories.subscribe(factories.subscriber("f@example.org"), internal, update)
    send = prepared(snapshot, update, internal)
    assert gets_it(send) == ["a@gov.scot", "d@b_d.scot", "f@example.org"]
    assert send.send_recipients.get(address="f@example.org").audience == EditionAudience.EXTERNAL
    assert set(excluded(send).values()) == {ExclusionReason.NOT_ALLOWED}


def test_suppressed_and_undeliverable_addresses_are_excluded_with_the_reason(snapshot, update):
    for name in ("fine", "suppressed", "undeliverable"):
        factories.subscribe(factories.subscriber(f"{name}@example.org"), update)
    suppress("suppressed@example.org", SuppressionReason.COMPLAINED)
    factories.Subscriber.objects.filter(address__startswith="undel").update(undeliverable_since=timezone.now())
    send = prepared(snapshot, update)
    assert excluded(send) == {"suppressed@example.org": "suppressed", "undeliverable@example.org": "undeliverable"}
    assert gets_it(send) == ["fine@example.org"]


def test_interests_choose_only_where_both_sides_name_some(snapshot, update, tree):
    one, two = (pages.WorkStreamFactory(parent=tree.streams) for _ in range(2))
    factories.subscribe(factories.subscriber("everything@example.org"), update)
    factories.subscribe(factories.subscriber("one@example.org"), update, interests=[one])
    factories.subscribe(factories.subscriber("both@example.org"), update, interests=[one, two])
    factories.subscribe(factories.subscriber("two@example.org"), update, interests=[two])
    send = prepared(snapshot, update, streams=[one])
    assert excluded(send) == {"two@example.org": ExclusionReason.NOT_INTERESTED}
    assert len(gets_it(send)) == 3


def test_an_issue_for_streams_or_audiences_goes_to_those_who_chose_one_of_either(issue, snapshot, update, tree):
    stream, other = (pages.WorkStreamFactory(parent=tree.streams) for _ in range(2))
    parents, judges = (pages.AudienceFactory(name=name) for name in ("Parents", "Judges"))
    for name, chosen in {
        "everything": {},
        "stream": {"interests": [stream]},
        "parents": {"audiences": [parents]},
        "one-of-both": {"interests": [other], "audiences": [parents]},
        "other": {"interests": [other]},
        "judges": {"audiences": [judges]},
        "neither": {"interests": [other], "audiences": [judges]},
    }.items():
        factories.subscribe(factories.subscriber(f"{name}@example.org"), update, **chosen)
    send = prepared(snapshot, update, streams=[stream], audiences=[parents])
    without = ["judges@example.org", "neither@example.org", "other@example.org"]
    assert excluded(send) == dict.fromkeys(without, ExclusionReason.NOT_INTERESTED)
    assert len(gets_it(send)) == 4
    Send.objects.all().delete()
    # Only for an audience: who chose only streams chose something else.
    issue.audiences.set([parents])
    assert candidates.preflight(issue, [update]).recipients == 3
    assert gets_it(prepared(snapshot, update, audiences=[parents])) == [
        "everything@example.org",
        "one-of-both@example.org",
        "parents@example.org",
    ]


@pytest.mark.parametrize(
    ("state", "of_send", "has_it"),
    [
        (RecipientState.ACCEPTED, SendState.FINISHED, True),
        (RecipientState.UNCERTAIN, SendState.FINISHED_UNCERTAIN, True),
        (RecipientState.PENDING, SendState.SENDING, True),
        (RecipientState.SUBMITTING, SendState.CANCELLED, True),
        (RecipientState.PENDING, SendState.CANCELLED, False),
        (RecipientState.REFUSED, SendState.FINISHED, False),
        (RecipientState.SKIPPED, SendState.FINISHED, False),
    ],
)
def test_who_may_have_the_issue_already_is_excluded(snapshot, update, state, of_send, has_it):
    factories.crowd(1, update)
    first = prepared(snapshot, update)
    first.send_recipients.update(state=state)
    first.state = of_send
    first.save()
    second = prepared(snapshot, update)
    assert list(excluded(second).values()) == ([ExclusionReason.HAS_IT] if has_it else [])
    assert second.recipients == (0 if has_it else 1)


def test_preflight_counts_what_preparing_then_does(issue, snapshot, update, internal, tree):
    stream, other = (pages.WorkStreamFactory(parent=tree.streams) for _ in range(2))
    issue.work_streams.set([stream])
    factories.subscribe(factories.subscriber("a@gov.scot"), update, internal)
    factories.subscribe(factories.subscriber("b@example.org"), update, internal)
    factories.subscribe(factories.subscriber("c@example.org"), update, interests=[other])
    counted = candidates.preflight(issue, [update, internal])
    send = prepared(snapshot, update, internal, streams=[stream])
    assert counted.candidates == send.candidates == 5
    assert counted.recipients == send.recipients == 2
    assert counted.exclusions == {
        ExclusionReason.NOT_ALLOWED: 1,
        ExclusionReason.NOT_INTERESTED: 1,
        ExclusionReason.DUPLICATE: 1,
    }
    assert [(each.mailing_list, each.candidates, each.recipients) for each in counted.lists] == [
        (update, 3, 1),
        (internal, 2, 1),
    ]


def test_statements_don_t_grow_with_the_number_of_subscribers(issue, snapshot, update, django_assert_num_queries):
    taken = []
    for people in (5, 500):
        factories.crowd(people - len(taken) * 5, update)
        # Its work streams and audiences; other sends of the issue; the count.
        with django_assert_num_queries(4):
            assert candidates.preflight(issue, [update]).recipients == people
        send = factories.send(snapshot, update)
        with CaptureQueriesContext(connection) as asked:
            preparation.prepare(send)
        assert send.send_recipients.count() == people
        taken.append(len(asked))
        Send.objects.filter(pk=send.pk).delete()
    assert taken[0] == taken[1]


def test_a_send_whose_numbers_don_t_agree_has_failed(snapshot, update):
    """A trigger that loses an exclusion stands for whatever might."""
    factories.subscribe(factories.subscriber("a@example.org"), update, factories.mailing_list("other"))
    lists = [each.mailing_list for each in factories.Subscription.objects.all()]
    table = "newsletter_sendexclusion"
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"CREATE TRIGGER lose BEFORE INSERT ON {table} BEGIN SELECT RAISE(IGNORE); END")
        else:
            cursor.execute("CREATE FUNCTION lose() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'")
            cursor.execute(f"CREATE TRIGGER lose BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION lose()")
    send = prepared(snapshot, *lists)
    assert send.state == SendState.FAILED and send.prepared_at is None
    assert "2 active subscriptions, but 1 are accounted for" in send.reason


class Interrupted(BaseException):
    """As if the process had been stopped."""


def test_preparing_that_is_interrupted_leaves_nothing_and_is_done_again(snapshot, update, monkeypatch):
    factories.crowd(20, update)
    send = factories.send(snapshot, update)
    with monkeypatch.context() as patched:

        def interrupt(lists):
            raise Interrupted

        patched.setattr(candidates, "candidates", interrupt)
        with pytest.raises(Interrupted):
            preparation.prepare(send)
    assert not send.send_recipients.exists() and not send.exclusions.exists()
    send.refresh_from_db()
    assert send.state == SendState.PREPARING
    assert preparation.prepare(send)
    assert send.send_recipients.count() == 20


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one transaction write at a time.")
@pytest.mark.django_db(transaction=True)
def test_two_sends_of_one_issue_prepared_at_once_share_nobody(snapshot, update, monkeypatch):
    factories.crowd(3, update)
    sends = [factories.send(snapshot, update) for _ in range(2)]
    insert = candidates.insert

    def slowly(*args):
        insert(*args)
        time.sleep(0.5)

    def prepare(send):
        try:
            preparation.prepare(send)
        finally:
            connection.close()

    monkeypatch.setattr(candidates, "insert", slowly)
    threads = [threading.Thread(target=prepare, args=[send]) for send in sends]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert sorted(Send.objects.values_list("recipients", "excluded")) == [(0, 3), (3, 0)]


def test_an_issue_for_a_deleted_audience_is_not_sent_to_everybody(snapshot, update):
    parents = pages.AudienceFactory(name="Parents")
    send = factories.send(snapshot, update)
    send.audiences.set([parents])
    parents.delete()
    send.refresh_from_db()
    assert send.state == SendState.HELD
    assert "“Parents”, which was deleted" in send.reason


def test_what_an_approved_issue_is_for_must_still_be_there(issue, update):
    parents = pages.AudienceFactory(name="Parents")
    issue.audiences = [parents]
    snapshot = factories.snapshot(issue)
    parents.delete()
    with pytest.raises(SendRefusedError, match="was deleted after it was approved"):
        schedule(snapshot, [update])
