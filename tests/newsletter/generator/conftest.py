"""A hub in which things happened, and issues that tell of them."""

import datetime

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone

from cms.models import HubSettings
from newsletter.approval import on_start
from newsletter.choices import EditionAudience
from newsletter.generator.editions import editions_of
from newsletter.models import Edition, MailingList, NewsletterSettings, Send, Snapshot
from programme.choices import ProgressStatus
from programme.models import ProgressEntry
from tests import factories

SCOTLAND = timezone.get_default_timezone()
SINCE = datetime.datetime(2018, 1, 1, tzinfo=SCOTLAND)
UNTIL = datetime.datetime(2018, 3, 1, tzinfo=SCOTLAND)
DAY = datetime.date(2018, 2, 1)


@pytest.fixture
def hub(tree):
    """The names and the contact in every issue."""
    factories.add_signposts()
    NewsletterSettings.objects.create(site=tree.site, name="Our update")
    return HubSettings.objects.create(
        site=tree.site,
        site_name="The hub",
        organisation="The Government",
        contact_name="The team",
        contact_email="team@example.org",
        contact_phone="0131 496 0000",
    )


@pytest.fixture
def happened(tree, hub):
    """Two streams and a group, and in each something of February 2018. Returns the pages by a short name."""
    first = factories.WorkStreamFactory(parent=tree.streams, title="Neglect")
    second = factories.WorkStreamFactory(parent=tree.streams, title="Trafficking")
    group = factories.GroupFactory(parent=tree.groups, title="Leaders")
    meeting = factories.MeetingFactory(parent=group, title="Second meeting", date=DAY, state="held")
    report = factories.PublicationFactory(parent=tree.publications, title="A report", date=DAY, work_streams=[second])
    both = factories.NewsFactory(parent=tree.news, title="In both", date=DAY, work_streams=[second, first])
    neither = factories.NewsFactory(parent=tree.news, title="In neither", date=DAY)
    commitment = factories.CommitmentFactory(parent=second, title="Action 1", number=1)
    ProgressEntry.objects.create(page=commitment, date=DAY, status=ProgressStatus.COMPLETE, note="It is done.")
    start = datetime.datetime(2018, 3, 1, 9, tzinfo=SCOTLAND)
    event = factories.EventFactory(
        parent=tree.events, title="A day", start=start, end=start.replace(hour=16), work_streams=[first]
    )
    return {
        "first": first,
        "second": second,
        "group": group,
        "meeting": meeting,
        "report": report,
        "both": both,
        "neither": neither,
        "commitment": commitment,
        "event": event,
    }


def section(heading, *pages, text=""):
    """Return a stored section of pages."""
    items = [{"page": page.pk, "text": text} for page in pages]
    return {"type": "section", "value": {"heading": heading, "items": items}}


def words(html):
    """Return a stored block of text."""
    return {"type": "rich_text", "value": {"text": html}}


def heading(text, level="h2"):
    """Return a stored heading."""
    return {"type": "heading", "value": {"text": text, "level": level}}


def approved(page):
    """Return a snapshot of the page as the object stands."""
    snapshot = Snapshot.objects.create(issue=page, revision_id=1)
    for audience, edition in editions_of(page).items():
        Edition.objects.create(
            snapshot=snapshot,
            audience=audience,
            subject=edition.subject,
            data=edition.data,
            html=edition.html,
            text=edition.text,
            template_version=edition.template_version,
        )
    return snapshot


def sent(page, at=None):
    """Return a send of the page as the object stands that has begun. Without a revision: somebody let it go on."""
    at = at or timezone.now()
    moments = {"due_at": at, "released_at": at, "started_at": at}
    send = Send.objects.create(snapshot=approved(page), issue=page, installation="x", **moments)
    send.lists.add(MailingList.objects.get_or_create(slug="update", defaults={"name": "Update"})[0])
    on_start(send)
    return send


def links_in(html: str) -> set[str]:
    """Return where the links of an HTML part lead."""
    return {link["href"] for link in BeautifulSoup(html, "html.parser").find_all("a")}


def external(page):
    """Return the page's external edition."""
    return editions_of(page)[EditionAudience.EXTERNAL]
