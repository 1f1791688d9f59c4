"""Moving and copying pages: fields that depend on the parent follow, and conflicts are refused with a message."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from wagtail.models import Page

from newsletter.models import IssuePage
from programme.models import CommitmentPage, MeetingPage, NewsPage, WorkStreamPage
from tests import factories

from .forms import said


def copy(client, page, parent, **values):
    form = {"new_title": page.title, "new_slug": f"{page.slug}-copy", "new_parent_page": parent.pk}
    return client.post(reverse("wagtailadmin_pages:copy", args=[page.pk]), form | values)


def move(client, page, parent):
    """Choose the new parent and confirm, as an editor does."""
    chosen = client.post(reverse("wagtailadmin_pages:move", args=[page.pk]), {"new_parent_page": parent.pk})
    assert chosen.status_code == 302, chosen.context["move_form"].errors
    return client.post(chosen.url, follow=True)


def move_many(client, pages, parent):
    ids = "&".join(f"id={page.pk}" for page in pages)
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "move"])
    return client.post(f"{url}?{ids}&next=/admin/", {"chooser": parent.pk}, follow=True)


def tree_as_it_is() -> list:
    return list(Page.objects.order_by("path").values_list("pk", "path", "url_path", "numchild"))


@pytest.fixture
def action(stream):
    return factories.CommitmentFactory(parent=stream, number=1, slug="action-1")


# Copying


@pytest.mark.parametrize("person", ["editor", "moderator", "lead"])
@pytest.mark.parametrize("publish", [False, True])
def test_a_commitment_is_not_copied_inside_its_stream(request, stream, action, person, publish):
    before = tree_as_it_is()
    response = copy(request.getfixturevalue(person), action, stream, **({"publish_copies": "on"} if publish else {}))
    assert response.status_code == 200
    assert "Neglect already has action 1." in response.context["form"].errors["new_parent_page"][0]
    assert response.context["form"]["new_slug"].value() == "action-1-copy"
    assert tree_as_it_is() == before


@pytest.mark.parametrize("live", [False, True])
def test_a_commitment_is_copied_to_a_stream_where_its_number_is_free(lead, action, other_stream, live):
    action.progress_entries.create(date="2018-01-25", status="complete", note="The guidance is out.")
    action.save()
    response = copy(lead, action, other_stream, **({"publish_copies": "on"} if live else {}))
    assert response.status_code == 302
    new = CommitmentPage.objects.child_of(other_stream).get()
    assert (new.work_stream, new.live) == (other_stream, live)
    assert new.get_latest_revision_as_object().work_stream == other_stream
    assert new.progress_entries.count() == 1
    action.refresh_from_db()
    assert action.work_stream != other_stream


@pytest.mark.parametrize("publish", [False, True])
def test_a_whole_stream_is_copied_with_what_stands_under_it(lead, tree, stream, publish):
    for number in (1, 2):
        factories.CommitmentFactory(parent=stream, number=number).save_revision()
    factories.NewsFactory(parent=stream, title="Bulletin")
    options = {"copy_subpages": "on"} | ({"publish_copies": "on"} if publish else {})
    assert copy(lead, stream, tree.streams, **options).status_code == 302

    new = WorkStreamPage.objects.get(slug="neglect-copy")
    copies = CommitmentPage.objects.child_of(new)
    assert [(page.number, page.work_stream_id, page.live) for page in copies] == [
        (1, new.pk, publish),
        (2, new.pk, publish),
    ]
    assert {page.get_latest_revision_as_object().work_stream_id for page in copies} == {new.pk}
    assert new in NewsPage.objects.child_of(new).get().work_streams.all()
    assert CommitmentPage.objects.filter(work_stream=stream).count() == 2


def test_an_alias_in_the_same_stream_is_refused_too(lead, stream, action):
    response = copy(lead, action, stream, alias="on")
    assert "already has action 1" in response.context["form"].errors["new_parent_page"][0]


def test_an_issue_is_not_copied(lead, tree):
    issue = factories.IssueFactory(parent=tree.updates, number=7, part=2)
    response = copy(lead, issue, tree.updates)
    assert "Updates already has issue 7, part 2." in response.context["form"].errors["new_parent_page"][0]
    assert IssuePage.objects.count() == 1


def test_a_meeting_is_copied_to_another_group(lead, tree):
    one, two = factories.GroupFactory(parent=tree.groups), factories.GroupFactory(parent=tree.groups)
    meeting = factories.MeetingFactory(parent=one)
    assert copy(lead, meeting, two).status_code == 302
    assert MeetingPage.objects.child_of(two).get().group == two


def test_a_page_of_which_there_is_one_is_not_copied(lead, tree):
    response = copy(lead, tree.news, tree.home)
    assert response.status_code == 200
    assert response.context["form"].errors["new_parent_page"]


# Moving


def test_a_commitment_moved_where_its_number_is_free_belongs_to_the_new_stream(lead, client, action, other_stream):
    action.save_revision()
    move(lead, action, other_stream)
    moved = CommitmentPage.objects.get(pk=action.pk)
    assert moved.get_parent().pk == moved.work_stream_id == other_stream.pk
    assert moved.get_latest_revision_as_object().work_stream == other_stream
    assert client.get(moved.url).status_code == 200


def test_an_old_revision_published_after_a_move_stays_in_the_new_stream(lead, action, other_stream):
    revision = action.save_revision()
    move(lead, action, other_stream)
    revision.refresh_from_db()
    revision.publish()
    assert CommitmentPage.objects.get(pk=action.pk).work_stream == other_stream


@pytest.mark.parametrize("live", [True, False])
def test_a_commitment_is_not_moved_where_its_number_is_taken(lead, action, other_stream, live):
    factories.CommitmentFactory(parent=other_stream, number=1, slug="the-other-action-1", live=live)
    before = tree_as_it_is()
    response = move(lead, action, other_stream)
    assert "Nothing was moved. Trafficking already has action 1." in said(response)
    assert response.redirect_chain[-1][0] == reverse("wagtailadmin_pages:move", args=[action.pk])
    assert tree_as_it_is() == before


def test_a_number_that_only_a_draft_carries_counts(lead, stream, other_stream, action):
    """Otherwise the draft would fail on the day of its approval or publication."""
    renumbered = factories.CommitmentFactory(parent=other_stream, number=5, slug="renumbered")
    renumbered.number = 1
    renumbered.save_revision()
    assert "Trafficking already has action 1." in said(move(lead, action, other_stream))
    assert copy(lead, action, other_stream).context["form"].errors
    assert CommitmentPage.names_taken(other_stream) == {"action 1", "action 5"}


def test_moving_by_code_is_refused_too(action, other_stream):
    factories.CommitmentFactory(parent=other_stream, number=1, slug="the-other-action-1")
    before = tree_as_it_is()
    with pytest.raises(ValidationError, match="already has action 1"):
        action.move(other_stream, pos="last-child")
    assert tree_as_it_is() == before


def test_pages_ticked_in_a_list_are_moved_together_or_not_at_all(lead, stream, other_stream, action):
    second = factories.CommitmentFactory(parent=stream, number=2, slug="action-2")
    factories.CommitmentFactory(parent=other_stream, number=2, slug="the-other-action-2")
    before = tree_as_it_is()
    response = move_many(lead, [action, second], other_stream)
    assert "Trafficking already has action 2." in said(response)
    assert tree_as_it_is() == before

    move_many(lead, [action], other_stream)
    assert CommitmentPage.objects.get(pk=action.pk).work_stream == other_stream


def test_pages_ticked_in_a_list_are_not_in_each_others_way(lead, tree, action, other_stream):
    twin = factories.CommitmentFactory(parent=other_stream, number=1, slug="twin")
    third = factories.WorkStreamFactory(parent=tree.streams)
    before = tree_as_it_is()
    response = move_many(lead, [action, twin], third)
    assert "More than one of the pages is action 1." in said(response)
    assert tree_as_it_is() == before


def test_commitments_are_sorted_within_their_stream(lead, stream, action):
    second = factories.CommitmentFactory(parent=stream, number=2)
    lead.post(reverse("wagtailadmin_pages:set_page_position", args=[second.pk]) + "?position=0")
    assert [page.number for page in CommitmentPage.objects.child_of(stream)] == [2, 1]


def test_a_meeting_moved_to_another_group_belongs_to_it(lead, tree):
    one, two = factories.GroupFactory(parent=tree.groups), factories.GroupFactory(parent=tree.groups)
    meeting = factories.MeetingFactory(parent=one)
    move(lead, meeting, two)
    assert MeetingPage.objects.get().group == two


def test_news_moved_under_a_stream_belongs_to_it_and_stays_where_it_was_put_before(lead, tree, stream, other_stream):
    news = factories.NewsFactory(parent=tree.news, work_streams=[other_stream])
    move(lead, news, stream)
    assert set(NewsPage.objects.get().work_streams.all()) == {stream, other_stream}


def test_a_stream_keeps_its_commitments_when_the_order_of_streams_changes(lead, stream, action, other_stream):
    lead.post(reverse("wagtailadmin_pages:set_page_position", args=[stream.pk]) + "?position=1")
    assert CommitmentPage.objects.get(pk=action.pk).work_stream == stream


def test_an_editor_does_not_move_what_is_live(editor, action, other_stream):
    editor.post(reverse("wagtailadmin_pages:move_confirm", args=[action.pk, other_stream.pk]))
    assert CommitmentPage.objects.get().work_stream != other_stream
