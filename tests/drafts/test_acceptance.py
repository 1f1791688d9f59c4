"""What a program wrote is marked for people until they change, accept or publish it."""

import datetime

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, PageLogEntry

from cms.drafts import acceptance
from cms.drafts.acceptance import unchecked_parts
from cms.drafts.copies import carry_over
from cms.graphql.ids import id_of
from cms.models import DraftedPage, WrittenVersion
from programme.models import NewsPage
from tests import factories
from tests.admin.forms import edit_url

pytestmark = pytest.mark.django_db
NEWS = {"title": "Second meeting", "summary": "It met.", "date": "2026-11-02", "kind": "announcement"}
BODY = [
    {"richText": {"text": {"markdown": "It agreed **two** actions."}}},
    {"heading": {"text": "Next", "level": "h2"}},
]
ACCEPTED, BY_PUBLISHING = "cms.draft.accepted", "cms.draft.accepted_by_publishing"


@pytest.fixture
def draft(tree, program):
    rows = [{"title": "Minutes", "address": "https://example.org/minutes"}]
    content = NEWS | {"body": BODY, "sources": rows}
    made = program.create(tree.news, newsPage=content, agent="Scribe")
    assert made["userErrors"] == []
    return NewsPage.objects.get()


@pytest.fixture
def client_of_lead(lead):
    client = Client()
    client.force_login(lead)
    return client


def marks(page):
    return {part.label: part for part in unchecked_parts(NewsPage.objects.get(pk=page.pk))}


def entry(page, action):
    found = PageLogEntry.objects.get(page=page.pk, action=action)
    return found.user, found.formatter.format_message(found)


def test_all_that_a_program_gave_is_marked_with_its_name_and_its_place(draft, django_assert_num_queries):
    page = NewsPage.objects.get(pk=draft.pk)
    with django_assert_num_queries(2):
        found = {part.label: part for part in unchecked_parts(page)}
    assert list(found) == [
        *("Title", "Summary", "Body, block 1 (Text)", "Body, block 2 (Heading)", "Date", "Kind", "Sources, row 1")
    ]
    assert {part.by for part in found.values()} == {"Scribe"}
    block = found["Body, block 2 (Heading)"]
    assert (block.field, block.block) == ("body", draft.body.raw_data[1]["id"])
    assert (found["Sources, row 1"].field, found["Sources, row 1"].row) == ("sources", 0)


def test_a_page_without_a_programs_text_costs_one_statement(tree, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert unchecked_parts(tree.news) == []


def test_an_editors_version_keeps_the_marks_of_what_it_leaves(draft, program):
    draft = NewsPage.objects.get(pk=draft.pk).get_latest_revision_as_object()
    draft.summary = "It met in June."
    draft.save_revision()
    assert "Title" in marks(draft) and "Summary" not in marks(draft)
    program.change(draft, newsPage={"summary": "It met in July."})
    assert marks(draft)["Summary"].by == "a program with the token “Minutes”"


def test_what_is_read_of_a_page_doesnt_grow_with_each_change(draft, program, monkeypatch):
    monkeypatch.setattr(acceptance, "KEPT_WHOLE", 3)
    for number in range(6):
        body = [{"richText": {"text": {"markdown": f"It agreed {number} actions."}}}]
        program.change(draft, newsPage={"summary": f"Version {number}.", "body": body})
    # The first has what still stands of it, and the newest all.
    kept = [set(version.parts) for version in acceptance.written_versions(draft)]
    assert len(kept) == 4 and "title" in kept[0] and "summary" not in kept[0]
    assert all("summary" in parts for parts in kept[1:])
    assert {"Title", "Summary", "Body, block 1 (Text)", "Sources, row 1"} <= set(marks(draft))


def test_an_editor_accepts_a_part_and_the_history_says_so(draft, client_of_lead, lead):
    address = reverse("hub_accept_parts", args=[draft.pk])
    key = marks(draft)["Title"].key
    assert client_of_lead.post(address, {"part": [key, "summary=changed meanwhile"]}).json() == {"accepted": 1}
    assert "Title" not in marks(draft) and "Summary" in marks(draft)
    assert entry(draft, ACCEPTED) == (lead, "Accepted 1 part written by Scribe: Title")
    assert client_of_lead.post(address, {"part": key}).json() == {"accepted": 0}
    assert NewsPage.objects.get(pk=draft.pk).latest_revision_id == draft.latest_revision_id


def test_who_may_not_edit_the_page_accepts_nothing(draft, client):
    address = reverse("hub_accept_parts", args=[draft.pk])
    assert client.post(address, {"part": marks(draft)["Title"].key}).status_code == 302
    assert "Title" in marks(draft)


def test_the_form_shows_what_is_marked_and_who_wrote_it(draft, client_of_lead, lead):
    html = client_of_lead.get(edit_url(draft)).content.decode()
    assert (
        "Written by a program – not yet checked" in html
        and f'data-unchecked-part="{marks(draft)["Title"].key}"' in html
    )
    client_of_lead.post(
        reverse("hub_accept_parts", args=[draft.pk]), {"part": [one.key for one in marks(draft).values()]}
    )
    assert "not yet checked" not in client_of_lead.get(edit_url(draft)).content.decode()


def test_the_form_costs_the_same_whatever_programs_wrote(draft, client_of_lead):
    def statements():
        with CaptureQueriesContext(connection) as seen:
            client_of_lead.get(edit_url(draft))
        return len(seen)

    statements()
    marked = statements()
    WrittenVersion.objects.all().delete()
    statements()
    assert statements() == marked


def test_who_publishes_accepts_what_is_left(draft, admin_user):
    draft.latest_revision.publish(user=admin_user)
    assert marks(draft) == {}
    user, words = entry(draft, BY_PUBLISHING)
    assert user == admin_user and words.startswith(
        "Published, and so accepted, 7 parts written by Scribe: Title, Summary"
    )
    assert DraftedPage.objects.filter(page=draft.pk).exists()


def test_a_page_whose_text_people_wrote_anew_isnt_drafted_by_a_program(draft, admin_user):
    draft.latest_revision.publish(user=admin_user)
    page = NewsPage.objects.get(pk=draft.pk).get_latest_revision_as_object()
    page.title, page.summary, page.body = "Ours", "Ours.", []
    page.save_revision().publish()
    assert DraftedPage.objects.filter(page=draft.pk).exists()  # the source
    page.sources.clear()
    page.save_revision().publish()
    assert not DraftedPage.objects.filter(page=draft.pk).exists()


def test_a_schedule_is_accepted_by_the_person_who_set_it(draft, admin_user, time_machine):
    page = draft.get_latest_revision_as_object()
    page.go_live_at = timezone.now() + datetime.timedelta(days=1)
    page.save_revision(user=admin_user).publish(user=admin_user)
    assert "Title" in marks(draft)
    time_machine.move_to(timezone.now() + datetime.timedelta(days=2))
    call_command("publish_scheduled")
    assert marks(draft) == {} and entry(draft, BY_PUBLISHING)[0] == admin_user


# Copies


def test_what_a_program_wrote_stays_marked_in_the_copy_of_a_program(draft, program, tree):
    draft = NewsPage.objects.get(pk=draft.pk).get_latest_revision_as_object()
    draft.summary = "It met in June."
    draft.save_revision()
    given = {"id": id_of(draft), "parent": id_of(tree.news), "title": "Third meeting"}
    assert program.send("copyPage", given)["userErrors"] == []
    copy = NewsPage.objects.latest("pk")
    found = marks(copy)
    assert {part.field for part in found.values()} == {"title", "body", "date", "kind", "sources"}
    assert {part.by for part in found.values()} == {"a program with the token “Minutes”"}
    assert "Title" in marks(draft)
    assert program.send("copyPage", given | {"slug": "named"})["userErrors"] == []
    named = NewsPage.objects.get(slug="named")
    assert {part.field for part in marks(named).values()} - {part.field for part in found.values()} == {"slug"}


def copied(client, page, **given):
    """Return the copy that a person makes in the admin."""
    parent = page.get_parent()
    data = {"new_title": page.title, "new_slug": f"{page.slug}-copy", "new_parent_page": parent.pk} | given
    assert client.post(reverse("wagtailadmin_pages:copy", args=[page.pk]), data).status_code == 302
    return Page.objects.get(slug=data["new_slug"]).specific


def test_and_in_the_copy_of_a_person_unless_somebody_accepted_it(draft, client_of_lead, lead):
    address = reverse("hub_accept_parts", args=[draft.pk])
    client_of_lead.post(address, {"part": marks(draft)["Summary"].key})
    before = marks(draft)
    copy = copied(client_of_lead, draft, new_title="Another")
    found = marks(copy)
    assert set(found) == set(before) - {"Title"} and "Summary" not in found
    assert {part.by for part in found.values()} == {"Scribe"}
    assert marks(draft) == before
    copy.latest_revision.publish(user=lead)
    assert marks(copy) == {} and entry(copy, BY_PUBLISHING)[0] == lead and marks(draft) == before


def test_and_in_the_copies_of_the_pages_below(tree, program, client_of_lead):
    section = factories.StandardPageFactory(parent=tree.home, slug="section")
    for title in ("One", "Two"):
        assert program.create(section, standardPage={"title": title, "summary": f"{title}."})["userErrors"] == []
    copy = copied(client_of_lead, section, copy_subpages="on")
    below = [page.specific for page in copy.get_children()]
    assert [[part.label for part in unchecked_parts(page)] for page in below] == [["Title", "Summary"]] * 2
    assert unchecked_parts(copy) == []


def test_a_copy_without_a_programs_text_costs_one_statement(tree, django_assert_num_queries):
    page = factories.StandardPageFactory(parent=tree.home)
    with django_assert_num_queries(1):
        assert carry_over(page, page) == []


def test_who_publishes_a_copy_at_once_accepts_what_is_in_it(draft, client_of_lead, lead):
    draft.latest_revision.publish(user=lead)
    changed = NewsPage.objects.get(pk=draft.pk)
    WrittenVersion.objects.update(accepted=[])
    copy = copied(client_of_lead, changed, publish_copies="on")
    assert copy.live and marks(copy) == {} and entry(copy, BY_PUBLISHING)[0] == lead
    assert DraftedPage.objects.filter(page=copy.pk).exists() and marks(draft)
