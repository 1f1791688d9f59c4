"""The dashboard and the menu: their contents for each group, and a cost that doesn't depend on the amount of content."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import strip_tags
from wagtail.admin.menu import admin_menu
from wagtail.models import Site

from cms.base.dates import today
from cms.models import HubSettings
from programme.admin.dashboard import NextStepsPanel, ProgrammePanel, additions
from programme.models import NewsPage
from tests import factories

from .conftest import sign_in
from .forms import add_url

HOME = reverse("wagtailadmin_home")


def labels(items) -> list[str]:
    return [str(item.label) for item in items]


def menu(client) -> list:
    request = client.get(HOME).wsgi_request
    return sorted(admin_menu.menu_items_for_request(request), key=lambda item: item.order)


def with_progress(stream, number, status, date="2018-01-25"):
    page = factories.CommitmentFactory(parent=stream, number=number, slug=f"action-{number}")
    page.progress_entries.create(date=date, status=status, note="So it is.")
    page.save()
    return page


# Contents for each group


@pytest.mark.parametrize("person", ["editor", "moderator", "lead", "administrator"])
def test_everybody_finds_the_three_next_steps_in_the_right_place(request, tree, stream, person):
    factories.CommitmentFactory(parent=stream)
    factories.GroupFactory(parent=tree.groups)
    client = request.getfixturevalue(person)
    html = client.get(HOME).content.decode()
    urls = [add_url(NewsPage, tree.news), reverse("programme_choose"), reverse("meetings:choose_parent")]
    for url in urls:
        assert f'href="{url}"' in html
        assert client.get(url, follow=True).status_code == 200


def test_a_meeting_is_added_to_the_one_group_without_a_question(editor, tree):
    group = factories.GroupFactory(parent=tree.groups)
    response = editor.get(reverse("meetings:choose_parent"))
    assert response.url == reverse("wagtailadmin_pages:add", args=["programme", "meetingpage", group.pk])


@pytest.mark.parametrize(("person", "last"), [("editor", "Bundle"), ("administrator", "Account for a colleague")])
def test_everything_else_is_added_from_the_dashboard(request, tree, stream, person, last):
    factories.GroupFactory(parent=tree.groups)
    client = request.getfixturevalue(person)
    offered = additions(client.user)
    assert {label for label, _ in offered} >= {"Publication", "Event", "Engagement", "Social post"}
    assert offered[-1][0] == last
    html = client.get(HOME).content.decode()
    for label, url in offered:
        assert f'<a href="{url}">{label}</a>' in html
        assert client.get(url, follow=True).status_code == 200


def test_no_step_is_offered_that_can_not_be_taken(roles, rf):
    visitor = sign_in("visitor").user
    request = rf.get(HOME)
    request.user = visitor
    assert NextStepsPanel().render_html({"request": request}).strip() == ""


def test_the_dashboard_carries_our_name_and_no_logo(editor):
    HubSettings.objects.update_or_create(site=Site.objects.get(), defaults={"site_name": "Light for Varland"})
    html = editor.get(HOME).content.decode()
    assert "Light for Varland" in html
    assert 'data-initials="LV"' in html
    assert "icon-wagtail" not in html
    assert "hub-admin/icon.svg" in html


# Progress of the programme


def test_the_programme_is_told_in_words(editor, stream, other_stream):
    with_progress(stream, 1, "complete")
    with_progress(stream, 2, "in_progress")
    with_progress(other_stream, 1, "complete", date=str(today() + datetime.timedelta(days=1)))
    text = " ".join(strip_tags(editor.get(HOME).content.decode()).split())
    assert "Recorded so far for actions: 1 complete, 1 in progress; nothing is recorded for 1 of 3." in text


@pytest.mark.parametrize("person", ["editor", "lead"])
@pytest.mark.parametrize("panel", [NextStepsPanel, ProgrammePanel])
def test_a_panel_costs_the_same_however_much_there_is(request, rf, tree, person, panel):
    user = request.getfixturevalue(person).user

    def cost() -> int:
        web = rf.get(HOME)
        web.user = type(user).objects.get(pk=user.pk)
        with CaptureQueriesContext(connection) as queries:
            panel().render_html({"request": web})
        return len(queries)

    def more(count):
        for _ in range(count):
            stream = factories.WorkStreamFactory(parent=tree.streams)
            for number in range(3):
                with_progress(stream, number + 1, "complete")
            group = factories.GroupFactory(parent=tree.groups)
            factories.MeetingFactory(parent=group)

    more(1)
    cost()
    few = cost()
    more(4)
    cost()  # facts of the period are read once after a change
    assert cost() == few


# The menu


def test_the_menu_of_an_editor_is_short_and_begins_with_the_programme(editor):
    expected = [
        *("Notifications", "Programme", "Bundles", "Newsletter", "Engagement", "Measures", "Pages", "Images"),
        *("Documents", "Terms", "Signposts to help", "Site search", "Reports", "Help"),
    ]
    assert labels(menu(editor)) == expected


def test_a_programme_lead_also_has_settings(lead):
    items = menu(lead)
    assert labels(items) == [
        "Notifications",
        "Programme",
        "Bundles",
        "Newsletter",
        "Engagement",
        "Measures",
        "Pages",
        "Images",
        "Documents",
        "Terms",
        "Signposts to help",
        "Site search",
        "Reports",
        "Settings",
        "Help",
    ]


def test_no_menu_opens_with_another(admin_client):
    # Wagtail's script opens each menu whose name begins the name of the chosen one.
    names = [item.name for item in menu(admin_client)]
    assert len(names) > 10
    assert [(one, other) for one in names for other in names if one != other and other.startswith(one)] == []


@pytest.mark.parametrize(
    ("person", "expected"),
    [
        ("editor", ["Plan", "Engagement log", "Organisations", "Promises to organisations", "Social posts"]),
        (
            "moderator",
            [
                *(
                    "Feedback",
                    "Plan",
                    "Engagement log",
                    "Organisations",
                    "Promises to organisations",
                    "Contacts",
                    "Social posts",
                ),
                *("Themes", "Quiet periods"),
            ],
        ),
    ],
)
def test_engagement_shows_each_group_what_it_may_open(request, person, expected):
    client = request.getfixturevalue(person)
    engagement = next(item for item in menu(client) if item.name == "engagement")
    inside = sorted(engagement.menu.menu_items_for_request(client.get(HOME).wsgi_request), key=lambda item: item.order)
    assert labels(inside) == expected
    for item in inside:
        assert client.get(item.url).status_code == 200


def test_the_programme_is_ordered_by_what_editors_do_most(editor):
    programme = next(item for item in menu(editor) if item.name == "programme")
    request = editor.get(HOME).wsgi_request
    inside = sorted(programme.menu.menu_items_for_request(request), key=lambda item: item.order)
    assert labels(inside) == [
        "Work streams",
        "Recommendations and actions",
        "News",
        "Key messages",
        "Pages for audiences",
        "Meetings",
        "Groups",
        "Publications",
        "Collections",
        "Events",
        "Team",
        "Calendar",
        "Message house",
        "What needs attention",
        "Imports",
        "Proposals",
        "Meeting packs",
    ]
    for item in inside:
        assert editor.get(item.url).status_code == 200
