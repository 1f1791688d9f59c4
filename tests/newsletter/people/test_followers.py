"""Followers hear of major changes: once, not before they can be read, and of nothing that isn't public."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import PageViewRestriction

from cms.base import occurrences
from cms.base.choices import Significance
from newsletter.backends.base import HandoverResult
from newsletter.backends.smtp import SmtpBackend
from newsletter.choices import FollowingFrequency, HandoverOutcome, LetterKind, SubscriptionState
from newsletter.models import FollowerNotice, Following, FollowingNews, Letter
from newsletter.people import followers, letters, tokens
from newsletter.sending.completion import SENT
from programme.models import ProgressEntry
from tests import factories
from tests.newsletter.sending.test_smtp import Server

SOON = followers.COLLECTED_FOR + datetime.timedelta(seconds=1)


def publish(page, note="", significance=Significance.MAJOR):
    page.change_note, page.change_significance = note, significance
    page.save_revision().publish()
    return page


@pytest.fixture
def stream(hub, neglect):
    return publish(neglect)


@pytest.fixture
def commitment(stream):
    return publish(factories.CommitmentFactory(parent=stream, number=3))


@pytest.fixture
def follow():
    """Make somebody follow a page since a minute ago."""

    def follow(page, **values) -> Following:
        before = timezone.now() - datetime.timedelta(minutes=1)
        return factories.FollowingFactory(page=page, **{"confirmed_at": before, **values})

    return follow


@pytest.fixture
def told(deliver):
    """Let the time pass in which changes are collected, and return the letters that go out."""

    def told():
        now = timezone.now() + SOON
        followers.write_due(now)
        return deliver(now)

    return told


def text_of(message) -> str:
    return message.get_body(("plain",)).get_content().replace("\r\n", "\n")


def test_a_follower_gets_one_letter_about_the_changes_of_ten_minutes(commitment, follow, told, deliver):
    following = follow(commitment)
    publish(commitment, "The wording was added")
    assert followers.write_due() == 0 and deliver() == []
    ProgressEntry.objects.create(
        page=commitment, date=datetime.date(2026, 1, 5), status="in_progress", note="Training has begun."
    )
    publish(commitment, "Work has begun")
    [message] = told()
    assert message["To"] == following.subscriber.address
    assert message["Subject"] == "What changed: Neglect, action 3"
    text = text_of(message)
    assert text.count(f"{commitment.title}\n") == 1
    assert "The wording was added Work has begun" in text
    assert "Training has begun." in text
    assert commitment.full_url in text
    link = f"http://localhost/newsletter/unfollow/{tokens.UNFOLLOW.token(following.key)}/"
    assert link in text
    # As it is on the wire: mail programs don't decode it.
    raw = letters.compose(Letter.objects.select_related("following").get(), letters.hub_settings(), timezone.now())
    assert f"\r\nList-Unsubscribe: <{link}>\r\n" in f"\r\n{raw.decode()}"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert told() == []
    assert FollowingNews.objects.exclude(written_at=None).count() == 2


def test_a_minor_change_is_told_to_nobody(commitment, follow, told):
    follow(commitment)
    publish(commitment, "A comma", Significance.MINOR)
    assert not FollowerNotice.objects.exists()
    assert told() == []


def test_without_a_follower_nothing_is_noted(commitment, follow):
    follow(commitment, state=SubscriptionState.PENDING)
    publish(commitment, "The wording was added")
    assert not FollowerNotice.objects.exists()


def test_whom_a_change_concerns(hub, tree, stream, commitment, follow, told):
    group = publish(factories.GroupFactory(parent=tree.groups, title="Oversight"))
    audience = factories.AudienceFactory(name="Practitioners")
    page = publish(factories.AudiencePageFactory(parent=tree.home, audience=audience, title="For practitioners"))
    people = {one.title: follow(one).subscriber.address for one in (stream, group, page)}
    people["commitment"] = follow(commitment).subscriber.address

    def those(message):
        return {name for name, address in people.items() if message["To"] == address}

    def receivers():
        return set().union(*map(those, told()))

    publish(commitment, "Changed")
    assert receivers() == {"Neglect", "commitment"}
    publish(factories.MeetingFactory(parent=group, date=datetime.date(2026, 1, 5)), "Minutes")
    assert receivers() == {"Oversight"}
    news = factories.NewsFactory(parent=tree.news, work_streams=[stream], audiences=[audience])
    news.commitments.add(commitment)
    publish(news, "New")
    assert receivers() == {"Neglect", "For practitioners", "commitment"}
    publish(factories.NewsFactory(parent=tree.news), "About nothing of it")
    assert receivers() == set()


def test_somebody_who_follows_stream_and_commitment_is_told_once(stream, commitment, follow, told):
    wide = follow(stream)
    follow(commitment, subscriber=wide.subscriber)
    publish(commitment, "Changed")
    [message] = told()
    assert message["Subject"] == "What changed: Neglect, action 3"
    assert FollowingNews.objects.count() == 1


def test_at_once_goes_before_later(stream, commitment, follow, told):
    wide = follow(stream)
    follow(commitment, subscriber=wide.subscriber, frequency=FollowingFrequency.WITH_UPDATE)
    publish(commitment, "Changed")
    assert [message["Subject"] for message in told()] == ["What changed: Neglect"]


@pytest.mark.parametrize("how", ["withdrawn", "deleted", "restricted", "above"])
def test_what_is_hidden_meanwhile_is_told_to_nobody(how, tree, stream, commitment, follow, told):
    follow(commitment)
    publish(commitment, "A secret that slipped in")
    followers.write_due(timezone.now() + SOON)
    assert Letter.objects.filter(kind=LetterKind.FOLLOWING).count() == 1
    if how == "withdrawn":
        commitment.unpublish()
    elif how == "deleted":
        commitment.delete()
    else:
        page = commitment if how == "restricted" else stream
        PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    assert told() == []
    letter = Letter.objects.get(kind=LetterKind.FOLLOWING)
    assert letter.given_up_at and letter.error == "The page isn't public."


def test_a_hidden_page_is_not_told_to_followers_of_its_stream(tree, stream, follow, told):
    follow(stream)
    news = publish(factories.NewsFactory(parent=tree.news, title="Hidden", work_streams=[stream]))
    other = publish(factories.NewsFactory(parent=tree.news, title="Shown", work_streams=[stream]))
    news.unpublish()
    [message] = told()
    assert "Shown" in text_of(message) and "Hidden" not in text_of(message)
    assert other.full_url in text_of(message)


def test_who_stopped_or_takes_no_mail_is_told_nothing(stream, follow, told):
    left, unreachable, late = follow(stream), follow(stream), follow(stream)
    unreachable.subscriber.undeliverable_since = timezone.now()
    unreachable.subscriber.save()
    Following.objects.filter(pk=late.pk).update(confirmed_at=timezone.now() + SOON)
    publish(stream, "Changed")
    followers.write_due(timezone.now() + SOON)
    factories.end(left, "link")
    assert told() == []
    assert [letter.error for letter in Letter.objects.all()] == ["They don't follow the page any more."]


def test_with_the_regular_update_is_told_when_an_issue_was_sent(tree, stream, commitment, follow, told, update):
    following = follow(stream, frequency=FollowingFrequency.WITH_UPDATE)
    issue = publish(factories.IssueFactory(parent=tree.updates, number=1))
    publish(commitment, "First")
    assert told() == []
    publish(stream, "Second")
    assert told() == []
    occurrences.record([occurrences.about(SENT, issue)])
    [message] = told()
    assert "asked to hear of changes with the Protection Update" in text_of(message)
    assert "First" in text_of(message) and "Second" in text_of(message)
    assert Letter.objects.get().following == following
    # Nothing new since, so nothing to say.
    occurrences.record([occurrences.about(SENT, issue)])
    assert told() == []


def test_a_change_just_before_the_issue_was_sent_is_in_the_letter(tree, stream, follow, deliver, update):
    follow(stream, frequency=FollowingFrequency.WITH_UPDATE)
    issue = publish(factories.IssueFactory(parent=tree.updates, number=1))
    publish(stream, "Just now")
    occurrences.record([occurrences.about(SENT, issue)])
    followers.write_due()
    assert "Just now" in text_of(deliver()[0])


def test_a_letter_that_was_not_taken_is_tried_again_with_the_same_words(stream, follow, told, post_box, deliver):
    follow(stream)
    publish(stream, "Changed")
    post_box.answers = [HandoverResult(HandoverOutcome.TEMPORARY, detail="no room")]
    assert told() == []
    [message] = deliver(timezone.now() + 2 * SOON)
    assert "Changed" in text_of(message)
    assert deliver(timezone.now() + 3 * SOON) == []


def test_two_workers_write_it_once(stream, follow):
    follow(stream)
    publish(stream, "Changed")
    now = timezone.now() + SOON
    assert [followers.write_due(now), followers.write_due(now)] == [1, 0]
    assert Letter.objects.count() == FollowingNews.objects.count() == 1


def test_writing_to_many_costs_no_more_statements(stream, commitment, follow):
    def cost() -> int:
        publish(commitment, "Changed")
        with CaptureQueriesContext(connection) as asked:
            followers.write_due(timezone.now() + SOON)
        return len(asked)

    follow(stream)
    few = cost()
    for _ in range(20):
        follow(stream)
    assert cost() == few
    assert Letter.objects.count() == 22


def test_publishing_costs_one_statement_if_nobody_follows(stream, follow):
    with CaptureQueriesContext(connection) as asked:
        publish(stream, "Changed")
    assert sum("newsletter_follow" in one["sql"] for one in asked.captured_queries) == 1
    with CaptureQueriesContext(connection) as asked:
        publish(stream, "A comma", Significance.MINOR)
    assert sum("newsletter_follow" in one["sql"] for one in asked.captured_queries) == 0


def test_a_mail_server_gets_it_once_with_the_header_in_one_line(stream, follow, settings):
    settings.NEWSLETTER_LIVE = True
    following = follow(stream)
    publish(stream, "Changed")
    now = timezone.now() + SOON
    followers.write_due(now)
    server = Server(rcpt=["450 try later"])
    try:
        with SmtpBackend("127.0.0.1", server.port) as backend:
            assert letters.hand_over_due(backend, now) == 0
            assert letters.hand_over_due(backend, now + SOON) == 1
            assert letters.hand_over_due(backend, now + 2 * SOON) == 0
    finally:
        server.close()
    [message] = server.messages
    link = f"http://localhost/newsletter/unfollow/{tokens.UNFOLLOW.token(following.key)}/"
    assert f"List-Unsubscribe: <{link}>\r\n".encode() in message
    assert b"List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n" in message


def test_nobody_is_told_of_an_issue_that_only_colleagues_got(tree, stream, commitment, follow, told, update):
    follow(stream, frequency=FollowingFrequency.WITH_UPDATE)
    publish(commitment, "Changed")
    issue = factories.IssueFactory(parent=tree.updates, live=False)
    occurrences.record([occurrences.about(SENT, issue)])
    assert told() == []


def test_a_translation_is_told_to_nobody(gaelic, tree, stream, follow, told):
    follow(stream)
    index = factories.translate(tree.news, gaelic, title="Naidheachdan")
    publish(index)
    news = publish(factories.NewsFactory(parent=tree.news, work_streams=[stream]))
    assert len(told()) == 1
    publish(factories.translate(news, gaelic, title="Naidheachd"))
    assert told() == []


def test_what_has_changed_is_put_together_once_for_all_followers(stream, follow, deliver):
    def cost(number: int) -> int:
        for _ in range(number):
            follow(stream)
        publish(stream, "Changed")
        now = timezone.now() + SOON
        followers.write_due(now)
        with CaptureQueriesContext(connection) as asked:
            assert len(deliver(now)) == number
        Following.objects.all().update(state=SubscriptionState.ENDED)
        return len(asked)

    # For each: its lease, the letter, twice whether the address is suppressed, twice the settings, the site, its top page and
    # the version of the content, twice the public ones of the changes, and the outcome.
    each = 15
    # Once: what is due, the period, the name of the page (2), the frame, and the answer of the API (2).
    assert [cost(1), cost(20)] == [7 + each, 7 + 20 * each]
