"""Stakeholders: what an organisation's interest and influence are, who looks after it, and what was promised to it."""

import datetime

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from cms.accounts.roles import MODERATORS
from cms.base.dates import today
from engagement.models import Promise, Stakeholder
from tests import factories
from tests.admin.conftest import sign_in

A_DAY = datetime.timedelta(days=1)
PROMISES, ADD = reverse("promises:index"), reverse("promises:add")
ORGANISATIONS = reverse("stakeholders:index")


def typed(whom, **changed) -> dict:
    form = {"organisation": whom.pk, "text": "Show them the draft", "made_on": "2/3/2026", "due_on": ""}
    return form | {"kept_on": "", "responsible": "", "engagement": ""} | changed


def day(days: int) -> str:
    return f"{today() + days * A_DAY:%d/%m/%Y}"


def test_a_promise_is_noted_at_its_organisation_and_shown_there_until_it_is_kept(editor, cosla):
    own = reverse("stakeholders:organisation", args=[cosla.pk])
    link = f"{ADD}?organisation={cosla.pk}"
    assert link in editor.get(own).content.decode()
    form = editor.get(link).context["form"]
    assert form.initial["organisation"] == cosla.pk
    assert form.initial["responsible"] == editor.user.pk
    sent = BeautifulSoup(editor.get(link).content, "html.parser").find("form", action=link)
    answer = editor.post(sent["action"], typed(cosla, due_on=day(-1), responsible=editor.user.pk))
    assert (answer.status_code, answer["Location"]) == (302, own)
    page = editor.get(own).content.decode()
    assert "Show them the draft" in page
    assert "Late" in page
    promise = Promise.objects.get()
    assert promise.site is not None
    editor.post(reverse("promises:edit", args=[promise.pk]), typed(cosla, due_on=day(-1), kept_on=day(0)))
    assert "Kept" in editor.get(own).content.decode()


@pytest.mark.parametrize(
    ("changed", "field", "said"),
    [
        ({"text": ""}, "text", "Say what was promised."),
        ({"organisation": ""}, "organisation", "This field is required."),
        ({"made_on": "later"}, "made_on", "later"),
        ({"made_on": "1/3/2126"}, "made_on", "in the future"),
        ({"kept_on": "1/3/2126"}, "kept_on", "in the future"),
        ({"due_on": "1/3/2026"}, "due_on", "before the day on which it was promised"),
        ({"kept_on": "1/3/2026"}, "kept_on", "before the day on which it was promised"),
    ],
)
def test_bad_input_is_refused_at_its_field_and_nothing_is_lost(editor, cosla, changed, field, said):
    answer = editor.post(ADD, typed(cosla, **changed))
    assert said in str(answer.context["form"].errors[field])
    assert not Promise.objects.exists()
    assert ("Show them the draft" in answer.content.decode()) is ("text" not in changed)


@pytest.mark.parametrize(("state", "found"), [("open", {"Open", "Late"}), ("late", {"Late"}), ("kept", {"Kept"})])
def test_promises_are_filtered_by_state(editor, cosla, state, found):
    late, soon = today() - A_DAY, today() + A_DAY
    for text, due, kept in (("Late", late, None), ("Open", soon, None), ("Kept", late, today())):
        Promise.objects.create(organisation=cosla, text=text, made_on=late, due_on=due, kept_on=kept)
    assert {str(one) for one in editor.get(PROMISES, {"state": state}).context["object_list"]} == found


def test_the_dashboard_names_promises_that_were_not_kept_in_time(editor, cosla):
    made = today() - 9 * A_DAY
    for text, due in (("Late one", today() - A_DAY), ("Due today", today()), ("Some day", None)):
        Promise.objects.create(organisation=cosla, text=text, made_on=made, due_on=due)
    page = editor.get(reverse("wagtailadmin_home")).content.decode()
    assert "Late one" in page
    assert "Due today" not in page
    assert "Some day" not in page


def test_levels_and_the_next_contact_are_in_the_list_its_filters_and_its_file(editor, cosla):
    other = factories.OrganisationFactory(name="Children 1st")
    own = reverse("stakeholders:organisation", args=[cosla.pk])
    form = {"interest": "high", "influence": "medium", "looked_after_by": editor.user.pk, "keep_in_touch": "on"}
    assert editor.post(own, form).status_code == 302
    assert Stakeholder.objects.get().looked_after_by == editor.user
    for days in (30, 9):
        factories.EngagementFactory(date=today() + days * A_DAY, is_planned=True).organisations.add(cosla)
    row = next(one for one in editor.get(ORGANISATIONS).context["object_list"] if one == cosla)
    assert (row.interest, row.influence, row.looked_after) == ("high", "medium", "editor")
    assert (row.next_contact, row.last_reached) == (today() + 9 * A_DAY, None)
    for chosen in ({"interest": "high"}, {"influence": "medium"}, {"looked_after_by": editor.user.pk}):
        found = set(editor.get(ORGANISATIONS, chosen).context["object_list"])
        assert cosla in found, chosen
        assert other not in found, chosen
    file = b"".join(editor.get(ORGANISATIONS, {"export": "csv"}).streaming_content).decode()
    assert "Next contact" in file
    assert "High,Medium,editor" in file


def test_a_promise_from_the_list_leads_back_to_the_list(editor, cosla):
    assert editor.post(ADD, typed(cosla))["Location"] == PROMISES


def test_only_those_who_keep_the_log_can_be_named_and_only_they_see_promises(editor, cosla):
    stranger = sign_in("stranger", group=None)
    offered = editor.get(ADD).context["form"].fields["responsible"].queryset
    assert editor.user in offered
    assert stranger.user not in offered
    assert sign_in("moderator", group=MODERATORS).get(PROMISES).status_code == 200
    assert stranger.get(PROMISES).status_code == 302
    assert editor.post(ADD, typed(cosla, responsible=stranger.user.pk)).context["form"].errors.keys() == {"responsible"}
