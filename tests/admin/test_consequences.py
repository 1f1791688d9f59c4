"""The consequences of publishing are listed beside the question about the size of the change."""

import datetime
import json

import pytest
from django.urls import reverse

from home.models import FeaturedPage
from programme.models import CommitmentPage, NewsPage
from tests import factories

from .forms import add_url, edit_url

ADMIN_PAGES = "wagtailadmin_pages:edit"


@pytest.fixture
def item(tree, stream, roles):
    page = factories.NewsFactory(parent=tree.news, title="The news", work_streams=[stream])
    page.save_revision().publish()
    return page


def address(page) -> str:
    return reverse("hub_consequences", args=[page.pk])


def places(response) -> dict[str, list[str]]:
    return {group.heading: [place.name for place in group.places] for group in response.context["groups"]}


def test_it_says_who_refers_to_the_page_with_links(moderator, tree, item):
    tree.home.featured.add(FeaturedPage(target=item))
    tree.home.save()
    response = moderator.get(address(item))
    assert places(response)["Refer to this page"] == [tree.home.title]
    assert reverse(ADMIN_PAGES, args=[tree.home.pk]) in response.content.decode()


def test_it_names_lists_feeds_and_stored_queries(moderator, item, stream):
    found = places(moderator.get(address(item)))
    assert {"List of news", "Feed: News", f"Page of the work stream {stream}"} <= set(
        found["Lists, feeds and calendars"]
    )
    assert {"NewsItem", "NewsList"} <= set(found["Stored queries"])
    assert "Team" not in found["Stored queries"]


def test_it_names_the_audiences(moderator, tree):
    audience = factories.AudienceFactory(name="Leaders")
    page = factories.NewsFactory(parent=tree.news, audiences=[audience])
    found = places(moderator.get(address(page)))["Lists, feeds and calendars"]
    assert "Feed for the audience Leaders" in found


def test_it_names_the_issue_that_is_being_written(moderator, tree, item):
    issue = factories.IssueFactory(parent=tree.updates, title="Issue 7", number=7)
    assert places(moderator.get(address(item)))["Newsletter"] == []
    section = {"heading": "News", "items": [{"type": "item", "id": "one", "value": {"page": item.pk, "text": "Said."}}]}
    issue.sections = json.dumps([{"type": "section", "value": section}])
    issue.save_revision()
    assert places(moderator.get(address(item)))["Newsletter"] == ["Issue 7"]


def test_for_a_page_that_is_being_written_it_says_what_will_be(moderator, tree, stream, roles):
    url = reverse("hub_consequences_new", args=["programme", "newspage", tree.news.pk])
    assert url in moderator.get(add_url(NewsPage, tree.news)).content.decode()
    found = places(moderator.get(url))
    assert found["Refer to this page"] == []
    assert "Feed: News" in found["Lists, feeds and calendars"]
    url = reverse("hub_consequences_new", args=["programme", "commitmentpage", stream.pk])
    assert f"Feed of the work stream {stream}" in places(moderator.get(url))["Lists, feeds and calendars"]


def test_the_form_asks_for_it_and_gets_it_without_the_frame(moderator, item):
    assert address(item) in moderator.get(edit_url(item)).content.decode()
    part = moderator.get(address(item), headers={"X-Requested-With": "XMLHttpRequest"})
    assert "<html" not in part.content.decode()
    assert "Marked <strong>major</strong>" in part.content.decode()


def test_who_may_not_edit_is_not_told(client, item, stream, django_user_model):
    client.force_login(django_user_model.objects.create_user("nobody"))
    for url in (
        address(item),
        reverse("hub_consequences_new", args=["programme", "newspage", item.get_parent().pk]),
    ):
        assert client.get(url).status_code == 302


def test_a_type_that_can_not_stand_there_is_not_found(moderator, tree, roles):
    for names in (["programme", "commitmentpage"], ["auth", "user"], ["no", "thing"]):
        url = reverse("hub_consequences_new", args=[*names, tree.news.pk])
        assert moderator.get(url).status_code == 404


def test_it_costs_the_same_for_many(moderator, tree, stream, item, django_assert_num_queries):
    def refer(number):
        page = factories.CommitmentFactory(parent=stream, number=number, slug=f"action-{number}")
        page.progress_entries.create(date=datetime.date(2018, 1, 1), status="complete", note="So.", evidence_page=item)
        page.save()

    for number in (1, 2, 3):
        refer(number)
    moderator.get(address(item))
    with django_assert_num_queries(QUERIES):
        moderator.get(address(item))
    for number in range(4, 31):
        refer(number)
    moderator.get(address(item))  # facts of the period are read once after a change
    with django_assert_num_queries(QUERIES):
        response = moderator.get(address(item))
    assert len(places(response)["Refer to this page"]) == CommitmentPage.objects.count() == 30


# The statements of every page of the admin, with the content's token for sites, words and the hub's name; the page; then
# what programs wrote, references, referring pages, streams, audiences and issues.
QUERIES = 20
