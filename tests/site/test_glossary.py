"""The glossary, and abbreviations explained where a page first uses them."""

import pytest

from programme.models import GlossaryTerm
from tests import factories


def words(soup) -> str:
    return " ".join(soup.get_text(" ").split())


@pytest.fixture
def terms(hub):
    factories.GlossaryTermFactory(name="CPC", long_form="Child protection committee", description="A local body.")
    factories.GlossaryTermFactory(name="COSLA", long_form="Convention of Scottish Local Authorities")
    factories.GlossaryTermFactory(name="Section 12", long_form="Section 12 of the Act of 1937")
    factories.GlossaryTermFactory(name="child plan", description="A plan for one child.")


@pytest.fixture
def explained(hub, terms, read):
    """Return the body of a plain page with this text."""

    def explained(html: str) -> str:
        body = [{"type": "rich_text", "value": {"text": html}}]
        page = factories.StandardPageFactory(parent=hub["home"], body=body)
        content = read(page).find(class_="ds_layout__content")
        content.find(class_="hub_history-link").decompose()
        return words(content)

    return explained


def test_terms_stand_from_a_to_z_with_anchors(terms, read):
    soup = read("/glossary/")
    assert [words(h2) for h2 in soup.main.find_all("h2")] == ["C", "S"]
    assert [words(term) for term in soup.main.find_all("dt")] == ["child plan", "COSLA", "CPC", "Section 12"]
    assert words(soup.find(id="cpc").find_next("dd")) == "Child protection committee"
    assert soup.find(id=soup.select_one(".hub_letters a")["href"][1:])


def test_the_first_use_is_explained_and_leads_to_the_glossary(hub, terms, read):
    body = [{"type": "rich_text", "value": {"text": "<p>Each CPC meets. The CPC writes to COSLA.</p>"}}]
    main = read(factories.StandardPageFactory(parent=hub["home"], body=body)).main
    assert "Each CPC ( child protection committee ) meets. The CPC writes to COSLA (" in words(main)
    assert main.find("a", string="child protection committee")["href"] == "/glossary/#cpc"
    assert main.find("a", string="Convention of Scottish Local Authorities")


@pytest.mark.parametrize(
    ("html", "seen"),
    [
        ("<p>All CPCs meet.</p>", "All CPCs ( child protection committees ) meet."),
        ("<h2>CPC</h2><p>A CPC meets.</p>", "CPC A CPC ( child protection committee ) meets."),
        ('<p><a href="https://example.org">CPC list</a>, CPC</p>', "CPC list , CPC ( child protection committee )"),
        ("<p>A child protection committee (CPC). The CPC.</p>", "A child protection committee (CPC). The CPC."),
        (
            "<p>A CPC is a child protection committee.</p>",
            "A CPC ( child protection committee ) is a child protection committee.",
        ),
        ("<h2>Child  protection committee</h2><p>The CPC.</p>", "Child protection committee The CPC."),
        ("<p>The CPC (a local body) meets.</p>", "The CPC (a local body) meets."),
        ("<p>ACPC, CPCX, CPC-led, cpc, www.CPC.org</p>", "ACPC, CPCX, CPC-led, cpc, www.CPC.org"),
        ("<p>Section 12 is old.</p>", "Section 12 is old."),
    ],
)
def test_only_a_bare_abbreviation_that_the_text_does_not_explain_is_explained(explained, html, seen):
    assert explained(html) == seen


def test_what_is_hidden_explains_nothing(hub, terms, read, explained):
    hub["glossary"].live = False
    hub["glossary"].save()
    seen = explained("<p>A CPC meets.</p>")
    assert seen == "A CPC (child protection committee) meets."
    GlossaryTerm.objects.filter(name="CPC").update(live=False)
    factories.GlossaryTermFactory()
    assert explained("<p>A CPC meets.</p>") == "A CPC meets."


def test_the_api_and_its_texts_stay_as_they_were_written(hub, terms, data):
    body = [{"type": "rich_text", "value": {"text": "<p>A CPC meets.</p>"}}]
    factories.StandardPageFactory(parent=hub["home"], slug="plain", body=body)
    query = """{ page(by: {path: "/plain/"}) { ... on StandardPage { body { ... on RichTextBlock { richText { html } } } } } }"""
    assert data(query)["page"]["body"] == [{"richText": {"html": "<p>A CPC meets.</p>"}}]
