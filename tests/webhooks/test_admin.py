"""Programme leads manage webhooks: the form, the secret that is shown once, the log, the buttons."""

import datetime

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from tests.webhooks.conftest import NOON
from webhooks import messages
from webhooks.attempts import DeliveryOutcome
from webhooks.models import Webhook, WebhookEvent, WebhookMessage

ADD = "/admin/webhooks/new/"


def page_of(response) -> BeautifulSoup:
    assert response.status_code == 200, response
    return BeautifulSoup(response.content, "html.parser")


def filled(**values):
    return {
        "name": "Website",
        "address": "https://8.8.8.8/hub",
        "events": ["page.published"],
        "is_active": "on",
    } | values


def actions() -> list[str]:
    return list(
        ModelLogEntry.objects.filter(action__startswith="webhooks.").order_by("pk").values_list("action", flat=True)
    )


def test_a_lead_adds_one_and_sees_its_secret_once(lead):
    response = lead.post(ADD, filled(page_types=["programme.newspage"]))
    webhook = Webhook.objects.get()
    assert response["Location"] == reverse("webhooks:webhook", args=[webhook.pk])
    assert (webhook.created_by, webhook.page_types, webhook.sites) == (lead.user, ["programme.newspage"], [])
    assert page_of(lead.get(response["Location"])).find(id="secret")["value"] == webhook.secret
    for address in (response["Location"], reverse("webhooks:edit", args=[webhook.pk]), "/admin/webhooks/"):
        assert webhook.secret not in lead.get(address).content.decode()
    assert actions() == ["webhooks.add"]
    assert "Webhooks" in lead.get("/admin/").content.decode()


def test_a_lead_chooses_single_pages(lead, tree):
    shown = page_of(lead.get(ADD))
    assert [one["value"] for one in shown.select("input[name=pages]") if one.get("value")] == []
    assert lead.post(ADD, filled(pages=[tree.streams.pk, "", tree.news.pk, ""])).status_code == 302
    webhook = Webhook.objects.get()
    assert webhook.pages == sorted([tree.streams.pk, tree.news.pk])
    about = page_of(lead.get(reverse("webhooks:webhook", args=[webhook.pk]))).get_text()
    assert tree.news.title in about
    assert "with what belongs to them" in about
    edit = reverse("webhooks:edit", args=[webhook.pk])
    choosers = page_of(lead.get(edit)).select("input[name=pages]")
    assert [one.get("value", "") for one in choosers] == [*map(str, webhook.pages), "", ""]
    assert len({one["id"] for one in choosers}) == 4
    # One that is gone stays: without it, everything would be sent.
    gone = tree.news.pk
    tree.news.delete()
    assert "a page that was deleted" in lead.get(reverse("webhooks:webhook", args=[webhook.pk])).content.decode()
    assert lead.post(edit, filled(pages=["", ""])).status_code == 302
    webhook.refresh_from_db()
    assert webhook.pages == [gone]


@pytest.mark.parametrize(
    ("values", "field", "problem"),
    [
        ({"pages": ["987654"]}, "pages", "There is no page 987654."),
        ({"pages": ["1"]}, "pages", "There is no page 1."),  # the root, which is no page of a site
        ({"pages": ["-1"]}, "pages", "There is no page -1."),
        ({"pages": [str(10**30)]}, "pages", "There is no page 10000000000000000000."),
        ({"pages": [str(key) for key in range(1, 22)]}, "pages", "Choose 20 pages at most."),
        ({"address": "https://10.0.0.1/"}, "address", "The address leads into a private network."),
        ({"address": "http://8.8.8.8/"}, "address", "The address must begin with https://."),
        ({"address": "nonsense"}, "address", "Enter a complete address, such as https://www.example.org/api/hub."),
        ({"address": ""}, "address", "This field is required."),
        ({"events": []}, "events", "Choose at least one event."),
        (
            {"events": ["page.eaten"]},
            "events",
            "Select a valid choice. page.eaten is not one of the available choices.",
        ),
        ({"page_types": ["auth.user"]}, "page_types", "Select a valid choice"),
        ({"name": ""}, "name", "This field is required."),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_typed_is_lost(lead, values, field, problem):
    page = page_of(lead.post(ADD, filled(**values)))
    error = page.find(id=f"panel-child-{field}-errors") or page.find(id=f"id_{field}").find_parent(class_="w-field")
    assert problem in error.get_text(" ", strip=True) or problem in page.find(class_="w-field--error").get_text()
    assert page.find(id="id_name")["value"] == filled(**values)["name"] if filled(**values)["name"] else True
    assert not Webhook.objects.exists()


def test_a_lead_changes_and_deletes_one(lead, administrator, webhook):
    Webhook.objects.update(failing_since=NOON)
    edit = reverse("webhooks:edit", args=[webhook.pk])
    assert lead.post(edit, filled(name="Search")).status_code == 302
    webhook.refresh_from_db()
    assert (webhook.name, webhook.events, webhook.failing_since) == ("Search", ["page.published"], None)
    assert webhook.secret.startswith("whsec_")
    assert lead.post(reverse("webhooks:delete", args=[webhook.pk])).status_code == 302
    assert actions() == ["webhooks.change", "webhooks.delete"]
    log = administrator.get(reverse("audit_log")).content.decode()
    assert "Changed: name, address, events" in log
    assert not Webhook.objects.exists()


def test_the_buttons_do_what_they_say(lead, webhook, happen):
    def press(deed, status=302):
        assert lead.post(reverse("webhooks:act", args=[webhook.pk, deed])).status_code == status
        webhook.refresh_from_db()

    before = webhook.secret
    press("rotate")
    now = timezone.now()
    assert webhook.secrets_at(now) == [webhook.secret, before]
    assert webhook.secrets_at(now + datetime.timedelta(days=1)) == [webhook.secret]
    shown = lead.get(reverse("webhooks:webhook", args=[webhook.pk])).content.decode()
    assert webhook.secret in shown
    assert before not in shown
    press("test")
    assert WebhookMessage.objects.get().once
    happen(1)
    press("off")
    assert not webhook.is_active
    assert not WebhookEvent.objects.exists()
    press("on")
    assert webhook.is_active
    press("explode", 404)
    assert lead.get(reverse("webhooks:act", args=[webhook.pk, "off"])).status_code == 405
    assert actions() == ["webhooks.rotate", "webhooks.off", "webhooks.on"]


def test_the_log_says_how_each_message_went_and_sends_it_again(lead, webhook, happen, django_assert_num_queries):
    happen(1)
    message, _ = messages.claim(webhook.pk, NOON)
    messages.settle(message, DeliveryOutcome(503, 45, "Answered with status 503."), NOON)
    address = reverse("webhooks:webhook", args=[webhook.pk])
    words = page_of(lead.get(address)).find("table", class_="listing").get_text(" ", strip=True)
    for said in ("1 event", "Waiting", "Answered with status 503.", "45 ms"):
        assert said in words
    assert "Failing since 10 March 2026" in lead.get(address).content.decode()
    message, _ = messages.claim(webhook.pk, message.created_at + messages.CLAIMED_FOR)
    messages.settle(message, DeliveryOutcome(204, 12), NOON)
    body = page_of(lead.get(reverse("webhooks:message", args=[webhook.pk, message.pk]))).find("pre").get_text()
    assert '"type": "page.changed"' in body
    assert lead.post(reverse("webhooks:again", args=[webhook.pk, message.pk])).status_code == 302
    assert messages.waiting().get().key == message.key
    assert actions() == ["webhooks.again"]
    # Another webhook's message isn't found under this one.
    other = Webhook.objects.create(name="Other", address="https://8.8.8.8/")
    assert lead.get(reverse("webhooks:message", args=[other.pk, message.pk])).status_code == 404


def test_nobody_else_sees_or_does_anything(webhook, happen, editor, moderator, viewer, client):
    message = messages.send_test(webhook, NOON)
    for address in (
        "/admin/webhooks/",
        ADD,
        reverse("webhooks:webhook", args=[webhook.pk]),
        reverse("webhooks:edit", args=[webhook.pk]),
        reverse("webhooks:message", args=[webhook.pk, message.pk]),
    ):
        for person in (editor, moderator, viewer, client):
            assert person.get(address).status_code == 302, address
    for address in (
        reverse("webhooks:act", args=[webhook.pk, "rotate"]),
        reverse("webhooks:again", args=[webhook.pk, message.pk]),
        reverse("webhooks:delete", args=[webhook.pk]),
    ):
        for person in (editor, moderator, viewer, client):
            assert person.post(address).status_code == 302, address
    assert Webhook.objects.get().secret == webhook.secret
    assert actions() == []
