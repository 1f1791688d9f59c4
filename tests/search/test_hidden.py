"""As soon as something isn't public, it is no longer found, counted, suggested or named."""

import datetime

import pytest
from django.utils import timezone
from wagtail.models import Collection, CollectionViewRestriction, Page, PageViewRestriction

from programme.choices import DutyKind
from programme.models import Attachment, Duty
from search.index import entries
from search.index.rebuilds import specific
from search.models import DocumentText, Entry, PromotedResult
from tests import factories
from tests.search.conftest import public


@pytest.fixture
def page(tree):
    """A page with a word found nowhere else."""
    factories.NewsFactory(parent=tree.news, title="Something else")
    return factories.NewsFactory(parent=tree.news, title="Zorilla news", summary="About the zorilla")


def hide_by_draft(page):
    page.unpublish()


def hide_by_expiry(page):
    type(page).objects.filter(pk=page.pk).update(expire_at=timezone.now() - datetime.timedelta(seconds=1))


def hide_by_restriction(page):
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)


def hide_above(page):
    page.get_parent().unpublish()


def hide_until_later(page):
    type(page).objects.filter(pk=page.pk).update(go_live_at=timezone.now() + datetime.timedelta(days=1))


def hide_by_deleting(page):
    page.delete()


WAYS = [hide_by_draft, hide_by_expiry, hide_by_restriction, hide_above, hide_until_later, hide_by_deleting]


@pytest.mark.parametrize("hide", WAYS, ids=lambda hide: hide.__name__)
def test_a_page_that_is_hidden_disappears_at_once(page, hide, ask, suggested):
    PromotedResult.objects.create(queries="else", page=page)
    assert (ask("zorilla").total, suggested("zor"), ask("zorila").searched) == (1, ["Zorilla news"], "zorilla")
    assert len(ask("else").promoted) == 1
    hide(page)
    for words in ("zorilla", "zorila", '"zorilla news"', "something zorila"):
        found = ask(words)
        assert (found.searched, found.suggestion) == (words, ""), "a correction names a word of a hidden page"
        assert "Zorilla news" not in [hit.page.title for hit in found.hits]
    assert ask("zorilla", types=("news",)).total == 0
    assert suggested("zor") == []
    assert ask("else").promoted == []


def test_a_page_expires_in_the_middle_of_a_period(page, ask, time_machine):
    type(page).objects.filter(pk=page.pk).update(expire_at=timezone.now() + datetime.timedelta(hours=1))
    assert ask("zorilla").total == 1
    time_machine.move_to(timezone.now() + datetime.timedelta(hours=2))
    assert ask("zorilla").total == 0


def test_a_draft_of_a_live_page_is_not_indexed(page, ask):
    page.title = page.summary = "Okapi"
    page.save_revision()
    assert ask("okapi").total == 0
    assert ask("zorilla").total == 1
    page.save_revision().publish()
    assert ask("okapi").total == 1
    assert ask("zorilla").total == 0


def test_a_stream_isn_t_found_by_the_name_of_somebody_whose_profile_is_gone(tree, titles, ask):
    stream = factories.WorkStreamFactory(parent=tree.streams, title="Badgers")
    profile = factories.TeamProfileFactory(parent=tree.team, given_name="Zoe", family_name="Quill", title="Zoe Quill")
    Duty.objects.create(page=profile, kind=DutyKind.POLICY_LEAD, work_stream=stream)
    profile.save_revision().publish()
    assert "Badgers" in titles("Zoe Quill")
    PageViewRestriction.objects.create(page=profile, restriction_type=PageViewRestriction.LOGIN)
    found = ask("Quill")
    assert (found.total, found.suggestion, found.corrected) == (0, "", False)


def test_news_isn_t_found_by_the_name_of_a_hidden_stream_or_topic_nor_counted_under_it(tree, ask, titles):
    stream = factories.WorkStreamFactory(parent=tree.streams, title="Aardvarks")
    topic = factories.TopicFactory(name="Pangolins", slug="pangolins")
    factories.NewsFactory(parent=tree.news, title="Badger", work_streams=[stream], topics=[topic])
    assert titles("aardvarks badger")[0] == "Badger"
    assert titles("pangolins") == ["Badger"]
    stream.unpublish()
    topic.unpublish()
    assert ask("aardvarks").total == ask("pangolins").total == 0
    found = ask("badger", streams=(stream.slug,), topics=("pangolins",))
    assert {facet.name for facet in found.facets} == {"type", "year"}
    assert found.ignored == (stream.slug, "pangolins")


# Documents


@pytest.fixture
def report(tree):
    """A publication with a document whose text has a word found nowhere else."""
    page = factories.PublicationFactory(parent=tree.publications, title="Report")
    document = factories.DocumentFactory(title="The annex")
    Attachment.objects.create(page=page, document=document)
    DocumentText.objects.create(
        document=document, file="x", text="Deep inside stands the numbat.", read_at=timezone.now()
    )
    entries.put(specific([page.pk]))
    return page, document


def test_a_page_is_found_by_the_text_of_its_document(report, ask):
    page, document = report
    (hit,) = ask("numbat").hits
    assert (hit.page.pk, hit.document) == (page.pk, document)
    assert hit.excerpt == "Deep inside stands the <mark>numbat</mark>."
    (hit,) = ask("report numbat").hits
    assert hit.page.pk == page.pk
    assert ask("report").hits[0].document is None
    assert ask("annex").hits[0].document == document


def test_a_document_in_a_restricted_collection_is_not_found_by_its_text_or_title(report, ask):
    page, document = report
    secret = Collection.get_first_root_node().add_child(name="Secret")
    CollectionViewRestriction.objects.create(collection=secret, restriction_type=CollectionViewRestriction.LOGIN)
    document.collection = secret
    document.save()
    for words in ("numbat", "annex", "numbet", "numbat report"):
        found = ask(words)
        assert all(hit.document is None for hit in found.hits)
        assert "numbat" not in (found.searched if found.corrected else "") + found.suggestion
    assert ask("numbat").total == ask("annex").total == 0
    assert ask("report").total == 1


def test_a_document_that_was_taken_away_is_no_longer_found(report, ask):
    page, document = report
    page.attachments.all().delete()
    page.attachments = []
    page.save_revision().publish()
    assert ask("numbat").total == 0
    assert not Entry.objects.filter(document=document).exists()


@pytest.mark.parametrize("hide", WAYS, ids=lambda hide: hide.__name__)
@pytest.mark.parametrize("few", [100, 0])
def test_hidden_pages_are_those_that_the_rule_leaves_out(page, hide, few, tree, monkeypatch):
    monkeypatch.setattr("cms.visibility.rule.FEW_BRANCHES", few)
    outside = factories.NewsFactory(parent=tree.news)
    outside.move(Page.get_first_root_node(), "last-child")
    hide(page)
    hidden = set(public().hidden_pages())
    shown = set(public().filter(Page.objects.all()).values_list("pk", flat=True))
    assert shown
    assert hidden == set(Page.objects.values_list("pk", flat=True)) - shown
    assert outside.pk in hidden
