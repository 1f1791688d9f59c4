"""One page of every type, for the tests of the site."""

import datetime

from wagtail.models import Page, get_page_models

from cms.models import HubSettings
from engagement.models import YouSaidEntry
from home.models import FeaturedPage, Principle
from programme.choices import AttendanceKind, DutyKind, ProgressStatus
from programme.models import (
    Attachment,
    Attendance,
    Duty,
    EventMaterial,
    MeetingAction,
    MeetingPaper,
    Membership,
    ProgressEntry,
)
from tests import factories
from tests.trees import Tree

DAY = datetime.date(2017, 5, 1)


def build(tree: Tree) -> dict[str, int]:
    """Make one page of every type, each related to the others. Returns their keys by a short name."""
    HubSettings.objects.create(
        site=tree.site,
        site_name="The hub",
        organisation="The Government",
        contact_email="team@example.org",
    )
    factories.add_signposts()
    about = [{"type": "heading", "value": {"text": "Why", "level": "h2"}}, text("Because.")]
    stream = factories.WorkStreamFactory(parent=tree.streams, title="Neglect", background=about)
    audience = factories.AudienceFactory(name="Practitioners")
    message = factories.KeyMessageFactory(
        parent=tree.messages, title="Listen", body=about, work_streams=[stream], audiences=[audience]
    )
    report = factories.PublicationFactory(parent=tree.publications, title="Report", body=about, work_streams=[stream])
    commitment = factories.CommitmentFactory(parent=stream, number=1, source=report, source_page="page 69")
    profile = factories.TeamProfileFactory(parent=tree.team, given_name="Ada", family_name="Bell", post_title="Adviser")
    group = factories.GroupFactory(parent=tree.groups, title="Leaders", remit=about)
    meeting = factories.MeetingFactory(
        parent=group, title="First meeting", date=datetime.date(2017, 6, 22), minutes=about
    )
    related = {"work_streams": [stream], "key_messages": [message]}
    news = factories.NewsFactory(
        parent=tree.news,
        title="It began",
        body=about,
        commitments=[commitment],
        topics=[factories.TopicFactory()],
        **related,
    )
    event = factories.EventFactory(parent=tree.events, title="A day", body=about, outcome=about, **related)
    issue = factories.IssueFactory(parent=tree.updates, number=7, introduction="<p>Welcome.</p>", sections=about)
    for_audience = factories.AudiencePageFactory(parent=tree.home, audience=audience, body=about)
    progress = factories.ProgressPageFactory(parent=tree.home, body=about)
    glossary = factories.GlossaryPageFactory(parent=tree.home)
    plain = factories.StandardPageFactory(parent=tree.home, title="Contact", slug="contact", body=about)

    collections = factories.DocumentCollectionIndexFactory(parent=tree.home)
    collection = factories.DocumentCollectionFactory(parent=collections, title="Documents", body=about)
    said = factories.YouSaidWeDidFactory(parent=tree.home)
    YouSaidEntry.objects.create(page=said, said="Too long.", did="We made it shorter.", work_stream=stream, target=news)

    ProgressEntry.objects.create(page=commitment, date=DAY, status=ProgressStatus.IN_PROGRESS, note="Work began.")
    Duty.objects.create(page=profile, kind=DutyKind.POLICY_LEAD, work_stream=stream)
    Membership.objects.create(page=group, name="Cy Dee", role="Chief", organisation=factories.OrganisationFactory())
    Attendance.objects.create(page=meeting, name="Cy Dee", kind=AttendanceKind.CHAIR)
    MeetingAction.objects.create(page=meeting, number=1, text="Write it down", owner="Cy")
    document = factories.DocumentFactory(pages=24)
    for model, page in ((Attachment, report), (MeetingPaper, meeting), (EventMaterial, event)):
        model.objects.create(page=page, document=document)
    Principle.objects.create(page=tree.home, title="Rooted", text="In what holds.")
    FeaturedPage.objects.create(page=tree.home, target=stream, text="Worth it.")
    pages = {
        "home": tree.home,
        "messages": tree.messages,
        "message": message,
        "streams": tree.streams,
        "stream": stream,
        "commitment": commitment,
        "team": tree.team,
        "profile": profile,
        "news_index": tree.news,
        "news": news,
        "publications": tree.publications,
        "publication": report,
        "groups": tree.groups,
        "group": group,
        "meeting": meeting,
        "events": tree.events,
        "event": event,
        "updates": tree.updates,
        "issue": issue,
        "audience_page": for_audience,
        "progress": progress,
        "glossary": glossary,
        "plain": plain,
        "said": said,
        "collections": collections,
        "collection": collection,
    }
    for model in {*get_page_models()} - {Page, *map(type, pages.values())}:
        pages[model.__name__] = factories.page_of(model)
    return {name: page.pk for name, page in pages.items()}


def text(words: str) -> dict:
    """Return a block of text."""
    return {"type": "rich_text", "value": {"text": f"<p>{words}</p>"}}
