"""Pages. `parent=` sets the position in the tree; many-to-many fields take a list of objects."""

import datetime

import factory
import wagtail_factories
from django.utils import timezone

from engagement.models import YouSaidWeDidPage
from home.models import HomePage, StandardPage
from newsletter.models import IssueIndexPage, IssuePage
from programme.models import (
    AudiencePage,
    CollectionItem,
    CommitmentPage,
    DocumentCollectionIndexPage,
    DocumentCollectionPage,
    EventIndexPage,
    EventPage,
    GlossaryPage,
    GroupIndexPage,
    GroupPage,
    KeyMessageIndexPage,
    KeyMessagePage,
    MeetingPage,
    NewsIndexPage,
    NewsPage,
    ProgressPage,
    PublicationIndexPage,
    PublicationPage,
    TeamIndexPage,
    TeamProfilePage,
    WorkStreamIndexPage,
    WorkStreamPage,
)

from .terms import AudienceFactory


class PageFactory(wagtail_factories.PageFactory):
    """Sets many-to-many fields before the page is saved, as an editor's form does."""

    class Meta:
        abstract = True

    @classmethod
    def _create_instance(cls, model_class, parent, kwargs):
        many = {field.name for field in model_class._meta.many_to_many if field.name in kwargs}
        related = {name: kwargs.pop(name) for name in many}
        page = super()._create_instance(model_class, parent, kwargs)
        for name, objects in related.items():
            setattr(page, name, objects)
        if related:
            page.save()
        return page


class HomeFactory(PageFactory):
    title = "Home"
    slug = "home"
    summary = "What this site is for"
    vision = "<p>What we want</p>"

    class Meta:
        model = HomePage


class StandardPageFactory(PageFactory):
    title = factory.Sequence(lambda n: f"Plain page {n}")

    class Meta:
        model = StandardPage


class IndexFactory(PageFactory):
    show_in_menus = True

    class Meta:
        abstract = True


class KeyMessageIndexFactory(IndexFactory):
    title = "Key messages"

    class Meta:
        model = KeyMessageIndexPage


class WorkStreamIndexFactory(IndexFactory):
    title = "Work streams"

    class Meta:
        model = WorkStreamIndexPage


class TeamIndexFactory(IndexFactory):
    title = "Team"

    class Meta:
        model = TeamIndexPage


class NewsIndexFactory(IndexFactory):
    title = "News"

    class Meta:
        model = NewsIndexPage


class PublicationIndexFactory(IndexFactory):
    title = "Publications"

    class Meta:
        model = PublicationIndexPage


class DocumentCollectionIndexFactory(IndexFactory):
    title = "Collections"

    class Meta:
        model = DocumentCollectionIndexPage


class GroupIndexFactory(IndexFactory):
    title = "Groups"

    class Meta:
        model = GroupIndexPage


class EventIndexFactory(IndexFactory):
    title = "Events"

    class Meta:
        model = EventIndexPage


class IssueIndexFactory(IndexFactory):
    title = "Updates"

    class Meta:
        model = IssueIndexPage


class ProgressPageFactory(IndexFactory):
    title = "Progress"

    class Meta:
        model = ProgressPage


class GlossaryPageFactory(IndexFactory):
    title = "Glossary"

    class Meta:
        model = GlossaryPage


class AudiencePageFactory(PageFactory):
    title = factory.LazyAttribute(lambda o: f"For {o.audience.name.lower()}")
    summary = factory.LazyAttribute(lambda o: f"{o.title} in short")
    audience = factory.SubFactory(AudienceFactory)

    class Meta:
        model = AudiencePage


class KeyMessageFactory(PageFactory):
    title = factory.Sequence(lambda n: f"Message {n}")
    summary = factory.LazyAttribute(lambda o: f"{o.title} in short")

    class Meta:
        model = KeyMessagePage


class WorkStreamFactory(PageFactory):
    title = factory.Sequence(lambda n: f"Stream {n}")
    summary = factory.LazyAttribute(lambda o: f"{o.title} in short")
    origin = "started"

    class Meta:
        model = WorkStreamPage


class CommitmentFactory(PageFactory):
    title = factory.LazyAttribute(lambda o: f"{o.kind.capitalize()} {o.number}")
    kind = "action"
    number = factory.Sequence(lambda n: n + 1)
    text = "<p>What was promised</p>"

    class Meta:
        model = CommitmentPage


class TeamProfileFactory(PageFactory):
    title = factory.LazyAttribute(lambda o: f"{o.given_name} {o.family_name}")
    given_name = factory.Sequence(lambda n: f"Given{n}")
    family_name = factory.Sequence(lambda n: f"Family{n}")
    as_at = datetime.date(2017, 5, 1)

    class Meta:
        model = TeamProfilePage


class NewsFactory(PageFactory):
    title = factory.Sequence(lambda n: f"News {n}")
    date = factory.Sequence(lambda n: datetime.date(2018, 1, 1) + datetime.timedelta(days=n % 1_000))
    summary = factory.LazyAttribute(lambda o: f"{o.title} in short")

    class Meta:
        model = NewsPage


class PublicationFactory(PageFactory):
    title = factory.Sequence(lambda n: f"Publication {n}")
    kind = "report"
    date = datetime.date(2017, 3, 2)
    summary = factory.LazyAttribute(lambda o: f"{o.title} in short")

    class Meta:
        model = PublicationPage


class DocumentCollectionFactory(PageFactory):
    """A collection; `items` are the values of its rows, in order."""

    title = factory.Sequence(lambda n: f"Collection {n}")
    summary = factory.LazyAttribute(lambda o: f"{o.title} in short")

    class Meta:
        model = DocumentCollectionPage
        skip_postgeneration_save = True

    @factory.post_generation
    def items(self, create, rows, **kwargs):
        for place, row in enumerate(rows or ()):
            CollectionItem.objects.create(page=self, sort_order=place, **row)


class GroupFactory(PageFactory):
    title = factory.Sequence(lambda n: f"Group {n}")
    summary = factory.LazyAttribute(lambda o: f"{o.title} in short")

    class Meta:
        model = GroupPage


class MeetingFactory(PageFactory):
    title = factory.LazyAttribute(lambda o: f"Meeting of {o.date}")
    date = factory.Sequence(
        lambda n: datetime.date(2017, 6, 22) + datetime.timedelta(days=n % 1_000)
    )  # always in the past
    state = "held"

    class Meta:
        model = MeetingPage


class EventFactory(PageFactory):
    title = factory.Sequence(lambda n: f"Event {n}")
    kind = "practitioner"
    start = datetime.datetime(2018, 5, 1, 9, tzinfo=timezone.get_default_timezone())
    end = datetime.datetime(2018, 5, 1, 16, tzinfo=timezone.get_default_timezone())
    summary = factory.LazyAttribute(lambda o: f"{o.title} in short")

    class Meta:
        model = EventPage


class IssueFactory(PageFactory):
    title = factory.LazyAttribute(lambda o: f"Update {o.number}")
    number = factory.Sequence(lambda n: n + 1)
    date = datetime.date(2018, 1, 25)
    subject = factory.LazyAttribute(lambda o: o.title)

    class Meta:
        model = IssuePage


class YouSaidWeDidFactory(PageFactory):
    title = "You said, we did"

    class Meta:
        model = YouSaidWeDidPage


def translate(page, locale, **values):
    """Return a draft of the page in another language, with some values changed."""
    draft = page.specific.copy_for_translation(locale)
    for name, value in values.items():
        setattr(draft, name, value)
    return draft
