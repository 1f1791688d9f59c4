"""An alias shows another page's content, so it has that page's restrictions."""

import pytest
from wagtail.actions.create_alias import CreatePageAliasAction
from wagtail.models import Page, PageViewRestriction

from cms.tokens.scopes import READ_DRAFTS
from programme.models import NewsPage
from tests import factories

NEWS = "{ news { totalCount nodes { url } } }"


@pytest.fixture
def alias(tree):
    """It is outside the branch in which the tests hide its original."""
    news = factories.NewsFactory(parent=tree.news, title="First", slug="first", live=True)
    stream = factories.WorkStreamFactory(parent=tree.streams, title="Neglect", slug="neglect")
    return CreatePageAliasAction(news, parent=stream, update_slug="again", user=None).execute(
        skip_permission_checks=True
    )


def test_an_alias_of_a_public_page_is_public(alias, data, client):
    assert data(NEWS)["news"]["totalCount"] == 2
    assert client.get(alias.get_url()).status_code == 200


def test_an_alias_is_as_restricted_as_its_page(alias, data, client):
    PageViewRestriction.objects.create(page=Page.objects.get(slug="first"), restriction_type="login")
    assert data(NEWS)["news"] == {"totalCount": 0, "nodes": []}
    assert alias.get_url() not in client.get("/work-streams/neglect/").content.decode()
    assert alias.get_url() not in client.get("/sitemap.xml").content.decode()
    assert client.get(alias.get_url()).status_code == 302


def test_it_is_public_where_only_the_branch_of_its_page_is_not(alias, data, client, tree):
    """As in Wagtail: an alias in another branch is meant to be read there."""
    PageViewRestriction.objects.create(page=Page.objects.get(pk=tree.news.pk), restriction_type="login")
    assert data(NEWS)["news"]["totalCount"] == 1
    assert client.get(alias.get_url()).status_code == 200


def test_so_is_an_alias_of_an_alias(alias, data, tree):
    again = CreatePageAliasAction(alias, parent=tree.news, update_slug="third", user=None)
    again.execute(skip_permission_checks=True)
    assert data(NEWS)["news"]["totalCount"] == 3
    PageViewRestriction.objects.create(page=Page.objects.get(slug="first"), restriction_type="login")
    assert data(NEWS)["news"]["totalCount"] == 0


def test_in_a_perspective_they_have_the_draft_of_their_page_and_its_restrictions(
    alias, data, client, tree, headers_for
):
    again = CreatePageAliasAction(alias, parent=tree.news, update_slug="third", user=None)
    again.execute(skip_permission_checks=True)
    first = NewsPage.objects.get(slug="first")
    first.title = "Not yet"
    first.save_revision()
    headers, query = headers_for(READ_DRAFTS), {"query": "{ news { nodes { title } } }"}

    def titles():
        nodes = client.get("/graphql/", query, headers=headers).json()["data"]["news"]["nodes"]
        return [node["title"] for node in nodes]

    assert titles() == ["Not yet"] * 3
    assert data(query["query"])["news"]["nodes"] == [{"title": "First"}] * 3
    PageViewRestriction.objects.create(page=Page.objects.get(slug="first"), restriction_type="login")
    assert titles() == []
