"""The kit of a key message in its form, and the reminder of its review."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from cms.base.dates import today
from programme.models import KeyMessagePage
from tests import factories

from .forms import add_url, edit_url, field_errors, rows, send


def test_a_message_is_published_with_its_kit(lead, tree):
    report = factories.PublicationFactory(parent=tree.publications)
    response = send(
        lead,
        add_url(KeyMessagePage, tree.messages),
        "publish",
        title="Warm",
        slug="warm",
        summary="Homes are warm.",
        proof_points=rows(
            {"text": "All were measured.", "evidence_page": str(report.pk)},
            {"text": "Most are warm.", "evidence_link": "https://example.org/"},
        ),
        questions=rows({"question": "Why?", "answer": "Because."}),
        quotation="We measured them all.",
        quoted_person="The lead",
        lines_to_take="Say so.",
        kept_by="The press office",
        review_date="2031-07-09",
    )
    assert response.status_code == 302, field_errors(response)
    page = KeyMessagePage.objects.get(slug="warm")
    assert [(row.text, row.evidence_page_id) for row in page.proof_points.all()] == [
        ("All were measured.", report.pk),
        ("Most are warm.", None),
    ]
    assert [str(row) for row in page.questions.all()] == ["Why?"]
    assert (page.lines_to_take, page.kept_by, page.review_date) == (
        "Say so.",
        "The press office",
        datetime.date(2031, 7, 9),
    )


def test_somebody_who_is_quoted_said_something(tree):
    page = factories.KeyMessageFactory(parent=tree.messages)
    page.quoted_person = "The lead"
    with pytest.raises(ValidationError) as error:
        page.full_clean()
    assert list(error.value.message_dict) == ["quotation"]


def test_the_form_leads_to_where_the_message_was_used(editor, tree):
    page = factories.KeyMessageFactory(parent=tree.messages)
    html = editor.get(edit_url(page)).content.decode()
    assert "The message house shows where it was used last" in html


def test_a_message_past_its_review_date_is_in_the_calendar_and_among_the_reminders(editor, tree):
    factories.KeyMessageFactory(parent=tree.messages, title="Due", review_date=today(), kept_by="The press office")
    later = today() + datetime.timedelta(days=1)
    factories.KeyMessageFactory(parent=tree.messages, title="Later", review_date=later)
    html = editor.get(reverse("attention")).content.decode()
    assert "its owner is The press office" in html
    calendar = editor.get(reverse("calendar"), {"view": "list"}).content.decode()
    assert "Review of Due" in calendar
