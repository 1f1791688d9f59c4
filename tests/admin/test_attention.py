"""What needs attention: the reminders for each group, with reasons and links, and their cost."""

import datetime
import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cms.base.dates import length, today
from cms.editing import attention
from cms.editing.permissions import DeskContext
from cms.models import HubSettings
from engagement.models import Feedback
from programme.admin.dashboard import AttentionPanel
from programme.models import ReminderSettings, StatedCount
from tests import factories

from .conftest import sign_in
from .forms import edit_url

HOME, ALL = reverse("wagtailadmin_home"), reverse("attention")


def ago(**time) -> datetime.date:
    return today() - datetime.timedelta(**time)


@pytest.fixture
def found(rf, administrator):
    """Return the lines of a group, for an administrator."""

    def ask(key: str, user=administrator.user) -> dict[str, str]:
        groups = {group.key: group for group in attention.groups(DeskContext.by(request_of(rf, user)))}
        return {line.text: line.reason for line in groups[key].lines}

    return ask


def request_of(rf, user):
    request = rf.get(HOME)
    request.user = type(user).objects.get(pk=user.pk)
    return request


def published(factory, weeks_ago=60, **values):
    return factory(first_published_at=timezone.now() - datetime.timedelta(weeks=weeks_ago), **values)


def test_streams_without_news(tree, found):
    add = factories.WorkStreamFactory
    silent = published(add, parent=tree.streams, title="Silent")
    factories.NewsFactory(parent=silent, date=ago(weeks=9))
    factories.NewsFactory(parent=silent, date=today() + datetime.timedelta(days=3))
    factories.NewsFactory(parent=silent, date=ago(weeks=1), live=False)
    lively = published(add, parent=tree.streams, title="Lively")
    factories.NewsFactory(parent=tree.news, date=ago(weeks=7), work_streams=[lively])
    published(add, parent=tree.streams, title="Never")
    published(add, parent=tree.streams, title="Begun last week", weeks_ago=1)
    published(add, parent=tree.streams, title="Done", state="complete")
    published(add, parent=tree.streams, title="Draft", live=False)
    assert found("silent-streams") == {"Silent": "No news for 9 weeks.", "Never": "No news yet."}
    ReminderSettings.objects.create(site=tree.site, stream_weeks=6)
    assert set(found("silent-streams")) == {"Silent", "Lively", "Never"}


def test_streams_without_a_lead(tree, stream, found):
    def lead_of(page, **values):
        profile = factories.TeamProfileFactory(parent=tree.team)
        profile.duties.create(work_stream=page, **({"kind": "leads"} | values))
        profile.save()

    lead_of(stream)
    lead_of(factories.WorkStreamFactory(parent=tree.streams, title="Ended"), end=datetime.date(2017, 5, 1))
    lead_of(factories.WorkStreamFactory(parent=tree.streams, title="Supported"), kind="support")
    factories.WorkStreamFactory(parent=tree.streams, title="Closed", state="archived")
    assert list(found("streams-without-lead")) == ["Ended", "Supported"]


def test_commitments_that_are_overdue_or_not_looked_after(tree, stream, found):
    def add(number, *entries, parent=stream, **values):
        page = published(factories.CommitmentFactory, parent=parent, number=number, slug=f"a-{number}", **values)
        for date, status in entries:
            page.progress_entries.create(date=date, status=status, note="So it is.")
        page.save()

    add(1, (ago(weeks=30), "in_progress"), due="April 2018", due_date=ago(days=3))
    add(2, (ago(weeks=30), "complete"), due_date=ago(days=3))
    add(3, (ago(weeks=30), "in_progress"), (ago(weeks=2), "in_progress"))
    add(4, (ago(weeks=80), "in_progress"), (today() + datetime.timedelta(days=5), "complete"))
    add(5)
    add(6, weeks_ago=1)
    add(7, live=False, due_date=ago(days=3))
    add(8, parent=factories.WorkStreamFactory(parent=tree.streams, state="complete"), due_date=ago(days=3))
    assert found("overdue-commitments") == {"Neglect: Action 1": "Due April 2018; 3 days overdue."}
    assert found("old-statuses") == {
        "Neglect: Action 1": "Last entry 30 weeks ago.",
        "Neglect: Action 4": "Last entry 80 weeks ago.",
        "Neglect: Action 5": "No update recorded.",
    }


def test_key_messages_that_no_channel_used(tree, stream, found):
    fresh, old, never, young, in_text = [
        published(factories.KeyMessageFactory, parent=tree.messages, title=title, weeks_ago=weeks)
        for title, weeks in (("Fresh", 60), ("Old", 60), ("Never", 60), ("Young", 2), ("In a text", 60))
    ]
    factories.NewsFactory(parent=tree.news, date=ago(days=100), key_messages=[fresh, old])
    begin = timezone.now() - datetime.timedelta(days=5)
    factories.EventFactory(
        parent=tree.events, start=begin, end=begin + datetime.timedelta(hours=1), key_messages=[fresh]
    )
    body = [{"type": "key_message", "value": {"message": in_text.pk}}]
    factories.PublicationFactory(parent=tree.publications, date=ago(days=3), body=json.dumps(body))
    assert found("unused-messages") == {
        "Old": "Last used 14 weeks ago.",
        "Never": "Never used in any channel.",
    }


def test_meetings_and_their_minutes(tree, found):
    group = factories.GroupFactory(parent=tree.groups, title="Leadership")
    closed = factories.GroupFactory(parent=tree.groups, title="Closed", closed_on=ago(days=9))
    add = factories.MeetingFactory
    add(parent=group, title="Draft", date=ago(days=90), state="minutes_draft", minutes_address="https://example.org/")
    add(parent=group, title="Held", date=ago(days=20), state="held")
    add(parent=group, title="Forgotten", date=ago(days=3), state="planned")
    add(parent=group, title="Agreed", date=ago(days=120), state="agreed", minutes_address="https://example.org/")
    add(parent=group, title="Ahead", date=today() + datetime.timedelta(days=9), state="planned")
    add(parent=group, title="This month", date=today().replace(day=1), date_precision="month", state="planned")
    add(parent=closed, title="Long ago", date=ago(days=300), state="held")
    assert found("meetings-without-minutes") == {
        "Leadership: Forgotten": "Over for 3 days and still “planned”.",
        "Leadership: Held": "Held 2 weeks ago, no minutes.",
    }
    assert list(found("minutes-not-agreed")) == ["Leadership: Draft"]


def test_a_draft_of_minutes_waits_for_the_next_meeting(tree, found):
    group = factories.GroupFactory(parent=tree.groups)
    factories.MeetingFactory(parent=group, state="minutes_draft", minutes_address="https://example.org/")
    factories.MeetingFactory(parent=group, date=today() + datetime.timedelta(days=9), state="planned")
    assert found("minutes-not-agreed") == {}


def test_events_without_an_outcome(tree, found):
    told = [{"type": "rich_text", "value": {"text": "<p>Much came of it.</p>"}}]
    factories.EventFactory(parent=tree.events, title="Silent")
    factories.EventFactory(parent=tree.events, title="Told", outcome=json.dumps(told))
    ahead = timezone.now() + datetime.timedelta(days=4)
    factories.EventFactory(parent=tree.events, title="Ahead", start=ahead, end=ahead + datetime.timedelta(hours=1))
    assert list(found("events-without-outcome")) == ["Silent"]


def test_profiles_to_review(tree, found):
    add = factories.TeamProfileFactory
    add(parent=tree.team, title="Due", review_date=datetime.date(2018, 5, 1))
    add(parent=tree.team, title="Left", review_date=datetime.date(2018, 5, 1), left_on=datetime.date(2018, 4, 1))
    add(parent=tree.team, title="Later", review_date=today() + datetime.timedelta(days=1))
    assert found("profiles-to-review") == {"Due": "Review was due on 1 May 2018."}


def test_stated_numbers_that_differ(tree, stream, found, rf, editor):
    from programme.models import ProgrammeSettings

    settings = ProgrammeSettings.objects.create(site=tree.site)
    StatedCount.objects.create(programme=settings, thing="actions", number=35)
    StatedCount.objects.create(programme=settings, thing="recommendations", number=0)
    factories.CommitmentFactory(parent=stream)
    assert found("counts-that-differ") == {"35 actions stated, 1 recorded": "34 more stated than recorded here."}


def test_feedback_that_waits_is_told_without_what_was_said(tree, found, rf, editor, lead):
    sent = timezone.now() - datetime.timedelta(days=8)
    old = factories.FeedbackFactory(message="Secret", name="Ann")
    read = factories.FeedbackFactory(state="read")
    Feedback.objects.filter(pk__in=[old.pk, read.pk]).update(created_at=sent)
    answered = factories.FeedbackFactory(state="answered", reply="Said so.")
    rating = factories.FeedbackFactory(message="", useful="no")
    Feedback.objects.filter(pk__in=[answered.pk, rating.pk]).update(created_at=sent)
    factories.FeedbackFactory()
    assert found("unanswered-feedback", lead.user) == {
        f"Feedback {old.number}": "Sent 8 days ago, new.",
        f"Feedback {read.number}": "Sent 8 days ago, read.",
    }
    assert "Secret" not in lead.get(ALL).content.decode()
    assert "without an answer" not in editor.get(ALL).content.decode()


# The page and the panel


def test_each_line_leads_to_where_it_is_mended_if_the_user_may(tree, stream, editor, roles):
    visitor = sign_in("visitor")
    from django.contrib.auth.models import Permission

    visitor.user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    link = f'href="{edit_url(stream)}"'
    for address in (HOME, ALL):
        assert link in editor.get(address).content.decode()
        html = visitor.get(address).content.decode()
        assert "Neglect" in html
        assert link not in html


def test_nobody_outside_sees_it(client, tree):
    assert client.get(ALL).status_code == 302


def test_a_long_list_is_cut_and_leads_to_the_whole(editor, tree):
    for number in range(5):
        factories.WorkStreamFactory(parent=tree.streams, title=f"Stream {number}")
    html = editor.get(HOME).content.decode()
    assert "Work streams without a lead (5)" in html
    whole = f"{ALL}?group=streams-without-lead"
    assert f'href="{whole}"' in html
    assert editor.get(whole).content.decode().count("Nobody currently") == 5
    assert editor.get(f"{ALL}?group=nonsense").status_code == 404


def test_what_is_in_order_is_said_in_one_sentence(editor, tree):
    html = editor.get(HOME).content.decode()
    assert "There are no signposts to check, work streams without news, work streams without a lead" in html
    assert "Nothing needs attention" in editor.get(ALL).content.decode()


def test_the_page_can_be_narrowed_to_a_stream(editor, stream, other_stream, tree):
    factories.TeamProfileFactory(parent=tree.team, title="Ann", review_date=datetime.date(2018, 5, 1))
    html = editor.get(ALL, {"stream": stream.pk}).content.decode()
    assert edit_url(stream) in html
    assert edit_url(other_stream) not in html
    assert "Review was due" not in html
    assert "Select a valid choice" in editor.get(ALL, {"stream": "999999"}).content.decode()


# The content's version, the user's rights on pages, tasks of workflows (2), pages to review, those to which changes were
# requested, reminders that were put off, the waiting times, streams, commitments; uses of messages: references,
# news (2), publications (2), events (2), posts, issues (6); messages, meetings, events (2), profiles, rights on models (2),
# stated numbers, the settings of engagement, planned engagements, organisations, the newsletter's index, its
# promise, its last issue, sends (2), links (2), bundles, pictures to be described, signposts to check; for a lead
# feedback as well, and posts that the hub was to post (2).
def test_it_costs_the_same_however_much_there_is(editor, lead, rf, tree):
    def more(number):
        for _ in range(number):
            stream = published(factories.WorkStreamFactory, parent=tree.streams)
            message = published(factories.KeyMessageFactory, parent=tree.messages, work_streams=[stream])
            published(factories.CommitmentFactory, parent=stream, due_date=ago(days=3))
            factories.NewsFactory(parent=stream, key_messages=[message])
            factories.MeetingFactory(parent=factories.GroupFactory(parent=tree.groups))
            factories.EventFactory(parent=tree.events, key_messages=[message], work_streams=[stream])
            factories.TeamProfileFactory(parent=tree.team, review_date=datetime.date(2018, 5, 1))
            piece = factories.FeedbackFactory()
            Feedback.objects.filter(pk=piece.pk).update(created_at=timezone.now() - datetime.timedelta(days=30))

    def cost(person) -> int:
        web = request_of(rf, person.user)
        with CaptureQueriesContext(connection) as captured:
            AttentionPanel().render_html({"request": web})
        return len(captured)

    HubSettings.for_site(tree.site)  # created on the first read, which is a change
    for number in (3, 27):
        more(number)
        cost(lead)  # facts of the period are read once after a change
        assert (cost(editor), cost(lead)) == (46, 51)


def test_lengths_of_time_in_words():
    assert [length(days) for days in (0, 1, 13, 14, 65, 729, 730)] == [
        "0 days",
        "1 day",
        "13 days",
        "2 weeks",
        "9 weeks",
        "104 weeks",
        "2 years",
    ]
