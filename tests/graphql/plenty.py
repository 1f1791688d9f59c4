"""More of everything that the documents in `tests/queries` read, all related to the same few pages.

The first of each kind has the address named in the documents; later ones belong to the first. So both the long lists
and the relations of a page grow with the number.
"""

from __future__ import annotations

import datetime

from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, Site

from cms.models import HubImage, HubSettings
from engagement.models import YouSaidEntry, YouSaidWeDidPage
from home.models import FeaturedPage, Principle
from programme.models import (
    Attachment,
    Attendance,
    Audience,
    AudiencePage,
    Duty,
    GroupPage,
    KeyMessagePage,
    MeetingAction,
    MeetingPaper,
    Membership,
    MessageQuestion,
    NewsPage,
    ProgressEntry,
    ProofPoint,
    PublicationPage,
    WorkStreamPage,
)
from tests import factories

# Addresses of the first of each kind.
STREAM, NEWS, GROUP, MESSAGE = "neglect", "age-assessment-guidance", "leadership-group", "helpful-structures"


def add(tree, number: int) -> None:
    """Add the number of everything to the hub."""
    HubSettings.for_site(Site.objects.get())  # which makes a row, and with it a new version of the content
    for _ in range(number):
        _add_one(tree)
    _write_texts(tree)


def _first(model, slug: str, make):
    return model.objects.filter(slug=slug).first() or make(slug=slug)


def _add_one(tree) -> None:
    at = NewsPage.objects.count()
    day = datetime.date(2018, 1, 1) + datetime.timedelta(days=at)
    stream = _first(WorkStreamPage, STREAM, lambda **x: factories.WorkStreamFactory(parent=tree.streams, **x))
    other = factories.WorkStreamFactory(parent=tree.streams)
    other.save_revision().publish()
    organisation, theme, topic = factories.OrganisationFactory(), factories.ThemeFactory(), factories.TopicFactory()
    image, photo = _picture(), _picture()
    document = factories.DocumentFactory()
    told_first = _first(KeyMessagePage, MESSAGE, lambda **x: factories.KeyMessageFactory(parent=tree.messages, **x))
    message = factories.KeyMessageFactory(parent=tree.messages, work_streams=[stream])
    item = factories.NewsFactory(
        parent=tree.news,
        slug=NEWS if at == 0 else f"news-{at}",
        date=day,
        image=image,
        work_streams=[stream, other],
        topics=[topic],
        key_messages=[message],
    )
    item.save_revision().publish()
    first = NewsPage.objects.get(slug=NEWS)
    first.topics.add(topic)
    first.key_messages.add(message)
    first.work_streams.add(other)
    first.save()
    for parent in (stream, other):
        commitment = factories.CommitmentFactory(parent=parent, number=at + 1, theme=theme)
        ProgressEntry.objects.create(page=commitment, date=day, status="in_progress", note="Began.")
        ProgressEntry.objects.create(
            page=commitment, date=day + datetime.timedelta(days=1), status="complete", note="Done."
        )
    profile = factories.TeamProfileFactory(parent=tree.team, photo=photo, post_title="Post")
    Duty.objects.create(page=profile, kind="policy_lead", work_stream=stream)
    Duty.objects.create(page=profile, kind="adviser", policy_area=factories.PolicyAreaFactory())
    publication = factories.PublicationFactory(
        parent=tree.publications, date=day, work_streams=[stream], publisher=organisation
    )
    publication.save_revision().publish()
    Attachment.objects.create(page=publication, document=document, title="Report")
    publication.key_messages.add(told_first)
    publication.save()
    ProofPoint.objects.create(page=told_first, text=f"Fact {at}.", evidence_page=publication)
    MessageQuestion.objects.create(page=told_first, question=f"Question {at}?", answer="Yes.")
    group = _first(GroupPage, GROUP, lambda **x: factories.GroupFactory(parent=tree.groups, **x))
    factories.GroupFactory(parent=tree.groups, parent_group=group)
    Membership.objects.create(page=group, name=f"Member {at}", organisation=organisation, profile=profile)
    meeting = factories.MeetingFactory(parent=group, date=day, agenda=_text("Agenda"))
    Attendance.objects.create(page=meeting, name=f"Member {at}", organisation=organisation)
    MeetingPaper.objects.create(page=meeting, title="Paper", document=document)
    MeetingAction.objects.create(page=meeting, number=1, text="Do it", owner="Somebody")
    event = factories.EventFactory(parent=tree.events, host=organisation, work_streams=[stream], key_messages=[message])
    factories.IssueFactory(parent=tree.updates, number=at + 1)
    factories.StandardPageFactory(parent=tree.home, show_in_menus=True)
    told = YouSaidWeDidPage.objects.first() or factories.YouSaidWeDidFactory(parent=tree.home)
    engagement = factories.EngagementFactory(date=day, is_public=True, public_summary="We met.")
    engagement.organisations.add(organisation)
    engagement.work_streams.add(stream)
    YouSaidEntry.objects.create(page=told, said=f"That {at}.", did="This.", date=day, work_stream=stream, target=other)
    Principle.objects.create(page=tree.home, title=f"Principle {at}", text="A text.")
    FeaturedPage.objects.create(page=tree.home, target=profile)
    audience = Audience.objects.first() or factories.AudienceFactory(name="Practitioners")
    if not AudiencePage.objects.exists():
        factories.AudiencePageFactory(parent=tree.home, audience=audience)
    # The first, which other documents read, has none: a page without any costs what it did.
    for page in (item, publication, message, event) if at else ():
        page.audiences.add(audience)
        page.save()
    Redirect.objects.create(old_path=f"/old-{at}", redirect_page=item)


def _picture() -> HubImage:
    image = factories.ImageFactory()
    image.make_renditions()
    return image


def _text(words: str) -> list:
    return [("rich_text", {"text": f"<p>{words}</p>"})]


def _write_texts(tree) -> None:
    """Give the first of four kinds a text with a block of each kind for every object that can be chosen."""
    pages = list(Page.objects.filter(pk__in=PublicationPage.objects.values("pk")))
    body = []
    for page, image in zip(pages, HubImage.objects.all(), strict=False):
        body += [
            ("heading", {"text": "Part", "level": "h2"}),
            ("rich_text", {"text": f'<p><a linktype="page" id="{page.pk}">words</a></p>'}),
            ("image", {"image": image, "caption": ""}),
            ("page_links", {"title": "More", "pages": pages}),
        ]
    for model, slug, name in (
        (NewsPage, NEWS, "body"),
        (WorkStreamPage, STREAM, "background"),
        (GroupPage, GROUP, "remit"),
        (KeyMessagePage, MESSAGE, "body"),
    ):
        thing = model.objects.get(slug=slug)
        setattr(thing, name, list(body))
        thing.save()
