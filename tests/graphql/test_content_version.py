"""The content's version changes with public content, however it is written, and with nothing else."""

import datetime

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import (
    BaseViewRestriction,
    Collection,
    CollectionViewRestriction,
    Page,
    PageViewRestriction,
    Site,
)

from cms.models import ContentVersion, HubImage, HubSettings
from cms.visibility import triggers
from cms.visibility.triggers import Watched
from programme.models import NewsPage, TeamProfilePage, Topic
from tests import factories


@pytest.fixture
def changes(db):
    """Record whether the block changes the version."""

    class Watch:
        def __enter__(self):
            self.before = ContentVersion.current()
            return self

        def __exit__(self, *error):
            self.seen = ContentVersion.current() != self.before

    def during(action) -> bool:
        with Watch() as watch:
            action()
        return watch.seen

    return during


@pytest.fixture
def news(tree) -> NewsPage:
    page = factories.NewsFactory(parent=tree.news, topics=[factories.TopicFactory()])
    page.save_revision().publish()
    return NewsPage.objects.get(pk=page.pk)


def test_publishing_a_change(news, changes):
    news.title = "Another"
    revision = news.save_revision()
    assert changes(revision.publish)


def test_a_draft_of_a_published_page_changes_nothing(news, changes):
    news.title = "Another"
    news.topics.add(factories.TopicFactory())
    assert not changes(news.save_revision)


def test_a_new_draft_with_its_rows_changes_nothing(tree, changes):
    def begin():
        page = TeamProfilePage(title="New", given_name="A", family_name="B", as_at=datetime.date.today(), live=False)
        page.duties.create(kind="policy", policy_area=area)
        tree.team.add_child(instance=page)
        page.save_revision()
        page.locked = True
        page.save()

    area = factories.PolicyAreaFactory()
    assert not changes(begin)
    page = TeamProfilePage.objects.get(given_name="A")
    assert changes(page.save_revision().publish)
    assert page.duties.count() == 1


def test_a_draft_term_changes_nothing_until_it_is_published(tree, changes):
    term = Topic(name="Draft", slug="draft", live=False)
    assert not changes(term.save)
    assert not changes(term.save_revision)
    assert changes(term.save_revision().publish)


def test_scheduling_a_draft_ends_the_period_which_did_not_know_of_it(tree, changes):
    page = factories.NewsFactory(parent=tree.news, live=False, go_live_at=timezone.now() + datetime.timedelta(days=1))
    assert changes(page.save_revision().publish)
    assert not changes(page.save_revision)
    assert changes(lambda: page.revisions.update(approved_go_live_at=None))


def test_what_happens_in_the_tree(news, tree, changes):
    stream = factories.WorkStreamFactory(parent=tree.streams)
    sibling = factories.NewsFactory(parent=tree.news)
    assert changes(lambda: news.move(stream, "last-child"))
    assert changes(lambda: Page.objects.get(pk=sibling.pk).move(Page.objects.get(pk=stream.pk), "last-child"))
    assert changes(Page.objects.get(pk=sibling.pk).specific.delete)
    assert changes(NewsPage.objects.get(pk=news.pk).unpublish)


def test_a_page_past_its_expiry_is_taken_back_by_the_scheduler(tree, changes):
    factories.NewsFactory(parent=tree.news, expire_at=timezone.now() - datetime.timedelta(hours=1))
    assert changes(lambda: call_command("publish_scheduled"))
    assert not changes(lambda: call_command("publish_scheduled"))


def test_statements_that_send_no_signal(news, changes):
    topic = factories.TopicFactory()
    through = NewsPage.topics.through
    assert changes(lambda: NewsPage.objects.filter(pk=news.pk).update(summary="Another"))
    assert changes(lambda: Page.objects.filter(pk=news.pk).update(title="Another"))
    assert changes(lambda: through.objects.bulk_create([through(newspage=news, topic=topic)]))
    assert changes(lambda: through.objects.filter(topic=topic)._raw_delete("default"))
    assert changes(lambda: Redirect.objects.bulk_create([Redirect(old_path="/old", redirect_link="/new")]))
    assert not changes(lambda: Page.objects.filter(pk=news.pk).update(draft_title="Another"))


def test_relations_set_directly(news, changes):
    topic = factories.TopicFactory()
    assert changes(lambda: (news.topics.add(topic), news.save()))


def test_restrictions_of_pages_and_collections(news, tree, changes):
    rule = {"restriction_type": BaseViewRestriction.LOGIN}
    assert changes(lambda: PageViewRestriction.objects.create(page=news, **rule))
    assert changes(PageViewRestriction.objects.get().delete)
    collection = Collection.get_first_root_node().add_child(name="Private")
    assert changes(lambda: CollectionViewRestriction.objects.create(collection=collection, **rule))
    other = Collection.get_first_root_node().add_child(name="Other")
    assert changes(lambda: Collection.objects.get(pk=other.pk).move(collection, "sorted-child"))


def test_images_documents_and_their_sizes(tree, changes, django_capture_on_commit_callbacks):
    image, document = factories.ImageFactory(), factories.DocumentFactory()
    assert changes(lambda: HubImage.objects.get(pk=image.pk).save())
    document.file = ContentFile(b"Another text", name="another.txt")
    assert changes(document.save)
    assert changes(image.make_renditions)
    assert not changes(lambda: image.get_rendition("max-165x165"))  # the admin's own size
    assert changes(image.delete)
    assert changes(document.delete)


def test_terms_settings_and_sites(news, tree, changes):
    topic = news.topics.get()
    topic.name = "Another name"
    assert changes(topic.save)
    settings = HubSettings.for_site(tree.site)
    settings.site_name = "Another name"
    assert changes(settings.save)
    assert changes(lambda: Site.objects.create(hostname="other.example", root_page=tree.home))


def test_what_is_rolled_back_has_changed_nothing(news, changes):
    def fail():
        with pytest.raises(RuntimeError), transaction.atomic():
            news.title = "Another"
            news.save()
            assert ContentVersion.current() != before
            raise RuntimeError

    before = ContentVersion.current()
    assert not changes(fail)


def test_every_model_of_the_api_is_watched():
    tables = {table.table: table for table in triggers.watched()}
    expected = {
        "wagtailcore_page", "wagtailcore_site", "wagtailcore_collection", "wagtailcore_pageviewrestriction",
        "wagtailcore_collectionviewrestriction", "wagtailredirects_redirect", "cms_hubimage", "cms_hubrendition",
        "cms_hubdocument", "cms_hubsettings", "cms_socialchannel", "programme_newspage", "programme_newspage_topics",
        "programme_topic", "programme_progressentry", "programme_duty",
    }  # fmt: skip
    assert expected <= set(tables)
    assert "draft_title" not in tables["wagtailcore_page"].columns
    assert tables["wagtailcore_revision"].columns == ("approved_go_live_at",)


def test_triggers_make_way_for_migrations_and_come_back_when_all_are_done(db, monkeypatch):
    def names() -> set[str]:
        dialect = triggers._dialect("default")
        return {name for name in dialect.present() if name.startswith(triggers.PREFIX)}

    before, tables = names(), list(triggers.watched())
    triggers.remove(using="default")
    assert before
    assert names() == set()
    assert ContentVersion.current() is None
    for one in (Watched("programme_later", ("id",)), Watched("programme_topic", ("id", "later"))):
        monkeypatch.setattr(triggers, "watched", lambda one=one: [*tables, one])
        triggers.install(using="default")
        assert names() == set(), "other migrations are still to come, as after `migrate APP`"
        assert ContentVersion.current() is None
    monkeypatch.undo()
    triggers.install(using="default")
    assert names() == before
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS hub_version IMMEDIATE")
    token = ContentVersion.current()
    Topic.objects.create(name="New", slug="new")
    assert ContentVersion.current() != token
