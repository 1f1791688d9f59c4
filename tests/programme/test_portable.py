"""A programme is the same elsewhere: aliases, other languages, redirects, promoted results, expiries, and the demonstration."""

import datetime
import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django.db import transaction
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Locale, ModelLogEntry, Page, PageLogEntry, Site

from cms.models import ProgrammeVocabularies, Translation
from cms.pages.translations import make_locales
from engagement.models import Contact, Engagement
from home.models import HomePage, StandardPage
from programme.content_export import export
from programme.content_loader import ContentError, LoadOutcome, load
from programme.management.commands.load_programme import CONTENT
from programme.models import NewsPage, Topic
from search.models import PromotedResult

from .small_content import files_in, news

pytestmark = pytest.mark.usefixtures("db")
DEMO = CONTENT.parent / "demo"


def exported(folder: Path) -> dict[str, bytes]:
    export(Site.objects.get(is_default_site=True), folder)
    return files_in(folder)


def empty_hub() -> None:
    """Take everything away that a load made, and the memory of it."""
    HomePage.objects.all().delete()
    for model in (Topic, Redirect, ModelLogEntry, PageLogEntry):
        model.objects.all().delete()
    Site.objects.all().delete()


@pytest.fixture
def in_gaelic(two_languages, loaded) -> Locale:
    make_locales()
    return Locale.objects.get(language_code="gd")


def test_an_alias_is_one_again_in_its_place(loaded, tmp_path, client):
    home = HomePage.objects.get()
    last = home.add_child(instance=StandardPage(title="Zebra", slug="zebra", summary="Last."))
    last.save_revision().publish()
    news().create_alias(parent=news().get_parent(), update_slug="a-copy")
    alias = last.create_alias(parent=home, update_slug="z-alias")
    alias.move(home, pos="first-child")
    first = exported(tmp_path / "first")
    assert first["pages/z-alias.md"].decode() == (
        '+++\ntype = "home.StandardPage"\nalias_of = "/zebra/"\norder = 1\n+++\n'
    )
    empty_hub()
    load(tmp_path / "first")
    assert exported(tmp_path / "second") == first
    copy = NewsPage.objects.get(slug="a-copy")
    assert copy.alias_of.specific == news()
    assert copy.title == "First news" and copy.live
    assert "Something happened." in client.get("/news/a-copy/").content.decode()
    assert set(load(tmp_path / "first").outcomes.values()) == {LoadOutcome.UNCHANGED}


def test_pages_in_another_language_come_back(in_gaelic, tmp_path, client):
    home = HomePage.objects.get()
    top = home.copy_for_translation(in_gaelic)
    top.title = "Dachaigh"
    top.save_revision().publish()
    page = news().copy_for_translation(in_gaelic, copy_parents=True)
    page.title, page.slug = "Naidheachd", "naidheachd"
    page.save_revision().publish()
    first = exported(tmp_path / "first")
    assert b'translates = "/news/first/"' in first["translations/gd/news/naidheachd.md"]
    assert b'alias_of = "/news/"' in first["translations/gd/news/index.md"]
    empty_hub()
    load(tmp_path / "first")
    assert exported(tmp_path / "second") == first
    again = NewsPage.objects.get(slug="naidheachd")
    assert again.translation_key == news().translation_key
    assert again.locale == in_gaelic and again.url_path == "/home-gd/news/naidheachd/"
    assert Translation.objects.get(page=again).original == news().page_ptr
    query = {"query": "{ news(locale: GD) { nodes { title } } }"}
    found = client.post("/graphql/", query, content_type="application/json").json()
    assert found == {"data": {"news": {"nodes": [{"title": "Naidheachd"}]}}}
    assert set(load(tmp_path / "first").outcomes.values()) == {LoadOutcome.UNCHANGED}


def test_a_language_that_the_hub_does_not_have_is_refused(folder):
    folder.write("translations/gd/index.md", '+++\ntype = "home.HomePage"\ntitle = "D"\ntranslates = "/"\n+++\n')
    with pytest.raises(ContentError, match="The hub has no pages in “gd”, but in en"):
        folder.load()


def test_mistakes_about_aliases_are_named(folder):
    front = '+++\ntype = "programme.NewsPage"\n{}\n+++\n'
    folder.write("pages/news/one.md", front.format('alias_of = "/news/two/"'))
    folder.write("pages/news/two.md", front.format('alias_of = "/news/one/"'))
    folder.write("pages/news/three.md", front.format('alias_of = "/news/none/"'))
    folder.write("pages/news/four.md", front.format('alias_of = "/news/first/"\ntitle = "Mine"'))
    folder.write("pages/news/five.md", front.format('translates = "/news/first/"\ntitle = "Mine"'))
    with pytest.raises(ContentError) as caught:
        folder.load()
    said = " ".join(problem.message for problem in caught.value.problems)
    assert "There is no page /news/none/" in said
    assert "A page with “alias_of” has the content of that page, and none here." in said
    assert "A page that translates another is in the folder of its language" in said
    for name in ("three", "four", "five"):
        (folder.root / f"pages/news/{name}.md").unlink()
    with pytest.raises(ContentError, match="It is an alias of itself"):
        folder.load()


def test_redirects_promoted_results_and_expiries_come_back(loaded, tmp_path, client):
    site = Site.objects.get()
    moment = timezone.now().replace(microsecond=0) + datetime.timedelta(days=9)
    page = news()
    page.expire_at = moment
    page.save_revision().publish()
    secret = page.get_parent().add_child(instance=NewsPage(title="Secret", slug="secret", summary="No.", live=False))
    Redirect.add_redirect("/old", page, site=site)
    Redirect.add_redirect("/everywhere", "https://example.org/", is_permanent=False)
    Redirect.add_redirect("/gone", secret, site=site)
    PromotedResult.objects.create(queries="what happened", page=page, text="This.")
    PromotedResult.objects.create(queries="secret", page=secret)
    first = exported(tmp_path / "first")
    assert b"gone" not in first["records/redirects.toml"]
    assert b"secret" not in first["records/promoted-results.toml"]
    empty_hub()
    load(tmp_path / "first")
    assert exported(tmp_path / "second") == first
    assert news().expire_at == moment
    assert PromotedResult.objects.get().page == news().page_ptr
    assert client.get("/old/")["Location"].endswith("/news/first/")
    assert client.get("/everywhere/").status_code == 302


def test_engagements_say_what_readers_see(loaded, tmp_path):
    contact = Contact.objects.create(name="Secret Person")
    public = {"is_public": True, "public_summary": "How it goes.", "date": datetime.date(2018, 3, 1)}
    one = Engagement.objects.create(title="Secret talk with Ada", summary="Secret", **public)
    one.contacts.add(contact)
    Engagement.objects.create(title="Secret call", date=datetime.date(2018, 3, 2))
    vocabularies = ProgrammeVocabularies.objects.create(site=Site.objects.get())
    vocabularies.entries.create(vocabulary="news-kinds", key="consultation", label="Your views")
    vocabularies.save()
    first = exported(tmp_path / "first")
    assert not [name for name, text in first.items() if b"Secret" in text]
    assert b'title = "How it goes."' in first["records/engagements.toml"]
    assert b'label = "Your views"' in first["settings/vocabularies.toml"]


# The demonstration


def shown(client) -> dict[str, str]:
    """Return the words of each public page, and answers of the API, without what every hub has of its own: addresses of
    files, and the moments at which pages were published there."""
    paths = re.findall(r"<loc>http://localhost(.*?)</loc>", client.get("/sitemap.xml").content.decode())
    found = {path: BeautifulSoup(client.get(path).content, "html.parser").get_text(" ", strip=True) for path in paths}
    for name, query in QUERIES.items():
        answer = client.post("/graphql/", {"query": query}, content_type="application/json").json()
        assert "errors" not in answer, answer
        found[name] = str(answer)
    return found


QUERIES = {
    "news": "{ news(first: 50) { nodes { title date summary topics { nodes { slug } } image { alt } } } }",
    "engagements": "{ engagements(first: 50) { nodes { date publicSummary organisations { nodes { name } } } } }",
    "terms": "{ organisations(first: 50) { nodes { name slug } } glossaryTerms(first: 50) { nodes { name longForm } } }",
    "words": '{ programme { words { key singular } vocabularies(name: "statuses") { entries { key label colour } } } }',
    "site": "{ site { name demonstration } signposts { name audienceKeys } }",
}


@pytest.mark.long
def test_the_demonstration_is_the_same_in_another_hub(tmp_path, client):
    with transaction.atomic():
        load(DEMO)
        first, before = exported(tmp_path / "first"), shown(client)
        transaction.set_rollback(True)
    Site.clear_site_root_paths_cache()
    assert not HomePage.objects.exists()
    load(tmp_path / "first")
    assert exported(tmp_path / "second") == first
    after = shown(client)
    assert len(before) > 90
    assert {name: (before[name], after.get(name)) for name in before if before[name] != after.get(name)} == {}
    assert Page.objects.filter(live=False, depth__gt=1).count() == 0
