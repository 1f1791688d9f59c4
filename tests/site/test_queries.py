"""How many statements a page costs. The number is exact and doesn't depend on how much there is."""

import datetime

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
    ProgrammeSettings,
    ProgressEntry,
    StatedCount,
)
from tests import factories

# The content's version, the page. What stands around every page is read once a period.
HOME = 2
# Below the home page: the pages on the way too, which are those of the breadcrumbs, and the notes on what changed.
PAGE = 4

BUDGETS = {
    "home": HOME + 4,  # commitments, their entries, featured, all other lists together
    "news_index": PAGE + 1,  # the page of them; how many is read once a period
    "publications": PAGE + 2,  # the page of them, their documents
    "events": PAGE + 3,  # how many are past, the page of them, those to come
    "progress": PAGE + 3,  # commitments, their entries, targets of links in texts
    "glossary": PAGE + 1,  # terms
    "groups": PAGE + 1,  # groups
    "team": PAGE + 2,  # profiles, duties with what they are for
    "stream": PAGE + 4,  # its lists together, entries of its commitments, related streams, targets of links in texts
    "group": PAGE + 4,  # meetings, members, open actions, groups below
    "publication": PAGE + 5,  # documents, for readers and in JSON-LD, streams, topics, commitments
    "commitment": PAGE + 5,  # entries with evidence, stream, areas, source, news
    "meeting": PAGE + 5,  # people, group, papers, actions, open actions of earlier meetings
    "said": PAGE + 5,  # how many, entries with streams and pages; engagements, their organisations, their streams
}
# No page may cost more, the first request after a change included.
MOST = 15
# The first request after a change reads what holds from then on: how long that is with what is hidden, the site, the frame.
FIRST = 3
# And what the page alone keeps.
FILTERS = 2  # streams, topics, kinds and the first and last date together; years
KEPT = {
    "home": 2,  # principles, their messages
    "news_index": 1 + FILTERS,  # how many
    "publications": 1 + FILTERS,
    "events": FILTERS,
    "progress": 2,  # streams, themes, areas together; commitments and streams counted beside what is stated
}


def add(hub, number: int) -> None:
    """Add one of everything that lists show."""
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


def read_all(hub, client, subtests, django_assert_num_queries) -> dict[str, bytes]:
    """Read every page, the second time within its budget. Returns what was sent."""
    sent = {}
    for name, budget in BUDGETS.items():
        client.get(hub[name].url)
        with subtests.test(name), django_assert_num_queries(budget):
            sent[name] = client.get(hub[name].url).content
    return sent


def test_the_cost_of_a_page_does_not_depend_on_how_much_there_is(hub, client, subtests, django_assert_num_queries):
    add(hub, 100)
    Page.objects.update(last_published_at=timezone.now())  # only what was published has notes
    few = read_all(hub, client, subtests, django_assert_num_queries)
    for number in range(101, 109):
        add(hub, number)
    many = read_all(hub, client, subtests, django_assert_num_queries)
    assert few.keys() == many.keys() == BUDGETS.keys()
    assert [name for name in BUDGETS if len(many[name]) <= len(few[name])] == []


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
