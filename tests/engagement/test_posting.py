"""Posts that the hub posts itself, on a server of a platform on this machine: once, or not, or it isn't known."""

import datetime
import json
import ssl
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from urllib3.exceptions import SSLError
from wagtail.models import ModelLogEntry

from cms.accounts.roles import EDITORS, PROGRAMME_LEADS
from cms.base.restorations import Restoration
from cms.editing.permissions import DeskContext
from engagement.admin.posting_attention import not_posted
from engagement.choices import PostCheck, PostingState, PostState
from engagement.models import PostingRecord, SocialPost
from engagement.social import bluesky, handovers, mastodon, releases, servers
from engagement.social.endings import SocialPostsStep
from tests import factories
from tests.admin.conftest import sign_in

MASTODON = "https://mastodon.scot/@girfec"
BLUESKY = "https://bsky.app/profile/girfec.bsky.social"
AT = "https://mastodon.scot/@girfec/1"


class Platform(ThreadingHTTPServer):
    """Keeps each request, and answers with what `answers` has for its path: a status and an object."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.answers = {
            "/api/v1/statuses": (200, {"id": "1", "url": AT}),
            "/api/v2/media": (202, {"id": "7", "url": None}),
            "/api/v1/media/7": (200, {"id": "7"}),
            "/xrpc/com.atproto.server.createSession": (
                200,
                {"did": "did:plc:a", "accessJwt": "jwt", "handle": "girfec.bsky.social"},
            ),
            "/xrpc/com.atproto.repo.uploadBlob": (200, {"blob": {"$type": "blob", "size": 1}}),
            "/xrpc/com.atproto.repo.getRecord": (400, {"error": "RecordNotFound"}),
        }
        self.got: list[tuple[str, dict, bytes]] = []
        self.hang_up = False

    def bodies(self, path: str) -> list:
        return [json.loads(body) for asked, _, body in self.got if asked == path]

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class Handler(BaseHTTPRequestHandler):
    server: Platform

    def do_POST(self):
        path = self.path.partition("?")[0]
        body = self.rfile.read(int(self.headers["Content-Length"] or 0))
        self.server.got.append((path, dict(self.headers), body))
        publishes = path.endswith(("statuses", "createRecord"))
        if self.server.hang_up and publishes:
            return
        if path.endswith("createRecord"):
            status, answer = 200, {"uri": f"at://did:plc:a/app.bsky.feed.post/{json.loads(body)['rkey']}"}
        else:
            status, answer = self.server.answers[path]
        self.send_response(status)
        self.end_headers()
        self.wfile.write(json.dumps(answer).encode())

    def do_GET(self):
        self.server.got.append((self.path.partition("?")[0], dict(self.headers), b"{}"))
        status, answer = self.server.answers[self.path.partition("?")[0]]
        self.send_response(status)
        self.end_headers()
        self.wfile.write(json.dumps(answer).encode())

    def log_message(self, *args):
        pass


@pytest.fixture
def platform(settings):
    with Platform() as server:
        settings.SOCIAL_KEYS = {
            MASTODON: {"key": "secret-token", "server": server.address},
            BLUESKY: {"key": "app-password", "server": server.address},
        }
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture
def lead(hub, roles):
    return sign_in("lead", group=PROGRAMME_LEADS)


@pytest.fixture
def ready(hub, roles):
    """Return a function that makes a post that is ready, released to be posted at a moment."""

    def ready(address: str = MASTODON, at: datetime.datetime | None = None, **values) -> SocialPost:
        channel = factories.ChannelFactory(address=address, platform="A platform")
        now = timezone.now()
        released = {"released_at": now, "post_at": at or now - datetime.timedelta(minutes=1)}
        checked = [check.value for check in PostCheck]
        values = {"text": "Read it.", "link": "https://example.org/a", "checked": checked} | released | values
        return factories.SocialPostFactory(channel=channel, state=PostState.READY, **values)

    return ready


def run() -> None:
    handovers.post_due(lambda: False)


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


def test_an_uncertain_post_is_settled_by_a_person(platform, ready, lead, rf):
    here, gone = ready(), ready(f"{MASTODON}2")
    for post in (here, gone):
        PostingRecord.objects.create(
            post=post, state="uncertain", key="a", started_at=timezone.now(), tried_at=timezone.now()
        )
    SocialPost.objects.update(released_at=None, post_at=None)
    request = rf.get("/")
    request.user = lead.user
    groups = {group.key: group.lines for group in not_posted(DeskContext.by(request))}
    assert len(groups["posts-uncertain"]) == 2
    page = reverse("social-posts:posting", args=[here.pk])
    elsewhere = lead.post(page, {"deed": "there", "address": "https://example.org/1"})
    assert "This isn&#x27;t on mastodon.scot" in elsewhere.content.decode()
    lead.post(page, {"deed": "there", "address": AT})
    lead.post(reverse("social-posts:posting", args=[gone.pk]), {"deed": "not-there"})
    here.refresh_from_db()
    assert (here.state, here.address) == (PostState.POSTED, AT)
    assert gone.postings.get().state == PostingState.FAILED


def test_trying_again_uses_the_same_key_while_the_server_knows_it(platform, ready, lead):
    post = ready()
    platform.hang_up = True
    run()
    platform.hang_up = False
    record = PostingRecord.objects.get()
    lead.post(reverse("social-posts:posting", args=[post.pk]), {"deed": "again"})
    run()
    assert {headers["Idempotency-Key"] for _, headers, _ in platform.got} == {record.key}
    record.refresh_from_db()
    assert (record.state, len(platform.got)) == (PostingState.POSTED, 2)
    PostingRecord.objects.update(state="uncertain", started_at=timezone.now() - datetime.timedelta(hours=2))
    record.refresh_from_db()
    assert not releases.may_try_again(record, timezone.now())


@pytest.fixture
def asked_again(platform, ready, lead):
    """A record that a person has asked to try again after the server hung up; the server got one request."""
    post = ready()
    platform.hang_up = True
    run()
    platform.hang_up = False
    record = post.postings.get()
    releases.try_again(record, lead.user)
    return record


def restore(at: datetime.datetime) -> None:
    Restoration.objects.create(restored_at=at, backed_up_at=at, confirmed_at=at)


@pytest.mark.parametrize("why", ["late", "restored", "ended", "no key"])
def test_a_worker_that_comes_too_late_doesnt_try_again(why, platform, asked_again, tree, settings, monkeypatch):
    if why == "late":
        PostingRecord.objects.update(started_at=timezone.now() - mastodon.SAFE_FOR)
    elif why == "restored":
        restore(timezone.now())
    elif why == "ended":
        monkeypatch.setattr(handovers, "end_of_site", lambda site: "archived")
    else:
        settings.SOCIAL_KEYS = {}
    run()
    asked_again.refresh_from_db()
    assert (asked_again.state, len(platform.got)) == (PostingState.UNCERTAIN, 1)
    assert asked_again.problem.startswith(handovers.NOT_AGAIN)


def test_what_was_asked_again_after_a_restoration_is_tried(platform, asked_again):
    restore(asked_again.started_at)
    run()
    asked_again.refresh_from_db()
    assert (asked_again.state, len(platform.got)) == (PostingState.POSTED, 2)


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


def test_bluesky_is_asked_first_whether_an_uncertain_post_is_there(platform, ready, lead):
    post = ready(BLUESKY)
    platform.hang_up = True
    run()
    platform.answers["/xrpc/com.atproto.repo.getRecord"] = (200, {"uri": "at://"})
    releases.try_again(post.postings.get(), lead.user)
    run()
    assert len(platform.bodies("/xrpc/com.atproto.repo.createRecord")) == 1
    assert post.postings.get().state == PostingState.POSTED


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


def test_what_was_released_before_a_restoration_isnt_posted(platform, ready):
    post = ready()
    now = timezone.now()
    Restoration.objects.create(restored_at=now, backed_up_at=now, confirmed_at=now)
    run()
    assert platform.got == []
    SocialPost.objects.filter(pk=post.pk).update(released_at=timezone.now())
    run()
    assert len(platform.got) == 1


def test_nothing_says_that_a_release_from_before_a_restoration_stands(platform, ready, lead, rf):
    tomorrow = timezone.localdate() + datetime.timedelta(days=1)
    post = ready(planned_for=tomorrow, at=timezone.now() + datetime.timedelta(days=1))
    page, form = (reverse(f"social-posts:{name}", args=[post.pk]) for name in ("posting", "edit"))
    assert "To be posted by the hub on" in lead.get(page).content.decode()
    assert lead.get(form).context["form"].initial["by_hub"] is True
    restore(timezone.now())
    assert "To be posted by the hub on" not in lead.get(page).content.decode()
    assert lead.get(form).context["form"].initial["by_hub"] is False
    request = rf.get("/")
    request.user = lead.user
    [line] = next(group.lines for group in not_posted(DeskContext.by(request)) if group.key == "posts-missed")
    assert line.url == form
    assert lead.post(form, edited(post, by_hub="on", planned_for=str(tomorrow))).status_code == 302
    assert "To be posted by the hub on" in lead.get(page).content.decode()


def test_with_the_end_of_a_programme_nothing_is_posted(platform, ready, lead, tree):
    ready()
    step = SocialPostsStep()
    assert step.stops(tree.site) == ["1 planned social post isn’t posted by the hub."]
    step.carry_out(tree.site, lead.user, None)
    run()
    assert platform.got == [] and step.stops(tree.site) == []


def test_post_now_is_for_those_who_may_and_for_ready_posts(platform, ready, lead, hub):
    post = ready(released_at=None, post_at=None)
    page = reverse("social-posts:posting", args=[post.pk])
    editor = sign_in("editor", group=EDITORS)
    assert "A moderator or programme lead can let the hub post it." in editor.get(page).content.decode()
    assert editor.post(page, {"deed": "now"}).status_code == 302
    run()
    assert platform.got == []
    lead.post(page, {"deed": "now"})
    run()
    assert len(platform.got) == 1
    draft = ready(f"{MASTODON}2", released_at=None, post_at=None)
    with pytest.raises(releases.ReleaseError, match="no key"):
        releases.post_now(draft, lead.user)


def edited(post: SocialPost, **changed) -> dict:
    values = {"channel": post.channel_id, "text": post.text, "link": post.link, "image": "", "alt_text": ""}
    values |= {"page": "", "key_messages": [], "work_streams": [], "checked": post.checked, "state": post.state}
    return values | {"planned_for": "", "planned_time": "", "posted_on": "", "address": ""} | changed


def test_the_form_releases_a_post_and_an_editors_change_takes_that_back(platform, ready, lead):
    post = ready(released_at=None, post_at=None)
    form = reverse("social-posts:edit", args=[post.pk])
    assert lead.post(form, edited(post, by_hub="on")).context["form"].errors["planned_for"]
    tomorrow = timezone.localdate() + datetime.timedelta(days=1)
    day = {"planned_for": str(tomorrow), "planned_time": "11:30"}
    assert lead.post(form, edited(post, by_hub="on", **day)).status_code == 302
    post.refresh_from_db()
    assert timezone.localtime(post.post_at).strftime("%Y-%m-%d %H:%M") == f"{tomorrow} 11:30"
    editor = sign_in("editor", group=EDITORS)
    assert "by_hub" not in editor.get(form).context["form"].fields
    said = editor.post(form, edited(post, **day), follow=True).content.decode()
    assert "doesn&#x27;t post it any more" not in said
    post.refresh_from_db()
    assert post.released_by == lead.user
    said = editor.post(form, edited(post, text="Read something else.", **day), follow=True).content.decode()
    assert "doesn&#x27;t post it any more: ask a moderator" in said
    post.refresh_from_db()
    assert (post.text, post.released_at, post.post_at) == ("Read something else.", None, None)


def test_without_keys_nobody_is_offered_it(ready, lead):
    post = ready(released_at=None, post_at=None)
    assert "by_hub" not in lead.get(reverse("social-posts:edit", args=[post.pk])).context["form"].fields
    page = lead.get(reverse("social-posts:posting", args=[post.pk])).content.decode()
    assert "The hub has no key for this account" in page


@pytest.mark.parametrize("day", ["", "2020-01-02"])
def test_an_editor_cant_move_the_moment_away_or_into_the_past(day, platform, ready):
    post = ready(planned_for="2030-01-02", at=timezone.now() + datetime.timedelta(days=1))
    editor = sign_in("editor", group=EDITORS)
    form = reverse("social-posts:edit", args=[post.pk])
    answer = editor.post(form, edited(post, planned_for=day, address=""))
    assert answer.context["form"].errors["planned_for"] == ["The hub posts it: give a day and time to come."]
    assert editor.post(form, edited(post, planned_for=day, text="Something else.")).status_code == 302


def test_the_release_of_a_new_post_is_in_its_log(platform, lead):
    channel = factories.ChannelFactory(address=MASTODON, platform="Mastodon")
    post = SocialPost(text="Read it.", channel=channel, checked=[], state=PostState.DRAFT)
    sent = edited(post, by_hub="on", planned_for="2099-01-02")
    assert lead.post(reverse("social-posts:add"), sent).status_code == 302
    made = SocialPost.objects.get()
    [entry] = ModelLogEntry.objects.filter(action="engagement.post.release")
    assert (entry.object_id, entry.data["when"]) == (str(made.pk), "2099-01-02 09:00")
