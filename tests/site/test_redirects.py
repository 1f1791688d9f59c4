"""Editors' redirects work on the public pages, but never reveal the address of something hidden."""

import pytest
from wagtail.contrib.redirects.models import Redirect

from tests import factories


@pytest.mark.parametrize(("permanent", "status"), [(True, 301), (False, 302)])
def test_a_redirect_leads_to_its_page(tree, client, permanent, status):
    news = factories.NewsFactory(parent=tree.news, title="First")
    Redirect.objects.create(old_path="/old", site=tree.site, redirect_page=news, is_permanent=permanent)
    response = client.get("/old/")
    assert response.status_code == status
    assert response["Location"] == "/news/first/"


@pytest.mark.parametrize("by_page", [True, False])
def test_a_redirect_to_something_hidden_is_not_there(tree, client, by_page):
    draft = factories.NewsFactory(parent=tree.news, title="Secret", live=False)
    target = {"redirect_page": draft} if by_page else {"redirect_link": "/news/secret/"}
    Redirect.objects.create(old_path="/old", site=tree.site, **target)
    assert client.get("/old/").status_code == 404


def test_a_page_wins_over_a_redirect(tree, client):
    Redirect.objects.create(old_path="/news", site=tree.site, redirect_link="https://example.org/")
    assert client.get("/news/").status_code == 200
