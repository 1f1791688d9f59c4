"""What is known of past days is said in plain words, goes on, and isn't touched by others."""

import io
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from wagtail.models import Page, Revision

from cms.base.typed_dates import in_words
from cms.history import completeness, spans, triggers
from cms.history.models import HistoryTable
from cms.history.tables import histories
from cms.operations import doctor
from engagement.models import Contact
from newsletter.models import Subscriber
from newsletter.people import preferences
from tests import factories

pytestmark = pytest.mark.django_db

NEWS = "query News($at: String) @asOf(at: $at) { news(first: 20) { nodes { title } } }"


def test_each_kind_is_named_with_its_first_day(tree):
    factories.NewsFactory(parent=tree.news)
    said = io.StringIO()

    call_command("history", stdout=said)

    lines = said.getvalue().splitlines()
    assert lines[0].split() == ["Kind", "Known", "since", "States", "Withheld"]
    (news,) = (line for line in lines if line.startswith("News page "))
    assert in_words(timezone.localdate(HistoryTable.objects.first().kept_since)) in news
    assert "_" not in said.getvalue(), "no names of tables"
    assert lines[-1].startswith("States in all: ")
    assert lines[-1].endswith("They are kept for ever.")


def test_a_kind_that_is_not_kept_says_so(tree):
    HistoryTable.objects.filter(table="programme_topic").delete()
    (topics,) = (kind for kind in completeness.known_kinds() if kind.name == "Topic")
    assert topics.since is None


def test_the_doctor_warns_of_a_missing_trigger(tree):
    assert not [one for one in doctor.of_state() if one.id == "hub.history"]
    one = histories()["programme_topic"]
    name = f"{triggers.NAME}{one.table}"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f'DROP FUNCTION "{name}" CASCADE')
        else:
            cursor.execute(f'DROP TRIGGER "{name}_update"')

    (found,) = (one for one in doctor.of_state() if one.id == "hub.history")

    assert "Topic" in found.msg
    assert "manage.py migrate" in found.hint


def test_pruning_revisions_leaves_past_days_as_they_were(tree, data):
    page = factories.NewsFactory(parent=tree.news, title="First")
    page.save_revision().publish()
    before = timezone.now().isoformat()
    page.title = "Second"
    page.save_revision().publish()
    assert Revision.objects.filter(object_id=str(page.pk)).count() == 2

    call_command("purge_revisions", stdout=StringIO())

    assert Revision.objects.filter(object_id=str(page.pk)).count() == 1
    assert [one["title"] for one in data(NEWS, at=before)["news"]["nodes"]] == ["First"]


def test_people_who_are_erased_are_not_in_the_history(tree):
    """What identifies contacts and subscribers is in no table with a history; if that changes, their erasure must follow."""
    contact = Contact.objects.create(name="Quixote Panza", site=tree.site)
    contact.erase()
    subscriber = factories.SubscriptionFactory(subscriber__address="quixote@example.org").subscriber
    preferences.erase(subscriber)
    for one in histories().values():
        assert one.model not in (Contact, Subscriber)
        columns = ", ".join(f'"{column}"' for column in one.columns)
        found = str(spans.selected(f'SELECT {columns} FROM "{one.name}"', []))  # noqa: S608  names of our tables
        assert "quixote" not in found.lower(), one.name


def test_the_report_is_shown_to_those_who_work_on_pages(tree, admin_client):
    answer = admin_client.get("/admin/reports/past-days/").content.decode()
    assert "News page" in answer
    assert "Withhold something" in answer
    assert Page.objects.exists()
