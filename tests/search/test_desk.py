"""The admin's search: everything that the person may see, and nothing of it outside the admin."""

from html import unescape

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags
from wagtail.models import GroupPagePermission, Page

from cms.accounts.roles import EDITORS, VIEWERS
from engagement.models import Contact
from newsletter.models import Subscriber
from newsletter.people.preferences import erase
from programme.models import ProgressEntry
from search.desk import changes
from search.desk.answers import DeskQuestion, find
from search.models import DeskChange, DeskEntry, DocumentText
from tests import factories
from tests.search.conftest import public


@pytest.fixture
def person(roles):
    """Make a user of a group, as the database has them."""

    def person(group: str) -> User:
        user = User.objects.create_user(group.lower())
        user.groups.add(Group.objects.get(name=group))
        return User.objects.get(pk=user.pk)

    return person


@pytest.fixture
def search(person):
    """Search as an editor or another; returns the answer."""
    editor = person(EDITORS)
    return lambda words, user=None, **more: find(DeskQuestion(words, **more), user or editor, public())


def titles(answer) -> list[str]:
    return [unescape(strip_tags(hit.title)) for hit in answer.hits]


@pytest.fixture
def draft(tree):
    """A page with a word that only its draft has."""
    page = factories.NewsFactory(parent=tree.news, title="The minister's visit", summary="Somebody comes.")
    page.summary = "The zorilla comes."
    page.save_revision()
    return page


def test_a_draft_is_found_by_those_who_may_edit_it_and_nowhere_else(draft, search, client, data, ask, suggested):
    hit = search("zorilla").hits[0]
    assert (hit.url, hit.state) == (reverse("wagtailadmin_pages:edit", args=[draft.pk]), "Live + draft")
    assert "<mark>zorilla</mark>" in hit.excerpt
    assert titles(search("zorila")) == ["The minister's visit"]
    assert search("zorila").searched == "zorilla"
    # Nothing public knows the word: neither results, corrections, suggestions, the API nor counts of facets.
    for words in ("zorilla", "zorila", "the zorilla comes", "somebody zorila"):
        found = ask(words)
        assert (found.searched, found.suggestion) == (words, "")
        assert "zorilla" not in repr(found.hits)
    assert ask("zorilla").total == 0
    assert suggested("zor") == suggested("zorila") == []
    answer = client.get("/search/", {"query": "zorila"}).content.decode()
    assert "zorilla" not in answer
    query = '{search(query: "zorila") {totalCount searchedFor suggestion facets {values {count}}}}'
    assert data(query)["search"] == {"totalCount": 0, "searchedFor": "zorila", "suggestion": None, "facets": []}


def test_a_page_that_was_never_published_is_found_until_it_is_deleted(tree, search):
    page = factories.NewsFactory(parent=tree.news, title="An okapi", live=False)
    assert [(hit.state, hit.kind) for hit in search("okapi").hits] == [("Draft", "News")]
    page.delete()
    assert search("okapi").total == 0


def test_nobody_finds_what_they_may_not_see(draft, search, person, tree):
    Contact.objects.create(name="Zoe Zorilla")
    of_events = User.objects.create_user("events")
    group = Group.objects.create(name="Events only")
    of_events.groups.add(group)
    GroupPagePermission.objects.create(group=group, page=tree.events, permission_type="change")
    event = factories.EventFactory(parent=tree.events, title="A day about the zorilla")
    found = search("zorilla", of_events)
    assert (titles(found), found.total, found.records) == (["A day about the zorilla"], 1, [])
    event.delete()
    # Not even by a correction: no thing that they may see has the word.
    found = search("zorila", of_events)
    assert (found.searched, found.suggestion, found.total) == ("zorila", "", 0)
    nobody = User.objects.create_user("nobody")
    assert search("zorilla", nobody).total == 0
    viewer = person(VIEWERS)
    assert search("zorilla", viewer).hits[0].url == reverse("wagtailadmin_pages:view_draft", args=[draft.pk])


def test_feedback_is_found_by_its_readers_with_its_number(search, tree):
    feedback = factories.FeedbackFactory(message="The capybara page is out of date.")
    reader = User.objects.create_user("reader")
    group = Group.objects.create(name="Feedback readers")
    group.permissions.set([*_permissions("engagement", "view_feedback")])
    reader.groups.add(group)
    for words in (feedback.number, feedback.number.lower().replace("-", ""), "capybara"):
        groups = search(words, reader).records
        assert [group.label for group in groups] == ["Feedback"]
        assert groups[0].hits[0].url == reverse("feedback:inspect", args=[feedback.pk])
        editor_of_news = User.objects.create_user(f"news {words}")
        assert search(words, editor_of_news).records == []


def test_a_contact_is_found_by_a_misspelt_name_until_it_is_erased(search, person):
    contact = Contact.objects.create(name="Katherine Gallacher", post="Chief okapi")
    lead = person("Programme leads")
    found = search("katherine galacher", lead)
    assert found.searched == "katherine gallacher"
    assert found.records[0].hits[0].url == reverse("contacts:edit", args=[contact.pk])
    contact.erase()
    assert search("katherine gallacher", lead).records == []


def test_a_subscriber_is_found_by_their_address_until_they_are_erased(search, person):
    one, other = (
        Subscriber.objects.create(address=address, normalised=address.lower())
        for address in ("Okapi.Keeper@example.org", "okapi@example.org")
    )
    lead = person("Programme leads")
    found = search("okapi.keeper@EXAMPLE.org", lead).records
    assert [[hit.url for hit in group.hits] for group in found] == [
        [reverse("newsletter-subscribers:inspect", args=[one.pk])]
    ]
    assert len(search("okapi", lead).records[0].hits) == 2
    assert search("okapi").records == []
    erase(one)
    erase(other)
    assert search("okapi", lead).records == []


def test_texts_of_notes_documents_and_terms_are_found(search, tree):
    stream = factories.WorkStreamFactory(parent=tree.streams)
    commitment = factories.CommitmentFactory(parent=stream, kind="action", number=3)
    ProgressEntry.objects.create(page=commitment, date="2099-01-01", status="started", note="The tapir was counted.")
    document = factories.DocumentFactory(title="Annex")
    DocumentText.objects.create(document=document, file="", text="All about the pangolin", read_at="2026-01-01T00:00Z")
    organisation = factories.OrganisationFactory(name="Society for axolotls")
    assert search("tapir").hits[0].url == reverse("wagtailadmin_pages:edit", args=[commitment.pk])
    assert search("pangolin").hits[0].url == reverse("wagtaildocs:edit", args=[document.pk])
    assert titles(search("axolotl")) == [organisation.name]


def test_changes_are_indexed_once_each_and_newest_first(draft, search, tree, monkeypatch):
    factories.NewsFactory(parent=tree.news, title="A quokka")
    monkeypatch.setattr("search.desk.answers.MOST_BEFORE", 1)
    found = search("quokka")
    assert (found.total, found.is_partial) == (1, True)
    while changes.catch_up(50):
        pass
    assert titles(search("zorilla")) == ["The minister's visit"]
    assert not search("zorilla").is_partial


def test_what_the_index_lacks_is_noted_by_the_worker(draft, search):
    DeskChange.objects.all().delete()
    found = search("zorilla")
    assert (found.total, found.is_partial) == (0, True)
    changes.note_missing(500, timezone.now())
    while changes.catch_up(50):
        pass
    assert search("zorilla").total == 1
    Page.objects.filter(pk=draft.pk).update(title="Zorillas!")
    DeskEntry.objects.update(indexed_at="2020-01-01T00:00Z")
    assert changes.note_missing(500, timezone.now()) is False
    assert DeskChange.objects.exists()


def _permissions(app: str, *names: str):
    return Permission.objects.filter(content_type__app_label=app, codename__in=names)


def test_the_page_of_results(draft, client):
    client.force_login(User.objects.create_superuser("admin"))
    response = client.get(reverse("desk_search"), {"q": "zorila"})
    html = response.content.decode()
    assert reverse("wagtailadmin_pages:edit", args=[draft.pk]) in html
    assert "These are results for “zorilla”" in html
    assert client.get(reverse("desk_search"), {"q": ""}).status_code == 200
    assert client.get(reverse("desk_search"), {"q": "zorilla", "p": "9", "kind": "x"}).status_code == 302
