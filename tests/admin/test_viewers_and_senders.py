"""Two narrow roles: viewers and newsletter senders."""

import re

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Permission
from django.urls import reverse
from wagtail.models import Page

from newsletter.approval import approve
from newsletter.models import MailingList, Send
from newsletter.rights import may_send
from programme.models import NewsPage
from tests import factories

from .conftest import sign_in
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


def hrefs(client, address: str) -> set[str]:
    return {link["href"] for link in BeautifulSoup(client.get(address).content, "html.parser").find_all("a", href=True)}


def test_a_viewer_is_offered_no_form_and_no_history_in_the_tree_and_in_lists(viewer, editor, tree, news):
    draft = reverse("wagtailadmin_pages:view_draft", args=[news.pk])
    history = reverse("wagtailadmin_pages:history", args=[news.pk])
    for address in (reverse("wagtailadmin_explore", args=[tree.news.pk]), reverse("news:index")):
        seen = viewer.get(address).content.decode()
        assert draft in seen
        assert not {edit_url(news), history} & hrefs(viewer, address)
        assert "data-bulk-action-checkbox" not in seen
        assert "data-bulk-action-checkbox" in editor.get(address).content.decode()
        assert history in hrefs(editor, address)
    above = reverse("wagtailadmin_explore", args=[tree.news.pk])
    for name in ("history", "usage"):
        assert reverse(f"wagtailadmin_pages:{name}", args=[tree.news.pk]) not in hrefs(viewer, above)
        assert reverse(f"wagtailadmin_pages:{name}", args=[tree.news.pk]) in hrefs(editor, above)


def test_the_report_on_writing_leads_a_viewer_to_drafts(viewer, editor, news):
    report = reverse("writing_report")
    assert reverse("wagtailadmin_pages:view_draft", args=[news.pk]) in hrefs(viewer, report)
    assert edit_url(news) not in hrefs(viewer, report)
    assert edit_url(news) in hrefs(editor, report)


def test_the_message_house_leads_to_no_form_that_is_refused(viewer, sender, editor, tree):
    message = factories.KeyMessageFactory(parent=tree.messages, title="Listen")
    used = factories.NewsFactory(parent=tree.news, title="Out", date="2018-02-01", key_messages=[message])
    house = reverse("message_house")
    assert edit_url(used) in hrefs(editor, house)
    for client in (viewer, sender):
        assert "Listen" in client.get(house).content.decode()
        assert edit_url(used) not in hrefs(client, house)


def test_the_import_of_progress_is_offered_to_those_who_may_publish(editor, moderator, viewer):
    choose, importing = reverse("programme_choose"), reverse("programme_import")
    assert importing in hrefs(moderator, choose)
    assert importing not in hrefs(editor, choose)
    assert viewer.get(choose).status_code == 302


@pytest.mark.parametrize("who", ["viewer", "sender", "editor", "moderator", "lead"])
def test_every_entry_of_the_menu_opens(request, who):
    client = request.getfixturevalue(who)
    home = BeautifulSoup(client.get(reverse("wagtailadmin_home")).content, "html.parser")
    entries = set(re.findall(r'"url": "(/admin/[^"]*)"', home.find(id="wagtail-sidebar-props").string))
    assert len(entries) > 10
    shut = [url for url in entries - {reverse("wagtailadmin_logout")} if client.get(url, follow=True).redirect_chain]
    # Each user sees their own part of the explorer; settings have one page per site.
    assert [url for url in shut if not url.startswith(("/admin/pages/", "/admin/settings/"))] == []


def test_the_menu_offers_no_list_that_does_not_open(roles):
    nobody = sign_in("nobody")
    nobody.user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    menu = nobody.get(reverse("wagtailadmin_home")).content.decode()
    assert reverse("news:index") not in menu
    assert reverse("calendar") in menu


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
