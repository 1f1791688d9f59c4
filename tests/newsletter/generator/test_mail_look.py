"""Mails in the look of their programme: issues and letters, in HTML; texts have the words of the foot."""

import re
from email import message_from_bytes
from email.policy import default

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone

from cms.delivery.look.models import LookSettings
from newsletter.choices import LetterKind, SubscriptionState
from newsletter.generator.findings import errors
from newsletter.models import Letter
from newsletter.people import letters
from tests import factories

from .conftest import external, section

pytestmark = pytest.mark.django_db
FOOT = "Charity 123 <of Varland>"


@pytest.fixture
def look(tree, hub):
    made = factories.ImageFactory(description="Light for Varland", file__width=960, file__height=192)
    made.make_renditions()
    look = LookSettings(
        site=tree.site,
        theme="neutral",
        accent="#8a1538",
        typeface="georgia",
        dark_mode=True,
        logo=made,
        show_name=False,
        footer_text=FOOT,
        footer_links="Privacy /privacy/\nAct https://example.org/act",
    )
    look.full_clean()
    look.save()
    return look


@pytest.fixture
def issue(tree, happened):
    return factories.IssueFactory(parent=tree.updates, sections=[section("Leaders", happened["meeting"])])


def test_an_issue_has_the_logo_the_colours_the_typeface_and_the_foot(look, issue):
    edition = external(issue)
    page = BeautifulSoup(edition.html, "html.parser")
    assert errors(edition.findings) == []
    logo = page.find("img", alt="Light for Varland")
    assert logo["src"].startswith("http://localhost/")
    assert (logo["width"], page.select_one(".band").get_text().strip()) == ("240", "")
    assert "background:#16242f" in page.select_one(".band")["style"]
    assert "3px solid #8a1538" in edition.html
    assert "font-family:Georgia, Times New Roman, serif" in edition.html
    assert "Arial" not in edition.html
    assert {"http://localhost/privacy/", "https://example.org/act"} <= {a["href"] for a in page.select(".foot a")}
    assert "Charity 123 &lt;of Varland&gt;" in edition.html
    assert FOOT in edition.text
    assert "Act:\nhttps://example.org/act" in edition.text


def test_without_a_look_an_issue_is_as_it_was(tree, hub, issue):
    html = external(issue).html
    assert "font-family:Arial, Helvetica, sans-serif" in html
    assert {"#002d54", "#0b5cad", "#0065bd", "#0b2b47", "#9ac7ff", "#4a90d9"} <= set(re.findall(r"#[0-9a-f]{6}", html))
    assert "logo" not in html


def test_a_letter_has_them_too(look, hub):
    one = factories.SubscriptionFactory(mailing_list=factories.MailingListFactory(), state=SubscriptionState.PENDING)
    letter = Letter.objects.create(subscriber=one.subscriber, kind=LetterKind.CONFIRM, due_at=timezone.now())
    message = message_from_bytes(letters.compose(letter, hub, timezone.now()), policy=default)
    text, html = (part.get_content() for part in message.iter_parts())
    page = BeautifulSoup(html, "html.parser")
    assert page.find("img", alt="Light for Varland")
    assert page.select_one(".band").get_text().strip() == ""
    css = page.find_all("style")[1].get_text()
    assert "background-color: #16242f" in css
    assert "Georgia" in css
    assert {"http://localhost/privacy/", "https://example.org/act"} <= {a["href"] for a in page.find_all("a")}
    assert FOOT in page.get_text()
    assert FOOT in text
    assert {"Privacy:", "http://localhost/privacy/"} <= set(text.splitlines())


def test_without_a_look_a_letter_has_no_band(tree, hub):
    one = factories.SubscriptionFactory(mailing_list=factories.MailingListFactory(), state=SubscriptionState.PENDING)
    letter = Letter.objects.create(subscriber=one.subscriber, kind=LetterKind.CONFIRM, due_at=timezone.now())
    message = message_from_bytes(letters.compose(letter, hub, timezone.now()), policy=default)
    _text, html = (part.get_content() for part in message.iter_parts())
    assert html.count("<style>") == 1
    assert "band" not in html
