"""What the form of a kind of terms refuses `proposeTerm` refuses, with the same words: for every field of every kind."""

from collections import Counter

import pytest
from django.urls import reverse
from wagtail.test.utils.form_data import querydict_from_html

from cms.proposals.models import ProgramProposal
from cms.proposals.terms import WITHHELD, form_of, term_models
from tests.admin.conftest import sign_in
from tests.drafts.mistakes import NOTHING, camel, mistake_for
from tests.drafts.test_same_words import put, words_of

from .asking import propose_term

pytestmark = pytest.mark.django_db
KINDS = {model.__name__: model for model in term_models()}


@pytest.fixture
def boss(roles):
    return sign_in("boss", superuser=True)


@pytest.fixture
def program(boss, program_of):
    return program_of(boss.user)


def fields_of(model) -> dict:
    return {name: field for name, field in form_of(model).base_fields.items() if name not in (*WITHHELD, "site")}


def refused_in_the_admin(boss, model, sent, term=None) -> Counter:
    """Return the messages of the form, after values were sent to be published; of the rest what a browser sends."""
    viewset = model.snippet_viewset
    name = viewset.get_url_name("edit" if term else "add")
    address = reverse(name, args=[term.pk] if term else [])
    data = querydict_from_html(boss.get(address).content.decode(), form_id="w-editor-form")
    put(data, sent | {"action-publish": "action-publish"})
    response = boss.post(address, data)
    assert response.status_code == 200
    return words_of(response.context["form"])


def refused_by_the_mutation(program, kind, values, term=None) -> Counter:
    payload = propose_term(program, kind[:1].lower() + kind[1:], values, term)
    assert not ProgramProposal.objects.exists()
    return Counter(error["message"] for error in payload["userErrors"])


def mistakes_in(model) -> tuple[dict, dict]:
    """Return what a browser sends and what a program gives, with a mistake in each field that doesn't take everything."""
    found = {name: mistake_for(field) for name, field in fields_of(model).items()}
    wrong = {name: pair for name, pair in found.items() if pair[0] is not NOTHING}
    return {name: sent for name, (sent, _) in wrong.items()}, {camel(name): given for name, (_, given) in wrong.items()}


@pytest.mark.parametrize("kind", KINDS)
def test_every_field_of_a_new_term_refuses_the_same_with_the_same_words(kind, boss, tree, program):
    sent, given = mistakes_in(KINDS[kind])
    expected = refused_in_the_admin(boss, KINDS[kind], sent)
    assert refused_by_the_mutation(program, kind, given) == expected and sum(expected.values()) >= 2


@pytest.mark.parametrize("kind", KINDS)
def test_every_field_of_a_changed_term_refuses_the_same_with_the_same_words(kind, boss, tree, program):
    term = KINDS[kind](name="There", slug="there")
    term.save()
    sent, given = mistakes_in(KINDS[kind])
    expected = refused_in_the_admin(boss, KINDS[kind], sent, term)
    assert refused_by_the_mutation(program, kind, given, term) == expected and sum(expected.values()) >= 2


@pytest.mark.parametrize("kind", KINDS)
def test_what_a_term_needs_is_asked_for_with_the_same_words(kind, boss, tree, program):
    required = [name for name, field in fields_of(KINDS[kind]).items() if field.required]
    expected = refused_in_the_admin(boss, KINDS[kind], dict.fromkeys(required, ""))
    assert refused_by_the_mutation(program, kind, {camel(name): None for name in required}) == expected
    assert expected["This field is required."] == len(required) >= 2
