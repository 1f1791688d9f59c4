"""“Which group?”: the pages to which a new one can belong, each a click away from its form."""

import datetime
import re

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import GroupPagePermission

from programme.models import CommitmentPage, MeetingPage, NewsPage
from tests import factories

from .conftest import sign_in
from .forms import add_url

PLACE = re.compile(r'<li>\s*<a href="([^"]+)">([^<]+)</a>(?:\s*<span[^>]*>([^<]+)</span>)?')


def places(client, kind: str) -> list[tuple[str, str, str]]:
    """Return address, title and facts of the places offered for a page of the kind."""
    return PLACE.findall(client.get(reverse(f"{kind}:choose_parent")).content.decode())


def test_a_meeting_asks_which_group_and_those_that_are_closed_come_last(editor, tree):
    closed = factories.GroupFactory(parent=tree.groups, title="Review Group", closed_on=datetime.date(2016, 12, 1))
    group = factories.GroupFactory(parent=tree.groups, title="Leadership Group")
    html = editor.get(reverse("meetings:choose_parent")).content.decode()
    assert "Which group?" in html
    assert "parent page" not in html.lower()
    assert places(editor, "meetings") == [
        (add_url(MeetingPage, group), "Leadership Group", ""),
        (add_url(MeetingPage, closed), "Review Group", "Closed on 1 December 2016"),
    ]


def test_a_commitment_asks_which_work_stream(editor, stream, other_stream):
    assert "Which work stream?" in editor.get(reverse("commitments:choose_parent")).content.decode()
    assert [url for url, _, _ in places(editor, "commitments")] == [
        add_url(CommitmentPage, parent) for parent in (stream, other_stream)
    ]


def test_news_is_of_the_whole_programme_or_of_a_work_stream(editor, tree, stream):
    html = editor.get(reverse("news:choose_parent")).content.decode()
    assert html.index("For the whole programme") < html.index("Work streams</h2>")
    assert [url for url, _, _ in places(editor, "news")] == [
        add_url(NewsPage, parent) for parent in (tree.news, stream)
    ]


def test_somebody_who_may_add_in_one_place_alone_is_not_asked(roles, tree, stream, other_stream):
    writers = Group.objects.create(name="Writers")
    GroupPagePermission.objects.create(group=writers, page=stream, permission_type="add")
    writer = sign_in("writer", group="Writers")
    writer.user.groups.add(Group.objects.get(name="Viewers"))
    assert writer.get(reverse("commitments:choose_parent")).url == add_url(CommitmentPage, stream)
    assert places(writer, "meetings") == []


def test_the_question_costs_the_same_for_many_places(editor, tree):
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            editor.get(reverse("meetings:choose_parent"))
        return len(queries)

    for _ in range(2):
        factories.GroupFactory(parent=tree.groups)
    cost()
    few = cost()
    for _ in range(6):
        factories.GroupFactory(parent=tree.groups)
    cost()  # facts of the period are read once after a change
    assert cost() == few
    assert len(places(editor, "meetings")) == 8


@pytest.mark.parametrize("model", [MeetingPage, NewsPage])
def test_the_list_of_all_pages_of_a_type_asks_the_same(administrator, tree, stream, model):
    for title in ("One", "Two"):
        factories.GroupFactory(parent=tree.groups, title=title)
    url = reverse("wagtailadmin_pages:choose_parent", args=[model._meta.app_label, model._meta.model_name])
    assert PLACE.findall(administrator.get(url).content.decode()) == places(administrator, model.page_kind.address)
