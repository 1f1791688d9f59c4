"""Items that are added together: from a template, or as a copy of a part of the plan."""

import datetime
import uuid

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from engagement.models import PlanItem
from tests import factories

TOGETHER = reverse("plan_together")
REPORT = {"source": "publication", "subject": "the report", "day": "16/03/2099"}


def rows(response) -> list[tuple[str, str]]:
    table = BeautifulSoup(response.content, "html.parser").find("table", class_="hub-house")
    cells = [[cell.text for cell in row.find_all("td")] for row in table.tbody.find_all("tr")] if table else []
    return [(day, what) for day, what, *_ in cells]


def preview(response) -> str:
    return BeautifulSoup(response.content, "html.parser").find("input", {"name": "preview"})["value"]


def test_a_template_is_looked_at_and_then_added_once(editor, tree, practitioners, message):
    asked = REPORT | {"audiences": [practitioners.pk], "key_messages": [message.pk]}
    response = editor.get(TOGETHER, asked)
    assert rows(response) == [
        ("Monday 2 March 2099", "Agree the text of the report"),
        ("Monday 16 March 2099", "the report"),
        ("Tuesday 17 March 2099", "Post about the report"),
        ("Monday 23 March 2099", "Talk about the report with those concerned"),
    ]
    assert not PlanItem.objects.exists()
    sent = asked | {"preview": preview(response)}
    answers = [editor.post(TOGETHER, sent, follow=True) for _ in range(2)]
    assert "4 items are in the plan now." in answers[0].content.decode()
    assert "Nothing was added twice." in answers[1].content.decode()
    found = PlanItem.objects.all()
    assert [one.date.day for one in found] == [2, 16, 17, 23]
    assert {one.responsible for one in found} == {editor.user}
    assert all([*one.audiences.all(), *one.key_messages.all()] == [practitioners, message] for one in found)


def test_a_part_of_the_plan_is_copied(editor, tree, stream, practitioners):
    page = factories.NewsFactory(parent=tree.news)
    one = factories.PlanItemFactory(title="One", date="2026-03-02", state="done", note="Ask Ann.", page=page)
    one.audiences.add(practitioners)
    one.work_streams.add(stream)
    factories.PlanItemFactory(title="Dropped", date="2026-03-03", state="dropped")
    factories.PlanItemFactory(title="Later", date="2026-04-03")
    asked = {"source": "copy", "first": "01/03/2026", "last": "31/03/2026", "day": "01/03/2099"}
    response = editor.get(TOGETHER, asked)
    assert rows(response) == [("Monday 2 March 2099", "One")]
    editor.post(TOGETHER, asked | {"preview": preview(response)})
    made = PlanItem.objects.latest("pk")
    assert (made.date, made.state, made.page, made.note) == (datetime.date(2099, 3, 2), "planned", None, "Ask Ann.")
    assert [*made.audiences.all(), *made.work_streams.all()] == [practitioners, stream.page_ptr.specific]


@pytest.mark.parametrize(
    ("changed", "field", "sentence"),
    [
        ({"subject": " "}, "subject", "Say what is published or held."),
        ({"day": ""}, "day", "Give the day of publication, of the event, or on which the copy begins."),
        ({"day": "01/01/1900"}, "day", "The year 1899 can’t be right. Give one from 1900 to 2999."),
        ({"source": "copy"}, "first", "Give the first day of the part that is copied."),
        ({"source": "copy", "first": "2/3/2026", "last": "1/3/2026"}, "last", "The last day is before the first."),
        ({"source": "copy", "first": "1/3/2026", "last": "2/3/2026"}, "first", "The plan has no item on these days."),
    ],
)
def test_what_is_wrong_is_said_at_its_field(changed, field, sentence, editor, tree):
    for answer in (
        editor.get(TOGETHER, REPORT | changed),
        editor.post(TOGETHER, REPORT | changed | {"preview": str(uuid.uuid4())}),
    ):
        assert answer.context["form"].errors[field] == [sentence]
    assert not PlanItem.objects.exists()


def test_only_those_who_may_add_items_open_it(viewer, editor, tree):
    assert viewer.get(TOGETHER).status_code == 302
    assert editor.get(TOGETHER).status_code == 200
