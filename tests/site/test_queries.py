"""Statements of pages. The number is exact and doesn't depend on the amount of content."""

import datetime
import uuid
from copy import copy

from django.db import connection
from django.utils import timezone
from wagtail.models import Page, Site

from cms.visibility.period import forget_period
from engagement.models import YouSaidEntry
from home.models import FeaturedPage, Principle
from programme.models import (
    Attachment,
    Attendance,
    Duty,
    MeetingAction,
    Membership,
    NewsPage,
    ProgrammeSettings,
    ProgressEntry,
    StatedCount,
)
from tests import factories

# The content's version, the page. The frame is read once per period.
HOME = 2
# Below the home page also: the pages on the path, which are those of the breadcrumbs, its sources, and notes about
# changes.
PAGE = 5

BUDGETS = {
    # commitments, their entries, featured, news, streams, changes, events, meetings, sources
    "home": HOME + 9,
    "news_index": PAGE + 2,  # the number, one page of the list
    "publications": PAGE + 3,  # the number, one page of the list, their documents
    "events": PAGE + 3,  # the number of past ones, one page of the list, upcoming ones
    "progress": PAGE + 5,  # commitments, their streams and sources, entries, targets of links in texts
    "glossary": PAGE + 1,  # terms
    "groups": PAGE + 1,  # groups
    "team": PAGE + 2,  # profiles, duties with their streams and areas
    # duties, commitments, their entries, messages, news, publications, upcoming and past events, related streams,
    # targets of links in texts
    "stream": PAGE + 10,
    "group": PAGE + 4,  # meetings, members, open actions, groups below
    "publication": PAGE + 6,  # documents, for readers and in JSON-LD, streams, key messages, topics, commitments
    "commitment": PAGE + 5,  # entries with evidence, stream, areas, source, news
    "meeting": PAGE + 5,  # people, group, papers, actions, open actions of earlier meetings
    "said": PAGE + 5,  # the number, entries with streams and pages; engagements, their organisations, their streams
}
# No page may cost more, including the first request after a change.
MOST = 20
# The first request after a change reads the facts of the period: its end with the hidden pages, the site, the frame.
FIRST = 3
# And facts of the page itself.
FILTERS = 3  # streams, kinds and the first and last date, years
KEPT = {
    "home": 2,  # principles, their messages
    "news_index": FILTERS + 1,  # topics
    "publications": FILTERS + 1,
    "events": FILTERS,
    "meeting": 1,  # the first known past day
    "progress": 5,  # streams, themes, areas; commitments and streams counted beside stated numbers
}


def add(hub, number: int) -> None:
    """Add one of everything shown in lists."""
    stream = hub["stream"]
    organisation = factories.OrganisationFactory()
    related = {"work_streams": [stream], "key_messages": [hub["message"]]}
    commitment = factories.CommitmentFactory(
        parent=stream, number=number, source=hub["publication"], text=f'<a linktype="page" id="{hub["news"].pk}">x</a>'
    )
    for entry, page in enumerate((commitment, hub["commitment"])):
        day = datetime.date(2018, 1, 1) + datetime.timedelta(days=number)
        ProgressEntry.objects.create(
            page=page, date=day, status="complete", note=f"{number} {entry}", evidence_page=hub["news"]
        )
    profile = factories.TeamProfileFactory(parent=hub["team"])
    Duty.objects.create(page=profile, kind="policy_lead", work_stream=stream)
    Duty.objects.create(page=profile, kind="adviser", policy_area=factories.PolicyAreaFactory())
    factories.NewsFactory(parent=hub["news_index"], commitments=[hub["commitment"]], **related)
    factories.WorkStreamFactory(parent=hub["streams"])
    report = factories.PublicationFactory(parent=hub["publications"], work_streams=[stream])
    Attachment.objects.create(page=report, document=factories.DocumentFactory())
    factories.GlossaryTermFactory()
    factories.EventFactory(parent=hub["events"], **related)
    factories.GroupFactory(parent=hub["groups"], parent_group=hub["group"])
    factories.MeetingFactory(parent=hub["group"], date=datetime.date(2018, 1, 1) + datetime.timedelta(days=number))
    Membership.objects.create(page=hub["group"], name=f"Member {number}", organisation=organisation, profile=profile)
    MeetingAction.objects.create(page=hub["meeting"], number=number, text="Do it")
    Attendance.objects.create(page=hub["meeting"], name=f"Member {number}", organisation=organisation)
    principle = Principle(page=hub["home"], title=f"Principle {number}", text="A text.")
    principle.key_messages = [hub["message"]]
    principle.save()
    YouSaidEntry.objects.create(
        page=hub["said"], said=f"That {number}.", did="This.", work_stream=stream, target=profile
    )
    talk = factories.EngagementFactory(is_public=True, public_summary=f"Talk {number}.")
    talk.organisations.add(organisation)
    talk.work_streams.add(stream)
    FeaturedPage.objects.create(page=hub["home"], target=profile)


def add_news(hub, until: int) -> None:
    """Insert rows of news up to this number, all of one work stream."""
    index, first = hub["news_index"], NewsPage.objects.get(pk=hub["news"].pk)
    there = NewsPage.objects.count()
    bases, items = [], []
    for place in range(there + 1, until + 1):
        own = {"path": Page._get_path(index.path, index.depth + 1, place), "slug": f"item-{place}", "alias_of": None}
        own |= {"url_path": f"{index.url_path}item-{place}/", "translation_key": uuid.uuid4(), "latest_revision": None}
        values = {field.attname: getattr(first, field.attname) for field in Page._meta.concrete_fields} | {"id": None}
        bases.append(Page(**values | own))
        items.append(copy(first))
    Page.objects.bulk_create(bases)
    for item, base in zip(items, bases, strict=True):
        item.page_ptr_id = item.pk = base.pk
    NewsPage._base_manager.all()._insert(items, fields=NewsPage._meta.local_concrete_fields, using=connection.alias)
    belonging = NewsPage.work_streams.through
    belonging.objects.bulk_create(belonging(newspage=item, workstreampage=hub["stream"]) for item in items)
    Page.objects.filter(pk=index.pk).update(numchild=until)


def read_all(hub, client, subtests, django_assert_num_queries) -> dict[str, bytes]:
    """Read every page, the second time within its budget. Returns the responses."""
    sent = {}
    for name, budget in BUDGETS.items():
        client.get(hub[name].url)
        with subtests.test(name), django_assert_num_queries(budget):
            sent[name] = client.get(hub[name].url).content
    return sent


def test_the_cost_of_a_page_does_not_depend_on_how_much_there_is(hub, client, subtests, django_assert_num_queries):
    add(hub, 100)
    Page.objects.update(last_published_at=timezone.now())  # only published pages have notes
    few = read_all(hub, client, subtests, django_assert_num_queries)
    for number in range(101, 109):
        add(hub, number)
    many = read_all(hub, client, subtests, django_assert_num_queries)
    assert few.keys() == many.keys() == BUDGETS.keys()
    assert [name for name in BUDGETS if len(many[name]) <= len(few[name])] == []


def test_a_hundred_times_as_many_pages_cost_as_many_statements(hub, client, subtests, django_assert_num_queries):
    add(hub, 100)
    Page.objects.update(last_published_at=timezone.now())
    for number in (100, 10_000):
        add_news(hub, number)
        assert NewsPage.objects.filter(live=True).count() == number
        sent = read_all(hub, client, subtests, django_assert_num_queries)
    assert b"10000 news items" in sent["news_index"]


def test_the_cost_of_the_first_request_after_a_change(hub, client, subtests, django_assert_num_queries):
    for number in range(101, 109):
        add(hub, number)
    Page.objects.update(last_published_at=timezone.now())
    programme = ProgrammeSettings.for_site(Site.objects.get())
    StatedCount.objects.create(programme=programme, thing="actions", number=35)
    for name, budget in BUDGETS.items():
        client.get(hub[name].url)
        forget_period()
        with subtests.test(name), django_assert_num_queries(budget + FIRST + KEPT.get(name, 0)):
            client.get(hub[name].url)


def test_no_page_costs_more_than_is_promised():
    assert max(budget + FIRST + KEPT.get(name, 0) for name, budget in BUDGETS.items()) <= MOST
