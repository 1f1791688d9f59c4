"""Caches in front of the hub are purged once a change has been committed."""

import pytest
from wagtail.contrib.frontend_cache.backends import BaseBackend

from cms.models import HubSettings
from tests import factories

DOCUMENTS = {f"http://localhost/graphql/?document={name}" for name in ("Home", "Navigation", "NewsList", "Team")}


class Recorder(BaseBackend):
    """A cache that records purges."""

    dropped: set[str] = set()

    def purge(self, url):
        self.dropped.add(url)


@pytest.fixture
def dropped(settings, django_capture_on_commit_callbacks):
    settings.WAGTAILFRONTENDCACHE = {"front": {"BACKEND": f"{__name__}.Recorder"}}

    def by(action) -> set[str]:
        Recorder.dropped = set()
        with django_capture_on_commit_callbacks(execute=True):
            action()
        return Recorder.dropped

    return by


@pytest.fixture
def news(tree):
    return factories.NewsFactory(parent=tree.news, slug="first")


def test_publishing_and_taking_back(news, dropped):
    revision = news.save_revision()
    assert dropped(revision.publish) >= DOCUMENTS | {"http://localhost/news/first/"}
    assert dropped(news.unpublish) >= DOCUMENTS | {"http://localhost/news/first/"}


def test_deleting(news, dropped):
    assert dropped(news.delete) >= DOCUMENTS | {"http://localhost/news/first/"}


def test_moving_drops_the_old_and_the_new_address_of_all_that_was_moved(tree, dropped):
    stream = factories.WorkStreamFactory(parent=tree.streams, slug="neglect")
    factories.NewsFactory(parent=stream, slug="inside")
    addresses = dropped(lambda: stream.move(tree.home, "last-child"))
    assert addresses >= DOCUMENTS | {
        "http://localhost/work-streams/neglect/",
        "http://localhost/work-streams/neglect/inside/",
        "http://localhost/neglect/",
        "http://localhost/neglect/inside/",
    }


def test_terms_settings_pictures_and_documents(tree, dropped):
    topic = factories.TopicFactory()
    assert dropped(topic.save_revision().publish) >= DOCUMENTS
    assert dropped(topic.unpublish) >= DOCUMENTS
    assert dropped(HubSettings.for_site(tree.site).save) >= DOCUMENTS
    assert dropped(factories.ImageFactory) >= DOCUMENTS
    assert dropped(factories.DocumentFactory) >= DOCUMENTS


def test_a_draft_drops_nothing(news, dropped):
    assert dropped(news.save_revision) == set()


def test_without_a_cache_nothing_is_sent(news, dropped, settings):
    settings.WAGTAILFRONTENDCACHE = {}
    assert dropped(news.save_revision().publish) == set()
