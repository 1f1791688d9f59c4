"""Two narrow roles: who only looks, and who lets newsletters go out."""

import pytest
from django.urls import reverse
from wagtail.models import Page

from newsletter.approval import approve
from newsletter.models import MailingList, Send
from newsletter.rights import may_send
from programme.models import NewsPage
from tests import factories

from .forms import add_url, edit_url
from .test_newsletter_desk import desk, order, subscribe


@pytest.fixture
def news(tree):
    page = factories.NewsFactory(parent=tree.news, live=False, title="Not yet public")
    page.save_revision()
    return page


def test_a_viewer_sees_pages_drafts_and_reports(viewer, tree, news):
    for address in (
        reverse("wagtailadmin_home"),
        reverse("wagtailadmin_explore", args=[tree.news.pk]),
        reverse("wagtailadmin_pages:view_draft", args=[news.pk]),
        reverse("wagtailadmin_reports:site_history"),
        reverse("writing_report"),
        reverse("search_queries"),
        reverse("commitments:index"),
    ):
        assert viewer.get(address).status_code == 200, address
    assert "Not yet public" in viewer.get(reverse("wagtailadmin_pages:view_draft", args=[news.pk])).content.decode()


def test_a_viewer_changes_nothing(viewer, tree, news):
    before = list(Page.objects.order_by("pk").values())
    for address in (
        edit_url(news),
        add_url(NewsPage, tree.news),
        reverse("wagtailadmin_pages:delete", args=[news.pk]),
        reverse("wagtailadmin_pages:move", args=[news.pk]),
        reverse("wagtailadmin_pages:copy", args=[news.pk]),
        reverse("wagtailadmin_pages:unpublish", args=[tree.news.pk]),
        reverse("wagtailadmin_pages:lock", args=[news.pk]),
        reverse("wagtailadmin_pages:set_privacy", args=[news.pk]),
        reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"]) + f"?id={news.pk}&next=/admin/",
        reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"]) + f"?id={news.pk}&next=/admin/",
        reverse("writing_help", args=[news.pk]),
    ):
        viewer.post(address, {"title": "Changed", "new_title": "C", "new_slug": "c"})
    assert list(Page.objects.order_by("pk").values()) == before


@pytest.mark.parametrize("name", ["feedback:index", "newsletter-subscribers:index", "wagtailusers_users:index"])
def test_a_viewer_sees_no_personal_data(viewer, name):
    assert viewer.get(reverse(name)).status_code == 302


@pytest.fixture
def issue(tree, editor):
    update = MailingList.objects.create(name="Regular update", slug="update")
    subscribe(update, "a@example.org")
    item = factories.NewsFactory(parent=tree.news, title="Guidance", summary="How age is assessed.")
    page = factories.IssueFactory(parent=tree.updates, live=False, number=7, subject="Update 7")
    page.sections = [("section", {"heading": "News", "items": [{"page": item, "text": ""}]})]
    page.mailing_lists = [update]
    page.save()
    page.save_revision(user=editor.user)
    return page


def test_a_sender_sends_only_what_a_second_person_approved(sender, lead, issue):
    assert desk(sender, issue).context["may_send"]
    order(sender, issue)
    assert not Send.objects.exists()
    approve(issue.latest_revision, lead.user)
    order(sender, issue)
    assert Send.objects.get().created_by == sender.user


def test_a_sender_publishes_no_page_and_sees_no_addresses(sender, tree, news, issue):
    assert not issue.permissions_for_user(sender.user).can_publish()
    assert not news.permissions_for_user(sender.user).can_edit()
    assert may_send(sender.user, issue)
    assert sender.get(reverse("newsletter-subscribers:index")).status_code == 302


def test_an_editor_does_not_send(editor, issue):
    assert not may_send(editor.user, issue)
