"""Nothing hidden leaks on any path of the schema."""

import io
import json
from itertools import islice

import pytest
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Model
from graphql import GraphQLObjectType, execute_sync, get_named_type, is_composite_type, parse
from grapple.registry import registry
from openpyxl import load_workbook
from wagtail.models import Page
from wagtail.signal_handlers import disable_reference_index_auto_update

from cms.batches.shapes import ReadPlan
from cms.delivery.graphql.feed_formats import FORMATS
from cms.graphql import filters
from cms.graphql.context import Context
from cms.graphql.documents import stored_documents
from cms.graphql.errors import ApiError
from cms.graphql.guard import guarded
from cms.graphql.plans import plan_of
from cms.graphql.schema import get_schema
from cms.visibility.rule import Visibility
from home.models import StandardPage
from tests.graphql.leaks.asked import arguments
from tests.graphql.leaks.conditions import conditions
from tests.graphql.leaks.marks import MARK
from tests.graphql.leaks.secret_site import SOME_WAYS, WAYS, SecretSite
from tests.graphql.leaks.walker import ask, covered, documents, fields_alone
from tests.trees import add_gaelic


@pytest.fixture
def without_indexing(settings, each_text_once):
    """The walk uses neither the search index nor the reference index, whose updates would take most of the time."""
    settings.WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database", "AUTO_UPDATE": False}}
    with disable_reference_index_auto_update():
        yield


@pytest.fixture(params=["some", "all"])
def secret_site(request, tree, two_languages, without_indexing, secret_sites) -> SecretSite:
    """Things hidden in every way, for which `make test-all` has the time, or in three that have little in common."""
    ways = WAYS if request.param == "all" else SOME_WAYS
    return secret_sites.of(f"in two languages, {request.param}", tree, ways, add_gaelic)


@pytest.fixture
def small_site(tree, without_indexing, secret_sites) -> SecretSite:
    """Only drafts: enough to test whether a hole is found."""
    return secret_sites.of("drafts", tree, ("draft",))


# Fields left empty on purpose: nothing has ended, the programme neither, nobody has left, nothing is above the home page,
# and no entry is corrected, because the correction would be equally public.
EMPTY = [
    *("Duty.end", "HomePage.parent", "Membership.end", "Phase.end"),
    *("Programme.stateSince", "ProgressEntry.correctedOn", "ProgressEntry.corrects", "TeamProfilePage.leftOn"),
]
# Among fewer pages the search has no other word to offer.
EMPTY_IN_SOME = sorted([*EMPTY, "SearchConnection.suggestion"])
# Types that only mutations lead to, or a token. They have tests of their own.
OF_MUTATIONS = [
    "AddToBundlePayload",
    "AnswerSurveyPayload",
    "AudienceChoice",
    "Bundle",
    "BundleItem",
    "ChangeDraftPayload",
    "CommentOnDraftPayload",
    "CopyPagePayload",
    "CreateDraftPayload",
    "CreateSocialPostPayload",
    "DraftComment",
    "DraftConflict",
    "DraftedSocialPost",
    "FollowPayload",
    "InterestChoice",
    "LibraryDocument",
    "LibraryImage",
    "ListChoice",
    "MadeProposal",
    "MovePagePayload",
    "PageDraft",
    "PageVersion",
    "Preferences",
    "PreferencesPayload",
    "ProposeAnswerPayload",
    "ProposeTermPayload",
    "ProposedIssue",
    "ProposedIssueItem",
    "ProposedIssueSection",
    "PublishDraftPayload",
    "RecordProgressPayload",
    "RegisterForEventPayload",
    "SubmitDraftPayload",
    "SubmitFeedbackPayload",
    "SubscribePayload",
    "TextFinding",
    "TextQuality",
    "UnfollowPayload",
    "UnsubscribePayload",
    "UploadDocumentPayload",
    "UploadImagePayload",
    "UserError",
    "WaitingFeedback",
    "WaitingGroup",
    "WaitingLine",
]


def walk(site, *, stop_at_first: bool = False) -> tuple[dict[str, str], set[str], list[str]]:
    """Query everything. Return leaks by path, fields with a value, and unexpected errors."""
    schema, leaks, found, errors = get_schema(), {}, set(), []
    for name, document in documents(schema, arguments()):
        result = ask(schema, document, site)
        text = json.dumps(result.data, cls=DjangoJSONEncoder)
        if MARK in text:
            at = text.index(MARK)
            leaks[name] = text[max(0, at - 120) : at + 60]
            if stop_at_first:
                break
        for error in result.errors or ():
            # An invalid call may be refused, but without revealing anything.
            if MARK in error.message or not isinstance(error.original_error, ApiError):
                errors.append(f"{name}: {error.message}")
        covered(result.data, found)
    return leaks, found, errors


def test_nothing_hidden_comes_out_on_any_path(secret_site):
    leaks, found, errors = walk(secret_site.tree.site)
    assert leaks == {}
    assert errors == []
    # The walk is only meaningful if it is complete: every field had a value at least once. It sends no mutation.
    aside = ("Query", "Mutation", *OF_MUTATIONS)
    everything = {
        f"{kind.name}.{name}"
        for kind in get_schema().type_map.values()
        if isinstance(kind, GraphQLObjectType) and not kind.name.startswith("__") and kind.name not in aside
        for name in kind.fields
    }
    assert sorted(everything - found) == (EMPTY if secret_site.hidden.keys() == set(WAYS) else EMPTY_IN_SOME)


def test_the_walk_finds_hidden_things_when_the_rule_is_off(small_site, monkeypatch):
    """If it found nothing here, the test above would prove nothing."""
    monkeypatch.setattr(Visibility, "can_see", lambda self, thing: True)
    monkeypatch.setattr(Visibility, "filter", lambda self, queryset: queryset)
    leaks, _, _ = walk(small_site.tree.site, stop_at_first=True)
    assert leaks


FILES = [(name, ending) for name in stored_documents() for ending in FORMATS]


def files_of_documents(client) -> tuple[dict[str, str], set[str]]:
    """Ask every stored document in every format, for every work stream. Return leaks by address, and what answered."""
    leaks, answered = {}, set()
    slugs = sorted({page.slug for page in Page.objects.filter(slug__contains="stream")})
    for name, ending in FILES:
        asked = [{"slug": slug} for slug in slugs] if "$slug" in stored_documents()[name] else [{}]
        for variables in asked:
            query = {"variables": json.dumps(variables)} if variables else {}
            response = client.get(f"/graphql/{name}.{ending}", query)
            if response.status_code == 200:
                answered.add(f"{name}.{ending}")
            text = response.content.decode(errors="replace")
            if ending == "xlsx" and response.status_code == 200:
                book = load_workbook(io.BytesIO(response.content))
                text = str(list(book.active.values))
            if MARK in text:
                leaks[f"{name}.{ending} {variables}"] = text[max(0, text.index(MARK) - 120) : text.index(MARK) + 60]
    return leaks, answered


def test_nothing_hidden_is_in_a_file_of_a_document(secret_site, client):
    leaks, answered = files_of_documents(client)
    assert leaks == {}
    assert {f"{name}.{ending}" for name in ("NewsList", "Events", "WorkStream") for ending in FORMATS} <= answered


def test_files_of_documents_show_hidden_things_when_the_rule_is_off(small_site, client, monkeypatch):
    monkeypatch.setattr(Visibility, "can_see", lambda self, thing: True)
    monkeypatch.setattr(Visibility, "filter", lambda self, queryset: queryset)
    leaks, answered = files_of_documents(client)
    assert {f"{file} {{}}" for file in answered if file.startswith(("NewsList.", "Events."))} <= set(leaks)


def test_a_hidden_word_finds_nothing(secret_site):
    """Not even public objects related to hidden ones: their number would reveal that something exists."""
    answer = """{ search(query: "%s", exact: true) {
      totalCount suggestion promoted { typeLabel } facets { values { label } } } }"""
    result = ask(get_schema(), parse(answer % MARK), secret_site.tree.site)
    assert result.data == {"search": {"totalCount": 0, "suggestion": None, "promoted": [], "facets": []}}
    result = ask(get_schema(), parse(f'{{ suggest(prefix: "{MARK[:5]}") {{ text }} }}'), secret_site.tree.site)
    assert result.data == {"suggest": []}


# Counting by a condition is compiled anew each time, so every run has a fixed part of them, and the whole the rest.
PART = 4


def counts(site, step: int) -> dict[str, tuple[int, int, int]]:
    """Return, for conditions that only hidden objects match: the numbers of matches, of others and of all."""
    found = {}
    for name, asked, document in conditions(get_schema(), MARK, step):
        result = ask(get_schema(), document, site)
        assert result.errors is None
        number = {alias: answer["totalCount"] for alias, answer in result.data.items()}
        for at, condition in enumerate(asked):
            found[f"{name}: {condition}"] = number[f"c{at}"], number[f"n{at}"], number["all"]
    return found


def test_no_condition_tells_of_anything_hidden(secret_site):
    """Directly, through relations or negated: nothing matches, and everything matches the negation."""
    step = 1 if secret_site.hidden.keys() == set(WAYS) else PART
    found = counts(secret_site.tree.site, step)
    assert {condition: number for condition, number in found.items() if number[0] or number[1] != number[2]} == {}
    assert len(found) > 500 / step
    assert {condition.split(":")[0] for condition, number in found.items() if not number[2]} == set()


def test_the_conditions_find_hidden_things_when_the_rule_is_off(small_site, monkeypatch):
    """The lists keep the rule, but the relations in filters don't: so a relation that forgets the rule is found."""
    monkeypatch.setattr(filters, "_visible", lambda model, context: model._default_manager.all())
    found = {condition: number for condition, number in counts(small_site.tree.site, PART).items() if number[0]}
    assert any("{workStreams: {" in condition for condition in found)
    assert any("{theme: {" in condition for condition in found)


def test_the_walk_finds_a_field_that_forgets_visibility(small_site, monkeypatch):
    """The walk catches a resolver without a filter, if it isn't guarded."""
    draft = small_site.hidden["draft"].of(StandardPage)[0]
    field = get_schema().query_type.fields["standardPage"]
    monkeypatch.setattr(field, "resolve", lambda root, info, slug: draft)
    leaks, _, _ = walk(small_site.tree.site, stop_at_first=True)
    assert leaks


def test_the_guard_stops_a_field_that_forgets_visibility(small_site):
    """The same resolver with the guard, as on every field of the schema, leaks nothing."""
    draft, home = small_site.hidden["draft"].of(StandardPage)[0], small_site.tree.home
    info = type("Info", (), {"context": Context(Visibility(small_site.tree.site))})
    assert guarded(lambda root, info: draft)(None, info) is None
    assert guarded(lambda root, info: home)(None, info) is home
    assert guarded(lambda root, info: [draft, home])(None, info) == [home]
    pages = guarded(lambda root, info: StandardPage.objects.all())(None, info)
    assert pages
    assert all(MARK not in page.title for page in pages)


def test_every_field_that_leads_to_an_object_is_guarded():
    unguarded = [
        f"{kind.name}.{name}"
        for kind in get_schema().type_map.values()
        if isinstance(kind, GraphQLObjectType) and not kind.name.startswith("__")
        for name, field in kind.fields.items()
        if is_composite_type(get_named_type(field.type)) and not getattr(field.resolve, "guarded", False)
    ]
    assert unguarded == []


@pytest.mark.parametrize("every", ["fourth", "one"])
def test_no_field_reads_a_column_row_by_row(small_site, monkeypatch, every):
    """Selected on its own, each field has all its columns read with the rows; Django never fetches deferred ones.

    Only the field's declared columns are read, even for rows that the document doesn't select: another document may
    select them with other columns.
    """
    schema, asked, fetched = get_schema(), set(), set()

    def note(thing, using=None, fields=None, **kwargs):
        fetched.add(f"{name} reads {fields} of {type(thing).__name__}")
        fetch(thing, using, fields, **kwargs)

    fetch = Model.refresh_from_db
    monkeypatch.setattr(Model, "refresh_from_db", note)
    nothing = dict.fromkeys(registry.class_models, frozenset())
    step = 1 if every == "one" else 4
    for name, document in islice(fields_alone(schema, arguments()), 0, None, step):
        asked.add(name)
        plan = ReadPlan(nothing | plan_of(schema, document).columns)
        context = Context(Visibility(small_site.tree.site), plan)
        execute_sync(schema, document, context_value=context)
    assert fetched == set()
    assert len(asked) > 500 / step
