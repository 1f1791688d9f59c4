"""Loaded pages have the dates in their files: nothing appears new."""

import pytest
from django.utils import timezone
from wagtail.models import Page

from cms.base.choices import Significance
from cms.models import Change, LastUpdate, PageSource
from cms.pages.sources import without_sources
from programme.content_loader import ContentError

from .small_content import news

pytestmark = pytest.mark.django_db

LINE = 'title = "First news"\n'


def date(folder, *lines: str) -> str:
    folder.replace("pages/news/first.md", LINE, LINE + "".join(f"{line}\n" for line in lines))
    folder.load()
    return str(news().last_update)


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        (["published = 2018-11-14"], "14 November 2018"),
        (['published = "2018-11"'], "November 2018"),
        (["published = 2018"], "2018"),
        (["published = 2018", 'checked = "2020-05"'], "May 2020"),
        ([], "not known"),
    ],
)
def test_a_file_gives_the_date_of_its_page(folder, lines, words):
    assert date(folder, *lines) == words


def test_another_date_in_the_file_is_loaded_and_none_takes_it_away(loaded):
    assert date(loaded, "published = 2018-11-14") == "14 November 2018"
    loaded.replace("pages/news/first.md", "published = 2018-11-14\n", "")
    loaded.load()
    assert str(news().last_update) == "not known"


def test_what_an_editor_does_afterwards_counts_if_it_is_major(folder):
    date(folder, "published = 2018-11-14")
    for significance, words in (
        (Significance.MINOR, "14 November 2018"),
        (Significance.MAJOR, f"{timezone.localdate():%-d %B %Y}"),
    ):
        page = news()
        page.change_significance = significance
        page.save_revision().publish()
        assert str(news().last_update) == words


@pytest.mark.parametrize(
    "line", ['published = "soon"', "published = true", 'published = "14 November"', "checked = 2018-11-14T10:00:00"]
)
def test_what_is_no_date_is_an_error_at_its_line(folder, line):
    with pytest.raises(ContentError, match="must be a day, a month or a year: 2017-06-22, “2017-06” or 2017") as error:
        date(folder, line)
    assert error.value.problems[0].line == 4


def test_nothing_that_is_loaded_looks_new(own_content, client):
    assert set(Change.objects.values_list("significance", flat=True)) == {Significance.MINOR}
    assert not LastUpdate.objects.filter(day__gte=timezone.localdate().replace(month=1, day=1)).exists()
    year = f"{timezone.localdate():%Y-}"
    for address in ("/sitemap.xml", "/feeds/all.atom", "/feeds/key-messages.atom", "/feeds/news.atom"):
        text = client.get(address).content.decode()
        assert not [tag for tag in ("lastmod", "updated", "published") if f"<{tag}>{year}" in text], address
        assert "<loc>" in text or "<entry>" in text or address == "/feeds/key-messages.atom", address


def test_every_loaded_page_that_states_facts_names_its_sources(own_content):
    unnamed = set(without_sources(Page.objects.all()).values_list("slug", flat=True))
    # Their content is about this site, or derived from other pages.
    assert unnamed == {"accessibility", "contact", "privacy", "progress"}
    assert not PageSource.objects.filter(address__contains="losesfirmactivate").exists()
    known = LastUpdate.objects.exclude(day=None).filter(page__in=PageSource.objects.values("page"))
    assert known.count() > 60
