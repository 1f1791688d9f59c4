"""Budgets of the frontends' documents: an exact number of SQL statements, for any number of rows.

`tests/budgets.toml` has the number and names the statements. A document without a budget fails, and so does one whose
lists don't grow with the content.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.db.models import Model
from django.test.utils import CaptureQueriesContext
from graphql import OperationType, get_named_type, get_operation_ast, parse
from grapple.registry import registry

from cms.graphql.plans import columns_read
from cms.graphql.schema import get_schema
from cms.pages.previews import keep_draft
from programme.models import NewsPage
from tests.graphql import plenty

ROOT = Path(__file__).resolve().parent.parent.parent
FILES = {"queries": "tests/queries/*.graphql", "stored": "*/graphql/documents/*.graphql"}
DOCUMENTS = {
    f"{group}.{path.stem}": path.read_text() for group, files in FILES.items() for path in sorted(ROOT.glob(files))
}
FEW, MORE = 3, 9
# A list of 20 items with a frontend's usual fields.
LONGEST_LIST = 8
# A search also counts the query.
COUNTING = 6


@dataclass(frozen=True)
class Budget:
    """A document's budget, its variables, and the part of its answer that grows with the rows."""

    statements: int
    grows: list[str]
    variables: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Cost:
    """The actual cost."""

    statements: list[str]
    answer: dict[str, Any]


BUDGETS = {
    f"{group}.{name}": Budget(**values)
    for group, table in tomllib.loads((ROOT / "tests" / "budgets.toml").read_text()).items()
    for name, values in table.items()
}


def test_every_document_has_a_budget():
    assert sorted(BUDGETS) == sorted(DOCUMENTS)


def variables_of(name: str) -> dict[str, Any]:
    """Return a document's variables, with the token of a draft if it takes one."""
    variables = dict(BUDGETS[name].variables)
    if "token" in variables:
        editor, _ = get_user_model().objects.get_or_create(username="editor", is_superuser=True)
        variables["token"] = keep_draft(NewsPage.objects.get(slug=variables["token"]), editor)
    return variables


def measure(data) -> dict[str, Cost]:
    """Send every document with warm facts and compiled statements, and count."""
    costs = {}
    for name, document in DOCUMENTS.items():
        variables = variables_of(name)
        data(document, **variables)
        with CaptureQueriesContext(connection) as captured:
            answer = data(document, **variables)
        costs[name] = Cost([query["sql"] for query in captured], answer)
    return costs


def size(answer: Any, path: str) -> int:
    """Return the length of the list at the path, or the number there."""
    for step in path.split("."):
        answer = answer[int(step)] if step.isdigit() else answer[step]
    return len(answer) if isinstance(answer, list) else answer


def test_no_document_costs_more_when_there_is_more(tree, data):
    plenty.add(tree, FEW)
    few = measure(data)
    plenty.add(tree, MORE)
    many = measure(data)
    allowed = {name: budget.statements for name, budget in BUDGETS.items()}
    for costs in (few, many):
        found = {name: len(cost.statements) for name, cost in costs.items()}
        assert found == allowed, "\n\n".join(
            f"{name}: {len(cost.statements)}\n" + "\n".join(cost.statements)
            for name, cost in costs.items()
            if len(cost.statements) != allowed[name]
        )
    sizes = {
        f"{name}: {path}": (size(few[name].answer, path), size(many[name].answer, path))
        for name, budget in BUDGETS.items()
        for path in budget.grows
    }
    assert {path: pair for path, pair in sizes.items() if not 0 < pair[0] < pair[1]} == {}


def is_list(document: str) -> bool:
    """Whether a document reads only one list."""
    operation = get_operation_ast(parse(document))
    fields, query = operation.selection_set.selections, get_schema().query_type
    if operation.operation is not OperationType.QUERY:
        return False
    return len(fields) == 1 and get_named_type(query.fields[fields[0].name.value].type).name.endswith("Connection")


@pytest.mark.parametrize("name", [name for name, document in DOCUMENTS.items() if is_list(document)])
def test_a_list_needs_few_statements(name):
    counting = COUNTING if name.startswith("queries.search") else 0
    assert BUDGETS[name].statements - counting <= LONGEST_LIST


def test_no_document_reads_a_column_row_by_row(tree, data, monkeypatch):
    """A column missing from a plan is read on access, once per row: nothing fails, it is only slow."""
    plenty.add(tree, 1)
    variables = {name: variables_of(name) for name in DOCUMENTS}
    monkeypatch.setattr(Model, "refresh_from_db", refused)
    for name, document in DOCUMENTS.items():
        data(document, **variables[name])


def test_pages_are_read_by_column():
    """A field without a declaration costs the whole row, including texts."""
    silent = set()
    for model, node in registry.pages.items():
        kind = get_schema().type_map[node._meta.name]
        silent |= {f"{kind.name}.{name}" for name in kind.fields if columns_read(model, name, kind) is None}
    assert silent == {"PublicationPage.citation", "WorkStreamPage.otherNames"}  # properties of the model


def refused(thing, using=None, fields=None, **kwargs):
    """Replaces `refresh_from_db`, by which Django reads deferred columns."""
    raise AssertionError(f"{fields} of {type(thing).__name__} are read for one row")
