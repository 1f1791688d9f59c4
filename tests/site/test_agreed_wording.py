"""Agreed wording is quoted with source and date; everything else is marked as our own words."""

import datetime

import pytest

from cms.base.choices import DatePrecision
from tests.admin.forms import edit_url, field_errors, send

AGREED = {
    "agreed_text": "Every child is safe.\n\nEvery child\nis heard.",
    "agreed_source": "The strategy, page 1",
    "agreed_source_address": "https://example.org/strategy/",
    "agreed_by": "Scottish Ministers",
    "agreed_since": datetime.date(2017, 5, 1),
    "agreed_since_precision": DatePrecision.MONTH,
}
OURS = "The wording is ours. It is not a quotation."
QUERY = """
query ($path: String!) {
  page(by: {path: $path}) {
    ... on KeyMessagePage { agreedWording { ...Wording } }
    ... on HomePage { agreedWording { ...Wording } }
  }
}
fragment Wording on AgreedWording {
  text statements { text anchor quotation } source sourceAddress approvedBy since sincePrecision
}
"""


@pytest.fixture(params=["message", "home"])
def page(request, hub):
    return hub[request.param]


def agree(page, **values):
    for name, value in (AGREED | values).items():
        setattr(page, name, value)
    page.save()


def test_our_own_words_are_called_ours_and_are_no_quotation(page, read):
    main = read(page).main
    assert OURS in main.get_text()
    assert main.find("blockquote") is None
    assert main.find("script") is None


def test_an_agreed_wording_is_quoted_statement_by_statement(page, read):
    agree(page)
    main = read(page).main
    assert OURS not in main.get_text()
    statements = main.find_all(class_="hub_wording__statement")
    assert [statement.blockquote.get_text(strip=True) for statement in statements] == [
        "Every child is safe.",
        "Every child is heard.",
    ]
    for number, statement in enumerate(statements, 1):
        assert statement["id"] == f"agreed-wording-{number}"
        assert statement.find("a", href=f"#agreed-wording-{number}")
        caption = " ".join(statement.figcaption.get_text().split())
        assert caption.startswith("The strategy, page 1, approved by Scottish Ministers, May 2017.")
        assert statement.figcaption.a["href"] == "https://example.org/strategy/"


def test_without_a_script_the_quotation_is_there_to_be_copied(page, read):
    agree(page)
    words = read(page).main.find("details").find(class_="hub_wording__quotation").get_text(strip=True)
    assert words == "“Every child is safe.” (The strategy, page 1, May 2017, https://example.org/strategy/)"


def test_the_api_has_it_and_null_without_it(page, data):
    path = page.get_url_parts()[2]
    assert data(QUERY, path=path)["page"]["agreedWording"] is None
    agree(page)
    answer = data(QUERY, path=path)["page"]["agreedWording"]
    statements = answer.pop("statements")
    assert answer == {
        "text": AGREED["agreed_text"],
        "source": "The strategy, page 1",
        "sourceAddress": "https://example.org/strategy/",
        "approvedBy": "Scottish Ministers",
        "since": "2017-05-01",
        "sincePrecision": "MONTH",
    }
    assert [statement["anchor"] for statement in statements] == ["agreed-wording-1", "agreed-wording-2"]
    assert statements[1]["quotation"].startswith("“Every child is heard.” (The strategy, page 1, May 2017")
    agree(page, agreed_since=None, agreed_source_address="")
    answer = data(QUERY, path=path)["page"]["agreedWording"]
    assert (answer["since"], answer["sincePrecision"]) == (None, None)
    assert answer["statements"][0]["quotation"] == "“Every child is safe.” (The strategy, page 1)"


@pytest.mark.parametrize(
    ("values", "field", "words"),
    [
        ({"agreed_source": " "}, "agreed_source", "Say which document the agreed wording is quoted from."),
        ({"agreed_text": ""}, "agreed_text", "Give the agreed wording, or clear the fields about it."),
    ],
)
def test_a_wording_without_its_source_is_refused_at_its_field(page, admin_client, values, field, words):
    wanted = {name: AGREED[name] for name in ("agreed_text", "agreed_source")} | values
    response = send(admin_client, edit_url(page), "publish", **wanted)
    assert field_errors(response) == {field: [words]}
    assert response.context["form"]["agreed_text"].value() == wanted["agreed_text"], "what was typed is still there"
    response = send(admin_client, edit_url(page), "publish", agreed_text="So.", agreed_source="The strategy")
    assert response.status_code == 302
    page.refresh_from_db()
    assert page.agreed_text == "So."
