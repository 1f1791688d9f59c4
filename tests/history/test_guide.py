"""The worked example of the guide to past days can be followed with the programme's content."""

import re
from pathlib import Path

import pytest
from django.utils import timezone
from wagtail.models import Page

from cms.history.addresses import PREFIX

pytestmark = pytest.mark.django_db

GUIDE = (Path(__file__).resolve().parent.parent.parent / "docs" / "past-days.md").read_text()
ADDRESS = re.compile(rf"{PREFIX}[\d-]+(/[\w/-]+/)")
ASKED = "query Page($path: String!, $at: String) @asOf(at: $at) { page(by: { path: $path }) { title } }"


def test_the_pages_of_the_example_are_there(own_content, data):
    paths = set(ADDRESS.findall(GUIDE))
    assert paths == {"/news/", "/news/age-assessment-guidance/"}

    now = timezone.now().isoformat()
    titles = {data(ASKED, path=path, at=now)["page"]["title"] for path in paths}

    (title,) = re.findall(r"The page is \*\*(.+?)\*\*", GUIDE)
    assert title in titles


def test_the_example_answers_as_it_was_before_a_change(own_content, data):
    (title,) = re.findall(r"The page is \*\*(.+?)\*\*", GUIDE)
    before = timezone.now().isoformat()
    page = Page.objects.get(slug="age-assessment-guidance").specific
    page.title = "Corrected"
    page.save_revision().publish()

    path = "/news/age-assessment-guidance/"
    assert data(ASKED, path=path, at=before)["page"]["title"] == title
    assert data(ASKED, path=path)["page"]["title"] == "Corrected"
