"""A bundle is approved by a second person, and published whole or not at all."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import OperationalError
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry, Page, PageLogEntry

from bundles.choices import BundleState
from bundles.models import Bundle, BundlePage, BundlePost
from bundles.publishing import items, services
from bundles.publishing.errors import BundleError
from cms.models import Change, ContentVersion, WritingSettings
from cms.quality.blockers import ACTION
from cms.visibility.period import current_period
from engagement.choices import PostState
from engagement.models import SocialPost
from engagement.social import handovers
from programme.models import NewsPage
from search.models import Entry
from tests import factories

from .conftest import approve, draft


def state_of_the_public() -> tuple:
    """Return what readers, feeds, caches and the search go by."""
    return (
        list(Page.objects.order_by("pk").values_list("pk", "live", "title", "live_revision", "last_published_at")),
        Change.objects.count(),
        ContentVersion.current(),
        sorted(Entry.objects.values_list("page_id", "title")) if hasattr(Entry, "title") else Entry.objects.count(),
    )


def test_all_is_published_at_once_parents_first(approved, moderator, client):
    services.publish(approved.bundle, moderator.user)
    bundle = approved.again()
    assert bundle.state == BundleState.PUBLISHED
    assert bundle.released_by == moderator.user
    for page in approved.pages:
        page.refresh_from_db()
        assert page.live
        assert not page.has_unpublished_changes
    assert approved.news.title == "New news"
    assert client.get("/work-streams/launch/action-1/").status_code == 200
    assert set(Change.objects.filter(kind="published").values_list("page", flat=True)) >= {
        approved.stream.pk,
        approved.promise.pk,
    }


@pytest.mark.parametrize("kind_of_error", [ValidationError("No."), RuntimeError("no")])
def test_if_one_page_fails_nothing_is_live_and_nothing_is_told(approved, moderator, monkeypatch, kind_of_error):
    save = NewsPage.save

    def fail(page, *args, **kwargs):
        if page.pk == approved.news.pk:
            # What was published before it is there by now, or this would prove nothing.
            assert Page.objects.get(pk=approved.stream.pk).live
            raise kind_of_error
        return save(page, *args, **kwargs)

    # Last in the order of publishing: the tree's.
    assert approved.news.path > approved.promise.path > approved.stream.path
    before = state_of_the_public()
    monkeypatch.setattr(NewsPage, "save", fail)
    with pytest.raises(BundleError, match="It failed at “New news”, so nothing was published"):
        services.publish(approved.bundle, moderator.user)
    assert state_of_the_public() == before
    bundle = approved.again()
    assert bundle.state == BundleState.FAILED
    assert "New news" in bundle.failure
    monkeypatch.setattr(NewsPage, "save", save)
    services.publish(bundle, moderator.user)
    assert approved.again().state == BundleState.PUBLISHED
    assert approved.again().failure == ""


def test_tasks_that_wait_for_the_commit_are_not_done_when_it_fails(
    approved, moderator, monkeypatch, django_capture_on_commit_callbacks
):
    monkeypatch.setattr(services, "_publish_page", lambda item, user: _publish_two(item, user, approved))
    with django_capture_on_commit_callbacks() as waiting, pytest.raises(BundleError):
        services.publish(approved.bundle, moderator.user)
    assert waiting == []


def _publish_two(item, user, launch):
    if item.page_id == launch.news.pk:
        raise ValidationError("No.")
    item.revision.publish(user=user)


def test_nobody_approves_what_they_changed_last(launch, lead, editor):
    items.put_in(launch.bundle, factories.SocialPostFactory(), lead.user)
    services.ask(launch.again(), lead.user)
    with pytest.raises(BundleError, match="Somebody other"):
        services.approve(launch.again(), lead.user, seen=launch.again().fingerprint())
    assert launch.again().state == BundleState.REVIEW


def test_a_lead_approves_what_they_saw(launch, editor, lead, moderator):
    services.ask(launch.bundle, editor.user)
    with pytest.raises(BundleError, match="Programme leads"):
        services.approve(launch.again(), moderator.user, seen=launch.again().fingerprint())
    with pytest.raises(BundleError, match="while you looked"):
        services.approve(launch.again(), lead.user, seen="something else")
    assert launch.again().state == BundleState.REVIEW


def test_without_approval_nothing_is_published_or_scheduled(launch, lead):
    tomorrow = timezone.now() + datetime.timedelta(days=1)
    for deed in (
        lambda: services.publish(launch.bundle, lead.user),
        lambda: services.schedule(launch.bundle, lead.user, tomorrow),
    ):
        with pytest.raises(BundleError, match="has to approve"):
            deed()
    assert not Page.objects.get(pk=launch.stream.pk).live


def test_whoever_may_not_publish_the_pages_may_not_publish_the_bundle(approved, editor):
    with pytest.raises(BundleError, match="isn't a page that you may publish"):
        services.publish(approved.bundle, editor.user)
    assert approved.again().state == BundleState.APPROVED


def test_a_newer_draft_ends_the_approval_and_what_was_approved_is_not_replaced(approved, editor, moderator):
    draft(approved.news, editor.user, title="Slipped in")
    assert [str(item) for item in approved.again().changed_items()] == ["New news"]
    with pytest.raises(BundleError, match="“New news” was changed since"):
        services.publish(approved.again(), moderator.user)
    services.lapse_changed(lambda: False)
    assert approved.again().state == BundleState.WRITING
    assert not approved.again().is_as_approved
    items.take_over(approved.again(), editor.user)
    assert "Slipped in" in [str(item) for item in approved.again().page_items]
    with pytest.raises(BundleError, match="has to approve"):
        services.publish(approved.again(), moderator.user)


def test_whatever_is_put_in_or_taken_out_ends_the_approval(approved, editor, moderator):
    items.take_out(approved.bundle.page_items[0], editor.user)
    assert approved.again().state == BundleState.WRITING
    with pytest.raises(BundleError, match="has to approve"):
        services.publish(approved.again(), moderator.user)


def test_a_page_that_was_deleted_ends_the_approval(approved, moderator):
    approved.news.delete()
    with pytest.raises(BundleError, match="has to approve"):
        services.publish(approved.again(), moderator.user)


def test_what_stands_in_the_way_is_said_all_at_once(approved, tree, moderator, lead):
    Page.objects.filter(pk=approved.news.pk).update(locked=True, locked_by=lead.user)
    BundlePage.objects.filter(page=approved.stream.pk).delete()
    Bundle.objects.update(approved_as=approved.again().fingerprint())
    with pytest.raises(BundleError) as refused:
        services.publish(approved.again(), moderator.user)
    said = str(refused.value)
    assert "“New news” is locked." in said
    assert "is under “Launch stream”, which is neither published nor in the bundle" in said
    assert approved.again().state == BundleState.APPROVED


def test_what_writing_help_stops_is_not_published_with_others_either(launch, tree, editor, lead, moderator):
    WritingSettings.objects.create(site=tree.site, blocking=["capitals"])
    draft(launch.news, editor.user, summary="THIS IS VERY IMPORTANT NEWS FOR EVERYBODY")
    items.take_over(launch.again(), editor.user)
    approve(launch.again(), editor.user, lead.user)
    with pytest.raises(BundleError, match="“New news” can't be published yet: "):
        services.publish(launch.again(), moderator.user)
    assert not Page.objects.get(pk=launch.stream.pk).live


@pytest.fixture
def asked(launch, editor, lead):
    """The bundle, approved, with a telephone number in its news."""
    draft(launch.news, editor.user, summary="Ring Morag on 07700 900123.")
    items.take_over(launch.again(), editor.user)
    approve(launch.again(), editor.user, lead.user)
    return launch


def reasons() -> list[str]:
    return [entry.data["reason"] for entry in PageLogEntry.objects.filter(action=ACTION)]


def test_what_writing_help_asks_about_is_published_with_a_reason_alone(asked, moderator):
    with pytest.raises(
        BundleError, match="“New news” needs a reason before it is published: This looks like a telephone"
    ):
        services.publish(asked.again(), moderator.user)
    assert asked.again().state == BundleState.APPROVED
    services.publish(asked.again(), moderator.user, reason="She asked us to.")
    assert Page.objects.get(pk=asked.news.pk).live
    assert reasons() == ["She asked us to."]


def test_the_worker_publishes_what_was_given_a_reason_when_it_was_scheduled(asked, moderator):
    soon = timezone.now() + datetime.timedelta(hours=1)
    with pytest.raises(BundleError, match="needs a reason"):
        services.schedule(asked.again(), moderator.user, soon)
    services.schedule(asked.again(), moderator.user, soon, reason="She asked us to.")
    Bundle.objects.update(publish_at=timezone.now() - datetime.timedelta(minutes=1))
    services.publish_due(lambda: False)
    assert asked.again().state == BundleState.PUBLISHED
    assert reasons() == ["She asked us to."]


def test_the_desk_shows_what_was_found_and_keeps_what_was_typed(asked, moderator):
    address = reverse("bundles:bundle", args=[asked.bundle.pk])
    assert "07700 900123" in moderator.get(address).content.decode()
    refused = moderator.post(
        reverse("bundles:act", args=[asked.bundle.pk, "schedule"]), {"publish_at": "2099-01-01 09:00"}
    )
    assert refused.context["schedule_form"].errors["reason"]
    assert "2099-01-01 09:00" in refused.content.decode()
    moderator.post(reverse("bundles:act", args=[asked.bundle.pk, "publish"]), {"reason": "She asked us to."})
    assert asked.again().state == BundleState.PUBLISHED


def test_who_approves_sees_what_was_found(launch, editor, lead):
    draft(launch.news, editor.user, summary="Ring Morag on 07700 900123.")
    items.take_over(launch.again(), editor.user)
    services.ask(launch.again(), editor.user)
    html = lead.get(reverse("bundles:bundle", args=[launch.bundle.pk])).content.decode()
    assert "What writing help found" in html
    assert "07700 900123" in html


def test_a_page_is_in_one_open_bundle_at_most(launch, editor, approved, moderator):
    other = factories.BundleFactory(name="Other")
    with pytest.raises(BundleError, match="in the bundle “Launch” already"):
        items.put_in(other, launch.news, editor.user)
    services.publish(launch.bundle, moderator.user)
    launch.news.refresh_from_db()
    draft(launch.news, editor.user, title="Newer")
    launch.news.refresh_from_db()
    items.put_in(other, launch.news, editor.user)
    assert [str(item) for item in Bundle.objects.get(pk=other.pk).page_items] == ["Newer"]


def test_what_has_nothing_to_publish_or_dates_of_its_own_stays_out(tree, roles, editor):
    bundle = factories.BundleFactory()
    live = factories.NewsFactory(parent=tree.news)
    with pytest.raises(BundleError, match="has no draft"):
        items.put_in(bundle, live, editor.user)
    later = draft(
        factories.NewsFactory(parent=tree.news, live=False),
        editor.user,
        go_live_at=timezone.now() + datetime.timedelta(days=2),
    )
    with pytest.raises(BundleError, match="a date of its own"):
        items.put_in(bundle, later, editor.user)
    kept = draft(factories.NewsFactory(parent=tree.news, live=False), editor.user)
    Page.objects.filter(pk=kept.pk).update(locked=True)
    with pytest.raises(BundleError, match="is locked"):
        items.put_in(bundle, NewsPage.objects.get(pk=kept.pk), editor.user)
    submitted = draft(factories.NewsFactory(parent=tree.news, live=False), editor.user)
    submitted.get_workflow().start(submitted, editor.user)
    with pytest.raises(BundleError, match="in a workflow"):
        items.put_in(bundle, submitted, editor.user)
    assert not BundlePage.objects.exists()


def test_a_page_that_its_workflow_approves_waits_for_its_bundle(launch, editor, lead, moderator):
    page = NewsPage.objects.get(pk=launch.news.pk)
    page.get_workflow().start(page, editor.user)
    approve(launch.bundle, editor.user, lead.user)
    with pytest.raises(BundleError, match="in a workflow"):
        services.publish(launch.bundle, moderator.user)
    page.current_workflow_task_state.approve(user=lead.user)
    assert NewsPage.objects.get(pk=page.pk).title == "Old news"
    services.publish(launch.bundle, moderator.user)
    assert NewsPage.objects.get(pk=page.pk).title == "New news"


def test_social_posts_become_ready_with_the_pages(launch, post, editor, lead, moderator):
    items.put_in(launch.bundle, post, editor.user)
    approve(launch.bundle, editor.user, lead.user)
    services.publish(launch.bundle, moderator.user)
    post.refresh_from_db()
    assert post.state == PostState.READY
    assert not BundlePost.objects.get().is_open


def test_the_hub_posts_a_post_only_once_its_bundle_is_published(launch, post, editor, lead, moderator):
    now = timezone.now()
    SocialPost.objects.filter(pk=post.pk).update(state=PostState.READY, released_at=now, post_at=now)
    items.put_in(launch.bundle, SocialPost.objects.get(pk=post.pk), editor.user)
    assert not handovers.postable().exists()
    approve(launch.bundle, editor.user, lead.user)
    services.publish(launch.bundle, moderator.user)
    assert handovers.postable().get() == post


def test_a_post_that_is_not_ready_keeps_everything_back(launch, editor, lead, moderator, post):
    post.checked = []
    post.save()
    items.put_in(launch.bundle, post, editor.user)
    approve(launch.bundle, editor.user, lead.user)
    with pytest.raises(BundleError, match="Still to check"):
        services.publish(launch.bundle, moderator.user)
    assert not Page.objects.get(pk=launch.stream.pk).live


def test_a_post_that_says_something_else_ends_the_approval(launch, editor, lead, moderator, post):
    items.put_in(launch.bundle, post, editor.user)
    approve(launch.bundle, editor.user, lead.user)
    post.text = "Something else"
    post.save()
    with pytest.raises(BundleError, match="was changed since"):
        services.publish(launch.again(), moderator.user)


# Scheduled


def due(launch, user, *, minutes_ago=1) -> Bundle:
    services.schedule(launch.bundle, user, timezone.now() + datetime.timedelta(hours=1))
    Bundle.objects.update(publish_at=timezone.now() - datetime.timedelta(minutes=minutes_ago))
    return launch.again()


def test_the_worker_publishes_what_is_due_once(approved, moderator):
    services.schedule(approved.bundle, moderator.user, timezone.now() + datetime.timedelta(hours=1))
    services.publish_due(lambda: False)
    assert approved.again().state == BundleState.SCHEDULED
    Bundle.objects.update(publish_at=timezone.now() - datetime.timedelta(hours=30))  # after a long stop
    services.publish_due(lambda: False)
    services.publish_due(lambda: False)
    assert approved.again().state == BundleState.PUBLISHED
    assert ModelLogEntry.objects.filter(action="bundles.publish").count() == 1
    assert Change.objects.filter(page=approved.stream.pk).count() == 1


def test_a_period_ends_with_the_moment_at_which_a_bundle_is_published(approved, moderator):
    current_period()  # which knows of no bundle
    soon = timezone.now() + datetime.timedelta(seconds=30)
    services.schedule(approved.bundle, moderator.user, soon)
    assert services.SCHEDULED.next_after() == current_period().until == soon
    services.unschedule(approved.again(), moderator.user)
    assert current_period().until > soon


def test_what_a_late_worker_publishes_is_told_with_the_moment_of_the_bundle(approved, moderator):
    bundle = due(approved, moderator.user, minutes_ago=20)
    services.publish_due(lambda: False)
    told = Change.objects.filter(kind="published", page__in=[approved.stream, approved.promise])
    assert {change.at for change in told} == {bundle.publish_at}


def test_a_bundle_that_the_database_keeps_from_being_published_keeps_no_other_back(approved, moderator, monkeypatch):
    due(approved, moderator.user)
    other = factories.BundleFactory(name="Other", state=BundleState.SCHEDULED, publish_at=timezone.now())
    publish = services._publish

    def fail(bundle, *args):
        if bundle.pk == approved.bundle.pk:
            raise OperationalError("deadlock detected")
        return publish(bundle, *args)

    monkeypatch.setattr(services, "_publish", fail)
    with pytest.raises(ExceptionGroup) as failed:
        services.publish_due(lambda: False)
    assert failed.value.exceptions[0].__notes__ == ["Launch"]
    assert approved.again().state == BundleState.SCHEDULED, "it is tried again"
    assert Bundle.objects.get(pk=other.pk).state == BundleState.FAILED, "nothing was in it"


def test_a_second_worker_that_saw_it_due_as_well_does_nothing(approved, moderator):
    bundle = due(approved, moderator.user)
    services._publish_due(bundle)
    services._publish_due(bundle)
    assert Change.objects.filter(page=approved.stream.pk).count() == 1
    assert ModelLogEntry.objects.filter(action="bundles.publish").count() == 1


def test_what_whoever_scheduled_may_not_publish_any_more_is_not_published(approved, moderator):
    due(approved, moderator.user)
    moderator.user.groups.clear()
    services.publish_due(lambda: False)
    bundle = approved.again()
    assert bundle.state == BundleState.FAILED
    assert "isn't a page that you may publish" in bundle.failure
    assert not Page.objects.get(pk=approved.stream.pk).live


def test_a_draft_saved_before_the_hour_takes_the_schedule_away(approved, moderator, editor):
    due(approved, moderator.user)
    draft(approved.news, editor.user, title="Slipped in")
    services.publish_due(lambda: False)
    assert approved.again().state == BundleState.WRITING
    assert approved.again().publish_at is None
    assert not Page.objects.get(pk=approved.stream.pk).live
