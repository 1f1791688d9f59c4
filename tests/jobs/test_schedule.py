"""Scheduled publications and expiries run by Wagtail's own code, independently, and once."""

import datetime

import pytest
from django.core.management import call_command
from django.utils import timezone
from wagtail.models import ModelLogEntry, Page, PageLogEntry
from wagtail.signals import page_published

from cms.jobs import schedule
from cms.models import Change
from programme.models import NewsPage, Topic
from tests import factories

HOUR = datetime.timedelta(hours=1)


def never() -> bool:
    return False


@pytest.fixture
def clock(monkeypatch):
    """Move the clock forward."""

    def forward(by: datetime.timedelta) -> None:
        now = timezone.now() + by
        monkeypatch.setattr(timezone, "now", lambda: now)

    return forward


@pytest.fixture
def later(tree) -> NewsPage:
    """A page scheduled for an hour from now."""
    return scheduled(factories.NewsFactory(parent=tree.news, title="Later", slug="later", live=False))


def scheduled(page):
    page.go_live_at = timezone.now() + HOUR
    page.save_revision().publish()
    return page


def published() -> int:
    return PageLogEntry.objects.filter(action="wagtail.publish.scheduled").count()


def test_a_page_appears_at_its_moment(later, clock, client):
    assert schedule.next_moment() == later.go_live_at
    schedule.keep(never)
    assert client.get("/news/later/").status_code == 404
    clock(HOUR)
    schedule.keep(never)
    assert client.get("/news/later/").status_code == 200
    assert schedule.next_moment() is None


def test_a_newer_revision_of_a_public_page_appears_at_its_moment(tree, clock, client):
    page = factories.NewsFactory(parent=tree.news, title="Before", slug="item")
    page.save_revision().publish()
    page = NewsPage.objects.get()
    page.title = "Afterwards"
    scheduled(page)
    assert "Before" in client.get("/news/item/").content.decode()
    clock(HOUR)
    schedule.keep(never)
    assert "Afterwards" in client.get("/news/item/").content.decode()


def test_what_was_done_is_not_done_again(later, clock):
    clock(2 * HOUR)
    schedule.keep(never)
    schedule.keep(never)
    call_command("publish_scheduled")
    assert published() == Change.objects.filter(page=later.pk).count() == 1


def test_another_worker_that_saw_it_due_as_well_does_nothing(later, clock):
    clock(HOUR)
    acts = list(schedule._due(timezone.now()))
    for _, act in acts * 2:
        act()
    assert len(acts) == published() == 1


def test_what_an_editor_took_off_the_schedule_is_not_published(later, clock):
    clock(HOUR)
    acts = list(schedule._due(timezone.now()))
    later.revisions.update(approved_go_live_at=None)
    for _, act in acts:
        act()
    assert not Page.objects.get(pk=later.pk).live


def test_terms_appear_and_expire_too(db, clock):
    coming = scheduled(factories.TopicFactory(name="Coming", live=False))
    going = factories.TopicFactory(name="Going")
    going.expire_at = timezone.now() + 2 * HOUR
    going.save_revision().publish()
    assert schedule.next_moment() == coming.go_live_at
    clock(HOUR)
    schedule.keep(never)
    assert set(Topic.objects.filter(live=True)) == {coming, going}
    assert schedule.next_moment() == going.expire_at
    clock(HOUR)
    schedule.keep(never)
    assert Topic.objects.get(live=True) == coming
    assert Topic.objects.get(pk=going.pk).expired
    actions = ModelLogEntry.objects.filter(action__endswith=".scheduled").order_by("pk")
    assert [entry.action for entry in actions] == ["wagtail.publish.scheduled", "wagtail.unpublish.scheduled"]


def test_a_page_that_cannot_be_published_keeps_no_other_back(later, tree, clock):
    other = scheduled(factories.NewsFactory(parent=tree.news, title="Other", live=False))

    def fail(sender, instance, **kwargs):
        if instance.pk == later.pk:
            raise RuntimeError("Nobody thought of this")

    page_published.connect(fail)
    try:
        clock(HOUR)
        with pytest.raises(ExceptionGroup) as failed:
            schedule.keep(never)
    finally:
        page_published.disconnect(fail)
    assert failed.value.exceptions[0].__notes__ == ["Later"]
    assert list(NewsPage.objects.filter(live=True)) == [other]
    assert schedule.next_moment() == later.go_live_at, "it is tried again"
    schedule.keep(never)
    assert NewsPage.objects.get(pk=later.pk).live


def test_a_dry_run_of_wagtail_s_command_publishes_nothing(later, clock, capsys):
    clock(HOUR)
    call_command("publish_scheduled", "--dryrun")
    assert "later" in capsys.readouterr().out
    assert published() == 0
