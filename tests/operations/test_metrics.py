"""Metrics are for those who have the token or the address, and count truly; nothing that a reader typed is in them."""

import datetime
import os
import subprocess
import sys
from ipaddress import ip_network

import pytest
from django.test import Client
from django.utils import timezone

from cms.jobs import runs
from cms.jobs.heartbeat import Pulse
from cms.jobs.runs import JobRun
from cms.operations import health
from newsletter.choices import RecipientState, SendState
from newsletter.models import SendRecipient
from tests import factories
from tests.newsletter.sending import factories as sending

TOKEN = "a-token-of-some-length"
BEARER = {"authorization": f"Bearer {TOKEN}"}


@pytest.fixture
def counting(settings, tree):
    """A reader of a hub whose metrics may be read with a token."""
    settings.METRICS_TOKEN = TOKEN
    health.current.forget()
    Pulse("worker").beat()
    return Client()


def values(client) -> dict[tuple, float]:
    # The library looks for the folder when it is imported, so the hub has to be first.
    health.current.forget()
    answer = client.get("/metrics", headers=BEARER | {"host": "10.1.2.3"})
    assert answer.status_code == 200
    from prometheus_client.parser import text_string_to_metric_families

    families = text_string_to_metric_families(answer.content.decode())
    return {(one.name, *sorted(one.labels.items())): one.value for family in families for one in family.samples}


def test_without_a_setting_there_are_none(tree):
    assert Client().get("/metrics", headers=BEARER).status_code == 404


@pytest.mark.parametrize("headers", [{}, {"authorization": "Bearer wrong"}, {"authorization": TOKEN}])
def test_nobody_reads_them_without_the_token(counting, headers):
    answer = counting.get("/metrics", headers=headers | {"x-forwarded-for": "127.0.0.1"})
    assert (answer.status_code, answer.content) == (403, b"")


@pytest.mark.parametrize(("address", "status"), [("10.2.3.4", 200), ("11.2.3.4", 403), ("", 403)])
def test_they_are_read_from_addresses_that_are_allowed(settings, tree, address, status):
    settings.METRICS_ADDRESSES = [ip_network("10.0.0.0/8")]
    assert Client(REMOTE_ADDR=address).get("/metrics").status_code == status


def test_requests_statements_and_kept_answers_are_counted(counting, pages_are_kept):
    before = values(counting)

    def more(*key) -> float:
        return after.get(key, 0) - before.get(key, 0)

    for _ in range(3):
        counting.get("/news/")
    counting.get("/nowhere/")
    counting.get("/graphql/", {"query": "{ site { name } }"})
    after = values(counting)
    of_pages = ("kind", "page"), ("method", "GET")
    assert more("hub_requests_total", *of_pages, ("status", "404")) >= 1
    assert sum(more(*key) for key in after if key[0] == "hub_requests_total") == 5
    assert more("hub_requests_total", ("kind", "graphql"), ("method", "GET"), ("status", "200")) == 1
    assert more("hub_request_seconds_count", ("kind", "page")) == 4
    assert more("hub_statements_total", ("kind", "page")) > 0


def test_kept_pages_are_counted(counting, tree, pages_are_kept):
    news = factories.NewsFactory(parent=tree.news)
    for _ in range(2):
        counting.get(news.url)
    before = values(counting)
    counting.get(news.url)
    after = values(counting)
    hits = ("hub_kept_lookups_total", ("outcome", "hit"), ("store", "pages"))
    assert after[hits] - before.get(hits, 0) == 1
    statements = ("hub_statements_total", ("kind", "page"))
    assert after[statements] - before[statements] == 1


def test_background_work_is_told(counting):
    runs.prepare()
    JobRun.objects.filter(name="Links: scan pages").update(
        failure="It knows jean@example.org.", due_at=timezone.now() - datetime.timedelta(hours=1)
    )
    found = values(counting)
    assert found["hub_workers",] == 1
    assert found["hub_job_failed", ("job", "Links: scan pages")] == 1
    assert found["hub_job_late_seconds", ("job", "Links: scan pages")] == pytest.approx(3600, abs=60)
    assert found["hub_health", ("part", "database"), ("status", "pass")] == 1
    assert found["hub_task_queue_age_seconds",] == 0


def test_a_publication_whose_moment_has_come_is_late(counting, tree):
    news = factories.NewsFactory(parent=tree.news, live=False)
    revision = news.save_revision()
    revision.approved_go_live_at = timezone.now() - datetime.timedelta(minutes=10)
    revision.save()
    late = values(counting)["hub_job_late_seconds", ("job", "Pages and terms: publish and expire")]
    assert late == pytest.approx(600, abs=60)


def test_sends_and_uncertain_recipients_are_told(counting, tree):
    update = sending.mailing_list()
    sending.crowd(3, update)
    made = sending.send(
        sending.snapshot(factories.IssueFactory(parent=tree.updates)), update, state=SendState.FINISHED_UNCERTAIN
    )
    for subscription in update.subscriptions.all()[:2]:
        SendRecipient.objects.create(
            send=made, subscriber=subscription.subscriber, subscription=subscription, state=RecipientState.UNCERTAIN
        )
    found = values(counting)
    assert found["hub_sends", ("state", "uncertain")] == 1
    assert found["hub_sends", ("state", "held")] == 0
    assert found["hub_recipients_uncertain",] == 2


def test_without_a_database_the_rest_is_told(settings, client):
    settings.METRICS_TOKEN = TOKEN
    found = values(client)
    assert found["hub_health", ("part", "database"), ("status", "fail")] == 1
    assert not any(key[0] == "hub_workers" for key in found)


def test_what_a_reader_typed_is_in_no_label(counting):
    counting.get("/search/?query=seven-sealed-words")
    counting.get("/seven-sealed-words/", headers={"referer": "http://testserver/seven-sealed-words"})
    counting.generic("SEVEN-SEALED-WORDS", "/")
    assert "sealed" not in counting.get("/metrics", headers=BEARER).content.decode().lower()


def test_processes_are_added_up_and_only_the_files_of_an_ended_server_go(tmp_path):
    code = (
        "import django; django.setup(); from cms.operations import metrics;"
        "metrics.statements.labels('page').inc(5); print(metrics.text().decode())"
    )
    environment = os.environ | {"METRICS_FOLDER": str(tmp_path), "DJANGO_SETTINGS_MODULE": "cms.settings.development"}

    def count() -> str:
        environment["HUB_DATA"] = str(tmp_path / "data")
        command = [sys.executable, "-c", code]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
        return done.stdout

    assert 'hub_statements_total{kind="page"} 5.0' in count()
    assert 'hub_statements_total{kind="page"} 5.0' in count(), "the first server has ended"
    alive = next(tmp_path.glob("counter_*.db"))
    alive.rename(tmp_path / f"counter_{os.getpid()}.db")
    assert 'hub_statements_total{kind="page"} 10.0' in count()
