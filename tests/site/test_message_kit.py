"""A key message's kit and its uses on the public page; what is for the team alone is nowhere."""

import datetime
import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from programme.models import MessageQuestion, ProofPoint
from tests import factories

SECRET = "zebra crossing"


@pytest.fixture
def message(tree):
    return factories.KeyMessageFactory(
        parent=tree.messages,
        quotation="We measured them all.",
        quoted_person="The lead",
        lines_to_take=f"Say nothing of the {SECRET}.",
        kept_by=f"Keeper of the {SECRET}",
        review_date=datetime.date(2031, 7, 9),
    )


def test_the_public_parts_are_on_the_page(tree, read, message):
    report = factories.PublicationFactory(parent=tree.publications, title="Report")
    draft = factories.PublicationFactory(parent=tree.publications, title="Draft report", live=False)
    image = factories.ImageFactory(description="A row of houses")
    image.make_renditions()
    message.share_picture = image
    message.save()
    ProofPoint.objects.create(page=message, text="All were measured.", evidence_page=report)
    ProofPoint.objects.create(page=message, text="Most are warm.", evidence_page=draft)
    MessageQuestion.objects.create(page=message, question="Why?", answer="Because.")
    soup = read(message)
    text = soup.main.get_text(" ", strip=True)
    assert "We measured them all." in soup.blockquote.get_text() and "The lead" in text
    assert "All were measured." in text and "Most are warm." in text
    assert soup.main.find("a", string="Report") and "Draft report" not in text
    assert soup.find("h3", string="Why?") and "Because." in text
    picture = soup.find("a", download=True)
    assert picture["href"] == soup.find("img", alt="A row of houses")["src"]
    assert soup.find("meta", property="og:image")["content"].endswith(picture["href"])


def test_where_it_was_said_is_on_the_page_latest_first(tree, read, message):
    factories.NewsFactory(parent=tree.news, title="News", date=datetime.date(2018, 3, 1), key_messages=[message])
    factories.NewsFactory(parent=tree.news, title="Hidden", key_messages=[message], live=False)
    factories.PublicationFactory(
        parent=tree.publications, title="Report", date=datetime.date(2018, 5, 1), key_messages=[message]
    )
    items = json.dumps([{"type": "page_links", "value": {"title": "", "pages": [message.pk]}}])
    factories.IssueFactory(parent=tree.updates, title="Issue", date=datetime.date(2018, 4, 1), sections=items)
    section = read(message).find(id="section-uses").find_next("ul")
    assert [link.get_text(strip=True) for link in section.find_all("a")] == ["Report", "Issue", "News"]


def test_the_page_costs_the_same_however_often_it_was_said(tree, read, message):

    def cost() -> int:
        read(message)  # facts of the period are read once after a change
        with CaptureQueriesContext(connection) as captured:
            read(message)
        return len(captured)

    def more(number):
        for _ in range(number):
            page = factories.PublicationFactory(parent=tree.publications, key_messages=[message])
            factories.NewsFactory(parent=tree.news, key_messages=[message])
            ProofPoint.objects.create(page=message, text="A fact.", evidence_page=page)
            MessageQuestion.objects.create(page=message, question="Why?", answer="Because.")

    more(2)
    cost()  # the first reading makes rows of settings
    few = cost()
    more(5)
    assert cost() == few <= 20


def test_what_is_for_the_team_alone_is_not_public(tree, read, client, message):
    assert SECRET not in str(read(message))
    assert "2031" not in read(message).main.get_text()
    found = client.get("/search/", {"q": SECRET}).content.decode()
    assert message.title not in found
