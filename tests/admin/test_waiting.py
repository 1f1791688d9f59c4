"""The dashboard begins with what waits for the user; then comes what comes up. Reminders can be put off or settled."""

import datetime

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from bundles.publishing import services
from cms.base.dates import today
from cms.jobs import registry
from cms.jobs.runs import JobRun, prepare
from cms.models import PutOffReminder
from tests import factories
from tests.bundles.conftest import draft, launch  # noqa: F401  a fixture
from tests.newsletter.sending import factories as sending
from tests.newsletter.sending.conftest import issue, snapshot, update  # noqa: F401  fixtures

from .conftest import sign_in
from .forms import edit_url
from .test_notifications import submit

HOME, ALL, PUT_OFF = reverse("wagtailadmin_home"), reverse("attention"), reverse("put_off")


def soup(client, address: str = HOME) -> BeautifulSoup:
    return BeautifulSoup(client.get(address).content, "html.parser")


def waiting(client) -> dict[str, list[str]]:
    """Return the lines that wait for a user, by their heading, in order."""
    panel = soup(client).find(id="waiting-section")
    return {
        section.h3.get_text(" ", strip=True): [link.get_text() for link in section.select("li > a:first-child")]
        for section in panel.select("section")
    }


def test_what_waits_is_first_then_what_comes_up_and_then_the_rest(editor, stream):
    headings = [heading.get_text(strip=True) for heading in soup(editor).select(".w-dashboard > section h2")]
    assert headings[:5] == ["Waiting for you", "What comes up", "Next steps", "Reminders", "How far the programme is"]


def test_each_person_sees_what_waits_for_them_the_most_urgent_first(
    tree,
    launch,  # noqa: F811  a fixture
    snapshot,  # noqa: F811  a fixture
    update,  # noqa: F811  a fixture
    editor,
    lead,
    administrator,
):
    news = draft(factories.NewsFactory(parent=tree.news, live=False), editor.user, title="To review")
    state = submit(news, editor)
    services.ask(launch.again(), editor.user)
    sending.send(snapshot, update, state="held", reason="It is late.")
    piece = factories.FeedbackFactory(message="Read me.")
    prepare()
    name = next(iter(registry.jobs))
    JobRun.objects.filter(name=name).update(failure="KeyError")

    of_lead = waiting(lead)
    assert list(of_lead) == [
        "Sends that failed or wait for a decision (1)",
        "Pages that wait for your review (1)",
        "New messages (1)",
        "Bundles that wait for approval (1)",
    ]
    assert of_lead["Pages that wait for your review (1)"] == ["To review"]
    assert of_lead["New messages (1)"] == [f"Feedback {piece.number}"]
    assert next(iter(waiting(administrator))) == "Jobs that failed (1)"
    html = lead.get(HOME).content.decode()
    for address in (edit_url(news), reverse("bundles:bundle", args=[launch.bundle.pk])):
        assert f'href="{address}"' in html

    assert waiting(editor) == {"Sends that failed or wait for a decision (1)": [snapshot.issue.title]}
    state.task.specific.on_action(state, lead.user, "reject")
    assert waiting(editor)["Pages to which changes were requested (1)"] == ["To review"]
    assert "Pages that wait for your review (1)" not in waiting(lead)


def test_nothing_waits_for_a_newcomer(tree, editor):
    assert "Nothing waits for you" in soup(editor).find(id="waiting-section").get_text()


def test_what_comes_up_is_the_next_of_the_calendar(tree, editor, stream):
    group = factories.GroupFactory(parent=tree.groups, title="Leadership")
    for days in range(1, 9):
        factories.MeetingFactory(parent=group, date=today() + datetime.timedelta(days=days), state="planned")
    factories.MeetingFactory(parent=group, date=today() + datetime.timedelta(days=30), state="planned")
    panel = soup(editor).find(id="coming-section")
    assert len(panel.select("li")) == 6
    assert panel.find("a", href=reverse("calendar")).get_text(strip=True) == "2 more in the calendar"


def test_the_dashboard_costs_the_same_however_much_waits(tree, editor, lead):
    def more(number: int) -> None:
        for each in range(number):
            page = factories.NewsFactory(parent=tree.news, live=False)
            submit(draft(page, editor.user, title=f"News {each}"), editor)
            factories.FeedbackFactory(message="Read me.")
            group = factories.GroupFactory(parent=tree.groups)
            factories.MeetingFactory(parent=group, date=today() + datetime.timedelta(days=1), state="planned")

    def cost() -> int:
        lead.get(HOME)  # facts of the period are read once after a change
        with CaptureQueriesContext(connection) as queries:
            lead.get(HOME)
        return len(queries)

    more(2)
    few = cost()
    more(10)
    assert cost() == few


# Putting off


@pytest.fixture
def reminder(stream) -> str:
    """The address at which the reminder that a stream has no lead is put off."""
    return f"{PUT_OFF}?group=streams-without-lead&line={stream.pk}"


def names(client) -> str:
    return client.get(ALL).content.decode()


LINE = "Nobody currently has the duty"


def test_a_reminder_is_put_off_for_the_team_until_its_day(reminder, editor, lead):
    assert reminder.replace("&", "&amp;") in names(editor)
    until = today() + datetime.timedelta(days=3)
    assert "Give a day after today" in editor.post(reminder, {"until": str(today()), "act": "put_off"}).content.decode()
    answer = editor.post(reminder, {"until": str(until), "note": "Ann comes back.", "act": "put_off"}, follow=True)
    assert "is put off until" in answer.content.decode()
    for person in (editor, lead):
        html = names(person)
        assert "Put off or settled (1)" in html and "Ann comes back." in html
        assert "Work streams without a lead (1)" not in html
        assert "Work streams without a lead (1)" not in person.get(HOME).content.decode()
    PutOffReminder.objects.update(until=today())
    assert "Work streams without a lead (1)" in names(lead)


def test_a_reminder_is_settled_with_a_note_and_brought_back(reminder, editor):
    assert "Say in a note why" in editor.post(reminder, {"act": "settle"}).content.decode()
    editor.post(reminder, {"note": "It has none.", "act": "settle"})
    assert "Work streams without a lead (1)" not in names(editor)
    assert "It has none." in editor.get(reminder).content.decode()
    editor.post(reminder, {"act": "show_again"})
    assert "Work streams without a lead (1)" in names(editor)


def test_it_comes_back_when_the_reason_is_another(tree, stream, editor):
    page = factories.NewsFactory(parent=stream, date=today() - datetime.timedelta(weeks=30))
    editor.post(f"{PUT_OFF}?group=silent-streams&line={stream.pk} {page.date}", {"note": "Quiet.", "act": "settle"})
    assert "Work streams without news (1)" not in names(editor)
    factories.NewsFactory(parent=stream, date=today() - datetime.timedelta(weeks=20))
    assert "Work streams without news (1)" in names(editor)


def test_what_waits_for_somebody_is_put_off_for_them_alone(tree, lead):
    piece = factories.FeedbackFactory(message="Read me.")
    other = sign_in("other", group="Moderators")
    address = f"{PUT_OFF}?group=new-feedback&line={piece.pk}&from=dashboard"
    until = timezone.localdate() + datetime.timedelta(days=2)
    lead.post(address, {"note": "No.", "act": "settle"})  # can't be settled for others
    assert "New messages (1)" in waiting(lead)
    assert lead.post(address, {"until": str(until), "act": "put_off"}).url == HOME
    assert "New messages (1)" not in waiting(lead)
    assert "New messages (1)" in waiting(other)


def test_nobody_puts_off_what_they_do_not_see_or_may_not_do(reminder, viewer, editor):
    piece = factories.FeedbackFactory(message="Read me.")
    assert viewer.post(reminder, {"note": "No.", "act": "settle"}).url == ALL
    assert editor.get(f"{PUT_OFF}?group=new-feedback&line={piece.pk}").url == ALL
    assert not PutOffReminder.objects.exists()
