"""A programme's own kinds and statuses: their form, and the forms, lists and imports that offer them."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail.models import Site
from wagtail.test.utils.form_data import querydict_from_html

from cms.models import VocabularyRow
from engagement.choices import ENGAGEMENT_KINDS
from programme.choices import COMMITMENT_KINDS, NEWS_KINDS, ORIGINS, STATUSES
from programme.models import CommitmentPage, ProgressEntry
from tests import factories
from tests import vocabularies as own

from .forms import add_url, edit_url, field_errors, filled_in, send

STATUS_FORM = reverse("vocabulary", args=["statuses"])
KIND_FORM = reverse("vocabulary", args=["commitment-kinds"])


def typed(client, address: str, **changes) -> dict:
    """Return the form as it is shown, with changes: `form-5-label` is written `line5_label`."""
    response = client.get(address)
    assert response.status_code == 200
    found = querydict_from_html(response.content.decode(), form_id="vocabulary-form")
    # A tick without a value is sent as “on”.
    data = {name: found[name] or ("on" if name.endswith("-offered") else "") for name in found}
    for name, value in changes.items():
        line, _, field = name.removeprefix("line").partition("_")
        data[f"form-{line}-{field}"] = value
        if value is None:
            del data[f"form-{line}-{field}"]
    return data


def save(client, address: str, **changes):
    return client.post(address, typed(client, address, **changes))


def errors(response) -> list[str]:
    lines = response.context["lines"]
    return [*lines.non_form_errors(), *(text for form in lines for found in form.errors.values() for text in found)]


DELAYED = {
    "line5_label": "Delayed",
    "line5_category": "open",
    "line5_colour": "orange",
    "line5_pattern": "falling",
    "line5_position": "3",
}


def test_a_status_is_added_renamed_and_put_in_its_place(lead, stream):
    response = save(lead, STATUS_FORM, **DELAYED, line2_label="Met", line2_position="9")
    assert response.status_code == 302
    assert STATUSES.choices == [
        ("not_started", "Not started"),
        ("in_progress", "In progress"),
        ("delayed", "Delayed"),
        ("changed", "Changed"),
        ("stopped", "Stopped"),
        ("complete", "Met"),
    ]
    # Saving the form again as it is shown changes nothing.
    before = list(VocabularyRow.objects.values_list("pk", "key", "label"))
    assert save(lead, STATUS_FORM).status_code == 302
    assert list(VocabularyRow.objects.values_list("pk", "key", "label")) == before
    assert "This programme" in lead.get(reverse("vocabularies")).content.decode()


def test_all_that_is_wrong_is_said_at_once_and_nothing_typed_is_lost(lead):
    changes = DELAYED | {"line5_colour": "", "line5_pattern": "stripes", "line6_label": "Not started"}
    response = save(lead, STATUS_FORM, **changes)
    assert response.status_code == 422
    said = " ".join(errors(response))
    assert "“In progress” has this pattern" in said
    assert "Choose one of the colours with enough contrast" in said
    assert "Another one has this name" in said
    assert "Say what the status means." in said
    assert 'value="Delayed"' in response.content.decode()
    assert not VocabularyRow.objects.exists()


def test_what_is_in_use_is_not_removed_but_no_longer_offered(lead, stream):
    page = factories.CommitmentFactory(parent=stream, kind="action", number=1)
    ProgressEntry.objects.create(page=page, date="2018-02-01", status="stopped", note="It was given up.")
    refused = save(lead, KIND_FORM, line1_DELETE="on")
    assert errors(refused) == ["“Action” (action) can’t be removed: it is in use once. No longer offer it instead."]
    assert "in use once" in errors(save(lead, STATUS_FORM, line4_DELETE="on"))[0]
    assert save(lead, KIND_FORM, line1_offered=None).status_code == 302
    assert [entry.key for entry in COMMITMENT_KINDS.offered] == ["recommendation"]
    # A new page isn't offered it; the page that has it keeps it.
    assert 'value="action"' not in lead.get(add_url(CommitmentPage, stream)).content.decode()
    assert 'value="action" selected' in lead.get(edit_url(page)).content.decode()
    assert save(lead, KIND_FORM, line0_DELETE="on", line1_offered="on").status_code == 302
    assert COMMITMENT_KINDS.labels == ["Action"]


def test_a_key_never_changes_and_the_hubs_own_stay(lead):
    assert save(lead, KIND_FORM, line1_key="step", line1_label="Step").status_code == 302
    assert COMMITMENT_KINDS.choices == [("recommendation", "Recommendation"), ("action", "Step")]
    refused = save(lead, reverse("vocabulary", args=["attendance-kinds"]), line0_DELETE="on")
    assert "the hub itself uses it" in errors(refused)[0]


def test_two_people_do_not_undo_each_others_changes(lead):
    mine = typed(lead, KIND_FORM, line1_label="Step")
    save(lead, KIND_FORM, line0_label="Pledge")
    response = lead.post(KIND_FORM, mine)
    assert "Somebody else has changed these entries" in errors(response)[0]
    assert COMMITMENT_KINDS.labels == ["Pledge", "Action"]


def test_the_least_and_the_longest(lead):
    everything = {f"line{line}_DELETE": "on" for line in range(4)}
    response = save(lead, reverse("vocabulary", args=["event-kinds"]), **everything)
    assert errors(response) == ["Keep at least one entry."]
    response = save(
        lead,
        reverse("vocabulary", args=["engagement-kinds"]),
        line5_label="A very long visit",
        line5_key="a_very_long_visit",
    )
    assert errors(response) == ["A key has 12 characters at most here."]
    assert ENGAGEMENT_KINDS.labels[0] == "Meeting"
    assert lead.get("/admin/kinds/moods/").status_code == 404


def test_only_leads_change_them(moderator):
    assert moderator.get(reverse("vocabularies")).status_code in (302, 403)
    assert moderator.post(STATUS_FORM, {}).status_code in (302, 403)
    assert not VocabularyRow.objects.exists()


# The forms that offer them


@pytest.fixture
def energy(stream, roles):
    own.give("commitment-kinds", own.KINDS)
    own.give("statuses", own.STATUSES)


def test_a_commitment_of_an_own_kind_has_its_own_numbers(moderator, stream, energy):
    factories.CommitmentFactory(parent=stream, kind="recommendation", number=1)
    address = add_url(CommitmentPage, stream)
    values = {"title": "Milestone 1", "slug": "milestone-1", "kind": "milestone", "number": "1"}
    assert send(moderator, address, "publish", **values).status_code == 302
    page = CommitmentPage.objects.get(kind="milestone")
    assert (page.distinct_name, page.get_kind_display(), page.slug) == ("milestone 1", "Milestone", "milestone-1")
    twice = send(moderator, address, "publish", **values | {"title": "Again", "slug": "again"})
    assert "already has milestone 1" in field_errors(twice)["number"][0]


def test_a_status_of_its_own_is_recorded(moderator, stream, energy):
    page = factories.CommitmentFactory(parent=stream, kind="milestone", number=1, slug="milestone-1")
    page.save_revision().publish()
    address = reverse("programme_record", args=[page.pk])
    shown = moderator.get(address).content.decode()
    assert "Delayed" in shown
    assert "Stopped" not in shown
    sent = {"date": "2018-02-01", "status": "delayed", "note": "It waits.", "significance": "minor"}
    assert moderator.post(address, sent).status_code == 302
    assert page.progress_entries.get().get_status_display() == "Delayed"
    wrong = moderator.post(address, sent | {"status": "stopped"})
    assert "status" in wrong.context["form"].errors


def test_progress_is_imported_by_its_names_and_keys(moderator, stream, energy):
    page = factories.CommitmentFactory(parent=stream, kind="milestone", number=1, slug="milestone-1")
    page.save_revision().publish()

    def fates(*lines):
        text = "\r\n".join(["work stream,kind,number,date,status,note,evidence", *lines])
        file = SimpleUploadedFile("progress.csv", text.encode())
        shown = moderator.post(reverse("programme_import"), {"file": file})
        return [line.fate for line in shown.context["plan"].lines]

    assert fates("Neglect,Milestone,1,2018-01-25,Delayed,It waits.,", "Neglect,milestone,1,2018-03-01,met,Done.,") == [
        "Added",
        "Added",
    ]
    (refused,) = fates("Neglect,Step,1,2018-01-25,Stopped,It waits.,")
    assert "The kind must be “Pledge”, “Action” or “Milestone”." in refused
    assert "The status must be “Not begun”, “In progress”, “Delayed”, “Met” or “Built”." in refused


def test_lists_of_the_admin_name_and_filter_them(moderator, stream, energy):
    factories.CommitmentFactory(parent=stream, kind="milestone", number=1, title="The first", slug="milestone-1")
    factories.CommitmentFactory(parent=stream, kind="recommendation", number=1, title="The other", slug="pledge-1")
    address = reverse("commitments:index")
    shown = moderator.get(address).content.decode()
    assert "Milestone" in shown
    assert "Recommendation</" not in shown
    chosen = moderator.get(f"{address}?kind=milestone").content.decode()
    assert "The first" in chosen
    assert "The other" not in chosen


def test_forms_begin_with_something_on_offer(moderator, tree):
    own.give("news-kinds", [{"key": "memo", "label": "Memo"}])
    assert NEWS_KINDS.first_of("announcement") == "memo"
    own.give("origins", [{"key": "own", "label": "Our own"}])
    assert ORIGINS.labels == ["Our own"]
    form = filled_in(moderator, reverse("wagtailadmin_pages:add", args=["programme", "newspage", tree.news.pk]))
    assert form["kind"] == ["memo"]


def test_another_site_is_not_touched(lead, energy):
    other = Site.objects.create(hostname="other.example.org", root_page=Site.objects.get().root_page)
    own.give("statuses", own.STATUSES[3:], other)
    save(lead, STATUS_FORM, line0_label="Ahead")
    assert VocabularyRow.objects.filter(setting__site=other).count() == 2
    assert STATUSES.labels[0] == "Ahead"
