"""Mutations say in one form what is wrong with their input, and the guide has all codes."""

import re
from pathlib import Path

import pytest
from django import forms
from django.core.exceptions import ValidationError
from graphql import get_named_type

from cms.graphql.schema import get_schema
from cms.graphql.user_errors import UserErrorCode, errors_of

GUIDE = Path(__file__).resolve().parent.parent.parent / "docs" / "graphql.md"
MUTATIONS = [
    *("answerSurvey", "follow", "preferences", "registerForEvent", "submitFeedback", "subscribe", "unfollow"),
    "unsubscribe",
]
# Only with a token that writes; their guide has one table for all.
OF_TOKENS = [
    *("addToBundle", "changeDraft", "commentOnDraft", "copyPage", "createDraft", "createSocialPost", "movePage"),
    *("proposeAnswer", "proposeTerm", "publishDraft", "recordProgress", "submitDraft", "uploadDocument", "uploadImage"),
]
WRITING = GUIDE.parent / "writing.md"


def payload_of(mutation: str):
    return get_named_type(get_schema().mutation_type.fields[mutation].type)


def test_these_are_the_mutations():
    assert sorted(get_schema().mutation_type.fields) == sorted([*MUTATIONS, *OF_TOKENS])


@pytest.mark.parametrize("mutation", MUTATIONS)
def test_a_payload_has_its_errors_and_the_guide_has_their_codes(mutation):
    fields = payload_of(mutation).fields
    assert str(fields["userErrors"].type) == "[UserError!]!"
    assert [name for name, field in fields.items() if str(field.type).endswith("!")] == ["userErrors"]
    row = re.search(rf"^\| `{mutation}` \|.*", GUIDE.read_text(), re.M).group(0)
    codes = re.findall(r"`([A-Z_]+)`", fields["userErrors"].description)
    assert codes == re.findall(r"`([A-Z_]+)`", row)


def test_the_guide_to_writing_has_exactly_the_codes_of_the_mutations_of_tokens():
    fields = [payload_of(mutation).fields["userErrors"] for mutation in OF_TOKENS]
    assert {str(field.type) for field in fields} == {"[UserError!]!"}
    table = " ".join(re.findall(r"^\| `[A-Z].*? \|", WRITING.read_text(), re.M))
    described = " ".join(field.description for field in fields)
    assert set(re.findall(r"`([A-Z_]+)`", described)) == set(re.findall(r"`([A-Z_]+)`", table))


def test_every_code_is_given_by_a_mutation():
    mutations = [*MUTATIONS, *OF_TOKENS]
    described = " ".join(payload_of(mutation).fields["userErrors"].description for mutation in mutations)
    assert set(re.findall(r"`([A-Z_]+)`", described)) == set(UserErrorCode.names)


class Wrong(forms.Form):
    """Finds something wrong with everything."""

    work_stream = forms.IntegerField()

    def clean(self):
        self.add_error("work_stream", ["One.", "Two."])
        self.add_error(None, ValidationError("All of it.", code="unheard_of"))


def test_errors_of_a_form_all_come_in_their_order():
    found = [(error.field, error.code, error.message) for error in errors_of(Wrong({}))]
    assert found == [
        (["workStream"], UserErrorCode.REQUIRED, "This field is required."),
        (["workStream"], UserErrorCode.INVALID, "One."),
        (["workStream"], UserErrorCode.INVALID, "Two."),
        ([], UserErrorCode.INVALID, "All of it."),
    ]
    assert [error.field for error in errors_of(Wrong({}), "choices")][::3] == [["choices", "workStream"], ["choices"]]
