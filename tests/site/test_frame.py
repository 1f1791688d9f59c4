"""The frame of every page is read with one statement, compiled once, and has the same contents as its querysets."""

import datetime
from functools import partial

import pytest
from django.apps import apps
from django.db.models import F, FloatField
from django.db.models.functions import Cast
from django.utils import timezone
from wagtail.blocks import StreamValue
from wagtail.models import Collection, CollectionViewRestriction, PageViewRestriction, Site

from cms.delivery import frame
from cms.delivery.navigation import NAVIGATION
from cms.models import HubDocument
from cms.visibility import statements
from cms.visibility.period import current_period
from cms.visibility.rule import Visibility, has_rule
from programme.models import CommitmentPage, EventPage, NewsPage
from search.models import Entry
from tests import factories


def of_now(**options) -> Visibility:
    """Return the public's view, as for a request."""
    return Visibility(Site.objects.get(is_default_site=True), period=current_period(), **options)


def news(visibility):
    return visibility.filter(NewsPage.objects.order_by("-date", "pk"))


def documents(visibility):
    return visibility.filter(HubDocument.objects.order_by("pk"))


def entries(visibility):
    return visibility.filter(Entry.objects.order_by("pk"))


def with_what_it_belongs_to(visibility):
    found = CommitmentPage.objects.select_related("work_stream", "source")
    return visibility.filter(found.annotate(place=F("number") + 1).order_by("path"))


def read(build, visibility=None) -> list:
    return frame.read(visibility or of_now(), {"": build})[""]


def stored(thing) -> dict:
    """Return the values of an object's columns with their types."""
    values = {one.attname: getattr(thing, one.attname) for one in thing._meta.concrete_fields}
    return {
        name: (type(value), list(value.raw_data) if isinstance(value, StreamValue) else value)
        for name, value in values.items()
    }


def alike(found, expected) -> bool:
    return [stored(one) for one in found] == [stored(one) for one in expected]


def everything(model, visibility):
    return visibility.filter(model.objects.order_by("pk"))


def test_every_public_model_is_read_as_its_queryset_reads_it(content):
    models = [model for model in apps.get_models() if has_rule(model) and model._meta.managed]
    filled = [model for model in models if of_now().filter(model.objects.all()).exists()]
    assert len(filled) > 20
    together = frame.read(of_now(), {model.__name__: partial(everything, model) for model in filled})
    for model, found in zip(filled, together.values(), strict=True):
        assert alike(found, of_now().filter(model.objects.order_by("pk"))), model


def test_related_objects_and_annotations_come_along(content, django_assert_num_queries):
    found = read(with_what_it_belongs_to)
    assert alike(found, of_now().filter(CommitmentPage.objects.order_by("path"))) and len(found) > 3
    with django_assert_num_queries(0):
        assert all(one.work_stream.title for one in found)
        assert [one.place for one in found] == [one.number + 1 for one in found]
        assert any(one.source for one in found)


def test_what_would_be_rounded_is_refused(tree):
    with pytest.raises(TypeError, match="would be rounded"):
        read(lambda visibility: Entry.objects.annotate(rounded=Cast("day", FloatField())))


def test_what_is_asked_for_all_the_time_is_not_pushed_out(tree, monkeypatch):
    monkeypatch.setattr(statements, "MOST_STATEMENTS", 5)
    statements.forget_statements()
    often = statements.statement("often", lambda: news(of_now().in_statements()))
    for number in range(20):
        statements.statement(number, lambda: news(of_now().in_statements()))
        assert statements.statement("often", lambda: None) is often
    assert len(statements._kept) == 5


def test_a_year_is_that_of_the_hub_whoever_compiles_it(tree):
    def of_year(year, visibility):
        return visibility.filter(EventPage.objects.filter(start__year=year))

    day = datetime.datetime(2017, 12, 31, 20, tzinfo=datetime.UTC)
    event = factories.EventFactory(parent=tree.events, start=day, end=day + datetime.timedelta(hours=1))
    with timezone.override("Asia/Tokyo"):
        assert read(partial(of_year, 2018)) == []
    assert read(partial(of_year, 2017)) == [event]


def test_nothing_is_read_where_nothing_can_be(tree):
    assert read(news, Visibility(None)) == []
    assert frame.part(Visibility(None), NAVIGATION) == []


# Objects public when the statement was compiled may not be when it runs


@pytest.fixture
def page(tree) -> NewsPage:
    page = factories.NewsFactory(parent=tree.news)
    assert read(news) == [page]
    return page


def test_a_page_that_expires_is_gone_at_that_moment(page):
    end = timezone.now() + datetime.timedelta(hours=1)
    NewsPage.objects.update(expire_at=end)
    assert read(news) == [page]
    assert read(news, of_now(now=end)) == []


def test_a_page_under_a_restricted_one_is_gone(page, tree):
    PageViewRestriction.objects.create(page=tree.news, restriction_type=PageViewRestriction.LOGIN)
    assert read(news) == []


def test_a_page_under_an_unpublished_one_is_gone(page, tree):
    tree.news.unpublish()
    assert read(news) == []


def test_documents_of_a_restricted_collection_are_gone_and_what_goes_with_them(tree):
    root = Collection.get_first_root_node()
    document = factories.DocumentFactory(collection=root.add_child(name="Papers"))
    page = factories.NewsFactory(parent=tree.news)
    entry = Entry.objects.create(page=page, document=document, day=0, kind="document", indexed_at=timezone.now())
    assert (read(documents), entry in read(entries)) == ([document], True)
    CollectionViewRestriction.objects.create(
        collection=document.collection, restriction_type=CollectionViewRestriction.LOGIN
    )
    assert (read(documents), entry in read(entries)) == ([], False)


def test_the_frame_is_read_once_a_period_with_one_statement(tree, django_assert_num_queries):
    seen = of_now()
    seen.roots, seen.key(NewsPage)
    with django_assert_num_queries(1):
        for name in frame.parts:
            frame.part(seen, name)


def test_a_part_of_the_frame_has_a_name_of_its_own():
    with pytest.raises(ValueError, match="“navigation” is already the name of another part of the frame"):
        frame.parts.add(NAVIGATION, news)
