"""The message house: uses of messages, and streams not reached."""

import csv
import datetime
import io
import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.test.utils.form_data import streamfield

from cms.base.dates import today
from cms.editing.permissions import DeskContext
from programme.admin import house
from tests import factories

from .forms import edit_url, send

HOUSE = reverse("message_house")


@pytest.fixture
def message(tree, stream, other_stream):
    return factories.KeyMessageFactory(parent=tree.messages, title="Listen", work_streams=[stream, other_stream])


@pytest.fixture
def table(rf, administrator):
    def read(**narrowed) -> dict[tuple[str, str], list[str]]:
        request = rf.get(HOUSE)
        request.user = administrator.user
        found = house.read(DeskContext.by(request), **narrowed)
        return {
            (row.title, cell.part): [f"{channel}: {use.title}, {use.day}" for channel, use in cell.uses]
            for row in found.rows
            for cell in row.cells
        }

    return read


def holding(message) -> str:
    return json.dumps([{"type": "key_message", "value": {"message": message.pk}}])


def test_each_cell_has_the_last_use_in_each_channel(tree, stream, message, table):
    add = factories.NewsFactory
    add(parent=tree.news, title="Old", date="2018-01-01", work_streams=[stream], key_messages=[message])
    add(parent=tree.news, title="New", date="2018-02-01", work_streams=[stream], key_messages=[message])
    add(parent=tree.news, title="Draft", date="2018-03-01", work_streams=[stream], key_messages=[message], live=False)
    ahead = today() + datetime.timedelta(days=3)
    add(parent=tree.news, title="Ahead", date=ahead, work_streams=[stream], key_messages=[message])
    add(parent=tree.news, title="In its text", date="2018-01-09", body=holding(message))
    factories.PublicationFactory(
        parent=tree.publications, title="Plan", date="2017-05-01", work_streams=[stream], body=holding(message)
    )
    factories.EventFactory(parent=tree.events, title="Day", work_streams=[stream], key_messages=[message])
    found = table()
    assert found["Listen", "Neglect"] == [
        "Event: Day, 2018-05-01",
        "News: New, 2018-02-01",
        "Publication: Plan, 2017-05-01",
    ]
    assert found["Listen", "Trafficking"] == []
    assert found["Listen", "No work stream"] == ["News: In its text, 2018-01-09"]


def test_an_issue_carries_what_its_items_carry(tree, stream, message, table):
    news = factories.NewsFactory(parent=tree.news, date="2018-01-01", work_streams=[stream], key_messages=[message])
    sections = [
        {"type": "section", "value": {"heading": "New", "items": [{"page": news.pk, "text": ""}]}},
        {"type": "page_links", "value": {"title": "", "pages": [message.pk]}},
    ]
    factories.IssueFactory(parent=tree.updates, title="Update 7", sections=json.dumps(sections))
    factories.IssueFactory(parent=tree.updates, title="Draft", live=False, sections=json.dumps(sections))
    found = table(channel="issue")
    assert found["Listen", "Neglect"] == ["Issue: Update 7, 2018-01-25"]
    assert found["Listen", "No work stream"] == ["Issue: Update 7, 2018-01-25"]


def test_it_can_be_narrowed_to_a_channel_and_to_uses_since_a_day(tree, stream, message, table):
    factories.NewsFactory(parent=tree.news, date="2018-02-01", work_streams=[stream], key_messages=[message])
    assert table(channel="event")["Listen", "Neglect"] == []
    assert table(since=datetime.date(2018, 2, 1))["Listen", "Neglect"]
    assert table(since=datetime.date(2018, 2, 2))["Listen", "Neglect"] == []


def test_what_is_not_reached_is_said_in_words(editor, tree, stream, message):
    factories.KeyMessageFactory(parent=tree.messages, title="Alone")
    factories.NewsFactory(parent=tree.news, date="2018-02-01", work_streams=[stream], key_messages=[message])
    html = editor.get(HOUSE).content.decode()
    assert "<li>Listen: Trafficking</li>" in html
    assert html.count("Not reached yet") == 1
    assert html.count("Not used") == 4
    assert "News, 1 February 2018" in html


def test_a_wrong_day_is_said_at_its_field_and_stays(editor, message):
    html = editor.get(HOUSE, {"since": "lately", "channel": "news"}).content.decode()
    assert "“lately” can’t be read as a date." in html
    assert 'value="lately"' in html
    assert "Listen" in html


def test_it_is_downloaded_as_csv(editor, tree, stream, message):
    factories.NewsFactory(
        parent=tree.news, title="=1+1", date="2018-02-01", work_streams=[stream], key_messages=[message]
    )
    text = editor.get(HOUSE, {"export": "csv"}).content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    assert rows[1][:6] == ["Listen", "Neglect", "yes", "News", "2018-02-01", "'=1+1"]
    assert rows[2][:4] == ["Listen", "Trafficking", "no", ""]


def test_a_message_in_the_text_is_ticked_and_what_was_ticked_stays(lead, tree):
    ticked, in_text = (factories.KeyMessageFactory(parent=tree.messages) for _ in range(2))
    body = streamfield([("key_message", {"message": str(in_text.pk)})])
    news = factories.NewsFactory(parent=tree.news, key_messages=[ticked])
    send(lead, edit_url(news), body=body)
    draft = type(news).objects.get(pk=news.pk).get_latest_revision_as_object()
    assert {page.pk for page in draft.key_messages.all()} == {ticked.pk, in_text.pk}


def test_nobody_outside_sees_it(client, tree):
    assert client.get(HOUSE).status_code == 302


def test_it_costs_the_same_however_much_there_is(editor, tree):
    def more(number):
        for _ in range(number):
            stream = factories.WorkStreamFactory(parent=tree.streams)
            message = factories.KeyMessageFactory(parent=tree.messages, work_streams=[stream])
            news = factories.NewsFactory(parent=tree.news, work_streams=[stream], key_messages=[message])
            factories.NewsFactory(parent=tree.news, body=holding(message))
            sections = [{"type": "section", "value": {"heading": "New", "items": [{"page": news.pk, "text": ""}]}}]
            factories.IssueFactory(parent=tree.updates, sections=json.dumps(sections))

    def cost() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert editor.get(HOUSE).status_code == 200
        return len(captured)

    more(3)
    cost()
    few = cost()
    more(27)
    cost()
    assert cost() == few


def test_the_columns_may_be_audiences(tree, stream, table, administrator):
    practitioners = factories.AudienceFactory(name="Practitioners")
    message = factories.KeyMessageFactory(parent=tree.messages, title="Listen", audiences=[practitioners])
    assert table(by="audiences") == {("Listen", "Practitioners"): [], ("Listen", "No audience"): []}
    factories.NewsFactory(
        parent=tree.news,
        title="For them",
        date="2018-01-01",
        key_messages=[message],
        audiences=[practitioners],
        work_streams=[stream],
    )
    post = factories.SocialPostFactory(text="Posted", state="posted", posted_on="2018-02-01")
    post.key_messages.add(message)
    assert table(by="audiences") == {
        ("Listen", "Practitioners"): ["News: For them, 2018-01-01"],
        ("Listen", "No audience"): ["Social post: Posted, 2018-02-01"],
    }
    factories.PlanItemFactory(post=post).audiences.add(practitioners)
    found = table(by="audiences")["Listen", "Practitioners"]
    assert found == ["Social post: Posted, 2018-02-01", "News: For them, 2018-01-01"]
    html = administrator.get(HOUSE, {"by": "audiences"}).content.decode()
    assert "Every message has reached all the audiences that it is for." in html


def test_an_item_that_was_dropped_says_nothing_of_its_post(tree, table):
    practitioners, families = (factories.AudienceFactory(name=name) for name in ("Practitioners", "Families"))
    message = factories.KeyMessageFactory(parent=tree.messages, title="Listen")
    post = factories.SocialPostFactory(text="Posted", state="posted", posted_on="2018-02-01")
    post.key_messages.add(message)
    factories.PlanItemFactory(post=post).audiences.add(practitioners)
    factories.PlanItemFactory(post=post, state="dropped").audiences.add(families)
    found = table(by="audiences")
    assert found["Listen", "Practitioners"] == ["Social post: Posted, 2018-02-01"]
    assert found["Listen", "Families"] == []


@pytest.fixture
def told(message, stream):
    """The message was used in a meeting and in the press, and is planned in many ways."""
    practitioners = factories.AudienceFactory(name="Practitioners")
    ahead = today() + datetime.timedelta(days=3)
    news = factories.NewsFactory(parent=stream.get_parent(), date=ahead)
    for made in (
        factories.EngagementFactory(title="Meeting with Ann", date="2018-03-01"),
        factories.EngagementFactory(title="Not logged yet", date="2018-04-01", is_planned=True),
        factories.EngagementFactory(title="Ahead", date=ahead, is_planned=True),
        factories.PlanItemFactory(title="Interview", channel="press", date="2018-05-01", state="done"),
        factories.PlanItemFactory(title="Poster", channel="other", date="2018-06-01", state="done"),
        factories.PlanItemFactory(title="Not done", channel="press", date="2018-07-01"),
        factories.PlanItemFactory(title="Counts as news", date="2018-08-01", state="done", page=news),
        factories.PlanItemFactory(title="Done too early", channel="press", date=ahead, state="done"),
    ):
        made.key_messages.add(message)
        made.work_streams.add(stream)
        made.audiences.add(practitioners)


TOLD = [
    "Done in the plan: Poster, 2018-06-01",
    "Press: Interview, 2018-05-01",
    "Engagement: Meeting with Ann, 2018-03-01",
]


def test_engagements_and_items_that_are_done_are_uses(told, table):
    assert table()["Listen", "Neglect"] == TOLD
    assert table(by="audiences")["Listen", "Practitioners"] == TOLD
    assert table(channel="press")["Listen", "Neglect"] == TOLD[1:2]


def test_what_the_log_says_is_for_those_who_keep_it(told, viewer, editor):
    for client, sees in ((viewer, False), (editor, True)):
        html, file = (client.get(HOUSE, asked).content.decode() for asked in ({}, {"export": "csv"}))
        assert "Engagement, 1 March 2018" in html
        assert "Press, 1 May 2018" in html
        for title in ("Meeting with Ann", "Interview", "Poster"):
            assert (title in html) is (title in file) is sees
