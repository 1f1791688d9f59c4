"""Editions of an issue: what each audience gets, in HTML, in text and as data."""

import datetime
import json

import pytest
from bs4 import BeautifulSoup
from django.core.management import call_command
from django.template.loader import render_to_string
from wagtail.models import PageViewRestriction

from newsletter import message
from newsletter.choices import EditionAudience
from newsletter.generator.audiences import audiences_of
from newsletter.generator.checks import size_of
from newsletter.generator.documents import readers_view
from newsletter.generator.editions import INTERNAL_NOTE, editions_of
from newsletter.generator.findings import EditionFinding, NotReadyError, errors
from newsletter.generator.proposals import fill, propose
from newsletter.models import IssueIndexPage, IssuePage
from newsletter.site.archive import archive_context
from tests import factories

from .conftest import DAY, SCOTLAND, external, heading, links_in, section, sent, words

pytestmark = pytest.mark.django_db
SECRET = "Zyzzyva"


@pytest.fixture
def issue(tree, happened):
    """An issue with every sort of block, and internal parts."""
    intro = (
        f'<p>Welcome to <b>this</b> issue. <a linktype="page" id="{happened["both"].pk}">One</a> and '
        '<a href="https://example.org/a?b=1&amp;c=2">another</a>.</p><ul><li>First<br/>line</li><li>Second</li></ul>'
    )
    return factories.IssueFactory(
        parent=tree.updates,
        number=7,
        title="Update 7",
        subject="What is new in spring & summer",
        preheader="Two reports <and> more",
        author="Ada Bell",
        introduction=intro,
        internal_sections=[
            heading(f"{SECRET} heading"),
            words(f"<p>{SECRET} text</p>"),
            section(f"{SECRET} section", happened["event"], text=f"{SECRET} item"),
        ],
        sections=[
            heading("In short"),
            words("<p>Some text.</p>"),
            section("Leaders", happened["meeting"], happened["commitment"]),
            section("Neglect", happened["both"], text="Look <at> this.\nNow."),
            {"type": "page_links", "value": {"title": "See also", "pages": [happened["report"].pk]}},
        ],
    )


def tree_of(edition) -> BeautifulSoup:
    return BeautifulSoup(edition.html, "html.parser")


def test_an_edition_says_all_that_the_issue_says_in_its_order(issue):
    edition = external(issue)
    page = tree_of(edition)
    assert edition.findings == []
    assert edition.subject == "What is new in spring & summer"
    assert [(tag.name, tag.get_text()) for tag in page.find_all(["h1", "h2", "h3"])] == [
        ("h1", "Update 7"),
        ("h2", "In short"),
        ("h2", "Leaders"),
        ("h3", "Second meeting"),
        ("h3", "Action 1"),
        ("h2", "Neglect"),
        ("h3", "In both"),
    ]
    said = " ".join(page.get_text(" ").split())
    for words_ in (
        "Our update, issue 7",
        "25 January 2018. Ada Bell",
        "Look <at> this. Now.",
        "Two reports <and> more",
    ):
        assert words_ in said
    assert "Complete since 1 February 2018. It is done." in said  # the page's own summary
    assert page.html["lang"] == "en-GB"
    assert page.title.get_text() == "What is new in spring & summer"


def test_text_has_the_same_links_and_lines_that_fit(issue):
    edition = external(issue)
    assert edition.text.splitlines()[:4] == ["Our update, issue 7", "Update 7", "25 January 2018. Ada Bell", ""]
    assert "Welcome to this issue. One <http://localhost/news/in-both/> and another" in " ".join(edition.text.split())
    assert "- First\n\nline\n\n- Second\n" in edition.text
    assert all(len(line) <= 72 for line in edition.text.splitlines() if "http" not in line)
    tokens = {word.strip("<>(),.") for word in edition.text.split()}
    plain = {link.removeprefix("mailto:") for link in links_in(edition.html) if not link.startswith("tel:")}
    assert plain <= tokens
    assert {token for token in tokens if token.startswith("http")} <= plain


def test_an_item_says_for_whom_it_is_in_the_mail_and_in_the_archive(issue, happened):
    practitioners, leaders = (factories.AudienceFactory(name=name) for name in ("Practitioners", "Leaders"))
    hidden = factories.AudienceFactory(name="Zebras", live=False)
    happened["both"].audiences = [practitioners, leaders, hidden]
    happened["both"].save()
    edition = external(issue)
    assert edition.text.count("For: ") == edition.html.count("For: ") == 1
    assert "\nFor: Leaders, Practitioners\nLook <at> this." in edition.text
    block = next(block for block in edition.data["blocks"] if block["heading"] == "Neglect")
    assert "For: Leaders, Practitioners" in render_to_string("newsletter/edition_block.html", {"block": block})
    del block["items"][0]["audiences"]  # of an issue that was sent before items had them
    assert "For:" not in render_to_string("newsletter/edition_block.html", {"block": block})


def test_audiences_of_all_items_cost_one_statement(issue, happened, django_assert_num_queries):
    keys = [page.pk for page in happened.values()]
    term = factories.AudienceFactory(name="Leaders")
    for name in ("both", "report", "event"):
        happened[name].audiences = [term]
        happened[name].save()
    visibility = readers_view()
    audiences_of(keys, visibility)
    with django_assert_num_queries(1):
        found = audiences_of(keys, visibility)
    assert found == {happened[name].pk: ("Leaders",) for name in ("both", "report", "event")}


def test_text_keeps_characters_that_html_escapes(issue):
    assert "Look <at> this." in external(issue).text


def test_placeholders_stand_in_both_parts_once_and_nothing_else_is_personal(issue):
    for edition in editions_of(issue).values():
        for placeholder in message.PLACEHOLDERS:
            assert edition.html.count(placeholder) == edition.text.count(placeholder) == 1
            assert placeholder not in json.dumps(edition.data)


def test_data_is_plain_json_and_gives_the_same_archive_again(issue):
    data = external(issue).data
    assert json.loads(json.dumps(data)) == data
    items = [item["id"] for block in data["blocks"] for item in block["items"]]
    assert len(items) == 4
    assert data["archive_url"] == "http://localhost/updates/update-7/"
    assert all(item["url"].startswith("http://localhost/") for block in data["blocks"] for item in block["items"])


def test_editors_text_is_cleaned_before_it_is_trusted(tree, hub):
    attack = (
        '<p onclick="x()">Hi<script>alert(1)</script><img src=x onerror=y><b>bold<i>open</p>'
        '<p><a href="javascript:alert(1)">click</a></mj-text><mj-raw><iframe src="https://evil.example"></iframe>'
        "<unknown>kept words</unknown>"
    )
    page = factories.IssueFactory(parent=tree.updates, introduction=attack, sections=[words(attack)])
    edition = external(page)
    for bad in ("<script", "onclick", "onerror", "javascript:", "iframe", "mj-raw", "evil.example", "<unknown"):
        assert bad not in edition.html
    assert "kept words" in edition.html
    assert "kept words" in edition.text


def test_a_picture_has_its_words_a_full_address_and_fits(issue, happened, tasks_at_once):
    image = factories.ImageFactory(description="A harbour in the morning")
    happened["both"].image = image
    happened["both"].save()
    call_command("make_pictures", verbosity=0)
    edition = external(issue)
    (picture,) = tree_of(edition).find_all("img")
    assert picture["alt"] == "A harbour in the morning"
    assert picture["src"].startswith("http://localhost/media/images/")
    assert picture["src"].endswith((".jpg", ".jpeg", ".png"))
    assert int(picture["width"]) <= 592
    assert edition.findings == []


def test_an_introduction_without_a_word_is_none(tree, hub):
    page = factories.IssueFactory(
        parent=tree.updates, introduction='<p data-block-key="a1b2c"></p>', sections=[words("x")]
    )
    assert "There is no introduction." in [finding.message for finding in external(page).findings]


def test_a_page_that_is_not_public_is_left_out_and_reported(issue, happened):
    happened["meeting"].unpublish()
    PageViewRestriction.objects.create(page=happened["both"], restriction_type="login")
    edition = external(issue)
    assert "Second meeting" not in edition.html
    assert "In both" not in edition.html
    assert "/news/in-both/" not in edition.html + edition.text + json.dumps(edition.data)
    assert edition.findings == [
        EditionFinding("warning", "A page isn't public, so it is left out.", "Leaders"),
        EditionFinding("warning", "A page isn't public, so it is left out.", "Neglect"),
        EditionFinding("warning", "Nothing in the section is public, so it is left out.", "Neglect"),
    ]


def test_internal_parts_are_in_the_internal_edition_alone_after_the_introduction(issue):
    editions = editions_of(issue)
    internal, outside = editions[EditionAudience.INTERNAL], editions[EditionAudience.EXTERNAL]
    for form in (internal.html, internal.text.title(), json.dumps(internal.data)):
        assert SECRET in form
    assert INTERNAL_NOTE in internal.html
    headings = [tag.get_text() for tag in tree_of(internal).find_all("h2")]
    assert headings[:3] == [f"{SECRET} heading", f"{SECRET} section", "In short"]
    for form in (outside.html, outside.text, json.dumps(outside.data)):
        assert SECRET.lower() not in form.lower()
        assert INTERNAL_NOTE not in form


def on_paper(client, page) -> str:
    return client.get(f"/newsletter/issues/{page.number}/{page.part}/print/").content.decode()


def test_internal_parts_are_nowhere_in_public(issue, client, rf, data):
    """On the web page before and after it is sent, on paper, in GraphQL and in search."""
    before = client.get(issue.url).content.decode()
    sent(issue)
    context = issue.get_context(rf.get(issue.url)) | archive_context(issue)
    found = data(
        """query ($number: Int!) { issue(number: $number) {
          title subject preheader author seo { description } opening { html } headings { text }
          sections { __typename ... on RichTextBlock { richText { html } } ... on HeadingBlock { text }
            ... on IssueSectionBlock { heading items { text page { title } } } } } }""",
        number=7,
    )
    searched = client.get("/search/", {"query": SECRET}).content.decode().replace(f'value="{SECRET}"', "")
    paper = on_paper(client, issue)
    assert "Look &lt;at&gt; this." in paper
    for text in (before, context_page(context, rf, issue), json.dumps(found), paper):
        assert SECRET not in text
    assert "Update 7" not in searched
    assert "Update 7" in client.get("/search/", {"query": "Welcome"}).content.decode()


def context_page(context, rf, page) -> str:
    from django.template.response import TemplateResponse

    return TemplateResponse(rf.get(page.url), "newsletter/issue_page.html", context).render().content.decode()


def test_after_a_send_the_archive_shows_what_was_sent_whatever_is_edited(issue, happened, rf, client):
    assert archive_context(issue) == {"edition": None, "has_pdf": False}
    sent(issue)
    issue.title, issue.sections, issue.introduction = "Other", [], ""
    issue.save()
    happened["both"].title = "Other news"
    happened["both"].save()
    html = context_page(issue.get_context(rf.get(issue.url)) | archive_context(issue), rf, issue)
    page = BeautifulSoup(html, "html.parser").main
    assert [tag.get_text(strip=True) for tag in page.find_all(["h1", "h2", "h3"]) if "part-" in tag.get("id", "part-")] == [
        "Update 7",
        "In short",
        "Leaders",
        "Second meeting",
        "Action 1",
        "Neglect",
        "In both",
    ]  # fmt: skip
    assert page.find("a", string="One")["href"] == "http://localhost/news/in-both/"
    paper = on_paper(client, issue)
    assert "In both" in paper
    assert "http://localhost/news/in-both/" in paper
    assert "<script" not in paper


def test_every_form_of_an_issue_says_whom_to_ring(issue, client):
    edition = external(issue)
    numbers = {"999": "tel:999", "Childline 0800 1111": "tel:08001111", "Police Scotland 101": "tel:101"}
    for html in (edition.html, on_paper(client, issue)):
        linked = {link.get_text(strip=True): link["href"] for link in BeautifulSoup(html, "html.parser").find_all("a")}
        assert numbers.items() <= linked.items()
        assert "http://localhost/help/" in html
    assert "In danger now: 999\nChildren and young people: Childline 0800 1111\n" in edition.text
    assert "\nMore help:\nhttp://localhost/help/\n" in edition.text


def test_an_issue_that_was_not_sent_can_be_printed_as_it_stands(issue, client):
    assert "In both" in on_paper(client, issue)


def test_a_draft_with_errors_shows_them_and_cannot_be_built_for_approval(tree, hub):
    page = factories.IssueFactory(parent=tree.updates, introduction="", sections=[heading("Alone", "h3")])
    assert [str(finding) for finding in errors(external(page).findings)] == [
        "A heading of level 3 follows one of level 1. (Alone)",
        "A heading has nothing under it. (Alone)",
    ]
    with pytest.raises(NotReadyError, match="level 3") as refused:
        editions_of(page, draft=False)
    assert len(refused.value.findings) == 2


def test_an_issue_of_sixty_items_costs_as_many_statements_as_one_of_six(tree, hub, django_assert_num_queries):
    stream = factories.WorkStreamFactory(parent=tree.streams)
    pages = [factories.NewsFactory(parent=tree.news, date=DAY, work_streams=[stream]) for _ in range(60)]
    link = f'<p><a linktype="page" id="{stream.pk}">Stream</a></p>'
    for number in (6, 60):
        blocks = [section(f"Part {start}", *pages[start : min(start + 6, number)]) for start in range(0, number, 6)]
        page = factories.IssueFactory(parent=tree.updates, introduction=link, sections=blocks)
        editions_of(page)
        page = IssuePage.objects.get(pk=page.pk)
        # The bundle it may be in; the site; restrictions; the frame, which has the newsletter's settings, the look and whom to
        # ring; the hub's settings; the archive; pages, news, their streams; the link of the introduction; audiences; the site
        # and the token again, for whether readers are counted.
        with django_assert_num_queries(14):
            edition = external(page)
        assert len(tree_of(edition).find_all("h3")) == number
        assert errors(edition.findings) == []
    assert size_of(edition.html) < 80_000


def test_real_content_makes_an_issue_without_errors(mould_of_content, db):
    mould_of_content.cast()
    page = factories.IssueFactory(parent=IssueIndexPage.objects.get(), preheader="What is new", sections=[])
    fill(page, propose(datetime.datetime(2017, 1, 1, tzinfo=SCOTLAND), datetime.datetime(2018, 4, 1, tzinfo=SCOTLAND)))
    edition = external(page)
    assert errors(edition.findings) == []
    assert [tag.get_text() for tag in tree_of(edition).find_all("h2")] == [
        "National Child Protection Leadership Group",
        "Systems Review",
        "Neglect",
        "Child sexual exploitation",
        "Child trafficking",
        "Internet safety",
        "Also new",
    ]
    assert (
        "Meeting of 22 June 2017\n22 June 2017. Minutes agreed\n"
        "http://localhost/groups/leadership-group/2017-06-22/\n" in edition.text
    )


def test_an_issue_without_anything_is_an_error(tree, hub):
    found = external(factories.IssueFactory(parent=tree.updates, introduction="", sections=[])).findings
    assert "The issue is empty." in [str(finding) for finding in errors(found)]
