"""Who proposed, changed and approved a draft, as editors read it."""

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import TaskState, Workflow

from bundles.publishing import items
from cms.drafts.authorship import SavedVersion, authorship, authorship_of, authorships
from programme.models import NewsPage
from tests import factories
from tests.admin.forms import edit_url

PROGRAM = "Scribe with the token “Minutes”"
NEWS = {"title": "Second meeting", "summary": "It met.", "date": "2026-11-02", "kind": "announcement"}


def said(*versions):
    return str(authorship_of(SavedVersion(*version) for version in versions))


def test_a_program_proposes_and_people_change_and_approve():
    versions = [("Ada", PROGRAM), ("Bob",), ("Ada",), ("Ada", PROGRAM), ("Bob", "", "Carol")]
    assert said(*versions) == f"Proposed by {PROGRAM} of Ada, changed by Bob and Ada, approved by Carol."


def test_a_program_that_comes_later_changes():
    assert said(("Ada",), ("Bob", PROGRAM), ("Ada",)) == f"Proposed by Ada, changed by {PROGRAM} of Bob."


def test_without_a_version_nothing_is_said():
    assert said() == ""


@pytest.fixture
def draft(tree, program, admin_user, lead):
    program.create(tree.news, newsPage=NEWS, agent="Scribe")
    page = NewsPage.objects.get().get_latest_revision_as_object()
    page.summary = "It met in June."
    page.save_revision(user=admin_user)
    return NewsPage.objects.get()


@pytest.mark.django_db
def test_it_counts_from_the_last_publication_in_one_statement(draft, admin_user, django_assert_num_queries):
    page = NewsPage.objects.get(pk=draft.pk)
    with django_assert_num_queries(1):
        words = str(authorship(page))
    assert words == f"Proposed by {PROGRAM} of lead, changed by admin."
    page.latest_revision.publish(user=admin_user)
    assert str(authorship(NewsPage.objects.get(pk=page.pk))) == ""


@pytest.mark.django_db
def test_reviewers_read_it_beside_the_form_and_in_the_comparison(draft, admin_user):
    state = Workflow.objects.get(active=True).start(draft, admin_user)
    client = Client()
    client.force_login(admin_user)
    words = f"Proposed by {PROGRAM} of lead, changed by admin."
    assert words in client.get(edit_url(draft)).content.decode()
    compared = reverse("wagtailadmin_pages:revisions_compare", args=[draft.pk, "earliest", "latest"])
    assert words in client.get(compared).content.decode()
    task = state.current_task_state
    dialog = reverse("wagtailadmin_pages:workflow_action", args=[draft.pk, "approve", task.pk])
    shown = client.get(dialog).json()["html"]
    assert words in shown and "<li>Title</li>" in shown and "<li>Summary</li>" not in shown
    TaskState.objects.filter(pk=task.pk).update(status=TaskState.STATUS_APPROVED, finished_by=admin_user)
    assert str(authorship(draft)) == f"{words[:-1]}, approved by admin."


@pytest.mark.django_db
def test_a_bundle_says_who_wrote_its_pages_in_one_statement(draft, admin_user, client, django_assert_num_queries):
    bundle = factories.BundleFactory()
    items.put_in(bundle, draft, admin_user)
    client.force_login(admin_user)
    words = f"Proposed by {PROGRAM} of lead, changed by admin."
    assert words in client.get(reverse("bundles:bundle", args=[bundle.pk])).content.decode()
    pages = list(NewsPage.objects.all()) + [draft.get_parent()]
    with django_assert_num_queries(1):
        found = authorships(pages)
    assert {str(one) for one in found.values()} == {words, ""}
