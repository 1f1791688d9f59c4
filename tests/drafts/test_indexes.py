"""A draft that a program wrote is in Wagtail's own indexes just as if its page was indexed anew."""

import pytest
from wagtail.models import ReferenceIndex
from wagtail.search.backends import get_search_backend
from wagtail.search.models import IndexEntry

from cms.graphql.ids import id_of
from programme.models import NewsPage, TeamProfilePage
from tests import factories

pytestmark = pytest.mark.django_db
PUBLISHED = pytest.mark.parametrize("is_live", [False, True])


def kept(page):
    """Return the rows of both indexes that are about the page."""
    found = IndexEntry.objects.filter(object_id=str(page.pk), content_type=page.content_type)
    references = ReferenceIndex.get_references_for_object(page)
    return (
        list(found.values("title", "autocomplete", "body")),
        sorted(references.values_list("to_object_id", "content_path")),
    )


def anew(page):
    page = type(page).objects.get(pk=page.pk)
    get_search_backend().add(page)
    ReferenceIndex.create_or_update_for_object(page)
    return kept(page)


@pytest.fixture
def stream(tree):
    return factories.WorkStreamFactory(parent=tree.streams, title="Neglect")


def test_a_new_page_is_indexed_with_its_rows(tree, program, stream):
    duty = {"kind": "policy_lead", "title": "Chair of trustees", "workStream": id_of(stream)}
    made = program.create(tree.team, teamProfilePage={"title": "Ada Lovelace", "asAt": "May 2026", "duties": [duty]})
    assert made["userErrors"] == []
    page = TeamProfilePage.objects.get()
    entries, references = kept(page)
    assert len(entries) == 1 and (str(stream.pk), f"duties.{page.duties.get().pk}.work_stream") in references
    assert list(get_search_backend().search("trustees", TeamProfilePage)) == [page]
    assert anew(page) == (entries, references)


@PUBLISHED
def test_a_change_leaves_in_the_indexes_what_the_pages_row_has(is_live, tree, program, stream):
    page = factories.NewsFactory(parent=tree.news, title="First", summary="It met.", live=is_live)
    markdown = "It met [them](/work-streams/neglect/)."
    given = {"title": "Second", "summary": "It gathered.", "body": [{"richText": {"text": {"markdown": markdown}}}]}
    assert program.change(page, newsPage=given)["userErrors"] == []
    before = kept(page)
    assert bool(list(get_search_backend().search("gathered", NewsPage))) is not is_live
    assert anew(page) == before
