"""Links of an issue say from which issue a reader comes, if readers are counted, and never who."""

import pytest

from newsletter.choices import EditionAudience
from newsletter.generator import marks
from newsletter.generator.editions import editions_of
from tests import factories

HOME = "http://localhost/"


@pytest.fixture
def issue(tree):
    news = factories.NewsFactory(parent=tree.news, title="Badgers", slug="badgers")
    page = factories.IssueFactory(parent=tree.updates, number=12)
    page.introduction = (
        f'<p>See <a linktype="page" id="{news.pk}">badgers</a> or <a href="https://example.org/">others</a>.</p>'
    )
    page.sections = [("section", {"heading": "News", "items": [{"page": news, "text": ""}]})]
    return page


def test_links_of_items_and_texts_are_marked(counting, issue):
    edition = editions_of(issue)[EditionAudience.EXTERNAL]
    assert edition.html.count('href="http://localhost/news/badgers/?update=12"') == 2
    assert edition.text.count("http://localhost/news/badgers/?update=12") == 2
    assert 'href="https://example.org/"' in edition.html
    assert not [one for one in edition.findings if "link" in one.message.lower()]


def test_the_archive_has_no_marks(counting, issue):
    assert "update=12" not in str(editions_of(issue)[EditionAudience.EXTERNAL].data)


def test_off_there_are_none(tree, issue):
    edition = editions_of(issue)[EditionAudience.EXTERNAL]
    assert "update=" not in edition.html + edition.text


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        (f"{HOME}news/a/", f"{HOME}news/a/?update=12"),
        (f"{HOME}news/a/#part", f"{HOME}news/a/?update=12#part"),
        (f"{HOME}news/?page=2", f"{HOME}news/?page=2"),
        (f"{HOME}documents/3/paper.pdf", f"{HOME}documents/3/paper.pdf"),
        ("https://example.org/news/", "https://example.org/news/"),
        ("mailto:team@example.org", "mailto:team@example.org"),
    ],
)
def test_only_pages_of_the_hub_are_marked(url, expected):
    assert marks.address(url, HOME, "update=12") == expected
