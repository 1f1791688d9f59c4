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


@pytest.mark.parametrize("path", ["/old", "/OLD/", "/old/?utm_source=x", "/%6fld/"])
def test_a_redirect_works_for_every_form_of_its_path(tree, client, path):
    Redirect.objects.create(old_path="/old", site=tree.site, redirect_link="https://example.org/new")
    assert client.get(path)["Location"] == "https://example.org/new"


@pytest.mark.parametrize("link", ["", "/news/secret/", "/News/Secret", "https://localhost/news/secret/"])
def test_a_redirect_to_something_hidden_is_not_there(tree, client, link):
    draft = factories.NewsFactory(parent=tree.news, title="Secret", live=False)
    target = {"redirect_link": link} if link else {"redirect_page": draft}
    Redirect.objects.create(old_path="/old", site=tree.site, **target)
    assert client.get("/old/").status_code == 404
    assert client.get("/NEWS/secret/").status_code == 404


def test_a_page_wins_over_a_redirect(tree, client):
    Redirect.objects.create(old_path="/news", site=tree.site, redirect_link="https://example.org/")
    assert client.get("/news/").status_code == 200
