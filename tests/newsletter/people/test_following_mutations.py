"""The mutations `follow` and `unfollow`: as the forms, for frontends."""

import pytest

from cms.base import rate_limits
from newsletter.choices import FollowingFrequency, Source, SubscriptionState
from newsletter.models import Following, FollowingConsent, Letter, NewsletterSettings
from newsletter.people import limits, tokens
from tests import factories

ERRORS = "userErrors { field code message }"
FOLLOW = f"mutation ($input: FollowInput!) {{ follow(input: $input) {{ message {ERRORS} }} }}"
UNFOLLOW = f"mutation ($input: UnfollowInput!) {{ unfollow(input: $input) {{ message {ERRORS} }} }}"


@pytest.fixture
def follow(data, hub):
    """Call the mutation and return its message, or its errors."""

    def follow(page, email="ada@example.org", **fields):
        answer = data(FOLLOW, input={"email": email, "page": page.pk, **fields})["follow"]
        assert (answer["message"] is None) == bool(answer["userErrors"])
        return answer["message"] or answer["userErrors"]

    return follow


def test_somebody_follows_a_page_from_a_frontend(follow, update, neglect, data, deliver):
    assert data("{ site { newsletterOffersFollowing } }")["site"]["newsletterOffersFollowing"] is True
    assert "If we can send messages to this address" in follow(neglect, frequency="WITH_UPDATE")
    following = Following.objects.get()
    assert (following.page_id, following.source) == (neglect.pk, Source.API)
    assert following.frequency == FollowingFrequency.WITH_UPDATE
    assert FollowingConsent.objects.get().wording.text == data("{ followWording }")["followWording"]
    assert len(deliver()) == 1


def test_the_answer_is_the_same_for_everybody(follow, neglect):
    factories.FollowingFactory(subscriber__address="active@example.org", page=neglect)
    assert len({follow(neglect, email) for email in ("new@example.org", "active@example.org")}) == 1


def test_what_does_not_fit_is_answered_with_its_field(follow, neglect, tree):
    news = factories.NewsFactory(parent=tree.news)
    errors = follow(news, email="nobody", frequency="WITH_UPDATE")
    assert [(error["field"], error["code"]) for error in errors] == [
        (["email"], "INVALID"),
        (["frequency"], "NOT_OFFERED"),
        (["page"], "NOT_FOUND"),
    ]
    neglect.unpublish()
    assert [error["code"] for error in follow(neglect)] == ["NOT_FOUND"]
    assert not Following.objects.exists()


def test_nobody_can_begin_while_it_is_switched_off(follow, neglect, data):
    settings = NewsletterSettings.objects.get()
    settings.offers_following = False
    settings.save()
    assert data("{ site { newsletterOffersFollowing } }")["site"]["newsletterOffersFollowing"] is False
    assert [error["code"] for error in follow(neglect)] == ["NOT_OFFERED"]


def test_there_are_limits(follow, neglect, monkeypatch):
    monkeypatch.setattr(limits, "PER_NETWORK", 1)
    monkeypatch.setattr(rate_limits, "FAR_PAST", 5)
    monkeypatch.setattr(limits, "PER_ADDRESS", 3)
    answers = [follow(neglect) for _ in range(6)]
    assert len(set(answers[:5])) == 1
    assert [error["code"] for error in answers[5]] == ["TOO_MANY_REQUESTS"]
    assert Letter.objects.count() == 3


def test_a_token_ends_it_however_often(data, hub, neglect):
    following = factories.FollowingFactory(page=neglect)
    token = tokens.UNFOLLOW.token(following.key)
    answers = [data(UNFOLLOW, input={"token": token})["unfollow"] for _ in range(2)]
    assert answers[0] == answers[1] and answers[0]["message"]
    assert Following.objects.get().state == SubscriptionState.ENDED
    # A token to leave a list is none to stop following, even with the same key.
    for wrong in ("forged", tokens.LEAVE.token(following.key)):
        [error] = data(UNFOLLOW, input={"token": wrong})["unfollow"]["userErrors"]
        assert (error["field"], error["code"]) == (["token"], "BAD_TOKEN")
