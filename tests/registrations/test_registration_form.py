"""People register for an event: the page's section, the form, the mail that asks to confirm, cancelling and erasing."""

import datetime

import pytest
from bs4 import BeautifulSoup
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cms.base import rate_limits
from cms.base.dates import today
from engagement.models import EventRegistration, Registrant, RegistrationLetter
from engagement.registrations import registrants
from home.models import StandardPage
from tests import factories
from tests.sites.canaries import below
from tests.sites.test_archived_programmes import archive

from .conftest import ASKED, days, mailed


def soup_of(response) -> BeautifulSoup:
    return BeautifulSoup(response.content, "html.parser")


def text_of(response) -> str:
    return " ".join(soup_of(response).get_text(" ").split()).replace("’", "'")


def section_of(client, event) -> str:
    """Return what the event's page says about registration; empty if nothing."""
    response = client.get(event.url)
    assert response.status_code == 200
    found = soup_of(response).find("section", attrs={"aria-labelledby": "section-registration"})
    return " ".join(found.get_text(" ").split()) if found else ""


# On the event's page


def test_the_page_of_an_event_leads_to_its_form(registration, event, path, client):
    link = soup_of(client.get(event.url)).find("a", href=path)
    assert link.get_text(strip=True) == "Register for this event"
    form = client.get(path)
    assert form.status_code == 200 and not form.cookies
    text = text_of(form)
    assert "Town Hall, Leith" in text
    assert "Example Council will use what you enter to organise this event" in text
    assert "We delete it 90 days after the event." in text
    names = [field["name"] for field in soup_of(form).main.form.find_all(["input", "textarea"])]
    assert names == ["name", "email", "organisation", "homepage"]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"is_on": False}, ""),
        ({"opens_on": 2}, "Registration opens on"),
        ({"opens_on": 0, "closes_on": 0}, "Register for this event You can register until"),
        ({"closes_on": -1}, "Registration has closed."),
        ({"is_full": True}, "All places are taken."),
    ],
)
def test_it_says_when_nobody_can_register(registration, event, path, client, send, changes, said):
    values = {
        name: today() + days(value) if name.endswith("_on") and name != "is_on" else value
        for name, value in changes.items()
    }
    EventRegistration.objects.filter(pk=registration.pk).update(**values)
    found = section_of(client, event)
    assert said in found and bool(found) is bool(said)
    if "Register for" in said:
        return
    response = send(needs="A ramp")
    assert response.status_code == (409 if said else 404)
    text = text_of(response)
    assert "You aren't registered" in text and "Ada Bell" in text and "ada@example.org" in text
    assert not Registrant.objects.exists()


def test_an_event_that_has_begun_takes_nobody(registration, event, client, send):
    now = timezone.now()
    type(event).objects.filter(pk=event.pk).update(start=now - datetime.timedelta(hours=1), end=now + days(1))
    assert section_of(client, event) == "Registration Registration has closed."
    assert send().status_code == 409
    type(event).objects.filter(pk=event.pk).update(end=now - datetime.timedelta(minutes=1))
    assert section_of(client, event) == ""
    assert send().status_code == 404


def test_no_form_works_on_past_days_and_in_previews(registration, event, client, admin_client):
    yesterday = today() - days(1)
    response = client.get(f"/as-at/{yesterday}{event.url}")
    assert b"event-registration" not in response.content
    preview = admin_client.get(f"/admin/pages/{event.pk}/view_draft/")
    assert preview.status_code == 200 and b"event-registration" not in preview.content


def test_nobody_registers_once_the_programme_has_ended(registration, event, tree, client, send):
    archive(tree.site)
    assert section_of(client, event) == ""
    assert send().status_code == 409 and not Registrant.objects.exists()


def test_only_the_site_of_the_event_takes_registrations(registration, event, tree, client, link):
    below(tree.site, "birch")
    form = {"name": "Ada", "email": "ada@example.org"}
    assert client.post(f"/birch/event-registration/{event.pk}/", form).status_code == 404
    assert client.get(f"/birch{link}").status_code == 410


def test_an_event_that_is_not_public_takes_none(registration, event, client, path, send):
    event.unpublish()
    assert client.get(path).status_code == 404
    assert send().status_code == 404 and not Registrant.objects.exists()


@pytest.mark.usefixtures("pages_are_kept")
def test_the_page_is_kept_and_changes_when_the_last_place_goes(registration, event, client, send):
    EventRegistration.objects.update(places=1)
    client.get(event.url)
    client.get(event.url)
    send()
    link = mailed()
    with CaptureQueriesContext(connection) as captured:
        assert "Register for this event" in section_of(client, event)
    assert len(captured) == 1  # somebody who registers makes no page anew
    client.post(link, {"act": "confirm"})
    assert "All places are taken." in section_of(client, event)
    client.post(link, {"act": "cancel"})
    assert "Register for this event" in section_of(client, event)


@pytest.mark.usefixtures("pages_are_kept")
def test_the_page_changes_when_the_event_begins(registration, event, client, monkeypatch):
    assert "Register for this event" in section_of(client, event)
    begun = event.start + datetime.timedelta(seconds=1)
    monkeypatch.setattr(timezone, "now", lambda: begun)
    assert "Registration has closed." in section_of(client, event)


def test_an_event_costs_the_same_with_and_without_registration(event, client):
    def costs() -> list[int]:
        """Return what the first page after a change costs, and the next."""
        event.save_revision().publish()
        found = []
        for _ in range(2):
            with CaptureQueriesContext(connection) as captured:
                client.get(event.url)
            found.append(len(captured))
        return found

    costs()
    without = costs()
    factories.EventRegistrationFactory(event=event)
    assert costs() == without


# The form


def test_mails_say_whom_to_ask_about_the_event_and_answers_come_there(registration, event, send):
    event.contact_point = factories.ContactPointFactory(
        name="Landlords’ desk", email="desk@example.org", phone="0131 496 0000", hours="9 to 5"
    )
    event.save()
    send()
    mailed()
    [message] = mail.outbox
    assert message.reply_to == ["desk@example.org"]
    assert "Ask Landlords’ desk:\ndesk@example.org\n0131 496 0000 (9 to 5)\n" in message.body
    assert "Ask Landlords’ desk:" in message.alternatives[0][0]
    event.contact_point.live = False
    event.contact_point.save()
    send()
    mailed()
    assert mail.outbox[-1].reply_to == ["team@example.org"] and "Landlords" not in mail.outbox[-1].body


def test_somebody_registers_and_confirms_by_mail(registration, event, client, send):
    response = send(organisation="Health Board")
    assert (response.status_code, response["Location"]) == (303, ASKED)
    assert not response.cookies and "Check your e-mail" in text_of(client.get(ASKED))
    one = Registrant.objects.get()
    assert (one.state, one.name, one.organisation, one.way) == ("asked", "Ada Bell", "Health Board", "form")
    assert one.wording.startswith("Example Council will use what you enter")
    assert mail.outbox == []  # a worker sends it: nobody waits for the mail server
    link = mailed()
    [message] = mail.outbox
    assert (message.to, message.reply_to) == (["ada@example.org"], ["team@example.org"])
    assert message.subject == "Please confirm: Spring meeting"
    assert message.extra_headers["Auto-Submitted"] == "auto-generated"
    html, kind = message.alternatives[0]
    assert kind == "text/html" and link in html
    # Anybody can have it sent to any address: it has nothing that they typed, nor where to take part.
    for text in (message.body, html):
        assert "Ada" not in text and "Health Board" not in text and "meet.example.org" not in text
    page = client.get(link)
    one.refresh_from_db()
    assert page.status_code == 200 and one.state == "asked"  # following a link changes nothing
    assert page["Cache-Control"] == "private, no-store" and page["Referrer-Policy"] == "no-referrer"
    assert page["X-Robots-Tag"] == "noindex, nofollow"
    done = client.post(link, {"act": "confirm"})
    assert done.status_code == 303
    assert "You are registered as Ada Bell." in text_of(client.get(done["Location"]))
    one.refresh_from_db()
    assert one.state == "confirmed" and one.confirmed_at
    assert mailed() == link
    said = mail.outbox[-1]
    assert said.subject == "You are registered: Spring meeting"
    assert "Dear Ada Bell," in said.body and "https://meet.example.org/spring" in said.body
    assert f"http://localhost{event.url}" in said.body
    client.post(link, {"act": "confirm"})
    mailed()
    assert len(mail.outbox) == 2


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("name", "", "Enter your name."),
        ("name", "\t", "Enter your name."),
        ("name", "x" * 121, "Shorten your name to 120 characters."),
        ("email", "", "Enter your e-mail address."),
        ("email", "ada@example", "Enter an e-mail address in the correct format, like name@example.com."),
        ("email", "ada@example.org\nBcc: all@example.org", "Enter an e-mail address in the correct format"),
        ("email", "x" * 250 + "@example.org", "An e-mail address can have at most 254 characters."),
        ("organisation", "x" * 151, "Shorten the organisation to 150 characters."),
        ("needs", "x" * 1001, "Shorten what you need to 1,000 characters."),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_lost(registration, send, field, typed, said):
    EventRegistration.objects.update(asks_needs=True)
    response = send(**({"organisation": "Health Board", "needs": "A ramp"} | {field: typed}))
    soup = soup_of(response)
    assert response.status_code == 422
    assert (
        soup.find("a", href=f"#{field}").get_text()
        == soup.find(id=f"{field}-error").get_text().split("Error:")[1].strip()
    )
    assert said in soup.find(id=f"{field}-error").get_text()
    assert soup.title.get_text(strip=True).startswith("Error:")
    kept = {"name": "Ada Bell", "email": "ada@example.org", "organisation": "Health Board"}
    assert all(soup.find(id=name)["value"] == value for name, value in kept.items() if name != field)
    assert field == "needs" or soup.find(id="needs").get_text(strip=True) == "A ramp"
    assert not Registrant.objects.exists() and not RegistrationLetter.objects.exists()


def test_what_is_not_asked_is_not_kept(registration, send):
    EventRegistration.objects.update(asks_organisation=False)
    send(organisation="Health Board", needs="A ramp")
    one = Registrant.objects.get()
    assert (one.organisation, one.needs) == ("", "")


def test_needs_are_asked_with_their_purpose(registration, path, client, send):
    EventRegistration.objects.update(asks_needs=True)
    text = text_of(client.get(path))
    assert "What do you need to take part? (optional)" in text and "what you need 7 days after it" in text
    send(needs="A ramp")
    assert Registrant.objects.get().needs == "A ramp"


def test_nobody_learns_from_the_form_who_is_registered(registration, send, client, link):
    client.post(link, {"act": "confirm"})
    mailed()
    mail.outbox.clear()
    again = send(name="Somebody else", email="ADA@example.org")
    assert (again.status_code, again["Location"]) == (303, ASKED)
    assert Registrant.objects.get().name == "Ada Bell"
    assert mailed() == link and len(mail.outbox) == 1
    assert "You are registered already" in mail.outbox[0].body and "Somebody else" not in mail.outbox[0].body


def test_who_asks_again_before_confirming_gets_the_same_link(registration, send, link):
    send(name="Ada M. Bell")
    assert mailed() == link
    assert Registrant.objects.get().name == "Ada M. Bell"


def test_who_confirms_sees_the_name_that_was_typed_last(registration, send, client, link):
    send(name="Somebody else", organisation="Another Council")
    assert "as Somebody else of Another Council. You have a place" in text_of(client.get(link))


def test_an_address_gets_few_mails_and_a_network_sends_few_forms(registration, send, monkeypatch):
    for _ in range(registrants.PER_ADDRESS + 2):
        assert send().status_code == 303
        mailed()
    assert len(mail.outbox) == registrants.PER_ADDRESS
    monkeypatch.setattr(registrants, "PER_NETWORK", 1)
    monkeypatch.setattr(rate_limits, "FAR_PAST", 6)
    assert send(email="ben@example.org").status_code == 303
    response = send(email="cy@example.org")
    assert response.status_code == 429 and response["Retry-After"] == "3600"
    assert "too many requests from your network" in text_of(response)
    assert soup_of(response).find(id="email")["value"] == "cy@example.org"
    assert send(address="198.51.100.1", email="cy@example.org").status_code == 303


def test_a_robot_gets_the_usual_answer_and_nothing_is_kept(registration, send):
    person, robot = send(email="ben@example.org"), send(homepage="http://example.org")
    assert (robot.status_code, robot["Location"]) == (person.status_code, person["Location"])
    assert Registrant.objects.count() == 1


def test_far_too_much_is_refused(registration, path, client):
    assert client.post(path, {"name": "x" * 3_000_000}).status_code == 413
    assert client.put(path).status_code == 405


# Places


def test_places_are_given_to_those_who_confirm(registration, client, send):
    EventRegistration.objects.update(places=1)
    found = []
    for name in ("ada", "ben"):
        send(email=f"{name}@example.org")
        found.append(mailed())
    assert client.post(found[0], {"act": "confirm"}).status_code == 303
    response = client.post(found[1], {"act": "confirm"})
    assert response.status_code == 409 and "All places were taken before you confirmed" in text_of(response)
    assert send(email="cy@example.org").status_code == 409
    client.post(found[0], {"act": "cancel"})
    assert client.post(found[1], {"act": "confirm"}).status_code == 303
    assert list(Registrant.objects.values_list("state", flat=True)) == ["cancelled", "confirmed"]


# The person's own page


def test_somebody_cancels_and_registers_again(registration, path, client, send, link):
    client.post(link, {"act": "confirm"})
    assert Registrant.objects.get().state == "confirmed"
    client.get(link)
    assert Registrant.objects.get().state == "confirmed"
    response = client.post(link, {"act": "cancel"})
    cancelled = client.get(response["Location"])
    assert "Your registration is cancelled." in text_of(cancelled)
    assert "They are deleted after 7 days." in text_of(cancelled)
    assert soup_of(cancelled).main.find("a", href=path, string="register again")
    mailed()
    assert "is deleted after 7 days." in mail.outbox[-1].body
    assert mail.outbox[-1].subject == "Your registration is cancelled: Spring meeting"
    assert client.post(link, {"act": "confirm"}).status_code == 409
    send()
    other = mailed()
    assert other != link
    client.post(other, {"act": "confirm"})
    assert Registrant.objects.get(state="confirmed").pk != Registrant.objects.get(state="cancelled").pk


def test_nobody_confirms_for_an_event_that_is_hidden_or_whose_programme_has_ended(event, tree, client, link):
    event.unpublish()
    response = client.post(link, {"act": "confirm"})
    assert response.status_code == 409 and "isn't announced here any more" in text_of(response)
    event.save_revision().publish()
    archive(tree.site)
    assert client.post(link, {"act": "confirm"}).status_code == 409
    assert Registrant.objects.get().state == "asked"
    assert client.post(link, {"act": "erase"}).status_code == 200 and not Registrant.objects.exists()


def test_somebody_has_everything_deleted(registration, client, link):
    client.post(link, {"act": "confirm"})
    response = client.post(link, {"act": "erase"})
    assert response.status_code == 200 and "no longer works" in text_of(response)
    assert not Registrant.objects.exists() and not RegistrationLetter.objects.exists()
    assert client.get(link).status_code == 410


@pytest.mark.parametrize("token", ["x", "x.y", "%00", "0" * 300])
def test_a_link_that_is_none_says_so(registration, client, token):
    response = client.get(f"/event-registration/mine/{token}/")
    assert response.status_code == 410 and "This link isn't one of ours" in text_of(response)


def test_a_changed_link_opens_nothing(registration, client, link):
    wrong = link[:-2] + ("A" if link[-2] != "A" else "B") + "/"
    assert client.get(wrong).status_code == 410
    assert client.post(wrong, {"act": "erase"}).status_code == 410 and Registrant.objects.exists()


# The privacy page


def test_the_privacy_page_names_it_while_there_is_any(event, client, tree):
    notice = tree.home.add_child(instance=StandardPage(title="Privacy", slug="privacy"))
    assert "If you register for an event" not in text_of(client.get(notice.url))
    factories.EventRegistrationFactory(event=event)
    assert "If you register for an event, we keep your name and your e-mail address" in text_of(client.get(notice.url))
