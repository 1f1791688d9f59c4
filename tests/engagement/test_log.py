"""The engagement log: who logs, what is found, who hasn't been reached, what of contacts is kept and forgotten."""

import csv
import datetime
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import ModelLogEntry

from cms.accounts.roles import MODERATORS, PROGRAMME_LEADS
from cms.base.dates import today
from engagement.models import Contact, Engagement, EngagementSettings, Stakeholder
from engagement.reach import months_before
from tests import factories
from tests.admin.conftest import sign_in

LOG = reverse("engagements:index")
ADD = reverse("engagements:add")
ORGANISATIONS = reverse("stakeholders:index")
CONTACTS = reverse("contacts:index")


@pytest.fixture
def moderator(editor):
    return sign_in("moderator", group=MODERATORS)


@pytest.fixture
def lead(editor):
    return sign_in("lead", group=PROGRAMME_LEADS)


def text_of(response) -> str:
    assert response.status_code == 200
    return response.content.decode()


def entry(**changed) -> dict:
    form = {
        **{"title": "Autumn meeting", "kind": "meeting", "date": "2026-03-02", "summary": "They agreed."},
        **{"organisations": [], "audiences": [], "work_streams": [], "key_messages": [], "page": ""},
        "public_summary": "",
    }
    return form | changed


def test_an_editor_logs_and_finds_an_engagement(editor, cosla, neglect):
    assert editor.get(ADD, {"organisation": cosla.pk}).context["form"].initial["organisations"] == [cosla.pk]
    assert editor.post(ADD, entry(organisations=[cosla.pk], work_streams=[neglect.pk])).status_code == 302
    one = Engagement.objects.get()
    assert (one.logged_by, list(one.organisations.all()), one.is_public) == (editor.user, [cosla], False)
    for asked, found in (
        ({}, True),
        ({"q": "cosla"}, True),
        ({"q": "agreed"}, True),
        ({"q": "nothing"}, False),
        ({"organisations": cosla.pk}, True),
        ({"kind": "call"}, False),
        ({"work_streams": neglect.pk, "date_from": "2026-01-01"}, True),
        ({"date_to": "2026-01-01"}, False),
        ({"is_public": "true"}, False),
    ):
        assert ("Autumn meeting" in text_of(editor.get(LOG, asked))) is found, asked


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"title": ""}, "title"),
        ({"date": "01/01/2099", "is_public": "on", "public_summary": "We will meet."}, "is_public"),
        ({"date": "soon"}, "date"),
        ({"organisations": []}, "organisations"),
        ({"is_public": "on"}, "public_summary"),
    ],
)
def test_wrong_entries_are_refused_at_the_field(changed, field, editor, cosla):
    response = editor.post(ADD, entry(organisations=[cosla.pk]) | changed)
    assert response.context["form"].errors[field]
    assert "They agreed." in text_of(response)
    assert not Engagement.objects.exists()


def test_an_engagement_is_planned_and_then_logged(editor, cosla, monkeypatch):
    editor.post(ADD, entry(organisations=[cosla.pk], date="01/03/2099", summary=""))
    one = Engagement.objects.get()
    assert one.state == "Planned"
    assert "Never" in text_of(editor.get(ORGANISATIONS))
    assert "Autumn meeting" in text_of(editor.get(reverse("calendar"), {"month": "2099-03"}))
    Engagement.objects.update(date="2026-03-01")
    assert "Autumn meeting" in text_of(editor.get(reverse("attention")))
    afterwards = entry(organisations=[cosla.pk], follow_up="Send the slides.")
    editor.post(reverse("engagements:edit", args=[one.pk]), afterwards)
    one = Engagement.objects.get()
    assert (one.state, one.follow_up) == ("Logged", "Send the slides.")
    assert "Never" not in text_of(editor.get(ORGANISATIONS))


def test_people_are_added_where_an_engagement_is_logged(editor, moderator, cosla):
    ada = factories.ContactFactory(name="Ada Lovelace", organisation=cosla)
    response = moderator.post(ADD, entry(organisations=[cosla.pk], new_contacts=", Chair"))
    assert response.context["form"].errors["new_contacts"] == ["Begin each line with a name."]
    others = "ada lovelace\nBen Nevis, Chair, finance\n\n"
    moderator.post(ADD, entry(organisations=[cosla.pk], new_contacts=others))
    found = [(one.name, one.post, one.organisation) for one in Engagement.objects.get().contacts.all()]
    assert found == [("Ada Lovelace", ada.post, cosla), ("Ben Nevis", "Chair, finance", cosla)]
    editor.post(ADD, entry(organisations=[cosla.pk], new_contacts="Cleo"))
    assert Contact.objects.count() == 2


def test_the_file_runs_nothing_and_names_no_contact(editor, cosla):
    one = factories.EngagementFactory(title="=1+1")
    one.organisations.add(cosla)
    one.contacts.add(factories.ContactFactory(name="Ada Lovelace"))
    content = b"".join(editor.get(LOG, {"export": "csv"}).streaming_content).decode()
    [row] = csv.DictReader(io.StringIO(content))
    assert (row["Title"], row["Organisations"]) == ("'=1+1", "COSLA")
    assert "Ada" not in content


def test_contacts_are_for_moderators_and_survive_an_editors_save(editor, moderator, cosla):
    ada = factories.ContactFactory(name="Ada Lovelace", organisation=cosla)
    one = factories.EngagementFactory()
    one.organisations.add(cosla)
    one.contacts.add(ada)
    edit = reverse("engagements:edit", args=[one.pk])
    assert "Ada Lovelace" in text_of(moderator.get(edit))
    for address in (edit, reverse("stakeholders:organisation", args=[cosla.pk])):
        assert "Ada" not in text_of(editor.get(address))
    for address in (CONTACTS, reverse("contacts:edit", args=[ada.pk]), reverse("contacts:erase", args=[ada.pk])):
        assert editor.get(address).status_code == 302
    assert editor.post(edit, entry(organisations=[cosla.pk])).status_code == 302
    assert list(one.contacts.all()) == [ada]


def test_an_address_is_kept_only_with_consent(moderator):
    form = {"name": "Ada", "post": "", "organisation": "", "email": "ada@example.org", "telephone": ""}
    form |= {"consent_on": "", "consent_way": "", "consent_wording": ""}
    response = moderator.post(reverse("contacts:add"), form)
    assert set(response.context["form"].errors) == {"consent_on", "consent_way", "consent_wording"}
    agreed = {"consent_on": "2026-01-05", "consent_way": "email", "consent_wording": "We write to you."}
    assert moderator.post(reverse("contacts:add"), form | agreed).status_code == 302
    assert moderator.post(reverse("contacts:add"), form | {"name": "Bob", "email": ""}).status_code == 302
    for asked, found in (("ada@", True), ("Ada", True), ("zz", False)):
        assert ("ada@example.org" in text_of(moderator.get(CONTACTS, {"q": asked}))) is found


def test_consent_is_withdrawn_and_given_again(moderator):
    ada = factories.ContactFactory(telephone="123")
    withdraw = reverse("contacts:withdraw", args=[ada.pk])
    moderator.get(withdraw)
    ada.refresh_from_db()
    assert ada.may_be_written_to
    moderator.post(withdraw)
    ada.refresh_from_db()
    assert (ada.email, ada.telephone, ada.withdrawn_on) == ("", "", today())
    assert not ada.may_be_written_to
    form = {"name": ada.name, "post": "", "organisation": "", "email": "new@example.org", "telephone": ""}
    agreed = {"consent_on": "2026-02-05", "consent_way": "form", "consent_wording": "Again."}
    moderator.post(reverse("contacts:edit", args=[ada.pk]), form | agreed)
    ada.refresh_from_db()
    assert ada.may_be_written_to


def test_only_a_lead_erases_and_then_nothing_tells_who_it_was(moderator, lead, cosla):
    moderator.post(
        reverse("contacts:add"),
        {
            **{"name": "Ada Lovelace", "post": "Chair", "organisation": cosla.pk, "email": "ada@example.org"},
            **{"telephone": "", "consent_on": "2026-01-05", "consent_way": "email", "consent_wording": "We write."},
        },
    )
    ada = Contact.objects.get()
    one = factories.EngagementFactory()
    one.organisations.add(cosla)
    one.contacts.add(ada)
    assert moderator.post(reverse("contacts:erase", args=[ada.pk])).status_code == 302
    assert Contact.objects.get().name == "Ada Lovelace"
    assert lead.post(reverse("contacts:delete", args=[ada.pk])).status_code == 302
    assert Contact.objects.exists()
    lead.post(reverse("contacts:erase", args=[ada.pk]))
    kept = Contact.objects.values().get()
    assert not [value for value in kept.values() if isinstance(value, str) and ("Ada" in value or "ada@" in value)]
    assert kept["organisation_id"] is None
    logged = "".join(f"{line.label} {line.data}" for line in ModelLogEntry.objects.all())
    assert "Ada" not in logged
    # Saving the engagement afterwards keeps that somebody was there.
    moderator.post(reverse("engagements:edit", args=[one.pk]), entry(organisations=[cosla.pk], contacts=[]))
    assert one.contacts.count() == 1


def test_a_form_that_was_open_brings_nothing_of_an_erased_contact_back(moderator, lead):
    ada = factories.ContactFactory(name="Ada Lovelace")
    url = reverse("contacts:edit", args=[ada.pk])
    assert moderator.get(url).status_code == 200
    lead.post(reverse("contacts:erase", args=[ada.pk]))
    assert moderator.post(url, {"name": "Ada Lovelace", "post": "Chair", "email": ""}).status_code == 404
    assert "Ada" not in Contact.objects.get().name


def test_who_has_not_been_reached_comes_longest_silence_first(editor, lead, tree, cosla):
    day = today()
    reached = {"Never": None, "Long ago": 20, "Half a year": 7, "Lately": 1}
    for name, months in reached.items():
        organisation = factories.OrganisationFactory(name=name)
        if months:
            factories.EngagementFactory(date=months_before(day, months)).organisations.add(organisation)
            factories.EngagementFactory(date=months_before(day, 30)).organisations.add(organisation)
    Stakeholder.objects.create(organisation=cosla, keep_in_touch=False)

    def listed() -> list[str]:
        return [str(one) for one in editor.get(ORGANISATIONS, {"silent": "true"}).context["object_list"]]

    assert listed() == ["Never", "Long ago", "Half a year"]
    settings = reverse("wagtailsettings:edit", args=["engagement", "engagementsettings", tree.site.pk])
    lead.post(settings, {"answer_days": 7, "sign_off": "Kind regards", "silence_months": 12, "gap_weeks": 6})
    assert EngagementSettings.objects.get().silence_months == 12
    assert listed() == ["Never", "Long ago"]
    content = b"".join(editor.get(ORGANISATIONS, {"silent": "true", "export": "csv"}).streaming_content).decode()
    assert content.splitlines()[0].startswith("Name,")
    assert "Never" in content


@pytest.mark.parametrize(
    ("day", "months", "before"),
    [("2026-03-31", 1, "2026-02-28"), ("2026-01-15", 1, "2025-12-15"), ("2026-11-25", 12, "2025-11-25")],
)
def test_months_are_counted_back_by_the_calendar(day, months, before):
    assert months_before(datetime.date.fromisoformat(day), months).isoformat() == before


def test_an_organisations_page_shows_it_and_keeps_notes(editor, moderator, cosla):
    factories.ContactFactory(name="Ada Lovelace", organisation=cosla)
    factories.EngagementFactory(title="Autumn meeting").organisations.add(cosla)
    own = reverse("stakeholders:organisation", args=[cosla.pk])
    page = text_of(moderator.get(own))
    assert "Autumn meeting" in page
    assert "2 March 2026" in page
    assert "Ada Lovelace" in page
    editor.post(own, {"sector": "local", "note": "Write to the clerk.", "keep_in_touch": "on"})
    assert Stakeholder.objects.get().sector == "local"
    assert "Local authorities" in text_of(editor.get(ORGANISATIONS, {"sector": "local"}))
    assert "COSLA" not in text_of(editor.get(ORGANISATIONS, {"sector": "health"}))


@pytest.mark.parametrize("ordering", ["name", "-name", "last_reached", "-last_reached", "times", "-times", "kept"])
def test_organisations_are_sorted_by_every_column(ordering, editor, cosla):
    assert "COSLA" in text_of(editor.get(ORGANISATIONS, {"ordering": ordering, "q": "COS"}))


def test_lists_cost_the_same_however_much_is_on_them(moderator, cosla):
    def cost() -> list[int]:
        numbers = []
        for address in (LOG, CONTACTS, ORGANISATIONS, f"{ORGANISATIONS}?silent=true"):
            with CaptureQueriesContext(connection) as queries:
                assert moderator.get(address).status_code == 200
            numbers.append(len(queries))
        return numbers

    def more(count: int) -> None:
        for _ in range(count):
            organisation = factories.OrganisationFactory()
            factories.ContactFactory(organisation=organisation)
            factories.EngagementFactory(date="2020-01-01").organisations.add(organisation)

    more(3)
    cost()
    few = cost()
    more(12)
    cost()
    assert cost() == few
