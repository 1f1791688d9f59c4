"""People let the hub post, take that back, settle what is uncertain, and have it tried again."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from cms.accounts.roles import EDITORS
from cms.base.restorations import Restoration
from cms.editing.permissions import DeskContext
from engagement.admin.attention import not_posted
from engagement.choices import PostingState, PostState
from engagement.models import PostingRecord, SocialPost
from engagement.social import handovers, mastodon, releases
from engagement.social.endings import SocialPostsStep
from tests import factories
from tests.admin.conftest import sign_in

from .platform_server import AT, BLUESKY, MASTODON, run


def restore(at: datetime.datetime) -> None:
    Restoration.objects.create(restored_at=at, backed_up_at=at, confirmed_at=at)


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


def test_bluesky_is_asked_first_whether_an_uncertain_post_is_there(platform, ready, lead):
    post = ready(BLUESKY)
    platform.hang_up = True
    run()
    platform.answers["/xrpc/com.atproto.repo.getRecord"] = (200, {"uri": "at://"})
    releases.try_again(post.postings.get(), lead.user)
    run()
    assert len(platform.bodies("/xrpc/com.atproto.repo.createRecord")) == 1
    assert post.postings.get().state == PostingState.POSTED


def test_what_was_released_before_a_restoration_isnt_posted(platform, ready):
    post = ready()
    restore(timezone.now())
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


def test_what_the_hub_posted_stays_posted_and_is_kept_with_its_record(platform, ready, lead):
    post = ready()
    run()
    post.refresh_from_db()
    left_out = ("channel", "text", "link", "image", "alt_text")
    sent = {name: value for name, value in edited(post, state="draft").items() if name not in left_out}
    response = lead.post(reverse("social-posts:edit", args=[post.pk]), sent)
    assert response.context["form"].errors["state"] == ["The hub posted it, so it stays posted."]
    lead.post(reverse("social-posts:delete", args=[post.pk]))
    assert PostingRecord.objects.get().address == SocialPost.objects.get().address == AT


@pytest.mark.parametrize(("state", "is_kept"), [("posting", True), ("uncertain", True), ("failed", False)])
def test_what_the_hub_may_have_posted_cannot_be_deleted(state, is_kept, ready, lead):
    post, now = ready(), timezone.now()
    PostingRecord.objects.create(post=post, state=state, key="a", account="@girfec", started_at=now, tried_at=now)
    lead.post(reverse("social-posts:delete", args=[post.pk]))
    assert SocialPost.objects.exists() is is_kept
