"""A failure in the middle of a publication: nothing becomes public, the draft is kept, and the editor gets a message."""

import datetime

import pytest
from django.core.management import call_command
from django.db.models.signals import post_save
from django.utils import timezone
from wagtail.actions.move_page import MovePageAction
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.models import Page, PageLogEntry
from wagtail.signals import page_published, page_unpublished, post_page_move, published

from newsletter.admin.proposals import new_issue
from newsletter.models import IssuePage
from programme.models import NewsPage, Topic
from tests import factories

from .forms import add_url, edit_url, said, send


@pytest.fixture
def news(tree):
    page = factories.NewsFactory(parent=tree.news, title="As it was")
    page.save_revision().publish()
    return NewsPage.objects.get(pk=page.pk)


class FaultError(Exception):
    """An unforeseen error."""


@pytest.fixture
def failing():
    """Make the receivers of a signal fail."""
    connected = []

    def fail(signal, when=lambda instance: True):
        def receiver(sender, instance, **kwargs):
            if when(instance):
                raise FaultError

        signal.connect(receiver, weak=False)
        connected.append((signal, receiver))

    yield fail
    for signal, receiver in connected:
        signal.disconnect(receiver)


def is_publication(entry) -> bool:
    return isinstance(entry, PageLogEntry) and entry.action == "wagtail.publish"


@pytest.mark.parametrize("step", ["receivers of the signal", "the history"])
def test_publishing_a_page(lead, news, failing, step):
    if step == "the history":
        failing(post_save, is_publication)
    else:
        failing(page_published)
    response = send(lead, edit_url(news), "publish", follow=True, title="New words")

    assert response.redirect_chain == [(edit_url(news), 302)]
    assert "Nothing was published: something went wrong" in said(response)
    assert response.context["form"]["title"].value() == "New words"
    page = NewsPage.objects.get()
    assert (page.title, page.live_revision_id) == ("As it was", news.live_revision_id)
    assert (page.has_unpublished_changes, page.get_latest_revision_as_object().title) == (True, "New words")


def test_publishing_a_new_page(lead, tree, failing):
    failing(page_published)
    values = {"title": "Summit", "slug": "summit", "summary": "Leaders met."}
    response = send(lead, add_url(NewsPage, tree.news), "publish", follow=True, **values)
    assert "Nothing was published" in said(response)
    page = NewsPage.objects.get()
    assert (page.live, response.redirect_chain) == (False, [(edit_url(page), 302)])


def test_publishing_on_a_day_to_come(news, failing):
    news.title, news.go_live_at = "New words", timezone.now() - datetime.timedelta(minutes=1)
    news.save_revision(approved_go_live_at=news.go_live_at)
    failing(page_published)
    with pytest.raises(ExceptionGroup) as failed:
        call_command("publish_scheduled")
    assert failed.group_contains(FaultError)
    assert NewsPage.objects.get().title == "As it was"


def test_publishing_a_term(failing, db):
    topic = factories.TopicFactory(name="As it was", live=False)
    revision = topic.save_revision()
    failing(published)
    with pytest.raises(FaultError):
        revision.publish()
    assert not Topic.objects.get().live


def test_withdrawing_a_page_with_those_below_it(administrator, tree, failing):
    stream = factories.WorkStreamFactory(parent=tree.streams)
    below = factories.CommitmentFactory(parent=stream)
    failing(page_unpublished, lambda page: page.pk == below.pk)
    action = UnpublishPageAction(stream, include_descendants=True, user=administrator.user)
    with pytest.raises(FaultError):
        action.execute()
    assert Page.objects.filter(pk__in=[stream.pk, below.pk], live=True).count() == 2


def test_moving_a_page(tree, failing):
    here, there = factories.WorkStreamFactory(parent=tree.streams), factories.WorkStreamFactory(parent=tree.streams)
    page = factories.CommitmentFactory(parent=here)
    failing(post_page_move)
    with pytest.raises(FaultError):
        MovePageAction(page, there, pos="last-child").execute(skip_permission_checks=True)
    page = type(page).objects.get()
    assert (page.get_parent().pk, page.work_stream_id) == (here.pk, here.pk)


def test_beginning_an_issue(administrator, tree, failing):
    failing(post_save, lambda entry: isinstance(entry, PageLogEntry))
    with pytest.raises(FaultError):
        new_issue(tree.updates, administrator.user)
    assert not IssuePage.objects.exists()
