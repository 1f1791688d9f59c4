"""The inbox: who reads it, what can be changed, what can be taken out of it."""

import csv
import io

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cms.accounts.roles import EDITORS, MODERATORS, PROGRAMME_LEADS
from engagement.choices import FeedbackState
from engagement.models import Feedback
from tests import factories
from tests.admin.conftest import sign_in

INBOX = reverse("feedback:index")


@pytest.fixture
def lead(roles):
    return sign_in("lead", group=PROGRAMME_LEADS)


@pytest.fixture
def ada(neglect):
    return factories.FeedbackFactory(
        message="=1+1 is wrong", name="Ada", email="ada@example.org", useful="no", path="/x/", work_stream=neglect
    )


def edit(feedback) -> str:
    return reverse("feedback:edit", args=[feedback.pk])


def text_of(response) -> str:
    assert response.status_code == 200
    return response.content.decode()


def test_a_moderator_reads_hands_on_and_answers(lead, ada):
    moderator = sign_in("moderator", group=MODERATORS)
    assert "=1+1 is wrong" in text_of(moderator.get(INBOX))
    page = text_of(moderator.get(edit(ada)))
    assert "mailto:ada@example.org" in page
    owner = lead.user.pk
    form = {"state": "answered", "owner": owner, "work_stream": ada.work_stream_id, "reply": ""}
    assert "Note what was answered" in text_of(moderator.post(edit(ada), form))
    assert moderator.post(edit(ada), form | {"reply": "It is right now."}).status_code == 302
    ada.refresh_from_db()
    assert (ada.state, ada.owner, ada.reply) == (FeedbackState.ANSWERED, lead.user, "It is right now.")
    assert ada.settled_at


def test_what_people_said_is_not_edited(lead, ada):
    form = {"state": "read", "owner": "", "work_stream": "", "reply": "", "message": "Praise", "email": "x@example.org"}
    lead.post(edit(ada), form)
    ada.refresh_from_db()
    assert (ada.state, ada.message, ada.email) == (FeedbackState.READ, "=1+1 is wrong", "ada@example.org")


def test_only_who_may_work_on_it_can_own_it(lead, ada):
    editor = sign_in("editor", group=EDITORS)
    response = lead.post(edit(ada), {"state": "new", "owner": editor.user.pk, "work_stream": "", "reply": ""})
    assert "Select a valid choice" in text_of(response)


def test_others_do_not_see_it(lead, ada):
    editor = sign_in("editor", group=EDITORS)
    for address in (INBOX, edit(ada), reverse("feedback:inspect", args=[ada.pk]), f"{INBOX}?export=csv"):
        response = editor.get(address)
        assert response.status_code == 302
    assert "ew messages" not in text_of(editor.get(reverse("wagtailadmin_home")))


def test_nobody_adds_and_only_a_lead_deletes(lead, ada):
    moderator = sign_in("moderator", group=MODERATORS)
    administrator = sign_in("administrator", superuser=True)
    assert administrator.get(reverse("feedback:add")).status_code == 302
    delete = reverse("feedback:delete", args=[ada.pk])
    moderator.post(delete)
    assert Feedback.objects.exists()
    lead.post(delete)
    assert not Feedback.objects.exists()


def test_new_messages_wait_on_the_dashboard(lead, ada):
    factories.FeedbackFactory(message="", useful="yes")
    page = text_of(lead.get(reverse("wagtailadmin_home")))
    assert "New messages (1)" in page
    assert f'<a href="{edit(ada)}">Feedback {ada.number}</a>' in page
    Feedback.objects.update(state=FeedbackState.READ)
    assert "New messages" not in text_of(lead.get(reverse("wagtailadmin_home")))


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"state": "new"}, True),
        ({"state": "closed"}, False),
        ({"useful": "no"}, True),
        ({"useful": "yes"}, False),
        ({"message": "true"}, True),
        ({"message": "false"}, False),
        ({"created_at_from": "2000-01-01"}, True),
        ({"created_at_to": "2000-01-01"}, False),
        ({"q": "wrong"}, True),
        ({"q": "ADA@example"}, True),
        ({"q": "nothing"}, False),
        ({"q": "\0"}, True),
        ({"q": "wrong", "state": "new", "ordering": "state"}, True),
    ],
)
def test_filters_and_search_find_it(asked, found, lead, ada):
    assert (ada.number in text_of(lead.get(INBOX, asked))) is found


def test_a_number_and_a_work_stream_find_it(lead, ada, tree):
    other = factories.WorkStreamFactory(parent=tree.streams)
    for asked, found in (
        ({"q": ada.number.lower().replace("-", " ")}, True),
        ({"work_stream": ada.work_stream_id}, True),
        ({"work_stream": other.pk}, False),
    ):
        assert (edit(ada) in text_of(lead.get(INBOX, asked))) is found


def test_the_files_run_nothing_and_name_nobody(lead, ada):
    response = lead.get(INBOX, {"export": "csv"})
    content = b"".join(response.streaming_content).decode()
    [row] = csv.DictReader(io.StringIO(content))
    assert row["Message"] == "'=1+1 is wrong"
    assert (row["Page useful?"], row["State"], row["Work stream"]) == ("No", "New", "Neglect")
    assert "ada@example.org" not in content
    response = lead.get(INBOX, {"export": "xlsx"})
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(response.streaming_content))).active
    cells = [cell for cells in sheet.iter_rows() for cell in cells]
    assert "=1+1 is wrong" in [cell.value for cell in cells]
    assert "f" not in {cell.data_type for cell in cells}


def test_the_list_costs_the_same_however_much_is_on_it(lead, ada):
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert lead.get(INBOX).status_code == 200
        return len(queries)

    cost()
    few = cost()
    for _ in range(8):
        factories.FeedbackFactory(work_stream=ada.work_stream, page=ada.work_stream, owner=lead.user)
    assert cost() == few


def test_its_text_is_in_no_history(lead, ada):
    lead.post(edit(ada), {"state": "read", "owner": "", "work_stream": "", "reply": "Ours"})
    history = text_of(lead.get(reverse("feedback:history", args=[ada.pk])))
    assert ada.number in history
    assert "is wrong" not in history
