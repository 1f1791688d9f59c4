"""With `FRONTEND_URL`, links to pages in a message lead to the frontend; those for its reader alone stay at the hub."""

import email
import re
from email.policy import default

import pytest
from django.utils import timezone

from newsletter.choices import EditionAudience
from newsletter.generator.editions import editions_of
from newsletter.message import Content
from newsletter.models import IssuePage
from newsletter.sending import launch, preparation, trial
from newsletter.sending.handover import work
from tests import factories
from tests.graphql.test_frontend import FRONTEND, HUB
from tests.newsletter.sending import factories as sending
from tests.newsletter.sending.conftest import Scripted

from .conftest import approved, links_in, section, words

# The addresses at the hub, without the subscriber's token.
OWN = {f"{HUB}/newsletter/leave/", f"{HUB}/newsletter/preferences/"}
ADDRESS = re.compile(r"https?://[^\s<>\"]+")


@pytest.fixture
def issue(happened, tree, settings) -> IssuePage:
    settings.BASE_URL, settings.FRONTEND_URL = HUB, FRONTEND
    body = [
        section("News", happened["both"]),
        words(f'<p><a href="{HUB}/news/">All</a> <a linktype="page" id="{happened["first"].pk}">this</a></p>'),
    ]
    return factories.IssueFactory(parent=tree.updates, number=7, preheader="x", sections=body)


def parts_of(raw: bytes) -> tuple[str, str]:
    """Return the text and the HTML of a message."""
    message = email.message_from_bytes(raw, policy=default)
    return tuple(message.get_body((kind,)).get_content() for kind in ("plain", "html"))


def at_the_hub(addresses: set[str]) -> set[str]:
    """Return the addresses at the hub's host, without tokens."""
    return {re.sub(r"[^/]{20,}/?$", "", address.rstrip(".")) for address in addresses if address.startswith(HUB)}


def test_an_issue_leads_to_the_frontend_and_its_reader_to_the_hub(issue, happened):
    update = sending.mailing_list()
    sending.crowd(1, update)
    send = sending.send(approved(issue), update, released_at=timezone.now())
    assert preparation.prepare(send)
    send.refresh_from_db()
    assert launch.start(send)
    backend = Scripted()
    assert work(send, backend) == 1
    [(_, _, raw)] = backend.given
    text, html = parts_of(raw)
    for found in (links_in(html), set(ADDRESS.findall(text))):
        assert at_the_hub(found) == OWN
        assert {f"{FRONTEND}{happened[name].url}" for name in ("both", "first")} | {f"{FRONTEND}/news/"} <= found
    headers = email.message_from_bytes(raw, policy=default)
    assert headers["List-Unsubscribe"].startswith(f"<{HUB}/newsletter/leave/")
    assert headers["List-Archive"] == f"<{FRONTEND}{issue.url}>"


def test_a_test_message_leads_from_personal_links_to_the_front_page(issue, settings):
    external = editions_of(issue)[EditionAudience.EXTERNAL]
    content = Content(external.subject, external.html, external.text)
    [answer] = trial.test_send(issue, {EditionAudience.EXTERNAL: content}, ["a@example.org"]).values()
    raw = (settings.NEWSLETTER_FOLDER / answer.provider_id).read_bytes()
    _, html = parts_of(raw)
    assert f"{FRONTEND}/" in links_in(html)
    assert f"{HUB}/" not in links_in(html)
