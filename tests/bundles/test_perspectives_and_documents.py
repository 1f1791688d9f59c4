"""A draft that says the same as its page gives the same answers, to every document that frontends send."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from graphql import OperationType, get_operation_ast, parse
from wagtail.models import Page

from cms.pages import last_update
from search.index.rebuilds import Rebuild
from tests.admin.conftest import sign_in
from tests.graphql import plenty
from tests.graphql.test_budgets import DOCUMENTS, variables_of

from .test_perspectives import Asker

# The moment of a publication is that of the draft, and rows of choices get keys of their own.
OTHER = {"lastPublishedAt", "firstPublishedAt", "endCursor", "startCursor", "cursor"}


def without(answer: Any) -> Any:
    """Return an answer without what may differ."""
    if isinstance(answer, dict):
        return {name: without(value) for name, value in answer.items() if name not in OTHER}
    return [without(one) for one in answer] if isinstance(answer, list) else answer


def test_drafts_that_say_the_same_are_answered_the_same(tree, roles, data):
    plenty.add(tree, 3)
    list(Rebuild())
    asker = Asker(sign_in("root", superuser=True).user)
    queries = {
        name: text
        for name, text in DOCUMENTS.items()
        if get_operation_ast(parse(text)).operation is OperationType.QUERY and "preview" not in name
    }
    variables = {name: variables_of(name) for name in queries}
    pages = list(Page.objects.filter(depth__gt=1).specific())
    for page in pages:
        last_update.record_publication(page, "", timezone.now())
    before = {name: data(text, **variables[name]) for name, text in queries.items()}
    for page in pages:
        page.save_revision()
    assert len(pages) > 40
    after = {}
    for name, text in queries.items():
        with transaction.atomic():  # rolled back, or PostgreSQL would hold the locks of all views until the test ends
            after[name] = asker.data(text, **variables[name])
            transaction.set_rollback(True)
    differ = {name for name in queries if without(after[name]) != without(before[name])}
    assert differ == set()
