"""A demonstration says so: on pages, in files, feeds, mails, the API and the admin; and nothing else says it."""

from email import message_from_bytes
from email.policy import default

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Site

from cms.accounts.roles import PROGRAMME_LEADS
from cms.base.hub_name import hub_name
from cms.delivery.link_mails import mail_link
from cms.delivery.models import DEMONSTRATION
from cms.models import HubSettings
from newsletter.choices import EditionAudience, LetterKind, SubscriptionState
from newsletter.generator.editions import editions_of
from newsletter.models import Letter
from newsletter.people import letters
from tests import factories


@pytest.fixture
def settings_of_hub(hub) -> HubSettings:
    return HubSettings.objects.get(site__is_default_site=True)


@pytest.fixture
def demonstration(settings_of_hub) -> HubSettings:
    settings_of_hub.demonstration = True
    settings_of_hub.save()
    return settings_of_hub


def test_every_page_says_it_and_costs_no_more(settings_of_hub, hub, client):
    paths = [page.url for page in hub.values()] + [reverse(name) for name in ("search", "engagement:feedback")]
    before = {}
    for path in paths:
        client.get(path)
        with CaptureQueriesContext(connection) as counted:
            page = client.get(path).content.decode()
        assert DEMONSTRATION not in page
        before[path] = len(counted)
    settings_of_hub.demonstration = True
    settings_of_hub.save()
    for path in paths:
        client.get(path)
        with CaptureQueriesContext(connection) as counted:
            page = client.get(path).content.decode()
        assert page.count(DEMONSTRATION) == 1, path
        assert len(counted) == before[path], path
    for page in hub.values():
        assert '<meta name="robots" content="noindex">' in client.get(page.url).content.decode()


def test_a_page_that_is_not_there_says_it(demonstration, client):
    assert DEMONSTRATION in client.get("/no-such-page/").content.decode()


def test_search_engines_are_kept_out(settings_of_hub, client):
    assert "Disallow: /\n" not in client.get("/robots.txt").content.decode()
    settings_of_hub.demonstration = True
    settings_of_hub.save()
    assert client.get("/robots.txt").content.decode() == "User-agent: *\nDisallow: /\n"


def test_titles_of_feeds_calendars_and_files_say_it(demonstration, client):
    name = f"{demonstration.site_name} (demonstration)"
    for path in ("/feeds/all.atom", "/calendars/all.ics", reverse("manifest"), reverse("search_opensearch")):
        assert name in client.get(path).content.decode().replace("\r\n ", ""), path


def test_the_api_says_it(settings_of_hub, data):
    assert data("{ site { demonstration } }") == {"site": {"demonstration": False}}
    HubSettings.objects.update(demonstration=True)
    assert data("{ site { demonstration } }") == {"site": {"demonstration": True}}


def test_letters_say_it(demonstration):
    one = factories.SubscriptionFactory(state=SubscriptionState.PENDING)
    letter = Letter.objects.create(subscriber=one.subscriber, kind=LetterKind.CONFIRM, due_at=timezone.now())
    message = message_from_bytes(letters.compose(letter, demonstration, timezone.now()), policy=default)
    for part in message.iter_parts():
        assert DEMONSTRATION in " ".join(part.get_content().split())


def test_issues_of_the_newsletter_say_it(hub, settings_of_hub):
    edition = editions_of(hub["issue"])[EditionAudience.EXTERNAL]
    assert DEMONSTRATION not in edition.html + edition.text
    HubSettings.objects.update(demonstration=True)
    edition = editions_of(hub["issue"])[EditionAudience.EXTERNAL]
    assert DEMONSTRATION in " ".join(edition.html.split())
    assert DEMONSTRATION in " ".join(edition.text.split())


def test_mails_of_editors_say_it(demonstration):
    user = get_user_model().objects.create_user("ann", "ann@example.org")
    mail_link("A link", "Here it is.", "bob@example.org", user)
    assert mail.outbox[0].body.rstrip().endswith(DEMONSTRATION)
    assert hub_name() == f"{demonstration.site_name} (demonstration)"


def test_the_admin_says_it(demonstration, admin_client):
    page = admin_client.get(reverse("wagtailadmin_home")).content.decode()
    assert f'aria-label="Demonstration">{DEMONSTRATION}</div>' in page
    HubSettings.objects.update(demonstration=False)
    assert DEMONSTRATION not in admin_client.get(reverse("wagtailadmin_home")).content.decode()


def test_only_an_administrator_sets_it(roles, settings_of_hub, admin_client):
    lead = get_user_model().objects.create_user("lee", "lee@example.org", "a-long-enough-password")
    lead.groups.set(Group.objects.filter(name=PROGRAMME_LEADS))
    client = Client()
    client.force_login(lead)
    address = reverse("wagtailsettings:edit", args=("cms", "hubsettings", settings_of_hub.site_id))
    assert 'name="demonstration"' in admin_client.get(address).content.decode()
    assert 'name="demonstration"' not in client.get(address).content.decode()


def test_another_programme_in_the_hub_is_no_demonstration(demonstration, tree, client, settings):
    settings.ALLOWED_HOSTS = ["*"]
    home = factories.HomeFactory(parent=tree.home.get_parent(), slug="real", title="Real")
    site = Site.objects.create(hostname="real.example", port=80, root_page=home)
    HubSettings.objects.create(site=site, site_name="Real")
    page = client.get("/", headers={"host": "real.example"}).content.decode()
    assert "Real" in page
    assert DEMONSTRATION not in page
    assert "Disallow: /\n" not in client.get("/robots.txt", headers={"host": "real.example"}).content.decode()
