"""A page's history for readers: its publications, and the difference between two of them."""

import datetime

import pytest
from bs4 import BeautifulSoup
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction, Site

from cms.delivery import page_history
from cms.delivery.publications import Gap, publications
from cms.history.tables import OPEN, SINCE, UNTIL, WITHHELD, histories
from cms.models import Change, HubSettings, ProgrammeSite
from cms.sites.models import ProgrammeState
from cms.visibility.rule import Visibility
from programme.models import NewsPage
from tests import factories
from tests.site import urls_in_languages
from tests.site.kept_or_not import is_kept
from tests.sites.canaries import below, programme

pytestmark = pytest.mark.django_db


@pytest.fixture
def history(client):
    """Open the history of a page, or of a path, and return it as a tree of elements."""

    def open_it(of, status=200, **query):
        path = of if isinstance(of, str) else of.url
        response = client.get(f"/page-history{path}", query)
        assert response.status_code == status, response.content
        return BeautifulSoup(response.content, "html.parser").find("main")

    return open_it


@pytest.fixture
def news(tree):
    HubSettings.objects.create(site=tree.site)  # else the first reader makes them
    return publish(
        factories.NewsFactory(
            parent=tree.news, title="First", summary="It rained on the first day of the week.", live=False
        )
    )


@pytest.fixture
def in_gaelic(settings, tree, gaelic):
    """Translate pages, and publish the translations."""
    settings.ROOT_URLCONF = urls_in_languages.__name__

    def translate(page, **values):
        translated = factories.translate(page, gaelic, **values)
        translated.save_revision().publish()
        return Page.objects.get(pk=translated.pk)

    return translate


def publish(page, **values):
    """Publish the page with some values changed, as from the editor's form."""
    page = type(page).objects.get(pk=page.pk)
    for name, value in values.items():
        setattr(page, name, value)
    page.save_revision().publish()
    return type(page).objects.get(pk=page.pk)


def let_a_day_pass(days=1):
    """Put all that is kept into the past, as if it had been a day ago."""
    by = datetime.timedelta(days=days)
    changes = histories()[Change._meta.db_table]
    with connection.cursor() as cursor:
        # The records themselves are moved, too, which is no change of them.
        cursor.execute(f"SELECT id, {SINCE} FROM {changes.name} WHERE {UNTIL} = '{OPEN}'")  # noqa: S608  names of our tables
        kept = cursor.fetchall()
        for change in Change.objects.all():
            Change.objects.filter(pk=change.pk).update(at=change.at - by)
        cursor.execute(f"DELETE FROM {changes.name} WHERE {UNTIL} < '{OPEN}'")  # noqa: S608  names of our tables
        for key, since in kept:
            cursor.execute(f"UPDATE {changes.name} SET {SINCE} = %s WHERE id = %s", [since, key])  # noqa: S608  names of our tables
        for one in histories().values():
            for column in (SINCE, UNTIL):
                cursor.execute(f"UPDATE {one.name} SET {column} = {earlier(column, days)} WHERE {column} < '{OPEN}'")  # noqa: S608  names of our tables
        cursor.execute(f"UPDATE cms_historytable SET kept_since = {earlier('kept_since', days)}")  # noqa: S608  names of our tables


def earlier(column, days):
    if connection.vendor == "sqlite":
        return f"strftime('%Y-%m-%d %H:%M:%f', {column}, '-{days} days')"
    return f"{column} - interval '{days} days'"


def items(main):
    return [" ".join(item.get_text(" ").split()) for item in main.select("ol.hub_entries > li")]


def words(main):
    return " ".join(main.get_text(" ").split())


def known(page):
    return publications(page, Visibility(Site.objects.get()))


def test_each_publication_has_its_day_its_size_and_its_note_newest_first(news, history):
    let_a_day_pass()
    publish(news, summary="It rained a lot.", change_note="Says how much", change_significance="major")

    newest, oldest = items(history(news))

    today = timezone.localdate()
    assert f"{today.day} {today:%B %Y}" in newest
    assert "Changed · major change Says how much" in newest
    assert "Published · major change" in oldest
    links = [link["href"] for link in history(news).select("li a")]
    assert links == [f"/as-at/{day}{news.url}" for day in (today, today - datetime.timedelta(days=1))]


def test_only_the_last_publication_of_a_day_leads_to_the_day(news, history):
    publish(news, summary="It snowed.")
    main = history(news)
    assert len(items(main)) == 2
    assert len(main.select("li a")) == 1


def test_the_first_known_day_is_said(news, history):
    assert f"Versions are kept since {timezone.localdate():%-d %B %Y}" in words(history(news))


def test_a_change_without_a_publication_is_listed(news, history):
    let_a_day_pass()
    NewsPage.objects.filter(pk=news.pk).update(summary="Repaired by hand")
    newest, _ = items(history(news))
    assert "UK time Changed The page at the end" in newest


def test_pages_below_make_no_publication_of_a_list(tree, history):
    before = len(items(history(tree.news)))
    let_a_day_pass()
    factories.NewsFactory.create_batch(3, parent=tree.news)
    assert len(items(history(tree.news))) == before


def test_drafts_are_not_publications(news, history):
    let_a_day_pass()
    news.summary = "A secret draft"
    news.save_revision()
    assert len(items(history(news))) == 1
    assert "secret" not in words(history(news))


def test_a_withdrawal_is_a_gap(news, history):
    let_a_day_pass()
    NewsPage.objects.get(pk=news.pk).unpublish()
    let_a_day_pass()
    publish(news, summary="It is there again.")
    newest, gap, oldest = items(history(news))
    assert "Published" in newest
    assert gap.startswith("Not published from ")
    assert " to " in gap
    assert "Published" in oldest


@pytest.mark.parametrize("of_the_list", [False, True])
def test_a_restriction_is_a_gap_and_what_was_published_meanwhile_is_not_listed(tree, news, history, of_the_list):
    let_a_day_pass()
    restricted = tree.news if of_the_list else news
    restriction = PageViewRestriction.objects.create(page=restricted, restriction_type="login")
    let_a_day_pass()
    meanwhile = publish(news, summary="For few", change_note="A note for few")
    hidden_at = timezone.now()
    let_a_day_pass()
    restriction.delete()
    publish(news, summary="For everybody")

    main = history(news)

    assert any(isinstance(one, Gap) for one in known(meanwhile))
    assert "A note for few" not in words(main)
    asked = (hidden_at - datetime.timedelta(days=1)).isoformat()
    compared = history(news, **{"from": asked, "to": timezone.now().isoformat()})
    assert "wasn't published" in words(compared)
    assert "For few" not in words(compared)


def test_a_restriction_that_no_change_records_is_a_gap(tree, history):
    """Pages that were never published, as loaded ones, have no record of changes."""
    page = factories.NewsFactory(parent=tree.news, title="Loaded", first_published_at=None)
    Change.objects.all().delete()
    let_a_day_pass()
    restriction = PageViewRestriction.objects.create(page=tree.news, restriction_type="login")
    let_a_day_pass()
    restriction.delete()
    Change.objects.all().delete()
    assert [type(one).__name__ for one in known(page)] == ["PagePublication", "Gap", "PagePublication"]


@pytest.mark.parametrize("in_other_language", [False, True])
def test_a_time_in_which_the_programme_was_closed_is_a_gap(tree, in_gaelic, in_other_language):
    site = below(tree.site, "birch")
    programme("birchgull", site)
    page = NewsPage.objects.descendant_of(site.root_page).live().first()
    if in_other_language:
        in_gaelic(site.root_page, title="Beithe")
        in_gaelic(page.get_parent(), title="Naidheachdan", slug="naidheachdan")
        page = in_gaelic(page, title="A’ chiad", slug="a-chiad").specific
    record = ProgrammeSite.objects.get(site=site)
    let_a_day_pass()
    record.state = ProgrammeState.CLOSED
    record.save()
    let_a_day_pass()
    publish(page, summary="For nobody", change_note="A note for nobody")
    let_a_day_pass()
    record.state = ProgrammeState.OPEN
    record.save()

    found = publications(page, Visibility(site))

    assert [type(one).__name__ for one in found] == ["PagePublication", "Gap", "PagePublication"]
    assert "A note for nobody" not in str(found)


def test_a_time_in_which_the_original_of_an_alias_was_restricted_is_a_gap(tree):
    original = factories.NewsFactory(parent=tree.news, title="Original", slug="original")
    first = original.create_alias(update_slug="first")
    page = first.create_alias(update_slug="second")
    let_a_day_pass()
    restriction = PageViewRestriction.objects.create(page=original, restriction_type="login")
    let_a_day_pass()
    restriction.delete()

    for one in (first, page):
        assert [type(each).__name__ for each in known(one)] == ["PagePublication", "Gap", "PagePublication"]


@pytest.mark.parametrize("withdraw", ["unpublish", "restrict", "delete"])
def test_a_page_that_is_not_public_today_has_no_history(news, history, withdraw):
    path = news.url
    page = Page.objects.get(pk=news.pk)
    if withdraw == "restrict":
        PageViewRestriction.objects.create(page=page, restriction_type="login")
    else:
        getattr(page.specific, withdraw)()
    history(path, status=404)


@pytest.mark.parametrize("path", ["/nothing/", "/progress/data.csv", "/news/first/more/"])
def test_no_page_no_history(news, history, path):
    history(path, status=404)


def test_what_is_withheld_never_appears(news, history):
    let_a_day_pass()
    publish(news, title="Bad words", change_note="With a bad note")
    withheld_at = timezone.now()
    let_a_day_pass()
    publish(news, title="Good words")
    one, moment = histories()["wagtailcore_page"], withheld_at - datetime.timedelta(days=1)
    with connection.cursor() as cursor:
        cursor.execute(
            f'UPDATE {one.name} SET {WITHHELD} = %s WHERE "{one.key}" = %s'  # noqa: S608  names of our tables
            f" AND {SINCE} <= %s AND {UNTIL} > %s",
            [True, news.pk, *[connection.ops.adapt_datetimefield_value(moment)] * 2],
        )
        assert cursor.rowcount == 1
    main = history(news)
    assert len(items(main)) == 2
    assert "bad" not in words(main).lower()
    compared = history(news, **{"from": moment.isoformat(), "to": timezone.now().isoformat()})
    assert "Bad words" not in words(compared)
    assert "wasn't published" in words(compared)


def test_the_difference_of_two_publications(news, history):
    let_a_day_pass()
    publish(news, summary="It rained on the first day of the long week. <b>So</b>", change_note="Says how long")
    main = history(news)
    chosen = {name: main.select_one(f"input[name={name}][checked]")["value"] for name in ("from", "to")}

    compared = history(news, **chosen)

    changed = compared.select_one(".hub_difference__block--changed .hub_difference__text")
    for hidden in changed.select(".visually-hidden"):
        hidden.insert_before("[")
        hidden.insert_after("]")
    assert words(changed) == (
        "It rained on the first day of the [ added: ] long [ , end of added words, ] week. "
        "[ added: ] <b>So</b> [ , end of added words, ]"
    )
    assert "Says how long" in words(compared)
    assert not compared.select(".hub_difference b")


def test_two_moments_may_be_named_in_either_order_and_as_days(news, history):
    let_a_day_pass()
    publish(news, summary="It snowed.")
    today = timezone.localdate()
    compared = history(news, **{"from": today.isoformat(), "to": (today - datetime.timedelta(days=1)).isoformat()})
    removed, added = compared.select_one(".hub_difference del"), compared.select_one(".hub_difference ins")
    assert "rained" in removed.get_text()
    assert "snowed" in added.get_text()


def test_what_readers_do_not_see_is_no_difference(news, history):
    let_a_day_pass()
    publish(news, search_words="weather")
    now, before = (one.at.isoformat() for one in known(news))
    assert "Nothing that readers see in the text changed." in words(history(news, **{"from": before, "to": now}))


@pytest.mark.parametrize(
    ("moment", "begins"),
    [("x", "This isn't a day."), ("2001-01-01", "Nothing is kept of"), ("9000-01-01", "Wednesday 1 January 9000")],
)
def test_what_is_no_past_moment_gets_a_sentence(news, history, moment, begins):
    main = history(news, status=400, **{"from": moment, "to": timezone.now().isoformat()})
    assert main.select_one("[role=alert] p").get_text().startswith(begins)
    assert "The first known day is" in words(main)


def test_a_page_has_fifty(news, history, monkeypatch):
    monkeypatch.setattr(page_history, "SIZE", 2)
    for number in range(4):
        let_a_day_pass()
        publish(news, summary=f"Number {number}")
    assert len(items(history(news))) == 2
    assert len(items(history(news, page=3))) == 1
    assert items(history(news, page="nonsense")) == items(history(news))


def test_each_public_page_leads_to_its_history(news, client):
    page = BeautifulSoup(client.get(news.url).content, "html.parser")
    link = page.select_one(".hub_history-link a")
    assert link["href"] == f"/page-history{news.url}"
    response = client.get(link["href"])
    assert response.status_code == 200
    assert response["X-Robots-Tag"] == "noindex"
    assert b'<meta name="robots" content="noindex">' in response.content


def test_nobody_makes_pages_without_end(news, history, monkeypatch):
    monkeypatch.setattr(page_history, "DIFFERENCES_AN_HOUR", 1)
    caches["limits"].clear()
    now = timezone.now().isoformat()
    history(news, **{"from": now, "to": now})
    assert "Too many versions" in words(history(news, status=429, **{"from": now, "to": now}))


def test_neither_list_nor_difference_is_kept(news, client, pages_are_kept):
    assert not is_kept(f"/page-history{news.url}", client)


def test_the_number_of_statements_does_not_grow(news, client, django_assert_num_queries):
    def lists():
        return client.get(f"/page-history{news.url}")

    def compares():
        one, *_, other = (found.at.isoformat() for found in known(news))
        return client.get(f"/page-history{news.url}", {"from": other, "to": one})

    counts = []
    for _ in range(2):
        for number in range(3):
            let_a_day_pass()
            publish(news, summary=f"Number {number}")
        lists()
        # The content's version, the pages on the way, the page; its rows, its hidden times, its changes.
        with django_assert_num_queries(6):
            lists()
        compares()
        with CaptureQueriesContext(connection) as made:
            compares()
        counts.append(len(made))
    assert counts[0] == counts[1]


def test_a_programme_below_a_path_has_its_histories_below_it(tree, client):
    site = below(tree.site, "birch")
    programme("birchgull", site)
    page = NewsPage.objects.descendant_of(site.root_page).live().first()
    path = Visibility(site).path_of(page)
    shown = BeautifulSoup(client.get(path).content, "html.parser")
    address = shown.select_one(".hub_history-link a")["href"]
    assert address == f"/birch/page-history{path.removeprefix('/birch')}"
    now = timezone.now().isoformat()
    answer = client.get(address, {"from": now, "to": now})
    assert "Nothing that readers see in the text changed." in answer.content.decode()
    assert client.get(f"/page-history{path.removeprefix('/birch')}").status_code == 404


def test_a_translation_has_a_history_of_its_own(tree, in_gaelic, client):
    first = factories.NewsFactory(parent=tree.news, title="First", slug="first")
    in_gaelic(tree.news, title="Naidheachdan", slug="naidheachdan")
    in_gaelic(first, title="A’ chiad", slug="a-chiad")

    for path, title in (("/gd/naidheachdan/a-chiad/", "A’ chiad"), ("/news/first/", "First"), ("/gd/", "Dachaigh")):
        shown = BeautifulSoup(client.get(path).content, "html.parser")
        link = shown.select_one(".hub_history-link a")
        assert link["href"] == f"/page-history{path}"
        listed = BeautifulSoup(client.get(link["href"]).content, "html.parser").find("main")
        assert title in words(listed)
        assert len(items(listed)) == 1
        now = timezone.now().isoformat()
        compared = client.get(link["href"], {"from": now, "to": now})
        assert b"Nothing that readers see in the text changed." in compared.content


def test_so_has_one_of_a_programme_below_a_path(tree, in_gaelic, client):
    site = below(tree.site, "birch")
    programme("birchgull", site)
    page = NewsPage.objects.descendant_of(site.root_page).live().first()
    in_gaelic(site.root_page, title="Beithe")
    in_gaelic(page.get_parent(), title="Naidheachdan", slug="naidheachdan")
    path = Visibility(site).path_of(in_gaelic(page, title="A’ chiad", slug="a-chiad"))

    shown = BeautifulSoup(client.get(path).content, "html.parser")

    link = shown.select_one(".hub_history-link a")
    assert link["href"] == "/birch/page-history/gd/naidheachdan/a-chiad/"
    assert client.get(link["href"]).status_code == 200


# The last: it puts the content into the database for all that follow.
def test_every_kind_of_page_has_a_history(content, db, client):
    visibility = Visibility(Site.objects.get())
    kinds = {}
    for page in visibility.filter(Page.objects.order_by("path")):
        kinds.setdefault(page.content_type_id, page)
    assert len(kinds) > 20
    for page in kinds.values():
        path = f"/page-history{visibility.path_of(page)}"
        listed = BeautifulSoup(client.get(path).content, "html.parser")
        found = publications(page, visibility)
        assert found, path
        assert len(listed.select("ol.hub_entries > li")) == len(found)
        now = timezone.now().isoformat()
        answer = client.get(path, {"from": now, "to": now})
        assert answer.status_code == 200, path
        assert b"Nothing that readers see in the text changed." in answer.content, path
