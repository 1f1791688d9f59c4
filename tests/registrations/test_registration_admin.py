"""Registration in the admin: switched on at the event, the list for those who may see names, and what came of the event."""

import pytest
from bs4 import BeautifulSoup
from django.core import mail
from django.utils import timezone
from wagtail.models import PageLogEntry

from cms.base.dates import today
from engagement.models import Engagement, EventRegistration, Registrant
from engagement.registrations import letters
from tests import factories
from tests.sites.canaries import below

from .conftest import days

SET = {
    **{"act": "set", "is_on": "on", "opens_on": "", "closes_on": "", "places": "40"},
    **{"asks_organisation": "on", "remind_days": "3", "keep_days": "30"},
}


@pytest.fixture
def guest(registration):
    return factories.RegistrantFactory(
        registration=registration, name="Ada Bell", email="ada@example.org", organisation="=HYPERLINK(1)"
    )


def text_of(response) -> str:
    return " ".join(BeautifulSoup(response.content, "html.parser").get_text(" ").split()).replace("’", "'")


def of(event) -> str:
    return f"/admin/event-registration/{event.pk}/"


def people_of(event) -> str:
    return f"{of(event)}people/"


def in_days(number: int) -> str:
    return f"{today() + days(number):%d/%m/%Y}"


def begin(event) -> None:
    now = timezone.now()
    type(event).objects.filter(pk=event.pk).update(start=now - days(2), end=now - days(1))


def said() -> list[str]:
    found = PageLogEntry.objects.filter(action__startswith="engagement.registration").order_by("pk")
    return [entry.message for entry in found]


def test_an_editor_switches_it_on_at_the_event(event, editor, client):
    assert of(event) in editor.get(f"/admin/pages/{event.pk}/edit/").content.decode()
    assert editor.get(of(event)).status_code == 200
    assert not EventRegistration.objects.exists()  # looking writes nothing
    assert editor.post(of(event), SET).status_code == 302
    found = EventRegistration.objects.get()
    assert (found.is_on, found.places, found.remind_days, found.keep_days, found.asks_needs) == (True, 40, 3, 30, False)
    assert "Register for this event" in text_of(client.get(event.url))
    assert said() == ["Registration changed: People can register, Places, Reminder, days before, Days to keep names"]
    editor.post(of(event), SET | {"is_on": ""})
    assert "Register for this event" not in text_of(client.get(event.url))


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("closes_on", 3, "It closes before it opens."),
        ("opens_on", 11, "This is after the event has begun."),
        ("places", "0", "Give at least 1, or leave it empty for no limit."),
        ("places", "-1", "Give at least 1, or leave it empty for no limit."),
        ("keep_days", "400", "less than or equal to 365"),
        ("opens_on", "soon", ""),
    ],
)
def test_what_is_wrong_is_said_at_its_field(event, editor, field, typed, words):
    typed = typed if isinstance(typed, str) else in_days(typed)
    values = SET | ({"opens_on": in_days(4)} if field == "closes_on" else {}) | {field: typed}
    response = editor.post(of(event), values)
    assert response.status_code == 422 and not EventRegistration.objects.exists()
    errors = response.context["form"].errors
    assert list(errors) == [field] and words in errors[field][0]
    assert BeautifulSoup(response.content, "html.parser").find(attrs={"name": field})["value"] == typed


def test_fewer_places_make_it_full(guest, event, editor):
    editor.post(of(event), SET | {"places": "1"})
    assert EventRegistration.objects.get().is_full
    editor.post(of(event), SET | {"places": "2"})
    assert not EventRegistration.objects.get().is_full


@pytest.mark.parametrize(("typed", "is_kept"), [("89", True), ("90", True), ("91", False)])
def test_nobody_is_kept_for_longer_than_promised(guest, registration, event, editor, typed, is_kept):
    response = editor.post(of(event), SET | {"keep_days": typed})
    registration.refresh_from_db()
    if is_kept:
        assert registration.keep_days == int(typed)
    else:
        said = ["Those who registered were promised 90 days. Choose 90 or fewer."]
        assert response.context["form"].errors == {"keep_days": said}
        assert registration.keep_days == 90


def test_days_are_raised_while_nobody_has_registered(registration, event, editor):
    assert editor.post(of(event), SET | {"keep_days": "91"}).status_code == 302
    registration.refresh_from_db()
    assert registration.keep_days == 91


def test_names_are_for_moderators_and_leads(guest, event, editor, moderator, lead):
    assert "Who registered" not in text_of(editor.get(of(event)))
    # Wagtail leads those who may not to the dashboard, with a message.
    assert b"Ada Bell" not in editor.get(people_of(event), follow=True).content
    for client in (moderator, lead):
        text = text_of(client.get(people_of(event)))
        assert "Ada Bell" in text and "ada@example.org" in text and "Registered: 1" in text


def test_an_event_of_another_programme_is_not_there(guest, event, tree, lead):
    birch = below(tree.site, "birch")
    assert lead.get(f"/birch{people_of(event)}").status_code in (302, 403, 404)
    assert birch.pk and b"Ada Bell" not in lead.get(f"/birch{people_of(event)}", follow=True).content


def test_the_list_as_a_file(guest, event, moderator):
    response = moderator.get(f"{people_of(event)}?export=csv")
    assert response["Content-Type"].startswith("text/csv") and "no-store" in response["Cache-Control"]
    assert response.content.startswith(b"\xef\xbb\xbf")
    head, row = response.content.decode("utf-8-sig").splitlines()
    assert head == "Name,E-mail,Organisation,Needs,State,Registered,Confirmed,Came"
    assert row.startswith("Ada Bell,ada@example.org,'=HYPERLINK(1),,Registered,")
    assert said() == ["The list of 1 who registered was downloaded"]


def test_the_team_cancels_and_erases(guest, event, moderator):
    moderator.post(people_of(event), {"act": "cancel", "person": guest.pk})
    letters.run(timezone.now())
    assert mail.outbox[0].subject == "Your registration is cancelled: Spring meeting"
    moderator.post(people_of(event), {"act": "erase", "person": guest.pk})
    assert not Registrant.objects.exists()
    assert said() == [
        f"Registrant {guest.pk} was cancelled by the team",
        f"Registrant {guest.pk} was erased by the team",
    ]
    for person in (guest.pk, "x", "9" * 40, ""):
        assert moderator.post(people_of(event), {"act": "erase", "person": person}).status_code == 404


def test_the_team_writes_to_all_who_have_a_place_once(guest, registration, event, moderator):
    factories.RegistrantFactory(registration=registration, state="asked")
    key = moderator.get(people_of(event)).context["notice_form"]["key"].value()
    form = {"act": "write", "key": key, "subject": "The room has changed", "text": "We meet in room 2."}
    for _ in range(2):
        moderator.post(people_of(event), form)
    letters.run(timezone.now())
    [message] = mail.outbox
    assert (message.to, message.subject) == (["ada@example.org"], "The room has changed")
    assert "We meet in room 2." in message.body and "/event-registration/mine/" in message.body
    assert "The room has changed (1 of 1 sent)" in text_of(moderator.get(people_of(event)))
    assert said() == ["A mail was sent to 1 who registered"]
    wrong = moderator.post(people_of(event), form | {"text": ""})
    assert wrong.status_code == 422 and "The room has changed" in wrong.content.decode()
    assert "Write the text." in text_of(wrong)
    assert "Give a subject." in text_of(moderator.post(people_of(event), form | {"subject": ""}))


def test_with_nobody_registered_nothing_is_sent(registration, event, moderator):
    shown = moderator.get(people_of(event))
    assert "Nobody is registered." in text_of(shown) and "Send to all" not in text_of(shown)
    form = {"act": "write", "key": "1c2ad0a5-5a52-4b0c-9b25-7b1ad2a0b6a4", "subject": "Moved", "text": "To room 2."}
    response = moderator.post(people_of(event), form)
    assert response.status_code == 422 and "nobody to write to" in text_of(response)
    assert "To room 2." in response.content.decode()


def test_who_came_is_noted_once_the_event_has_begun(guest, registration, event, moderator):
    other = factories.RegistrantFactory(registration=registration)
    assert "Save who came" not in text_of(moderator.get(people_of(event)))
    begin(event)
    assert "Save who came" in text_of(moderator.get(people_of(event)))
    moderator.post(people_of(event), {"act": "came", "came": [guest.pk]})
    guest.refresh_from_db()
    other.refresh_from_db()
    assert (guest.came, other.came) == (True, False)


def test_what_came_of_an_event_that_was_brought_forward_is_saved(registration, event, editor):
    EventRegistration.objects.update(closes_on=today() + days(9))
    begin(event)
    assert editor.post(of(event), {"act": "outcome", "attended": "31", "learned": ""}).status_code == 302
    registration.refresh_from_db()
    assert registration.attended == 31
    wrong = editor.post(of(event), {"act": "outcome", "attended": "-1", "learned": "Shorter talks."})
    assert wrong.context["outcome_form"].errors == {"attended": ["Give 0 or more, or leave it empty."]}
    assert "Shorter talks." in text_of(wrong)


def test_what_was_learned_is_kept_and_begins_an_engagement(registration, event, editor, client):
    begin(event)
    editor.post(of(event), {"act": "outcome", "attended": "31", "learned": "Shorter talks."})
    registration.refresh_from_db()
    assert (registration.attended, registration.learned, registration.is_on) == (31, "Shorter talks.", True)
    assert b"Shorter talks." not in client.get(event.url).content
    assert f"/admin/engagements/new/?event={event.pk}" in editor.get(of(event)).content.decode()
    form = editor.get(f"/admin/engagements/new/?event={event.pk}").context["form"]
    assert form["title"].value() == "Spring meeting" and form["summary"].value() == "Shorter talks."
    assert form["kind"].value() == "event" and form["page"].value() == event.pk
    assert not Engagement.objects.exists()
