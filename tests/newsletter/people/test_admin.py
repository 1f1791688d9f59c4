"""The newsletter's people in the admin: who sees them, and what the team may do."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse
from wagtail.admin.menu import admin_menu

from cms.accounts.roles import EDITORS, MODERATORS, PROGRAMME_LEADS
from newsletter.admin.imports import ImportViewSet
from newsletter.choices import ConsentKind, EndedReason, LetterKind, Source, SubscriptionState, SuppressionReason
from newsletter.models import ConsentEvent, Letter, MailingList, Subscriber, Subscription, Suppression
from newsletter.people import letters, suppression
from tests import factories
from tests.admin.conftest import sign_in

NAMES = ["lists", "subscribers", "subscriptions", "suppressions", "letters"]
ROWS = "address,evidence\nnew@example.org,Signed\nleft@example.org,Signed\nproofless@example.org,\n"


@pytest.fixture
def lead(update, roles):
    return sign_in("lead", group=PROGRAMME_LEADS)


@pytest.fixture
def ada(update):
    return factories.SubscriptionFactory(subscriber__address="ada@example.org", mailing_list=update)


def admin(name: str, view: str = "index", *args) -> str:
    return reverse(f"newsletter-{name}:{view}", args=args)


def text_of(response) -> str:
    assert response.status_code == 200
    return response.content.decode()


def add_rows(ada) -> None:
    suppression.suppress("spam@example.org", SuppressionReason.COMPLAINED)
    ConsentEvent.objects.create(subscription=ada, kind=ConsentKind.CONFIRMED, source=Source.LINK)
    Letter.objects.create(subscriber=ada.subscriber, kind=LetterKind.CONFIRM, due_at=ada.created_at)
    Letter.objects.create(subscriber=None, kind=LetterKind.PREFERENCES, due_at=ada.created_at)


def test_leads_see_every_list_and_every_record(lead, ada):
    add_rows(ada)
    for name, model in zip(NAMES, (MailingList, Subscriber, Subscription, Suppression, Letter), strict=True):
        assert lead.get(admin(name)).status_code == 200, name
        for one in model.objects.all():
            assert lead.get(admin(name, "inspect", one.pk)).status_code == 200, one
    assert "ada@example.org" in text_of(lead.get(admin("subscribers"), {"q": "ADA"}))
    assert "ada@example.org" not in text_of(lead.get(admin("subscribers"), {"q": "bea"}))
    assert "Link in a message" in text_of(lead.get(admin("subscriptions", "inspect", ada.pk)))


@pytest.mark.parametrize("group", [EDITORS, MODERATORS])
def test_others_see_no_address(group, lead, ada, rf):
    other = sign_in("other", group=group)
    add_rows(ada)
    for address in [admin(name) for name in NAMES] + [
        admin("subscribers", "inspect", ada.subscriber.pk),
        admin("subscriptions", "inspect", ada.pk),
        admin("subscribers", "remove", ada.subscriber.pk),
        admin("subscribers", "erase", ada.subscriber.pk),
        admin("import"),
        admin("outbox"),
    ]:
        response = other.get(address)
        assert response.status_code == 302, address
        assert "ada@example.org" not in response.content.decode()
    request = rf.get("/admin/")
    request.user = other.user
    [entry] = [item for item in admin_menu.menu_items_for_request(request) if item.name == "newsletter"]
    assert [item.label for item in entry.menu.menu_items_for_request(request)] == ["Issues"]


def test_not_even_an_administrator_rewrites_what_people_decided(lead, ada):
    administrator = sign_in("administrator", superuser=True)
    add_rows(ada)
    for name, view, *args in [
        ("subscribers", "add"),
        ("subscribers", "edit", ada.subscriber.pk),
        ("subscribers", "delete", ada.subscriber.pk),
        ("subscriptions", "add"),
        ("subscriptions", "edit", ada.pk),
        ("subscriptions", "delete", ada.pk),
        ("suppressions", "add"),
        ("suppressions", "edit", Suppression.objects.get().pk),
        ("lists", "delete", ada.mailing_list.pk),
    ]:
        assert administrator.post(admin(name, view, *args), {"address": "x@example.org"}).status_code == 302
    ada.refresh_from_db()
    assert ada.subscriber.address == "ada@example.org"
    assert Subscriber.objects.count() == Subscription.objects.count() == Suppression.objects.count() == 1


def test_a_lead_makes_and_changes_a_list_but_not_its_slug(lead):
    form = {"name": "Events", "slug": "events", "kind": "external", "on_uncertain": "hold", "sort_order": 0}
    assert lead.post(admin("lists", "add"), form).status_code == 302
    events = MailingList.objects.get(slug="events")
    response = lead.post(admin("lists", "edit", events.pk), form | {"slug": "other"})
    assert "Mail programs sort by it" in text_of(response)
    response = lead.post(admin("lists", "add"), form | {"slug": "inside", "kind": "internal"})
    assert "needs at least one domain" in text_of(response)


def test_a_lead_removes_and_forgets_for_somebody_who_asked(lead, ada):
    page = admin("subscribers", "remove", ada.subscriber.pk)
    assert "Remove from all lists" in text_of(lead.get(page))
    ada.refresh_from_db()
    assert ada.state == SubscriptionState.ACTIVE
    lead.post(page)
    ada.refresh_from_db()
    assert ada.ended_reason == EndedReason.REMOVED
    assert ConsentEvent.objects.get().actor == lead.user
    lead.post(admin("subscribers", "erase", ada.subscriber.pk))
    assert Subscriber.objects.get().address is None
    assert suppression.is_suppressed("ada@example.org")


def test_a_lead_finds_a_suppressed_address_and_lifts_it(lead):
    suppression.suppress("spam@example.org", SuppressionReason.COMPLAINED)
    suppression.suppress("other@example.org", SuppressionReason.BOUNCED)
    found = text_of(lead.get(admin("suppressions"), {"q": "Spam@example.org"}))
    assert "Reported a message as spam" in found
    row = Suppression.objects.get(reason=SuppressionReason.COMPLAINED)
    assert admin("suppressions", "inspect", Suppression.objects.get(reason="bounced").pk) not in found
    lead.post(admin("suppressions", "delete", row.pk))
    assert not suppression.is_suppressed("spam@example.org")


def test_an_import_shows_each_fate_before_it_does_anything(lead, update):
    factories.SubscriptionFactory(
        subscriber__address="left@example.org",
        mailing_list=update,
        state=SubscriptionState.ENDED,
        ended_reason=EndedReason.LEFT,
    )
    upload = {"file": SimpleUploadedFile("people.csv", ROWS.encode()), "mailing_list": "update"}
    response = lead.post(admin("import"), upload)
    page = text_of(response)
    for words in ("Added: 1", "Unsubscribed earlier: not added: 1", "No evidence that they agreed: 1"):
        assert words in page
    assert Subscriber.objects.count() == 1

    response = lead.post(admin("import"), response.context["form"].initial, follow=True)
    assert "1 added of 3 lines." in text_of(response)
    event = ConsentEvent.objects.get()
    assert (event.evidence, event.actor) == ("Signed", lead.user)
    assert Subscription.objects.get(state=SubscriptionState.ACTIVE).subscriber.address == "new@example.org"


@pytest.mark.parametrize(
    ("content", "says"),
    [(b"name\nAda\n", "must name the columns"), ("address\nä".encode("utf-16"), "in UTF-8"), (b"", "empty")],
)
def test_a_file_that_cannot_be_read_is_told_at_the_field(content, says, lead):
    response = lead.post(admin("import"), {"file": SimpleUploadedFile("people.csv", content)})
    assert response.status_code == 422
    assert says in " ".join(response.context["form"].errors["file"])


def test_messages_in_files_can_be_read_and_nothing_else(lead, ada, settings, tmp_path):
    settings.NEWSLETTER_FOLDER = tmp_path / "outbox"
    (tmp_path / "outbox" / "2026-03-01").mkdir(parents=True)
    letter = Letter.objects.create(subscriber=ada.subscriber, kind=LetterKind.ALREADY, due_at=ada.created_at)
    message = letters.compose(letter, letters.hub_settings(), ada.created_at)
    (tmp_path / "outbox" / "2026-03-01" / "1.eml").write_bytes(message)
    (tmp_path / "secret.eml").write_bytes(message)
    assert "You already get the Protection Update" in text_of(lead.get(admin("outbox")))
    page = text_of(lead.get(admin("outbox", "message", "2026-03-01/1.eml")))
    assert "ada@example.org" in page
    assert '<a href="http://localhost/newsletter/preferences/' in page
    for name in ("../secret.eml", "2026-03-01", "2026-03-01/2.eml"):
        assert lead.get(f"/admin/newsletter-outbox/{name}").status_code in (302, 404)
    settings.NEWSLETTER_BACKEND = "smtp"
    assert lead.get(admin("outbox")).status_code == 302


def test_the_menu_has_it_for_leads(lead, rf):
    request = rf.get("/admin/")
    request.user = lead.user
    [entry] = [item for item in admin_menu.menu_items_for_request(request) if item.name == "newsletter"]
    assert [item.label for item in entry.menu.menu_items_for_request(request)] == [
        *("Issues", "Lists", "Subscribers", "Subscriptions", "Followed pages", "Suppressed addresses"),
        *(ImportViewSet.menu_label, "Letters", "Outbox"),
    ]


def test_the_first_lists_are_set_up_once_there_is_a_programme(db, capsys):
    call_command("set_up_newsletter")
    assert "there is no programme yet" in capsys.readouterr().out
    factories.HomeFactory()
    call_command("set_up_newsletter")
    assert "List “Regular update”, List “Internal update”" in capsys.readouterr().out
    MailingList.objects.filter(slug="internal-update").delete()
    call_command("set_up_newsletter")
    assert "nothing to do" in capsys.readouterr().out
    assert [(one.slug, one.offered) for one in MailingList.objects.all()] == [("update", True)]
