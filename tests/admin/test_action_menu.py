"""The buttons below a page's form: saving and the step after it are in sight, the rest in the menu."""

import pytest
from bs4 import BeautifulSoup

from programme.models import NewsPage
from tests import factories

from .forms import add_url, edit_url

MORE = "More actions"


def in_sight(response) -> list[str]:
    """Return the names of the buttons before that of the closed menu."""
    footer = BeautifulSoup(response.content, "html.parser").find("footer")
    names = [button.get_text(" ", strip=True) for button in footer.find_all("button")]
    return names[: names.index(MORE)] if MORE in names else names


@pytest.fixture
def draft(tree):
    page = factories.NewsFactory(parent=tree.news, live=False)
    page.save_revision()
    return page


def test_who_may_publish_publishes_with_one_press(draft, tree, moderator):
    for address in (edit_url(draft), add_url(NewsPage, tree.news)):
        assert in_sight(moderator.get(address)) == ["Save draft", "Publish"]


def test_who_may_not_submits_with_one_press(draft, tree, editor):
    for address in (edit_url(draft), add_url(NewsPage, tree.news)):
        save, submit = in_sight(editor.get(address))
        assert save == "Save draft"
        assert submit.startswith("Submit to ")


def test_nobody_publishes_past_a_review_by_a_slip(draft, editor, moderator):
    draft.get_workflow().start(draft, editor.user)
    for person in (editor, moderator):
        assert "Publish" not in in_sight(person.get(edit_url(draft)))
