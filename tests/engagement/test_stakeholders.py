"""An organisation twice, and two leads who note something about one at once: a clear sentence, and nothing is lost."""

import pytest
from django.urls import reverse

from cms.accounts.roles import PROGRAMME_LEADS
from engagement.models import Stakeholder
from programme.models import Organisation
from tests import factories
from tests.admin.conftest import sign_in

ADD = "/admin/snippets/programme/organisation/add/"
TAKEN = {field: [f"This {field} is already in use by another organisation."] for field in ("name", "slug")}


@pytest.fixture
def lead(hub, roles):
    return sign_in("lead", group=PROGRAMME_LEADS)


@pytest.fixture
def board(hub):
    return factories.OrganisationFactory(name="Health Board", slug="health-board")


def typed(name: str, slug: str) -> dict[str, str]:
    values = {"name": name, "slug": slug, "short_name": "HB", "description": "Looks after <health>."}
    return values | {"address": "https://board.example.org", "translated_texts": "{}", "action-publish": "1"}


@pytest.mark.parametrize("name", ["Health Board", "health board", "HEALTH BOARD", "  Health   Board "])
def test_who_adds_an_organisation_again_is_told_at_the_field_and_loses_nothing(lead, board, name):
    for slug, errors in (("health-board", TAKEN), ("health-board-2", {"name": TAKEN["name"]})):
        response = lead.post(ADD, typed(name, slug))
        form = response.context["form"]
        assert response.status_code == 200 and form.errors == errors
        shown = response.content.decode()
        for sentence in (*sum(errors.values(), []), "Looks after &lt;health&gt;.", "https://board.example.org"):
            assert sentence in shown
        assert form["name"].value().split() == name.split() and form["short_name"].value() == "HB"
    assert list(Organisation.objects.all()) == [board]


def test_another_organisation_is_added_with_its_spaces_in_order(lead, board):
    assert lead.post(ADD, typed("Health  Board of Fife", "fife")).status_code == 302
    assert Organisation.objects.get(slug="fife").name == "Health Board of Fife"
    edit = f"/admin/snippets/programme/organisation/edit/{board.pk}/"
    assert lead.post(edit, typed("Health BOARD", "health-board")).status_code == 302, "its own name isn't another's"


def test_the_second_of_two_leads_who_note_something_at_once_is_asked(lead, board):
    page = reverse("stakeholders:organisation", args=[board.pk])
    opened = lead.get(page).context["form"]["as_opened"].value()
    note = {"sector": "", "interest": "", "influence": "", "looked_after_by": "", "keep_in_touch": "on"}
    other = sign_in("other", group=PROGRAMME_LEADS)
    assert other.post(page, note | {"as_opened": opened, "note": "Ring them."}).status_code == 302
    response = lead.post(page, note | {"as_opened": opened, "note": "Write to them."})
    text = response.content.decode()
    assert "Somebody else changed this since you opened it." in text and "Write to them." in text
    assert Stakeholder.objects.get().note == "Ring them."
