"""Variants of a post: written for further accounts, and edited, planned, approved and recorded together."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from cms.accounts.roles import EDITORS
from engagement.admin.post_variants import RECORD_IT
from engagement.choices import PostState
from engagement.models import SocialPost
from engagement.social.variants import variants_of
from tests import factories
from tests.admin.conftest import sign_in

TICKED = ["plain", "private", "link", "account"]
LONG = "The first sentence. " + "Another one follows here. " * 12


@pytest.fixture
def editor(hub, roles):
    return sign_in("editor", group=EDITORS)


@pytest.fixture
def posts(editor, tree, neglect):
    """A long post on LinkedIn and its variant on X, made in the admin."""
    linkedin = factories.ChannelFactory(platform="LinkedIn", address="https://www.linkedin.com/company/girfec")
    x = factories.ChannelFactory(platform="X", address="https://x.com/girfec")
    factories.ChannelFactory(platform="Old", address="https://x.com/old", active=False)
    post = factories.SocialPostFactory(channel=linkedin, text=LONG, link="https://example.org/a")
    post.work_streams.add(neglect)
    page = reverse("social-posts:further", args=[post.pk])
    assert list(editor.get(page).context["form"].fields["channels"].queryset) == [x]
    assert editor.post(page, {"channels": []}).context["form"].errors["channels"] == ["Tick at least one account."]
    assert editor.post(page, {"channels": [x.pk]}).status_code == 302
    post.refresh_from_db()
    first, second = variants_of(post)
    return first, second


def form(posts, **changed) -> dict:
    values = {"planned_for": "", "planned_time": "", "checked": [], "deed": "save"}
    for post in posts:
        values |= {f"post-{post.pk}-text": post.text, f"post-{post.pk}-address": ""}
    return values | changed


def page_of(post) -> str:
    return reverse("social-posts:variants", args=[post.pk])


def test_a_variant_has_what_fits_on_its_account_and_all_the_rest(posts, neglect, editor):
    first, second = posts
    assert first.text == LONG and second.text.startswith("The first sentence.")
    assert second.length <= 280 and second.text.endswith(".")
    assert (second.link, list(second.work_streams.all()), second.author) == (first.link, [neglect], editor.user)
    shown = editor.get(page_of(second)).content.decode()
    assert "LinkedIn @girfec" in shown and "of 280 on X (Twitter)" in shown and "of 3000" in shown.replace(",", "")
    assert "Every account in the hub’s settings has a variant already." in (
        editor.get(reverse("social-posts:further", args=[first.pk])).content.decode()
    )


def test_a_text_that_is_too_long_is_refused_at_its_field_and_nothing_is_lost(posts, editor):
    first, second = posts
    response = editor.post(page_of(first), form(posts, **{f"post-{second.pk}-text": LONG, "planned_for": "2030-01-02"}))
    [fine, wrong] = [row["form"] for row in response.context["rows"]]
    assert not fine.errors and "X (Twitter) takes 280." in wrong.errors["text"][0]
    shown = response.content.decode()
    assert shown.count("Another one follows here.") >= 24
    assert not SocialPost.objects.exclude(planned_for=None).exists()
    second.refresh_from_db()
    assert second.text != LONG


def test_they_are_planned_approved_and_recorded_together(posts, editor):
    first, second = posts
    planned = {"planned_for": "2030-01-02", "planned_time": "11:30"}
    refused = editor.post(page_of(first), form(posts, deed="approve", checked=["plain"], **planned))
    assert refused.context["together"].errors["checked"] == [
        "Still to check: Nothing that identifies a person who hasn't agreed; The link opens the right page; "
        "It goes out from the right account."
    ]
    early = editor.post(page_of(first), form(posts, **{f"post-{first.pk}-address": "https://www.linkedin.com/1"}))
    assert early.context["rows"][0]["form"].errors["address"] == [RECORD_IT]
    assert set(SocialPost.objects.values_list("state", flat=True)) == {PostState.DRAFT}
    assert editor.post(page_of(first), form(posts, deed="approve", checked=TICKED, **planned)).status_code == 302
    found = SocialPost.objects.values_list("state", "planned_for", "planned_time")
    assert {(state, f"{day}", f"{time}") for state, day, time in found} == {("ready", "2030-01-02", "11:30:00")}
    wrong = {f"post-{first.pk}-address": "https://x.com/girfec/1", "deed": "record", "checked": TICKED}
    rows = editor.post(page_of(first), form(posts, **wrong, **planned)).context["rows"]
    assert "This isn't on linkedin.com" in rows[0]["form"].errors["address"][0]
    right = wrong | {f"post-{first.pk}-address": "https://www.linkedin.com/posts/1"}
    assert editor.post(page_of(first), form(posts, **right, **planned)).status_code == 302
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, first.posted_on, first.posted_by) == ("posted", timezone.localdate(), editor.user)
    assert second.state == "ready"


def test_what_is_posted_stays_as_it_was(posts, editor):
    first, second = posts
    address = "https://www.linkedin.com/posts/1"
    SocialPost.objects.filter(pk=first.pk).update(state="posted", posted_on="2026-01-02", address=address)
    editor.post(page_of(second), form(posts, **{f"post-{first.pk}-text": "Changed", "planned_for": "2030-01-02"}))
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.text, first.planned_for, str(second.planned_for)) == (LONG, None, "2030-01-02")


def test_whoever_may_not_write_posts_is_refused(posts):
    stranger = sign_in("stranger")
    for name in ("variants", "further", "posting"):
        assert stranger.get(reverse(f"social-posts:{name}", args=[posts[0].pk])).status_code == 302


@pytest.fixture
def released(posts):
    """The first of the variants, which the hub is to post."""
    moment = timezone.make_aware(datetime.datetime(2030, 1, 2, 9))
    SocialPost.objects.update(planned_for="2030-01-02")
    posts[0].text = LONG.strip()  # as the form that released it saved it
    posts[0].released_at, posts[0].post_at = timezone.now(), moment
    posts[0].save(update_fields=["text", "released_at", "post_at"])
    return posts[0]


@pytest.mark.parametrize("day", ["", "2020-01-02"])
def test_what_the_hub_posts_keeps_a_moment_to_come(day, posts, released, editor):
    changed = {"planned_for": day, f"post-{posts[1].pk}-text": "Something else."}
    answer = editor.post(page_of(released), form(posts, **changed))
    assert answer.context["together"].errors["planned_for"] == [
        "The hub posts one of them: give a day and time to come."
    ]
    assert "Something else." in answer.content.decode()
    assert not SocialPost.objects.filter(text="Something else.").exists()
    assert editor.post(page_of(released), form(posts, planned_for="2030-01-03")).status_code == 302
    released.refresh_from_db()
    assert f"{timezone.localtime(released.post_at):%Y-%m-%d %H:%M}" == "2030-01-03 09:00"


def test_an_editor_is_warned_whose_text_the_hub_doesnt_post(posts, released, editor):
    warning = "doesn&#x27;t post it any more: ask a moderator"
    same = form(posts, planned_for="2030-01-02")
    assert warning not in editor.post(page_of(released), same, follow=True).content.decode()
    changed = same | {f"post-{released.pk}-text": "Something else."}
    assert warning in editor.post(page_of(released), changed, follow=True).content.decode()
    released.refresh_from_db()
    assert released.released_at is None
