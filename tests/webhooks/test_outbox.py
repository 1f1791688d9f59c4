"""What happens is in the outbox if it happened: of the right webhooks, without content."""

import datetime
import json

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import PageViewRestriction, Site

from bundles.publishing import services as bundles
from cms.base.occurrences import Occurrence, kinds
from cms.batches.reader import BatchReader
from cms.visibility.rule import Visibility
from engagement.feedback import submissions
from newsletter.choices import RecipientState
from newsletter.sending import completion
from programme import entries
from programme.models import ProgressEntry
from tests import factories
from tests.bundles.conftest import approved, launch, post  # noqa: F401  fixtures
from tests.newsletter.sending.conftest import begun, issue, snapshot, update  # noqa: F401  fixtures
from webhooks import messages, outbox
from webhooks.models import Webhook, WebhookEvent

WORDS = "The first name of somebody"
MESSAGE = {"name": "", "email": "", "message": "Help", "useful": "", "page": "", "adds_to": "", "work_stream": None}


def waiting(webhook: Webhook) -> list[dict]:
    return list(WebhookEvent.objects.filter(webhook=webhook).order_by("at", "pk").values_list("data", flat=True))


def kinds_of(webhook: Webhook) -> list[str]:
    return [data["type"] for data in waiting(webhook)]


@pytest.fixture
def news(tree):
    page = factories.NewsFactory(parent=tree.news, title=WORDS, slug="first", live=False)
    page.change_note = WORDS
    return page


def publish(page) -> None:
    page.save_revision().publish()


def test_an_event_names_the_page_as_the_api_does_and_has_no_content(webhook, news, data, client, settings):
    publish(news)
    [event] = waiting(webhook)
    found = data('{ newsItem(slug: "first") { id databaseId path } }')["newsItem"]
    assert event["id"].startswith("evt_")
    assert event["type"] == "page.published"
    assert event["page"] == {**found, "type": "NEWS_PAGE"}
    assert event["site"] == {"hostname": "localhost", "port": 80}
    assert datetime.datetime.fromisoformat(event["at"]) <= timezone.now()
    assert WORDS not in json.dumps(event)
    # The tags are those of answers with the page, and with lists in which it is.
    settings.GRAPHQL_CACHE = True
    queries = (
        '{ newsItem(slug: "first") { title } }',
        "{ news { totalCount } }",
        '{ changes(since: "2020-01-01T00:00:00Z") { totalCount } }',
    )
    for query in queries:
        answer = client.get("/graphql/", {"query": query})
        assert "errors" not in answer.json(), query
        tags = set(answer.headers["Surrogate-Key"].split()) - {"hub"}
        assert tags & set(event["tags"]), query


def test_each_change_is_one_event_in_order(webhook, news, tree):
    publish(news)
    publish(news)
    news.slug = "second"
    publish(news)
    news.refresh_from_db()
    news.unpublish()
    assert kinds_of(webhook) == ["page.published", "page.changed", "page.moved", "page.withdrawn"]
    assert [event["page"]["path"] for event in waiting(webhook)] == [
        f"/news/{slug}/" for slug in ("first", "first", "second", "second")
    ]


# Single pages


@pytest.fixture
def of_page(webhook):
    """Return a function that limits the webhook to pages."""

    def of_page(*pages) -> None:
        webhook.pages = [page.pk for page in pages]
        webhook.save()

    return of_page


def event_about(page: int) -> Occurrence:
    return Occurrence("page.changed", timezone.now(), page, "programme.NewsPage", None, f"/news/{page}/")


def paths_of(webhook: Webhook) -> list[str]:
    return [event["page"]["path"] for event in waiting(webhook)]


def test_a_webhook_for_one_page_hears_of_nothing_else(webhook, of_page, news, tree):
    other = factories.NewsFactory(parent=tree.news, slug="other", live=False)
    of_page(news)
    publish(other)
    outbox.write([Occurrence("bundle.published", timezone.now())])
    assert waiting(webhook) == []
    publish(news)
    assert paths_of(webhook) == ["/news/first/"]


def test_a_page_of_a_stream_group_audience_or_commitment_brings_what_belongs_to_it(webhook, of_page, tree):
    stream = factories.WorkStreamFactory(parent=tree.streams, slug="neglect")
    commitment = factories.CommitmentFactory(parent=stream, slug="action-3")
    group = factories.GroupFactory(parent=tree.groups)
    meeting = factories.MeetingFactory(parent=group, slug="may")
    audience = factories.AudienceFactory()
    for_them = factories.AudiencePageFactory(parent=tree.home, audience=audience)
    of_stream = factories.EventFactory(parent=tree.events, slug="of-stream", work_streams=[stream])
    of_audience = factories.PublicationFactory(parent=tree.publications, slug="of-audience", audiences=[audience])
    about = factories.NewsFactory(parent=tree.news, slug="about", commitments=[commitment])
    others = factories.NewsFactory(parent=tree.news, slug="others")

    def heard(*pages) -> list[str]:
        of_page(*pages)
        WebhookEvent.objects.all().delete()
        for page in (commitment, meeting, of_stream, of_audience, about, others):
            publish(page)
        return [path.strip("/").rpartition("/")[2] for path in paths_of(webhook)]

    assert heard(stream) == ["action-3", "of-stream"]
    assert heard(group) == ["may"]
    assert heard(for_them) == ["of-audience"]
    assert heard(commitment) == ["action-3", "about"]
    assert heard(for_them, group) == ["may", "of-audience"]


def test_the_kinds_of_page_choose_among_what_belongs_to_a_page(webhook, of_page, news, tree):
    stream = factories.WorkStreamFactory(parent=tree.streams)
    news.work_streams = [stream]
    webhook.page_types = ["programme.eventpage"]
    of_page(stream)
    publish(news)
    assert waiting(webhook) == []


def test_a_page_that_is_deleted_is_withdrawn_for_its_stream_and_for_itself(webhook, of_page, news, tree):
    stream = factories.WorkStreamFactory(parent=tree.streams)
    news.work_streams = [stream]
    of_page(stream)
    own = Webhook.objects.create(name="Own", address=webhook.address, events=webhook.events, pages=[news.pk])
    publish(news)
    news.delete()
    for one in (webhook, own):
        assert kinds_of(one) == ["page.published", "page.withdrawn"]


def test_webhooks_for_all_pages_ask_for_nothing_more(webhook, happen, of_page, news, django_assert_num_queries):
    with django_assert_num_queries(3):  # webhooks, sites, events
        happen(news.pk)
    of_page(news)
    with CaptureQueriesContext(connection) as one:
        happen(news.pk)
    with CaptureQueriesContext(connection) as many:
        outbox.write([event_about(page) for page in (news.pk, 5, 6, 7)])
    assert len(many) == len(one) > 3


def test_what_is_rolled_back_did_not_happen(webhook, news):
    with pytest.raises(RuntimeError), transaction.atomic():
        publish(news)
        assert kinds_of(webhook) == ["page.published"]
        raise RuntimeError
    assert kinds_of(webhook) == []


def test_a_page_that_becomes_restricted_is_withdrawn_and_stays_unnamed(webhook, news):
    publish(news)
    PageViewRestriction.objects.create(page=news, restriction_type="login")
    publish(news)
    assert kinds_of(webhook) == ["page.published", "page.withdrawn"]


def test_an_expiry_is_sent_at_its_moment_and_follows_the_page(webhook, news):
    tomorrow, later = (timezone.now() + datetime.timedelta(days=days) for days in (1, 2))
    news.expire_at = tomorrow
    publish(news)
    assert WebhookEvent.objects.filter(at=tomorrow, data__type="page.withdrawn").count() == 1
    news.expire_at = later
    publish(news)
    withdrawals = WebhookEvent.objects.filter(data__type="page.withdrawn")
    assert list(messages.sendable().filter(pk__in=withdrawals).values_list("at", flat=True)) == [later]
    messages.forget(timezone.now())
    assert list(withdrawals.values_list("at", flat=True)) == [later]


def test_a_webhook_gets_what_it_asked_for(webhook, news, tree):
    other = Site.objects.create(hostname="other.example.org", root_page=tree.home)
    values = {"address": webhook.address, "events": webhook.events}
    silent = [
        Webhook.objects.create(name="Off", is_active=False, **values),
        Webhook.objects.create(name="Other site", sites=[str(other.pk)], **values),
        Webhook.objects.create(name="Other kind", page_types=["programme.eventpage"], **values),
        Webhook.objects.create(
            name="Other events", address=webhook.address, events=["page.moved", "feedback.received"]
        ),
    ]
    narrow = Webhook.objects.create(
        name="Just this", page_types=["programme.newspage"], sites=[str(tree.site.pk)], **values
    )
    publish(news)
    assert [kinds_of(one) for one in silent] == [[]] * 4
    assert kinds_of(narrow) == kinds_of(webhook) == ["page.published"]
    assert waiting(narrow)[0]["id"] == waiting(webhook)[0]["id"]


def test_it_costs_one_statement_if_nobody_wants_it_and_three_for_any_number(tree, django_assert_num_queries):
    pages = [
        Occurrence("page.changed", timezone.now(), pk, "programme.NewsPage", tree.site.pk, f"/news/{pk}/")
        for pk in range(1, 101)
    ]
    with django_assert_num_queries(1):  # webhooks
        outbox.write(pages)
    for name in ("One", "Two"):
        Webhook.objects.create(name=name, address="https://www.example.org/", events=["page.changed"])
    with django_assert_num_queries(3):  # webhooks, sites, events
        outbox.write(pages)
    assert WebhookEvent.objects.count() == 200


# Events for editors


@pytest.fixture
def desk(tree) -> Webhook:
    """A webhook for what only editors know."""
    only = [name for name, kind in kinds.items() if not kind.public]
    return Webhook.objects.create(name="Desk", address="https://desk.example.org/", events=only)


def test_a_schedule_is_an_event_for_those_who_asked_for_editors_events(webhook, desk, news):
    news.go_live_at = timezone.now().replace(microsecond=0) + datetime.timedelta(days=1)
    publish(news)
    [event] = waiting(desk)
    assert event["type"] == "page.scheduled"
    assert event["page"]["path"] == "/news/first/"
    assert datetime.datetime.fromisoformat(event["goesLiveAt"]) == news.go_live_at
    assert WORDS not in json.dumps(event)
    log(instance=news, action="wagtail.schedule.cancel")
    assert kinds_of(desk) == ["page.scheduled", "page.unscheduled"]
    assert kinds_of(webhook) == []


def test_a_bundle_is_an_event_after_its_pages(webhook, desk, approved, moderator):  # noqa: F811
    bundles.publish(approved.bundle, moderator.user)
    assert kinds_of(webhook)[-3:] == ["page.published", "page.published", "page.changed"]
    assert "bundle.published" in kinds_of(desk)
    [event] = [event for event in waiting(desk) if event["type"] == "bundle.published"]
    assert event["bundle"] == {"databaseId": approved.bundle.pk}
    assert "page" not in event


def test_progress_is_an_event_once_it_is_public(desk, tree, lead):
    stream = factories.WorkStreamFactory(parent=tree.streams)
    page = factories.CommitmentFactory(parent=stream, number=1)
    entry = ProgressEntry(date=datetime.date(2020, 1, 1), status="complete", note=WORDS)
    entries.record(page.pk, entry, lead.user)
    assert kinds_of(desk) == ["progress.recorded"]
    publish(page.__class__.objects.get(pk=page.pk))  # nothing new
    [event] = waiting(desk)
    assert event["page"]["databaseId"] == page.pk
    assert WORDS not in json.dumps(event)


def test_feedback_is_an_event_with_its_number_only(desk, tree):
    reader = BatchReader(Visibility(tree.site))
    give = {"network": "192.0.2.1", "way": "form", "words": ""}
    number, _ = submissions.give(MESSAGE, reader, **give)
    assert submissions.give(MESSAGE, reader, **give).number == number  # the same again
    [event] = waiting(desk)
    assert {key: event[key] for key in event if key not in ("id", "at")} == {
        "type": "feedback.received",
        "number": number,
    }


def test_an_issue_is_an_event_once_all_have_it(desk, begun):  # noqa: F811
    send = begun(2)
    assert not completion.close(send)
    send.send_recipients.update(state=RecipientState.ACCEPTED)
    assert kinds_of(desk) == []
    assert completion.close(send)
    [event] = waiting(desk)
    assert (event["type"], event["page"]["databaseId"]) == ("issue.sent", send.issue_id)
