"""People in trouble find help first, and everybody else finds ordinary results: a minimum for each class."""

import collections
import json
import logging
import sys
import tomllib
from html import unescape
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.core.exceptions import ValidationError
from django.urls import resolve
from django.views.debug import ExceptionReporter
from wagtail.models import Page, Site

from cms.base.request_lines import WithoutQuestions
from cms.delivery.empty_pages import empty_list_keys
from cms.signposts.choices import HelpAudience
from search.confidence import SearchError
from search.engine.questions import Question
from search.engine.retrieval import answer
from search.models import AskedFor, Trouble, WordFamily
from tests.search.conftest import public

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("content", "mailing_list")]

FOLDER = Path(__file__).parent / "help"
FIRST = 3
# The minimum share of correct results for each class, by half, as reached so far. The goals are 0.95, and 0.9 in Scots
# and Gaelic. The unseen half has the classes of the last set; figures of the others, from earlier sets, are in
# `help/README.md`.
FLOORS = {
    "seen": {
        "child": 0.99,
        "young-person": 0.99,
        "parent": 0.98,
        "worried-adult": 0.98,
        "scots": 0.99,
        "gaelic": 0.98,
        "practitioner": 0.97,
        "journalist": 0.97,
        "civil-servant": 0.97,
        "practical": 0.97,
        "unrelated": 0.99,
    },
    "unseen": {"parent": 0.94, "practitioner": 0.93, "unrelated": 0.96},
}
# The goal is 0.02 in both.
MOST_FALSE_ALARMS = {"seen": 0.01, "unseen": 0.02}

API = """
query Help($words: String!) {
  search(query: $words, first: 3) {
    help { place kind urgency sentence signposts { name audiences } }
    nodes { page { path } } promoted { page { path } }
  }
}
"""


def audiences_first(found) -> set[str]:
    """Return the audiences of the signposts above all results; empty if help doesn't come first."""
    if not found.is_confidential:
        return set()
    return {audience for signpost in found.help.signposts for audience in signpost.audiences}


def is_right(case: dict, found, home_path: str, hidden: set[str]) -> bool:
    if case.get("for"):
        return bool(audiences_first(found) & set(case["for"]))
    # A list without items isn't found.
    finds = set(case["finds"]) - hidden
    first = [*found.promoted, *found.hits][:FIRST]
    paths = {f"/{hit.page.url_path.removeprefix(home_path)}" for hit in first}
    return not audiences_first(found) and (not finds or not paths.isdisjoint(finds))


# Of the thousands of the seen half every run asks each fourth.
@pytest.mark.parametrize(
    ("half", "each"), [pytest.param("seen", 1, marks=pytest.mark.long), ("seen", 4), ("unseen", 1)]
)
def test_each_class_holds_its_floor(half, each, capsys):
    cases = tomllib.loads((FOLDER / f"{half}.toml").read_text())["queries"][::each]
    if half == "unseen" and not cases:
        pytest.skip("Every unseen half is used up; fresh queries are awaited.")
    visibility, home_path = public(), Site.objects.get().root_page.url_path
    empty = Page.objects.in_bulk(empty_list_keys(visibility)).values()
    hidden = {f"/{page.url_path.removeprefix(home_path)}" for page in empty}
    right, all_of_it, wrong = collections.Counter(), collections.Counter(), collections.defaultdict(list)
    ordinary, alarms = 0, []
    for case in cases:
        found, kind = answer(Question(case["query"]), visibility), case["class"]
        all_of_it[kind] += 1
        right[kind] += is_right(case, found, home_path, hidden)
        if not is_right(case, found, home_path, hidden):
            offered = f"{found.help.speaker} {found.help.topic}" if found.is_confidential else "no help first"
            wrong[kind].append(f"{case['query']!r}: {offered}, {[hit.page.url_path for hit in found.hits[:FIRST]]}")
        if not case.get("for"):
            ordinary += 1
            alarms += [case["query"]] if found.is_confidential else []
    with capsys.disabled():
        sys.stdout.write(f"\nHelp, {half} half; {len(alarms)} false alarms in {ordinary}\n")
        for kind, number in all_of_it.items():
            sys.stdout.write(f"  {kind:14} {right[kind]:3} of {number:3}  {right[kind] / number:.0%}\n")
            sys.stdout.writelines(f"      {line}\n" for line in wrong[kind])
    below = {kind: wrong[kind] for kind, number in all_of_it.items() if right[kind] < FLOORS[half][kind] * number}
    assert not below
    assert len(alarms) <= MOST_FALSE_ALARMS[half] * ordinary, alarms
    assert set(all_of_it) == set(FLOORS[half])


@pytest.mark.parametrize(
    ("words", "audience", "place"),
    [
        ("my da hits me", HelpAudience.CHILD, "FIRST"),
        ("someone is sending me pics", HelpAudience.YOUNG_PERSON, "FIRST"),
        ("i cant go home", HelpAudience.CHILD, "FIRST"),
        ("want to die", HelpAudience.CHILD, "FIRST"),
        ("social worker wants my baby", HelpAudience.PARENT, "FIRST"),
        ("bairn no being fed", HelpAudience.WORRIED_ADULT, "FIRST"),
        ("suicide prevention", HelpAudience.PROFESSIONAL, "LINE"),
        ("rape statistics", HelpAudience.PROFESSIONAL, "LINE"),
        ("neglect guidance", HelpAudience.PROFESSIONAL, "LINE"),
        ("FGM policy", HelpAudience.PROFESSIONAL, "LINE"),
    ],
)
def test_the_page_and_the_api_say_the_same(words, audience, place, client):
    page = unescape(client.get("/search/", {"query": words}).content.decode())
    body = json.dumps({"query": API, "variables": {"words": words}})
    found = client.post("/graphql/", body, content_type="application/json").json()["data"]["search"]
    assert found["help"]["place"] == place
    assert audience.name in found["help"]["signposts"][0]["audiences"]
    assert found["help"]["sentence"]
    name = found["help"]["signposts"][0]["name"]
    if place == "FIRST":
        results = page.find("ds_search-results__list")
        assert 0 < page.index('data-help="first"') < (results if results > 0 else len(page))
        assert f">{name}</h3>" in page[page.index('data-help="first"') :]
    else:
        assert page.index('data-help="line"') > page.find("ds_search-results__list")
        assert 'data-help="first"' not in page


def test_a_page_on_a_death_is_no_answer_to_somebody_who_wants_to_die(client):
    page = client.get("/search/", {"query": "want to die"}).content.decode()
    assert "ds_search-results__list" not in page
    # The pages are still there, below.
    page = client.get("/search/", {"query": "want to die", "exact": "want to die"}).content.decode()
    assert page.index('data-help="first"') < page.index("ds_search-results__list")


def test_somebody_who_needs_to_talk_may_find_pages_below_help(client):
    page = client.get("/search/", {"query": "my social worker"}).content.decode()
    assert page.index('data-help="first"') < page.index("ds_search-results__list")


def test_suggestions_begin_with_help_and_are_not_kept(client):
    response = client.get("/search/suggest/", {"q": "my dad hits me"})
    first = response.json()["suggestions"][0]
    assert (first["text"], first["kind"], first["url"]) == ("Get help: Childline 0800 1111", "Help", "/help/#child")
    assert response["Cache-Control"] == "private, no-store"
    assert "no-store" not in client.get("/search/suggest/", {"q": "neglect"})["Cache-Control"]


def test_suggestions_of_the_api_begin_with_help(client):
    document = "query S($typed: String!) { suggest(prefix: $typed) { text page { path } help { kind kindKey speakerKey path } } }"
    body = json.dumps({"query": document, "variables": {"typed": "my dad hits me"}})
    first = client.post("/graphql/", body, content_type="application/json").json()["data"]["suggest"][0]
    assert first["page"] is None
    assert first["help"] == {
        "kind": "PHYSICAL_ABUSE",
        "kindKey": "physical_abuse",
        "speakerKey": "young",
        "path": "/help/#child",
    }


def test_recognising_takes_no_statement_of_its_own(django_assert_num_queries):
    visibility = public()
    answer(Question("my da hits me"), visibility)
    with django_assert_num_queries(0):
        assert answer(Question("he wants to kill me"), visibility).is_confidential


def test_a_page_with_help_is_kept_nowhere(client):
    response = client.get("/search/", {"query": "my dad hits me"})
    assert response["Cache-Control"] == "private, no-store"
    assert not response.has_header("ETag")


def ask(client, words: str):
    body = json.dumps({"query": API, "variables": {"words": words}})
    return client.post("/graphql/", body, content_type="application/json")


def test_nothing_of_the_question_is_counted_or_kept(client, caplog, settings):
    settings.GRAPHQL_CACHE = True
    document = '{ search(query: "my dad hits me", first: 1) { totalCount help { kind } } }'
    for _ in range(2):
        response = client.get("/graphql/", {"query": document})
        assert response["Cache-Control"] == "private, no-store"
        assert not response.has_header("ETag")
    client.get("/search/", {"query": "my dad hits me"})
    client.get("/search/suggest/", {"q": "my dad hits me"})
    assert not AskedFor.objects.exists()
    assert "hits" not in caplog.text
    # An ordinary query is counted, and its answer kept.
    assert client.get("/graphql/", {"query": '{ search(query: "neglect", first: 1) { totalCount } }'}).has_header(
        "ETag"
    )
    assert AskedFor.objects.get().text == "neglect"


@pytest.mark.parametrize("address", ["/search/", "/search/suggest/"])
def test_a_failure_tells_where_it_happened_and_nothing_of_the_question(address, caplog, monkeypatch, rf):
    def fail(words, *args):
        raise ValueError(f"can't recognise {words}")

    for module in ("search.views", "search.engine.retrieval"):
        monkeypatch.setattr(f"{module}.help_for", fail)
    request = rf.get(address, {"query": "my dad hits me", "q": "my dad hits me"})
    with pytest.raises(SearchError) as caught:
        resolve(address).func(request)
    report = ExceptionReporter(request, caught.type, caught.value, caught.tb)
    mailed = report.get_traceback_text()
    assert "hits" not in mailed
    assert "hits" not in caplog.text
    assert "ValueError" in caplog.text
    assert "search/views.py" in caplog.text


def test_a_failure_in_the_api_is_told_as_little_of(caplog, monkeypatch, client):
    def fail(words, *args):
        raise ValueError(f"can't recognise {words}")

    monkeypatch.setattr("search.engine.retrieval.help_for", fail)
    body = ask(client, "my dad hits me").json()
    assert "hits" not in json.dumps(body) + caplog.text
    assert "ValueError" in caplog.text


def test_no_page_that_is_linked_to_learns_what_was_asked(client):
    assert client.get("/search/", {"query": "my dad hits me"})["Referrer-Policy"] == "strict-origin"


def test_a_server_logs_the_path_alone():
    line = logging.LogRecord(
        "django.server", logging.INFO, "", 0, '"%s" %s %s', ("GET /search/?query=my+dad HTTP/1.1", "200", "9"), None
    )
    assert WithoutQuestions().filter(line)
    assert line.getMessage() == '"GET /search/ HTTP/1.1" 200 9'
    assert "without_questions" in django_settings.LOGGING["loggers"]["django.server"]["filters"]


# Records of editors


def test_editors_can_add_a_phrase(client):
    assert not answer(Question("zorbled qwlt"), public()).help
    trouble = Trouble.objects.get(topic="bullying")
    trouble.phrases += "\nzorbled qwlt"
    trouble.full_clean()
    trouble.save_revision().publish()
    assert answer(Question("zorbled qwlt"), public()).is_confidential


@pytest.mark.parametrize(
    ("field", "phrase", "problem"),
    [
        ("phrases", "what", "too broad"),
        ("phrases", "neglect", "too broad"),
        ("urgent_phrases", "contact", "too broad"),
        ("phrases", "{unheard of} hits me", "no family"),
        ("subjects", "???", "no searchable word"),
    ],
)
def test_a_phrase_that_can_not_be_used_is_refused_at_its_field(field, phrase, problem):
    trouble = Trouble.objects.get(topic="bullying")
    setattr(trouble, field, phrase)
    with pytest.raises(ValidationError) as refused:
        trouble.full_clean()
    assert problem in str(refused.value.message_dict[field])


def test_a_kind_of_trouble_without_a_phrase_is_refused():
    trouble = Trouble(
        name="X", slug="x", topic="any", urgency="talk", sentence_young="x", sentence_parent="x", sentence_adult="x"
    )
    with pytest.raises(ValidationError) as refused:
        trouble.full_clean()
    assert "phrases" in refused.value.message_dict


@pytest.mark.parametrize("words", ["", " , ", "{unheard of}"])
def test_a_family_without_words_is_refused(words):
    with pytest.raises(ValidationError) as refused:
        WordFamily(name="X", slug="x", words=words).full_clean()
    assert "words" in refused.value.message_dict
