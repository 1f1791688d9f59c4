"""A second programme in daily use: bundles, webhooks, and the way back from a form."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from wagtail.log_actions import log

from bundles.models import Bundle
from bundles.publishing import items
from bundles.publishing.errors import BundleError
from cms.base.active_site import site_active
from cms.sites.models import NO_HOST
from programme.models import NewsIndexPage
from tests import factories
from tests.admin.forms import send
from webhooks.models import Webhook, WebhookEvent


def draft_in(site):
    page = factories.NewsFactory(parent=NewsIndexPage.objects.descendant_of(site.root_page).get(), live=False)
    page.save_revision()
    return page


def test_a_bundle_holds_pages_and_posts_of_one_programme(tree, energy, ann):
    with site_active(energy):
        bundle = Bundle.objects.create(name="Launch")
        own, own_post = draft_in(energy), factories.SocialPostFactory()
    items.put_in(bundle, own, ann)
    items.put_in(bundle, own_post, ann)
    with site_active(tree.site):
        other_post = factories.SocialPostFactory()
    for other in (draft_in(tree.site), other_post):
        with pytest.raises(BundleError, match="is of another programme"):
            items.put_in(bundle, other, ann)
    assert (bundle.pages.count(), bundle.posts.count()) == (1, 1)


def test_webhooks_name_an_address_that_answers(client, energy, ann):
    Webhook.objects.create(name="All", address="https://hooks.example.org/", events=["page.published"])
    page = draft_in(energy)
    page.latest_revision.publish()
    event = WebhookEvent.objects.get().data
    assert event["site"] == {"hostname": "localhost", "port": 80, "prefix": "/energy"}
    assert event["page"]["path"] == f"/energy/news/{page.slug}/"
    assert client.get(event["page"]["path"]).status_code == 200


def test_after_publication_one_is_in_the_pages_of_the_programme(client, energy, ann):
    client.force_login(ann)
    news = draft_in(energy)
    answer = send(client, f"/energy/admin/pages/{news.pk}/edit/", "publish")
    assert answer["Location"] == f"/energy/admin/pages/{news.get_parent().pk}/"
    front = energy.root_page_id
    answer = send(client, f"/energy/admin/pages/{front}/edit/", "publish")
    assert answer["Location"] == f"/energy/admin/pages/{front}/"


@pytest.mark.parametrize(
    "path",
    [
        *("/", "/pages/", "/programmes/", "/programmes/all/", "/programmes/own/", "/reports/audit-log/"),
        *("/access-tokens/new/", "/webhooks/new/", "/redirects/add/", "/settings/cms/hubsettings/", "/users/"),
    ],
)
def test_the_host_that_nothing_is_at_is_named_nowhere(client, energy, ann, path):
    client.force_login(ann)
    answer = client.get(f"/energy/admin{path}", follow=True)
    assert answer.status_code == 200
    assert NO_HOST not in answer.content.decode()


def test_histories_show_the_records_of_ones_own_programmes(client, tree, energy, ann):
    def of(site, word):
        with site_active(site):
            bundle = Bundle.objects.create(name=f"{word} bundle")
        return [bundle, factories.OrganisationFactory(name=f"{word} office", site=site)]

    things = [*of(tree.site, "Canary"), *of(energy, "Kingfisher"), factories.OrganisationFactory(name="Both")]
    for thing in things:
        log(instance=thing, action="wagtail.edit", user=ann)
    user = get_user_model().objects.create_user("erin", "erin@example.org")
    user.groups.set(Group.objects.filter(name="Leads of Energy"))
    client.force_login(user)
    page = "/energy/admin/reports/site-history/"
    for path in (page, f"{page}results/"):
        text = client.get(path).content.decode()
        assert "Canary" not in text
        for name in ("Kingfisher bundle", "Kingfisher office", "Both"):
            assert name in text, (path, name)
    client.force_login(ann)
    text = client.get(page).content.decode()
    assert "Canary bundle" in text, "somebody who works in all programmes sees all"
    assert "Kingfisher bundle" in text
