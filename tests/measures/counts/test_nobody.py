"""After readers with known addresses and browsers walked through the hub, nothing of theirs is in any table, cache or log."""

import logging

import pytest
from django.apps import apps
from django.core.cache import caches
from django.test import Client

from cms.delivery import kept_pages
from measures.counts.tally import tally
from measures.models import DailyCount
from tests import factories

ADDRESS = "203.0.113.77"
AGENT = "Mozilla/5.0 (Windows NT 10.0) Wombat/98.7 KnownAgent"
REFERRER = "https://quokka.example/secret-path?person=somebody"
TRACES = (
    "203.0.113.77",
    "Wombat",
    "KnownAgent",
    "quokka",
    "secret-path",
    "somebody",
    "canary-cookie",
    "canary-language",
)

pytestmark = pytest.mark.usefixtures("pages_are_kept")


def everything_in_tables() -> str:
    found = []
    for model in apps.get_models(include_auto_created=True):
        if model._meta.managed:
            found += [f"{model._meta.label} {row}" for row in model._base_manager.values_list()]
    return "\n".join(found)


def everything_in_caches() -> str:
    values = [str(vars(caches[name]).get("_cache", "")) for name in ("default", "kept", "limits")]
    return "\n".join([*values, str(vars(kept_pages.pages._own)), str(vars(kept_pages.pages._known))])


def test_nothing_of_a_reader_is_kept(counting, tree, caplog, settings):
    settings.ACCESS_LOG = True
    caplog.set_level(logging.DEBUG)
    document = factories.DocumentFactory()
    news = factories.NewsFactory(parent=tree.news)
    client = Client(
        headers={"user-agent": AGENT, "referer": REFERRER, "accept-language": "canary-language"}, REMOTE_ADDR=ADDRESS
    )
    client.cookies["other"] = "canary-cookie"
    for path in (news.url, news.url, f"{news.url}?update=3", document.url, "/feeds/all.atom", "/search/?query=badgers"):
        response = client.get(path)
        assert response.status_code == 200
        b"".join(response)  # a file is closed at its end
    waits = str(vars(tally))
    tally.write()
    assert DailyCount.objects.count() >= 4
    for name, text in (
        ("tables", everything_in_tables()),
        ("caches", everything_in_caches()),
        ("log", caplog.text + "".join(str(vars(record)) for record in caplog.records)),
        ("memory", waits),
    ):
        assert [trace for trace in TRACES if trace in text] == [], name


def test_the_walk_would_find_a_trace(counting):
    DailyCount.objects.create(site=counting, kind="page", day="2027-01-01", thing=REFERRER, detail="Wombat", number=1)
    assert "quokka" in everything_in_tables() and "Wombat" in everything_in_tables()
