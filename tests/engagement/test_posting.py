"""What the hub posts itself, on a server of a platform on this machine: once, or not, or it isn't known."""

import datetime
import json
import ssl

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from urllib3.exceptions import SSLError

from engagement.choices import PostingState, PostState
from engagement.models import PostingRecord, SocialPost
from engagement.social import bluesky, handovers, servers
from tests import factories

from .platform_server import AT, BLUESKY, MASTODON, run


def test_a_due_post_is_posted_once_with_its_key_and_recorded(platform, ready, lead):
    post = ready(released_by=lead.user)
    assert handovers.next_moment() == post.post_at
    run()
    run()
    [(path, headers, body)] = platform.got
    record = PostingRecord.objects.get()
    assert (path, json.loads(body)) == ("/api/v1/statuses", {"status": "Read it.\nhttps://example.org/a"})
    assert (headers["Authorization"], headers["Idempotency-Key"]) == ("Bearer secret-token", record.key)
    post.refresh_from_db()
    assert (post.state, post.address, post.posted_by) == (PostState.POSTED, AT, lead.user)
    assert (post.posted_on, post.post_at) == (timezone.localdate(), None)
    assert (record.state, record.text) == (PostingState.POSTED, post.whole)
    assert handovers.next_moment() is None
    post.full_clean()


@pytest.mark.parametrize(
    "kept_back",
    [
        {"state": PostState.DRAFT},
        {"released_at": None},
        {"post_at": timezone.now() + datetime.timedelta(hours=1)},
        {"post_at": timezone.now() - datetime.timedelta(days=2)},
    ],
)
def test_nothing_else_is_posted(kept_back, platform, ready):
    SocialPost.objects.filter(pk=ready().pk).update(**kept_back)
    run()
    assert platform.got == []


@pytest.mark.parametrize(
    ("status", "answer", "sentence"),
    [
        (401, {"error": "The access token is invalid"}, "The server doesn't take the key. The access token is invalid"),
        (
            422,
            {"error": "Validation failed: Text character limit of 500 exceeded"},
            "The server refused it with status 422. Validation failed: Text character limit of 500 exceeded",
        ),
        (302, {}, "The server refused it with status 302."),
    ],
)
def test_a_refusal_is_no_post_and_isnt_tried_again_by_itself(status, answer, sentence, platform, ready, lead):
    post = ready()
    platform.answers["/api/v1/statuses"] = (status, answer)
    run()
    run()
    record = PostingRecord.objects.get()
    assert (record.state, record.problem, len(platform.got)) == (PostingState.FAILED, sentence, 1)
    post.refresh_from_db()
    assert (post.state, post.released_at) == (PostState.READY, None)
    page = lead.get(reverse("social-posts:posting", args=[post.pk])).content.decode()
    assert "Post now" in page and "Not posted" in page


@pytest.mark.parametrize("answer", [None, (500, {}), (200, {}), (200, {"id": "1"})])
def test_without_a_clear_answer_it_is_uncertain_and_held(answer, platform, ready):
    post = ready()
    platform.hang_up = answer is None
    platform.answers["/api/v1/statuses"] = answer or (200, {})
    run()
    run()
    assert PostingRecord.objects.get().state == PostingState.UNCERTAIN
    assert len(platform.got) == 1
    SocialPost.objects.filter(pk=post.pk).update(released_at=timezone.now(), post_at=timezone.now())
    run()
    assert len(platform.got) == 1


def test_a_server_that_cant_be_reached_got_nothing(ready, settings):
    settings.SOCIAL_KEYS = {MASTODON: {"key": "token", "server": "http://127.0.0.1:9"}}
    ready()
    run()
    assert PostingRecord.objects.get().state == PostingState.FAILED


def test_the_address_of_an_account_leads_into_no_private_network(ready, settings):
    settings.SOCIAL_KEYS = {"https://127.0.0.1/@girfec": {"key": "token"}}
    post = ready("https://127.0.0.1/@girfec")
    post.channel.kind = "mastodon"
    post.channel.save()
    run()
    record = PostingRecord.objects.get()
    assert (record.state, record.problem) == (
        PostingState.FAILED,
        "The server of the account is in a private network.",
    )


def test_a_killed_worker_leaves_an_uncertain_post(platform, ready):
    post = ready()
    record = handovers.claim(post.pk, timezone.now())
    run()
    handovers.hold_interrupted(lambda: False)
    assert platform.got == []
    assert PostingRecord.objects.get().state == PostingState.POSTING
    PostingRecord.objects.update(tried_at=timezone.now() - handovers.LONGEST * 2)
    handovers.hold_interrupted(lambda: False)
    record.refresh_from_db()
    assert (record.state, record.problem) == (PostingState.UNCERTAIN, handovers.INTERRUPTED)
    with pytest.raises(IntegrityError), transaction.atomic():
        PostingRecord.objects.create(post=post, key="b", text="", started_at=timezone.now(), tried_at=timezone.now())


@pytest.mark.parametrize(
    ("error", "state"),
    [
        (ssl.SSLCertVerificationError("self-signed certificate"), PostingState.FAILED),
        (ssl.SSLError("bad record"), PostingState.UNCERTAIN),
    ],
)
def test_only_a_certificate_that_is_refused_says_that_nothing_was_sent(error, state, platform, ready, monkeypatch):
    def broken(*args, **kwargs):
        raise SSLError(error)

    ready()
    monkeypatch.setattr(servers, "response_of", broken)
    run()
    record = PostingRecord.objects.get()
    assert (record.state, "certificate" in record.problem) == (state, state == PostingState.FAILED)


def test_what_no_database_keeps_isnt_taken_from_a_server(platform, ready):
    platform.answers["/api/v1/statuses"] = (422, {"error": "No\0 way\ud800."})
    ready()
    run()
    assert PostingRecord.objects.get().problem == "The server refused it with status 422. No way?."


@pytest.mark.parametrize("address", [f"{AT}\0", f"{AT}{'1' * 500}"])
def test_an_address_that_cant_be_kept_is_uncertain(address, platform, ready):
    platform.answers["/api/v1/statuses"] = (200, {"id": "1", "url": address})
    ready()
    run()
    assert PostingRecord.objects.get().state == PostingState.UNCERTAIN


def test_a_handle_that_is_none_isnt_in_the_address(platform, ready):
    platform.answers["/xrpc/com.atproto.server.createSession"] = (
        200,
        {"did": "did:plc:a", "accessJwt": "jwt", "handle": "girfec\0" + "a" * 500},
    )
    post = ready(BLUESKY)
    run()
    assert PostingRecord.objects.get().address == f"{BLUESKY}/post/{post.postings.get().key}"


def test_a_picture_goes_with_its_words(platform, ready):
    image = factories.ImageFactory(description="A cat")
    ready(image=image, alt_text="A cat on a mat.")
    run()
    [upload, look, status] = platform.got
    assert b"A cat on a mat." in upload[2] and look[0] == "/api/v1/media/7"
    assert json.loads(status[2])["media_ids"] == ["7"]


def test_bluesky_gets_a_record_with_a_key_of_ours(platform, ready):
    link = "https://example.org/a/rather/long/path"
    post = ready(BLUESKY, text="Hé, read it.", link=link)
    run()
    [session] = platform.bodies("/xrpc/com.atproto.server.createSession")
    [sent] = platform.bodies("/xrpc/com.atproto.repo.createRecord")
    record = PostingRecord.objects.get()
    assert session == {"identifier": "girfec.bsky.social", "password": "app-password"}
    assert (sent["repo"], sent["rkey"], len(record.key)) == ("did:plc:a", record.key, 13)
    text = "Hé, read it.\nexample.org/a/rather/lon..."
    assert sent["record"]["text"] == text
    [facet] = sent["record"]["facets"]
    index = facet["index"]
    assert text.encode()[index["byteStart"] : index["byteEnd"]].decode() == "example.org/a/rather/lon..."
    assert facet["features"][0]["uri"] == sent["record"]["embed"]["external"]["uri"] == link
    post.refresh_from_db()
    assert post.address == f"{BLUESKY}/post/{record.key}"


def test_keys_of_bluesky_sort_by_time():
    moment = timezone.now()
    first, second = bluesky.new_key(moment), bluesky.new_key(moment + datetime.timedelta(milliseconds=1))
    assert first < second and set(first + second) <= set(bluesky.DIGITS)


def test_a_link_to_a_page_that_isnt_public_keeps_the_post_back(platform, ready, tree):
    page = factories.NewsFactory(parent=tree.news)
    post = ready(page=page, link=page.full_url)
    page.unpublish()
    run()
    record = post.postings.get()
    assert (record.state, record.problem) == (PostingState.FAILED, "The page that it links to isn't public.")
    assert platform.got == []


@pytest.mark.parametrize("after", ["", "?from=post", "#part"])
@pytest.mark.parametrize("slash", [True, False])
def test_a_link_to_a_draft_keeps_the_post_back_also_if_no_page_is_chosen(after, slash, platform, ready, tree):
    page = factories.NewsFactory(parent=tree.news)
    address = page.full_url.rstrip("/") + ("/" if slash else "") + after
    ready(link=address)
    run()
    assert len(platform.got) == 1
    page.unpublish()
    held = ready(f"{MASTODON}2", link=address)
    held.channel.address = MASTODON
    held.channel.save()
    run()
    record = held.postings.get()
    assert (record.state, record.problem) == (PostingState.FAILED, "The page that it links to isn't public.")
    assert len(platform.got) == 1
