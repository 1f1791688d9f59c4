"""A meeting with what happened before it, for tests of packs."""

import datetime

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone

from cms.base.dates import today
from cms.delivery.models import HubSettings
from engagement.models import FeedbackTheme, YouSaidEntry
from programme.models import MeetingAction, Organisation, ProgressEntry
from tests import factories

DAY = datetime.timedelta(days=1)


@pytest.fixture(autouse=True)
def quick(request, monkeypatch):
    """Make no PDF, which takes seconds, but where a test needs one."""
    if "weasyprint" not in request.fixturenames:
        monkeypatch.setattr("cms.base.pdf.is_possible", lambda: False)


@pytest.fixture
def group(tree):
    HubSettings.objects.create(site=tree.site, site_name="The hub")
    return factories.GroupFactory(parent=tree.groups, title="Leaders")


@pytest.fixture
def before(group):
    """The meeting before: 60 days ago, with a decision, an open action that is late, and one that was closed since."""
    text = "<h2>Costs</h2><p><b>Decision 1.</b> The plan stands.</p><p>Somebody was late.</p>"
    meeting = factories.MeetingFactory(
        parent=group,
        title="Meeting before",
        date=today() - 60 * DAY,
        state="agreed",
        minutes=[("rich_text", {"text": text})],
    )
    MeetingAction.objects.create(
        page=meeting, number=1, text="Write it down.", due_date=today() - DAY, owner="Ada Bell"
    )
    MeetingAction.objects.create(page=meeting, number=2, text="Ring them.", state="done", closed_on=today() - 2 * DAY)
    return meeting


@pytest.fixture
def meeting(group, before):
    return factories.MeetingFactory(parent=group, title="Next meeting", date=today() + 30 * DAY, state="planned")


@pytest.fixture
def happened(tree, meeting):
    """What was recorded, logged, sent and published before and after the meeting before."""
    stream = factories.WorkStreamFactory(parent=tree.streams, title="Neglect")
    actions = [factories.CommitmentFactory(parent=stream, number=number) for number in range(1, 5)]
    done, late, silent, stopped = actions
    type(late).objects.filter(pk=late.pk).update(due_date=today() - 3 * DAY)
    for page, days, status, note in (
        (done, 90, "in_progress", "Begun."),
        (done, 5, "complete", "It is done."),
        (silent, 90, "in_progress", "Old news."),
        (stopped, 4, "stopped", "It cost too much."),
    ):
        ProgressEntry.objects.create(page=page, date=today() - days * DAY, status=status, note=note)
    body = Organisation.objects.create(name="The council", slug="council")
    for days, title in ((90, "Old talk"), (3, "New talk")):
        one = factories.EngagementFactory(title=title, summary="In confidence", date=today() - days * DAY)
        one.organisations.add(body)
    theme = FeedbackTheme.objects.create(name="Too many abbreviations")
    factories.FeedbackFactory(message="My secret", name="Ben Cole", email="ben@example.org").themes.add(theme)
    factories.FeedbackFactory(message="", useful="yes", state="closed")
    told = factories.YouSaidWeDidFactory(parent=tree.home)
    YouSaidEntry.objects.create(page=told, said="Letters come late.", did="They come early.", date=today() - DAY)
    for days, title in ((90, "Old page"), (2, "New page")):
        page = factories.NewsFactory(parent=tree.news, title=title)
        moment = timezone.now() - days * DAY
        type(page).objects.filter(pk=page.pk).update(first_published_at=moment)
    return {"done": done, "late": late, "silent": silent, "stopped": stopped}


def new_link(editor, meeting, **values) -> str:
    """Make a link in the admin and return its path."""
    address = f"/admin/meeting-packs/of/{meeting.pk}/"
    answer = editor.post(f"{address}link/", {"name": "Cy Dunn", "email": "", "days": 7} | values, follow=True)
    shown = BeautifulSoup(answer.content, "html.parser").find(id="new-address")["value"]
    assert "new-address" not in editor.get(address).content.decode()  # it is shown once
    return shown.removeprefix("http://localhost")
