"""Words of a programme's own in mails, feeds and files: in each of them that a reader can get."""

import datetime
import re
from email import message_from_bytes
from email.policy import default

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from cms.models import HubSettings
from newsletter.choices import LetterKind
from newsletter.generator.editions import editions_of
from newsletter.generator.proposals import fill, propose
from newsletter.models import MailingList
from newsletter.people import letters
from tests import factories, own_words

# Names of columns and keys in files for programs, as in the schema, and addresses: they are the same in every programme.
KEYS = re.compile(
    r"^[a-z_,]+$|\"[a-zA-Z_]+\": ?|\b(recommendation|action)(,|\")|(?<=,)update(?=,)"
    r"|[\w:,]*/(work-streams|groups|commitments)/[\w./-]*",
    re.MULTILINE,
)


@pytest.fixture
def spoken(hub):
    with own_words.spoken() as site:
        yield site


def words_left(text: str) -> list[str]:
    return own_words.left(text.encode())


def test_an_issue_made_of_what_is_new(hub, spoken):
    pages = [{"page": page.pk, "text": ""} for name, page in hub.items() if name not in ("home", "issue")]
    issue = factories.IssueFactory(
        parent=hub["updates"],
        subject="Bulletin 8",
        title="Bulletin 8",
        sections=[{"type": "section", "value": {"heading": "New", "items": pages}}],
    )
    now = timezone.now()
    fill(issue, propose(now - datetime.timedelta(days=365 * 12), now))
    for edition in editions_of(issue).values():
        assert "Step" in edition.html
        assert words_left(edition.html) == []
        assert words_left(edition.text) == []


@pytest.mark.parametrize("kind", LetterKind)
def test_letters(hub, spoken, kind):
    mailing_list = MailingList.objects.first() or factories.MailingListFactory(name="All news")
    letter = factories.add_letter(kind, mailing_list=mailing_list)
    message = message_from_bytes(letters.compose(letter, HubSettings.objects.get(), timezone.now()), policy=default)
    said = [str(message["Subject"]), *(part.get_content() for part in message.iter_parts())]
    assert [left for text in said for left in words_left(text)] == []
    assert "bulletin" in said[1 if kind == LetterKind.FOLLOWING else 0]


def test_every_feed_calendar_and_file(hub, spoken, client):
    following = BeautifulSoup(client.get(reverse("programme:following")).content, "html.parser")
    linked = [link["href"].removeprefix("http://localhost") for link in following.main.find_all("a", href=True)]
    linked += [link["href"] for page in hub.values() for link in _files(client, page)]
    paths = {path for path in linked if re.search(r"\.(atom|ics|csv|json|xml)$", path)} | {"/progress/data.csv"}
    assert len(paths) > 5
    left = {path: _left_in(client, path) for path in sorted(paths)}
    assert {path: texts for path, texts in left.items() if texts} == {}


def _files(client, page: Page) -> list:
    soup = BeautifulSoup(client.get(page.url).content, "html.parser")
    return soup.find_all("a", href=re.compile(r"^/.*\.(atom|ics|csv|json)$"))


def _left_in(client, path: str) -> list[str]:
    response = client.get(path)
    text = (b"".join(response.streaming_content) if response.streaming else response.content).decode("utf-8-sig")
    return words_left(KEYS.sub("", text))


def test_labels_of_the_api(hub, spoken, data):
    found = data(
        '{ commitments { nodes { kind { label } facts } } search(query: "step") { facets { label values { label } } }'
        " programme { vocabularies { entries { label plural } } } pages { nodes { facts } } }"
    )
    assert words_left(re.sub(r"'\w+':", "", str(found))) == []
