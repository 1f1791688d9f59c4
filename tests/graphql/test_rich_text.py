"""Rich text in its forms: HTML, Markdown, and a tree whose links lead to objects in the same answer."""

import re
from html import escape
from pathlib import Path

import pytest
from django.apps import apps
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail import blocks
from wagtail.fields import RichTextField, StreamField

from cms.graphql.context import Context
from cms.graphql.ids import id_of
from cms.graphql.rich_text import PublicText
from cms.visibility.rule import Visibility
from tests import factories

REFERENCE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "rich-text.md"
QUERY = """
query ($cost: Int) {
  news(first: $cost) {
    nodes {
      body {
        ... on RichTextBlock {
          richText {
            html
            markdown
            tree
            references {
              pages { __typename id title ... on KeyMessagePage { summary } }
              documents { id title fileType }
              images { id title }
            }
          }
        }
      }
    }
  }
}
"""

# What an editor's button stores, its nodes in a paragraph or as a block, and its Markdown.
FEATURES = {
    "bold": ("<p><b>a</b></p>", {"type": "text", "value": "a", "marks": ["bold"]}, "**a**"),
    "italic": ("<p><i>a</i></p>", {"type": "text", "value": "a", "marks": ["italic"]}, "*a*"),
    "link": (
        '<p><a href="https://example.org/?a=1&amp;b=2">a</a></p>',
        {
            "type": "link",
            "href": "https://example.org/?a=1&b=2",
            "children": [{"type": "text", "value": "a", "marks": []}],
        },
        "[a](https://example.org/?a=1&b=2)",
    ),
    "ul": (
        "<ul><li>a</li></ul>",
        {
            "type": "list",
            "ordered": False,
            "children": [{"type": "listItem", "children": [{"type": "text", "value": "a", "marks": []}]}],
        },
        "- a",
    ),
    "ol": (
        "<ol><li>a</li></ol>",
        {
            "type": "list",
            "ordered": True,
            "children": [{"type": "listItem", "children": [{"type": "text", "value": "a", "marks": []}]}],
        },
        "1. a",
    ),
}
# All else that Wagtail's editor can be given.
MORE = [
    ("<h2>A &amp; b</h2>", {"type": "heading", "level": 2, "anchor": "a-b"}),
    ("<blockquote>a</blockquote>", {"type": "quote"}),
    ("<hr/>", {"type": "rule"}),
]
MARKS = {"b": "bold", "i": "italic", "code": "code", "sub": "subscript", "sup": "superscript", "s": "strikethrough"}


@pytest.fixture
def shown(tree):
    return lambda source: PublicText(source, Context(Visibility(tree.site)))


def features_of_editors() -> set[str]:
    """Return the features of every rich text of the hub, in fields and in blocks."""
    found: set[str] = set()
    for model in apps.get_models():
        if model.__module__.split(".")[0] not in ("cms", "home", "programme", "newsletter", "engagement", "bundles"):
            continue
        for field in model._meta.get_fields():
            if isinstance(field, RichTextField):
                found.update(field.features or ["all"])
            elif isinstance(field, StreamField):
                found.update(features_in(field.stream_block, set()))
    return found


def features_in(block: blocks.Block, seen: set[int]) -> set[str]:
    if id(block) in seen:
        return set()
    seen.add(id(block))
    if isinstance(block, blocks.RichTextBlock):
        return set(block.features or ["all"])
    children = [*getattr(block, "child_blocks", {}).values(), *filter(None, [getattr(block, "child_block", None)])]
    return set().union(*(features_in(child, seen) for child in children))


def test_every_feature_of_the_editors_has_all_forms():
    # A link to a document is a link whose target is one.
    assert features_of_editors() == {*FEATURES, "document-link"}


@pytest.mark.parametrize(("source", "node", "markdown"), FEATURES.values(), ids=FEATURES)
def test_a_feature_is_in_tree_html_and_markdown(shown, source, node, markdown):
    text = shown(re.sub(r"<(p|ul|ol|li)>", r'<\1 data-block-key="a1b2c">', source))
    (block,) = text.tree
    assert (block["children"] if source.startswith("<p>") else [block]) == [node]
    assert text.html == source
    assert text.markdown == markdown


@pytest.mark.parametrize(("source", "node"), MORE)
def test_further_features_of_wagtail_are_in_the_tree(shown, source, node):
    (block,) = shown(source).tree
    assert node.items() <= block.items()


@pytest.mark.parametrize(
    "source",
    [
        "<p>a <u>b</u> c</p>",
        "<p>a <kbd>b</kbd><wbr> c</p>",
        "<div><p>a b c</p></div>",
        "<p>a b c",
        "a b c",
        "<p>a b c</b>",
    ],
)
def test_an_unknown_or_broken_element_leaves_its_words(shown, source):
    text = {"type": "text", "value": "a b c", "marks": []}
    assert shown(source).tree == [{"type": "paragraph", "children": [text]}]


def test_deep_nesting_ends_and_keeps_the_words(shown):
    text = shown("<ul><li>" * 2000 + "deep" + "</li></ul>" * 2000)
    node, depth = text.tree[0], 0
    while node["type"] != "text":
        (node,), depth = node["children"], depth + 1
    assert node["value"] == "deep"
    assert depth <= 30


words = st.text("aé&<>\"'*_`[", min_size=1, max_size=6)


@st.composite
def texts(draw) -> dict:
    marks = draw(st.lists(st.sampled_from(sorted(MARKS.values())), unique=True, max_size=3))
    return {"type": "text", "value": draw(words), "marks": marks}


@st.composite
def links(draw) -> dict:
    return {
        "type": "link",
        "href": f"https://example.org/{draw(st.text('ab&?=', max_size=4))}",
        "children": [draw(texts())],
    }


# A text between any two others, so that no two are one.
inline = st.lists(st.one_of(texts(), links()), min_size=1, max_size=4).map(
    lambda nodes: [part for node in nodes for part in (node, {"type": "lineBreak"})]
)


def block(kind: str, children, **fields):
    return st.builds(lambda inside: {"type": kind, **fields, "children": inside}, children)


def listed(ordered: bool):
    return st.recursive(
        block("list", st.lists(block("listItem", inline), min_size=1, max_size=3), ordered=ordered),
        lambda inner: block(
            "list",
            st.lists(
                st.builds(lambda a, b: {"type": "listItem", "children": [*a, b]}, inline, inner), min_size=1, max_size=2
            ),
            ordered=ordered,
        ),
        max_leaves=4,
    )


trees = st.lists(
    st.one_of(
        block("paragraph", inline), listed(True), listed(False), block("quote", inline), st.just({"type": "rule"})
    ),
    max_size=4,
)


def stored(nodes: list[dict]) -> str:
    return "".join(map(stored_node, nodes))


def stored_node(node: dict) -> str:
    inner = stored(node.get("children", []))
    match node["type"]:
        case "text":
            html = escape(node["value"], quote=False)
            for mark in reversed(node["marks"]):
                tag = next(tag for tag, name in MARKS.items() if name == mark)
                html = f"<{tag}>{html}</{tag}>"
            return html
        case "lineBreak":
            return "<br/>"
        case "rule":
            return "<hr/>"
        case "link":
            return f'<a href="{escape(node["href"])}">{inner}</a>'
        case "list":
            return f"<ol>{inner}</ol>" if node["ordered"] else f"<ul>{inner}</ul>"
    tag = {"paragraph": "p", "listItem": "li", "quote": "blockquote"}[node["type"]]
    return f"<{tag}>{inner}</{tag}>"


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(tree=trees)
def test_any_tree_comes_back_from_its_html(tree):
    text = PublicText(stored(tree), Context(Visibility(None)))
    assert text.tree == tree
    assert text.html == stored(tree)


@pytest.fixture
def linked(tree):
    """Return a news item that links to a page, a document and a picture, and to hidden ones."""

    def make():
        page = factories.KeyMessageFactory(parent=tree.messages)
        document, picture = factories.DocumentFactory(), factories.ImageFactory()
        hidden = factories.KeyMessageFactory(parent=tree.messages, title=f"Secret {page.pk}", live=False)
        text = (
            f'<p>See <a linktype="page" id="{page.pk}">page</a>, <a linktype="document" id="{document.pk}">file</a>, '
            f'<a linktype="page" id="{hidden.pk}">words</a> and <a linktype="document" id="987654">more</a>.</p>'
            f'<embed embedtype="image" id="{picture.pk}" alt="A &amp; b" format="left"/>'
            '<embed embedtype="image" id="987654" alt="Secret" format="left"/>'
        )
        factories.NewsFactory(parent=tree.news, body=[("rich_text", {"text": text})])
        return page, document, picture, hidden

    return make


def test_links_and_pictures_are_references_to_objects_in_the_same_answer(linked, data):
    page, document, picture, hidden = linked()
    text = data(QUERY)["news"]["nodes"][0]["body"][0]["richText"]
    paragraph, image = text["tree"]
    first, second = (node for node in paragraph["children"] if node["type"] == "link")
    assert text["references"] == {
        "pages": [
            {
                "__typename": "KeyMessagePage",
                "id": first["reference"]["id"],
                "title": page.title,
                "summary": page.summary,
            }
        ],
        "documents": [{"id": second["reference"]["id"], "title": document.title, "fileType": document.file_extension}],
        "images": [{"id": image["reference"]["id"], "title": picture.title}],
    }
    assert [node["reference"]["type"] for node in (first, second, image)] == ["page", "document", "image"]
    assert first["href"] == page.full_url
    assert second["href"].endswith(document.url)
    assert image["alt"] == "A & b"


def test_a_hidden_target_leaves_only_words(linked, data):
    *_, hidden = linked()
    text = data(QUERY)["news"]["nodes"][0]["body"][0]["richText"]
    # One text: that a link was there doesn't show.
    assert text["tree"][0]["children"][-1] == {"type": "text", "value": ", words and more.", "marks": []}
    for form in text.values():
        assert not re.search(r"Secret|secret|987654", str(form))
    assert id_of(hidden) not in str(text["references"])


def test_references_cost_the_same_however_many_texts(linked, data, django_assert_num_queries):
    linked()
    linked()
    data(QUERY)
    # version, news, links, documents, pictures, all the pages, key messages
    with django_assert_num_queries(7):
        data(QUERY)
    for _ in range(5):
        linked()
    data(QUERY)
    with django_assert_num_queries(7):
        answer = data(QUERY)
    assert len(answer["news"]["nodes"]) == 7
    assert all(node["body"][0]["richText"]["references"]["pages"] for node in answer["news"]["nodes"])


def test_references_count_as_the_lists_that_they_are(linked, gql, settings):
    settings.GRAPHQL_MAX_COST = 200
    assert "errors" not in gql(QUERY, cost=1)
    (error,) = gql(QUERY, cost=20)["errors"]
    assert error["extensions"]["code"] == "TOO_COSTLY"


def test_many_aliases_of_trees_are_refused(linked, gql, settings):
    settings.GRAPHQL_MAX_COST = 500
    forms = " ".join(f"t{n}: richText {{ tree references {{ pages {{ title }} }} }}" for n in range(20))
    (error,) = gql(f"{{ news(first: 5) {{ nodes {{ body {{ ... on RichTextBlock {{ {forms} }} }} }} }} }}")["errors"]
    assert error["extensions"]["code"] == "TOO_COSTLY"


def test_words_that_look_like_markdown_stay_words(shown):
    text = shown("<p>1. &lt;script&gt; [a](b) *c* _d_ `e` # f</p>")
    assert text.markdown == r"1\. \<script\> \[a\](b) \*c\* \_d\_ \`e\` \# f"


# The page of the reference: what it says is what the code makes.
ROW = re.compile(r"^\| `(\w+)` \| ([^|]*) \| [^|]+ \|$", re.M)


def documented() -> dict[str, set[str]]:
    """Return the fields of each node, by the reference's table."""
    _, table = REFERENCE.read_text().split("|---|---|---|\n")
    return {name: set(re.findall(r"`(\w+)`", fields)) for name, fields in ROW.findall(table)}


def test_the_reference_names_every_node_with_its_fields(linked, shown):
    page, document, picture, _ = linked()
    nodes: dict[str, set[str]] = {}

    def collect(node: dict) -> None:
        nodes.setdefault(node["type"], set()).update(node.keys() - {"type"})
        for child in node.get("children", []):
            collect(child)

    source = (
        "<h2>a</h2><ul><li>b</li></ul><blockquote>c<br/></blockquote><hr/>"
        f'<p><a linktype="page" id="{page.pk}">d</a></p><embed embedtype="image" id="{picture.pk}" alt=""/>'
    )
    for node in shown(source).tree:
        collect(node)
    assert documented() == nodes


def test_the_typescript_types_have_the_same_nodes():
    types = (REFERENCE.parents[2] / "tests" / "clients" / "examples" / "rich-text.ts").read_text()
    named = dict(re.findall(r'^export type \w+ = \{ type: "(\w+)"(; .*)? \};$', types, re.M))
    fields = {name: set(re.findall(r"(\w+)\??: ", rest)) for name, rest in named.items()}
    assert fields == documented()
