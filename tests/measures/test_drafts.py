"""Previews and sign-off pages: nobody is asked or counted there, and charts are seen although their files are held."""

import datetime

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from bundles.publishing import items
from bundles.sign_off import links
from cms.accounts.roles import PROGRAMME_LEADS
from cms.models import HubImage
from cms.pages import preview_links
from measures.counts.tally import tally
from measures.models import CountsSettings, DailyCount, PeriodReport
from measures.reports import services
from programme.models import PublicationPage
from tests import factories
from tests.admin.conftest import sign_in
from tests.measures.counts.conftest import BROWSER

FIRST, LAST = datetime.date(2026, 7, 1), datetime.date(2026, 9, 30)


@pytest.fixture
def lead(tree, roles):
    return sign_in("lead", group=PROGRAMME_LEADS)


@pytest.fixture
def draft(tree, lead, django_capture_on_commit_callbacks) -> PublicationPage:
    """The draft of a report's publication, with a chart whose file is held."""
    for month in (7, 8):
        factories.NewsFactory(parent=tree.news, date=datetime.date(2026, month, 3))
    report = services.fill(PeriodReport(first=FIRST, last=LAST), tree.site, lead.user)
    report.save()
    with django_capture_on_commit_callbacks(execute=True):  # the sizes of pictures
        return services.publication_of(report, lead.user)


@pytest.fixture
def asked(tree):
    """The site counts its readers, and asks them a question."""
    CountsSettings.objects.create(site=tree.site, counts_readers=True)
    tally.forget()
    yield factories.SurveyFactory(site=tree.site)
    tally.forget()


def signed_off(draft, user) -> str:
    """Return the address at which somebody without an account signs off a bundle with the draft."""
    bundle = factories.BundleFactory(name="Report", created_by=user, changed_by=user)
    items.put_in(bundle, draft, user)
    token = links.make(bundle, name="Ann", email="", days=7, user=user)[1]
    page = BeautifulSoup(Client().get(f"/sign-off/{token}/").content, "html.parser")
    return page.select_one("main li a")["href"]


def linked(draft, user) -> str:
    """Return the address of a preview link."""
    expires_at = timezone.now() + datetime.timedelta(days=1)
    token = preview_links.make(draft, name="Ann", email="", expires_at=expires_at, mode="", user=user)[1]
    return f"/preview-link/{token}/"


def shown(client, address) -> BeautifulSoup:
    response = client.get(address)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


@pytest.mark.parametrize("address", [signed_off, linked])
def test_whoever_looks_at_a_draft_is_neither_asked_nor_counted(draft, lead, asked, address, tree):
    reader = Client(headers={"user-agent": BROWSER})
    page = shown(reader, address(draft, lead.user))
    assert draft.title in page.h1.text
    assert page.find(id="page-survey") is None
    assert shown(reader, tree.news.url).find(id="page-survey")
    tally.write()
    assert set(DailyCount.objects.values_list("thing", flat=True)) == {str(tree.news.pk)}


@pytest.mark.parametrize("address", [signed_off, linked])
def test_whoever_approves_a_draft_sees_its_charts(draft, lead, address):
    image = HubImage.objects.first()
    reader = Client()
    pictures = shown(reader, address(draft, lead.user)).select("main figure img")
    assert [one["alt"] for one in pictures] == [image.description for image in HubImage.objects.order_by("pk")]
    assert all(one["src"].startswith("data:image/png;base64,") for one in pictures)
    image.refresh_from_db()
    assert image.is_held
    assert reader.get(image.renditions.first().url).status_code == 404


def test_the_preview_in_the_admin_has_them_too(draft, lead):
    page = shown(lead, reverse("wagtailadmin_pages:view_draft", args=[draft.pk]))
    assert page.select("main figure img")


def test_a_picture_in_a_private_collection_stays_hidden_in_a_preview(draft, lead):
    restriction = factories.ImageFactory().collection.get_first_root_node().add_child(name="Closed")
    restriction.view_restrictions.create(restriction_type="login")
    HubImage.objects.filter(is_held=True).update(collection=restriction)
    assert not shown(Client(), linked(draft, lead.user)).select("main figure img")


def test_once_it_is_published_readers_get_the_files(draft, lead):
    draft.get_latest_revision().publish(user=lead.user)
    pictures = shown(Client(), draft.url).select("main figure img")
    assert pictures and not any(one["src"].startswith("data:") for one in pictures)
