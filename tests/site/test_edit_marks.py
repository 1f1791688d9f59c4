"""The marks by which the side preview knows the fields of a page, and that they are nowhere else."""

import re

from django.template import Context, Template

from cms.models import PageSource
from cms.pages import edit_marks
from home.models import Principle

MARK = re.compile(r'data-edit="([^"]*)"')


def seen(page, request, *, in_panel: bool) -> str:
    """Return the page as the admin's preview shows it: in the panel beside the form, or in a tab of its own."""
    response = page.make_preview_request(request, "", {"in_preview_panel": in_panel, "is_editing": True})
    assert response.status_code == 200
    return response.content.decode()


def marks(page, request) -> list[str]:
    return MARK.findall(seen(page, request, in_panel=True))


def test_every_page_marks_fields_of_its_form(hub, rf):
    for page in hub.values():
        form = type(page).get_edit_handler().get_form_class()
        fields = {*form.base_fields, *form.formsets}
        found = marks(page, rf.get("/"))
        assert "title" in found
        assert {path.split(".")[0] for path in found} <= fields, page


def test_rows_and_blocks_are_marked_by_their_keys(hub, rf):
    news = hub["news"]
    source = PageSource.objects.create(page=news, title="The report", supports="All of it")
    heading, text = news.body
    expected = [f"body.{heading.id}.text", f"body.{text.id}", f"sources.{source.pk}", f"sources.{source.pk}.supports"]
    found = marks(news, rf.get("/"))
    assert [path for path in expected if path not in found] == []


def test_rows_that_were_never_saved_are_marked_by_their_place(hub, rf):
    home = hub["home"]
    home.principles.add(Principle(title="New", text="Not saved yet.", sort_order=5))
    found = marks(home, rf.get("/"))
    assert "principles.+1.title" in found
    assert f"principles.{Principle.objects.get().pk}.title" in found


def test_items_in_a_list_of_a_block_are_marked(hub, rf):
    plain, target = hub["plain"], hub["news"]
    plain.body = [("page_links", {"title": "More", "pages": [target]})]
    item = plain.body[0].value["pages"].bound_blocks[0]
    assert {"body.+0.title", f"body.+0.pages.{item.id}"} <= {*marks(plain, rf.get("/"))}


def test_nothing_of_it_is_anywhere_else(hub, rf, client):
    """Neither in public pages, also after a preview of the same page, nor in a preview in a tab of its own."""
    marks(hub["news"], rf.get("/"))
    of_its_own = seen(hub["event"], rf.get("/"), in_panel=False)
    for html in (of_its_own, *(client.get(page.url).content.decode() for page in hub.values())):
        assert "<h1" in html
        assert "data-edit" not in html
        assert "preview-frame" not in html


def test_the_outermost_elements_are_marked_unless_they_are_already():
    html = "Text\n<p class=x>A <b>bold</b><br></p><hr>\n<figure data-edit=\"own\"><img src='a'></figure><ul><li>A</ul>"
    marked = edit_marks.marked(html, "body.1")
    assert MARK.findall(marked) == ["body.1", "body.1", "own", "body.1"]
    assert marked.replace(' data-edit="body.1"', "") == html


def test_a_path_is_escaped():
    class Row:
        edit_path = 'body."><script>'

    template = Template('{% load hub %}<p{% edit row "text" %}></p>')
    html = template.render(Context({"row": Row()}))
    assert "<script>" not in html
    assert edit_marks.ATTRIBUTE in html
