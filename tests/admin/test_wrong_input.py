"""Nonsensical input is answered with a message, never with a server error."""

import pytest
from django.urls import reverse

from cms.models import HubDocument
from programme.models import EventPage, NewsPage, Organisation, TeamProfilePage
from tests import factories

from .forms import add_url, field_errors, rows, send

HUGE = "9" * 20  # larger than any key
ENDLESS = "9" * 5000  # more than Python reads as a number


@pytest.fixture
def lists(tree):
    """Lists with Wagtail's search, which sends a request on every key press."""
    return [
        reverse("wagtailadmin_explore", args=[tree.news.pk]),
        reverse("news:index"),
        reverse("wagtailadmin_choose_page_search"),
        reverse("wagtailimages:index"),
        reverse("wagtaildocs:index"),
        reverse(Organisation.snippet_viewset.get_url_name("list")),
    ]


@pytest.mark.parametrize("typed", ['"', '""', '"early help', '"early" "', "'\"; --", "a\0b", "NEAR(", "*"])
def test_any_list_can_be_searched_for_anything(lead, lists, typed):
    assert {url: lead.get(url, {"q": typed}).status_code for url in lists} == dict.fromkeys(lists, 200)


@pytest.mark.parametrize("typed", ['"early help"', '"early', 'help "'])
def test_quotation_marks_are_no_part_of_the_words(lead, tree, typed):
    page = factories.NewsFactory(parent=tree.news, title="Early help for families")
    found = lead.get(reverse("news:index"), {"q": typed}).context["object_list"]
    assert [one.pk for one in found] == [page.pk]


@pytest.mark.parametrize(
    "name",
    ["contacts", "feedback", "engagements", "social-posts", "bundles", "newsletter-subscribers", "feedback-themes"],
)
@pytest.mark.parametrize("typed", ["a\0b", "y" * 60_000], ids=["null", "long"])
def test_our_own_lists_can_be_searched_for_anything(administrator, tree, name, typed):
    if (name, len(typed)) == ("feedback-themes", 60_000):
        pytest.skip("Wagtail's own search")
    assert administrator.get(reverse(f"{name}:index"), {"q": typed}).status_code == 200


@pytest.mark.parametrize("number", [HUGE, ENDLESS], ids=["huge", "endless"])
def test_what_a_form_begins_with_may_be_nonsense(administrator, tree, number):
    for url in (reverse("contacts:add"), reverse("engagements:add"), reverse("social-posts:add")):
        assert administrator.get(url, {"organisation": number, "page": number}).status_code == 200


def test_a_key_that_nothing_can_have(lead, tree):
    assert lead.get(reverse("attention"), {"stream": HUGE}).status_code == 200
    assert lead.get(reverse("calendar"), {"stream": HUGE}).status_code == 200
    assert lead.get(reverse("programme_record", args=[int(HUGE)])).status_code == 404
    assert lead.get(reverse("programme_agree", args=[int(HUGE)])).status_code == 404
    assert not NewsPage.objects.filter(pk=int(HUGE)).exists()
    assert not HubDocument.objects.filter(pk__in=[int(HUGE)]).exists()


def test_a_year_that_cannot_be_meant(lead, tree):
    values = {"title": "Summit", "slug": "summit", "summary": "Leaders met.", "place": "Perth", "kind": "leadership"}
    times = {"start": "0001-01-01 10:00", "end": "9999-12-31 12:00"}
    response = send(lead, add_url(EventPage, tree.events), "publish", **values, **times)
    assert field_errors(response) == {
        "start": ["The year 1 can’t be right. Give one from 1900 to 2999."],
        "end": ["The year 9999 can’t be right. Give one from 1900 to 2999."],
    }
    form = response.context["form"]
    assert {name: form[name].value() for name in times} == times


def test_a_year_that_cannot_be_meant_in_a_row(lead, tree):
    duty = {"kind": "lead", "work_stream": "", "policy_area": "", "start": "0217-01-01", "end": ""}
    response = send(lead, add_url(TeamProfilePage, tree.team), duties=rows(duty), title="Ada", slug="ada")
    assert field_errors(response)["duties-0-start"] == ["The year 217 can’t be right. Give one from 1900 to 2999."]


def test_a_year_that_cannot_be_meant_elsewhere(lead, administrator, tree):
    group = factories.GroupFactory(parent=tree.groups)
    commitment = factories.CommitmentFactory(parent=factories.WorkStreamFactory(parent=tree.streams))
    for url, name, value in (
        (reverse("programme_plan_meeting", args=[group.pk]), "date", "9999-12-31"),
        (reverse("programme_record", args=[commitment.pk]), "date", "0001-01-01"),
        (reverse("engagements:add"), "date", "0001-01-01"),
        (reverse("social-posts:add"), "planned_for", "9999-12-31"),
    ):
        errors = administrator.post(url, {name: value}).context["form"].errors
        assert "can’t be right" in errors[name][0], url
