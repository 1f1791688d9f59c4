"""Bundles in the admin: who may do what, what is refused, what the buttons do."""

import datetime

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Permission
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, Revision

from bundles.admin import desk
from bundles.choices import BundleState
from bundles.models import Bundle, SignOffLink
from bundles.publishing import items, services
from bundles.sign_off import links
from cms.editing.permissions import DeskContext
from tests import factories
from tests.admin.conftest import sign_in
from tests.admin.forms import edit_url, send

from .conftest import draft


def at(bundle, name="bundle", *args) -> str:
    return reverse(f"bundles:{name}", args=[bundle.pk, *args])


def do(client, bundle, deed, **values):
    return client.post(at(bundle, "act", deed), values, follow=True)


def text_of(response) -> str:
    return BeautifulSoup(response.content, "html.parser").get_text(" ", strip=True)


def test_from_a_name_to_everything_published(tree, editor, lead, moderator, client):
    response = editor.post(reverse("bundles:add"), {"name": "Launch", "note": "For May"}, follow=True)
    bundle = Bundle.objects.get()
    assert response.request["PATH_INFO"] == at(bundle)
    assert bundle.created_by == editor.user
    news = draft(factories.NewsFactory(parent=tree.news, title="Launch news", slug="launch", live=False), editor.user)
    assert "was added to the bundle" in text_of(do(editor, bundle, "put-in-page", page=news.pk))
    do(editor, bundle, "ask")
    assert "Programme leads approve" in text_of(
        do(moderator, bundle, "approve", seen=Bundle.objects.get().fingerprint())
    )
    seen = BeautifulSoup(lead.get(at(bundle)).content, "html.parser").find("input", {"name": "seen"})["value"]
    assert "Approved." in text_of(do(lead, bundle, "approve", seen=seen))
    assert "isn't a page that you may publish" in text_of(do(editor, bundle, "publish"))
    assert "is published" in text_of(do(moderator, bundle, "publish"))
    assert client.get("/news/launch/").status_code == 200
    log = text_of(editor.get(at(bundle, "log")))
    for words in ("“Launch news” put in", "Review asked for", "Approved", "Published: Launch news"):
        assert words in log


@pytest.mark.parametrize(
    "deed", ["ask", "approve", "give-back", "take-over", "schedule", "publish", "make-link", "put-in-page"]
)
def test_buttons_are_for_those_with_the_right_and_by_post(launch, deed, editor):
    assert editor.get(at(launch.bundle, "act", deed)).status_code == 405
    nobody = sign_in("nobody")
    response = nobody.post(at(launch.bundle, "act", deed))
    assert response.status_code == 302
    assert launch.again().state == BundleState.WRITING
    assert not SignOffLink.objects.exists()


def test_viewers_look_and_change_nothing(launch, roles):
    viewer = sign_in("viewer")
    names = ("view_bundle", "access_admin")
    viewer.user.user_permissions.set(Permission.objects.filter(codename__in=names))
    html = viewer.get(at(launch.bundle)).content.decode()
    assert "New news" in html
    assert "do/ask" not in html
    item = launch.bundle.page_items[0]
    for address in (at(launch.bundle, "act", "ask"), at(launch.bundle, "act_on_page", item.pk, "take-out")):
        assert viewer.post(address).status_code == 302
    assert launch.bundle.pages.count() == 3


def test_a_form_with_a_mistake_keeps_what_was_typed(launch, editor, approved, moderator):
    response = do(editor, launch.bundle, "make-link", name="Ann Other", email="ann", days="99")
    assert response.status_code == 422
    html = response.content.decode()
    assert 'value="Ann Other"' in html
    assert "Enter a valid email address" in html
    assert "less than or equal to 30" in html
    response = do(moderator, launch.bundle, "schedule", publish_at="2020-01-01 10:00")
    assert "This is in the past." in text_of(response)
    assert "2020-01-01 10:00" in response.content.decode()


def test_a_bundle_is_scheduled_and_the_schedule_cancelled(approved, moderator):
    moment = timezone.localtime(timezone.now() + datetime.timedelta(days=1))
    do(moderator, approved.bundle, "schedule", publish_at=f"tomorrow {moment:%H:%M}")
    assert approved.again().state == BundleState.SCHEDULED
    assert timezone.localtime(approved.again().publish_at) == moment.replace(second=0, microsecond=0)
    assert approved.again().released_by == moderator.user
    do(moderator, approved.bundle, "unschedule")
    assert approved.again().state == BundleState.APPROVED


def test_a_sign_off_link_is_shown_once_and_can_be_revoked(launch, editor, client):
    response = do(editor, launch.bundle, "make-link", name="Ann", email="ann@example.org", days=7)
    address = BeautifulSoup(response.content, "html.parser").find(id="new-address")["value"]
    path = address[address.index("/sign-off/") :]
    assert client.get(path).status_code == 200
    assert "new-address" not in editor.get(at(launch.bundle)).content.decode()
    token = path.split("/")[2]
    assert token not in str(list(SignOffLink.objects.values()))
    editor.post(at(launch.bundle, "act_on_link", SignOffLink.objects.get().pk, "revoke"))
    assert client.get(path).status_code == 410


def test_a_new_sign_off_link_is_mailed_from_where_it_is_shown(launch, editor, lead):
    response = do(editor, launch.bundle, "make-link", name="Ann", email="ann@example.org", days=7)
    html = BeautifulSoup(response.content, "html.parser")
    assert html.find("button", {"data-copy": "new-address"})
    address, token = html.find(id="new-address")["value"], html.find("input", {"name": "token"})["value"]
    assert html.find(id="mail_email")["value"] == "ann@example.org"

    again = do(editor, launch.bundle, "mail-link", email="ann@", token=token)
    assert again.status_code == 422
    assert address in again.content.decode(), "a mistake doesn't lose the link"

    do(editor, launch.bundle, "mail-link", email="ann@example.com", words="The second page matters.", token=token)
    [message] = mail.outbox
    assert (message.to, message.reply_to) == (["ann@example.com"], ["editor@example.org"])
    for words in (address, "“Launch”", "The second page matters.", "UK time"):
        assert words in message.body
    assert SignOffLink.objects.get().email == "ann@example.com"
    assert "Sign-off link of Ann mailed to ann@example.com" in text_of(editor.get(at(launch.bundle, "log")))


@pytest.mark.parametrize("why", ["of another bundle", "forged"])
def test_nothing_but_the_bundles_own_link_is_mailed(launch, editor, why):
    other = factories.BundleFactory()
    token = links.make(other, name="Ann", email="", days=1, user=editor.user)[1] if why == "of another bundle" else "x"
    response = do(editor, launch.bundle, "mail-link", email="ann@example.com", token=token)
    assert "This link isn't one of ours" in text_of(response)
    assert not mail.outbox


def test_a_link_that_the_mail_server_refuses_is_shown_again(launch, editor, settings):
    settings.EMAIL_BACKEND = "nowhere.Backend"
    token = links.make(launch.bundle, name="Ann", email="", days=1, user=editor.user)[1]
    response = do(editor, launch.bundle, "mail-link", email="ann@example.com", token=token)
    assert "The mail server didn't accept it" in text_of(response)
    assert token in response.content.decode()


def test_a_page_goes_into_a_bundle_from_its_own_menu(tree, editor, launch):
    news = draft(factories.NewsFactory(parent=tree.news, live=False), editor.user)
    address = reverse("bundles:add_page", args=[news.pk])
    assert address in editor.get(reverse("wagtailadmin_pages:edit", args=[news.pk])).content.decode()
    assert "Choose a bundle, or name a new one" in text_of(editor.post(address, {}))
    editor.post(address, {"name": "Another"})
    other = Bundle.objects.get(name="Another")
    assert other.pages.get().page_id == news.pk
    assert "In bundle “Another”" in editor.get(reverse("wagtailadmin_pages:edit", args=[news.pk])).content.decode()
    response = editor.post(address, {"bundle": launch.bundle.pk})
    assert response.status_code == 422
    assert "in the bundle “Another” already" in text_of(response)


def test_the_drafts_last_changed_are_put_in_by_a_click(tree, editor, launch, roles):
    news = draft(factories.NewsFactory(parent=tree.news, title="Not out yet", live=False), editor.user)

    def is_offered(client) -> bool:
        soup = BeautifulSoup(client.get(at(launch.bundle)).content, "html.parser")
        return soup.find("button", {"name": "page", "value": news.pk}) is not None

    assert is_offered(editor)
    helper = sign_in("helper")  # may not edit it
    names = ("view_bundle", "change_bundle", "access_admin")
    helper.user.user_permissions.set(Permission.objects.filter(codename__in=names))
    assert not is_offered(helper)
    do(editor, launch.bundle, "put-in-page", page=news.pk)
    assert not is_offered(editor)
    assert launch.bundle.pages.filter(page=news).exists()


def test_nobody_puts_in_what_they_may_not_edit(launch, tree, roles):
    helper = sign_in("helper")
    names = ("view_bundle", "change_bundle", "access_admin")
    helper.user.user_permissions.set(Permission.objects.filter(codename__in=names))
    news = factories.NewsFactory(parent=tree.news, live=False)
    news.save_revision()
    do(helper, launch.bundle, "put-in-page", page=news.pk)
    assert helper.get(reverse("bundles:add_page", args=[news.pk])).status_code == 302
    assert launch.bundle.pages.count() == 3


def test_a_page_in_a_bundle_is_not_published_by_itself(launch, moderator):
    response = send(moderator, edit_url(launch.news), "publish", follow=True)
    assert "Saved as a draft, not published" in text_of(response)
    page = Page.objects.get(pk=launch.news.pk)
    assert page.title == "Old news"
    assert Revision.objects.filter(approved_go_live_at__isnull=False).count() == 0
    assert launch.again().changed_items()


def test_order_is_changed_without_asking_for_approval_again(approved, editor):
    item = approved.bundle.page_items[0]
    editor.post(at(approved.bundle, "act_on_page", item.pk, "down"))
    assert [each.pk for each in approved.again().page_items].index(item.pk) == 1
    assert approved.again().state == BundleState.APPROVED


def test_a_published_bundle_is_changed_no_more(approved, moderator, editor):
    services.publish(approved.bundle, moderator.user)
    response = editor.post(reverse("bundles:edit", args=[approved.bundle.pk]), {"name": "Other"})
    assert "isn't changed any more" in text_of(response)
    assert approved.again().name == "Launch"
    item = approved.bundle.page_items[0]
    editor.post(at(approved.bundle, "act_on_page", item.pk, "take-out"))
    assert approved.bundle.pages.count() == 3


def test_the_list_costs_the_same_however_long_it_is(launch, editor, tree):
    def cost() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert editor.get(reverse("bundles:index")).status_code == 200
        return len(queries)

    cost()
    few = cost()
    for _ in range(10):
        bundle = factories.BundleFactory(created_by=editor.user)
        news = draft(factories.NewsFactory(parent=tree.news, live=False), editor.user)
        items.put_in(bundle, news, editor.user)
    assert cost() == few


def test_the_desk_tells_of_bundles_that_need_somebody_and_that_have_a_day(rf, lead, viewer):
    failed = factories.BundleFactory(name="Launch", state=BundleState.FAILED, failure="It failed at “News”.")
    factories.BundleFactory(name="Closing", state=BundleState.REVIEW)
    moment = timezone.make_aware(datetime.datetime(2026, 5, 1, 9))
    dated = factories.BundleFactory(name="Dated", state=BundleState.SCHEDULED, publish_at=moment)
    request = rf.get("/")
    request.user = lead.user
    asked = DeskContext.by(request)
    assert [(group.key, [line.text for line in group.lines]) for group in desk.reports(asked)] == [
        ("failed-bundles", ["Launch"]),
        ("bundles-in-review", ["Closing"]),
    ]
    [line] = next(iter(desk.reports(asked))).lines
    assert (line.reason, line.url) == (failed.failure, reverse("bundles:bundle", args=[failed.pk]))
    [entry] = desk.entries(asked, moment.date(), moment.date())
    assert (entry.title, entry.state, entry.at) == ("Dated", "Scheduled", dated.publish_at)
    request.user = viewer.user
    assert [
        *desk.reports(DeskContext.by(request)),
        *desk.entries(DeskContext.by(request), moment.date(), moment.date()),
    ] == []
