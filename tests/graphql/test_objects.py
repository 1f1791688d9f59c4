"""Lists that are read with statements compiled once hold what their querysets hold, for whom and whenever they are read."""

import datetime

import pytest
from django.apps import apps
from django.db.models import F, FloatField
from django.db.models.functions import Cast
from django.utils import timezone
from wagtail.blocks import StreamValue
from wagtail.models import Collection, CollectionViewRestriction, PageViewRestriction, Site

from cms import frame
from cms.models import HubDocument
from cms.navigation import NAVIGATION
from cms.visibility import statements
from cms.visibility.objects import compiled, lasting, read_together
from cms.visibility.period import current_period
from cms.visibility.rule import Visibility, has_rule
from programme.models import CommitmentPage, EventPage, NewsPage, ProgressEntry
from search.models import Entry
from tests import factories


def of_now(**options) -> Visibility:
    """Return the public's view, as a request has it."""
    return Visibility(Site.objects.get(is_default_site=True), period=current_period(), **options)


@compiled
def everything(visibility, model):
    return visibility.filter(model.objects.order_by("pk"))


@compiled
def with_what_it_belongs_to(visibility, **belonging):
    found = CommitmentPage.objects.filter(**belonging).select_related("work_stream", "source")
    return visibility.filter(found.annotate(place=F("number") + 1).order_by("path"))


@compiled
def entries_of(visibility, pages):
    return ProgressEntry.objects.filter(page__among=pages).order_by("pk")


@lasting
@compiled
def news(visibility, *chosen):
    return visibility.filter(NewsPage.objects.filter(*chosen).order_by("-date", "pk"))


@compiled
def until(visibility, day):
    return visibility.filter(NewsPage.objects.filter(date__lte=day).order_by("date").values_list("title", "date"))


def stored(thing) -> dict:
    """Return what an object says in its columns, and of what kind each is."""
    values = {one.attname: getattr(thing, one.attname) for one in thing._meta.concrete_fields}
    return {
        name: (type(value), list(value.raw_data) if isinstance(value, StreamValue) else value)
        for name, value in values.items()
    }


def alike(found, expected) -> bool:
    return [stored(one) for one in found] == [stored(one) for one in expected]


def test_every_public_model_is_read_as_its_queryset_reads_it(content):
    models = [model for model in apps.get_models() if has_rule(model) and model._meta.managed]
    filled = [model for model in models if of_now().filter(model.objects.all()).exists()]
    assert len(filled) > 20
    together = read_together(*(everything(of_now(), model) for model in filled))
    for model, found in zip(filled, together, strict=True):
        expected = of_now().filter(model.objects.order_by("pk"))
        assert alike(found, expected), model
        assert alike(everything(of_now(), model), expected), model


def test_related_objects_and_annotations_come_along(content, django_assert_num_queries):
    stream = CommitmentPage.objects.filter(number=1).first().work_stream
    expected = CommitmentPage.objects.filter(work_stream=stream).order_by("path")
    for found in (
        with_what_it_belongs_to(of_now(), work_stream=stream.pk)[:],
        *read_together(with_what_it_belongs_to(of_now(), work_stream=stream.pk)),
    ):
        assert alike(found, expected) and len(found) > 3
        with django_assert_num_queries(0):
            assert {one.work_stream.title for one in found} == {stream.title}
            assert [one.place for one in found] == [one.number + 1 for one in found]
            assert any(one.source for one in found)


def test_values_differ_from_one_time_to_the_next(content):
    first, second = ProgressEntry.objects.values_list("page", flat=True).distinct()[:2]
    for keys in ([first], [second], [first, second], []):
        assert {entry.page_id for entry in entries_of(of_now(), pages=keys)} == set(keys)
    dates = NewsPage.objects.order_by("date").values_list("date", flat=True)
    for day in (dates[0], dates[2], dates[0] - datetime.timedelta(days=1)):
        rows = list(NewsPage.objects.filter(date__lte=day).order_by("date").values_list("title", "date"))
        assert [tuple(row) for row in until(of_now(), day=day)] == rows
        assert [tuple(row) for row in read_together(until(of_now(), day=day))[0]] == rows


def test_slices_and_counts(content, django_assert_num_queries):
    titles = [page.title for page in news(of_now())]
    assert [page.title for page in news(of_now())[1:3]] == titles[1:3]
    assert [page.title for page in news(of_now())[2:]] == titles[2:]
    seen = of_now()
    assert news(seen).count() == len(titles)
    with django_assert_num_queries(0):  # it lasts for the period
        assert news(seen).count() == len(titles)
    assert news(seen, ("title", titles[0])).count() == titles.count(titles[0])
    with django_assert_num_queries(2):
        assert everything(seen, NewsPage).count() == everything(seen, NewsPage).count() == len(titles)


def test_what_it_depends_on_is_noted_also_when_it_is_only_counted(tree):
    for ask in (lambda found: found.count(), list, read_together):
        seen = of_now()
        ask(news(seen))
        assert NewsPage in seen.asked


def test_what_cannot_be_meant_is_refused(tree):
    @compiled
    def first(visibility):
        return visibility.filter(NewsPage.objects.order_by("pk"))[:1]

    @compiled
    def rounded(visibility):
        return Entry.objects.values_list(Cast("day", FloatField()))

    with pytest.raises(TypeError, match="a slice already"):
        first(of_now())[:1]
    with pytest.raises(TypeError, match="before it is read"):
        bool(first(of_now()))
    with pytest.raises(TypeError, match="would be rounded"):
        read_together(rounded(of_now()))
    assert first(of_now())[:] == [] != rounded(of_now())[:]


def test_what_is_asked_for_all_the_time_is_not_pushed_out(tree, monkeypatch):
    monkeypatch.setattr(statements, "MOST_STATEMENTS", 5)
    statements.forget_statements()
    often = news(of_now()).statement
    for number in range(20):
        list(news(of_now(), ("title", str(number))))
        assert news(of_now()).statement is often
    assert len(statements._kept) == 5


def test_a_year_is_that_of_the_hub_whoever_compiles_it(tree):
    @compiled
    def of_year(visibility, year):
        return visibility.filter(EventPage.objects.filter(start__year=year))

    day = datetime.datetime(2017, 12, 31, 20, tzinfo=datetime.UTC)
    event = factories.EventFactory(parent=tree.events, start=day, end=day + datetime.timedelta(hours=1))
    with timezone.override("Asia/Tokyo"):
        assert list(of_year(of_now(), 2018)) == []
    assert list(of_year(of_now(), 2017)) == [event]


def test_nothing_is_read_where_nothing_can_be(tree):
    seen = Visibility(None)
    assert (list(everything(seen, NewsPage)), everything(seen, NewsPage).count()) == ([], 0)
    assert read_together(everything(seen, NewsPage), everything(of_now(), type(tree.news))) == [[], [tree.news]]
    assert read_together(everything(seen, NewsPage)) == [[]]


# What was public when the statement was compiled may not be when it runs


@pytest.fixture
def page(tree) -> NewsPage:
    page = factories.NewsFactory(parent=tree.news)
    assert list(news(of_now())) == read_together(news(of_now()))[0] == [page]
    return page


def is_gone(seen: Visibility) -> bool:
    return list(news(seen)) == read_together(news(seen))[0] == []


def test_a_page_that_expires_is_gone_at_that_moment(page):
    end = timezone.now() + datetime.timedelta(hours=1)
    NewsPage.objects.update(expire_at=end)
    assert list(news(of_now())) == [page]
    assert is_gone(of_now(now=end))


def test_a_page_under_a_restricted_one_is_gone(page, tree):
    PageViewRestriction.objects.create(page=tree.news, restriction_type=PageViewRestriction.LOGIN)
    assert is_gone(of_now())


def test_a_page_under_an_unpublished_one_is_gone(page, tree):
    tree.news.unpublish()
    assert is_gone(of_now())


def test_documents_of_a_restricted_collection_are_gone_and_what_goes_with_them(tree):
    root = Collection.get_first_root_node()
    document = factories.DocumentFactory(collection=root.add_child(name="Papers"))
    page = factories.NewsFactory(parent=tree.news)
    entry = Entry.objects.create(page=page, document=document, day=0, kind="document", indexed_at=timezone.now())
    assert (list(everything(of_now(), HubDocument)), entry in everything(of_now(), Entry)) == ([document], True)
    CollectionViewRestriction.objects.create(
        collection=document.collection, restriction_type=CollectionViewRestriction.LOGIN
    )
    assert (list(everything(of_now(), HubDocument)), entry in everything(of_now(), Entry)) == ([], False)


# The frame of every page


def test_the_frame_is_read_once_a_period_with_one_statement(tree, django_assert_num_queries):
    seen = of_now()
    seen.roots, seen.key(NewsPage)
    with django_assert_num_queries(1):
        for name in frame.parts:
            frame.part(seen, name)
    assert frame.part(Visibility(None), NAVIGATION) == []


def test_a_part_of_the_frame_has_a_name_of_its_own():
    with pytest.raises(ValueError, match="“navigation” is already the name of another part of the frame"):
        frame.parts.add(NAVIGATION, everything)
