"""A program that writes by the API, as a client would."""

from dataclasses import dataclass
from typing import Any

from django.test import Client

from cms.graphql.ids import id_of
from cms.models import AccessToken

DRAFT = """{ version { id savedBy token agent } editUrl quality { wordCount findings { code field } }
  page { __typename id title ... on NewsPage { summary body { ... on RichTextBlock { uuid richText { html } } } } } }"""
ERRORS = "userErrors { field code message }"
CREATE = (
    f"mutation ($input: CreateDraftInput!) {{ createDraft(input: $input) {{ isRepeated draft {DRAFT} {ERRORS} }} }}"
)
CHANGE = f"""mutation ($input: ChangeDraftInput!) {{ changeDraft(input: $input) {{
  isRepeated draft {DRAFT} conflict {{ yours latest {{ id savedBy token agent }} }} {ERRORS} }} }}"""
READ = f"query ($id: ID!) {{ draft(id: $id) {DRAFT} }}"


@dataclass
class Program:
    """A token and what is done with it."""

    client: Client
    secret: str = ""
    token: AccessToken | None = None

    def ask(self, query: str, variables: dict[str, Any], **headers: str) -> dict[str, Any]:
        """Return the whole answer to a document."""
        if self.secret:
            headers |= {"authorization": f"Bearer {self.secret}"}
        body = {"query": query, "variables": variables}
        return self.client.post("/graphql/", body, content_type="application/json", headers=headers).json()

    def create(self, parent, **given: Any) -> dict[str, Any]:
        """Make a page below another. The content is given under the name of its type."""
        answer = self.ask(CREATE, {"input": {"parent": id_of(parent), **parts(given)}})
        assert "errors" not in answer, answer
        return answer["data"]["createDraft"]

    def change(self, page, version: Any = None, **given: Any) -> dict[str, Any]:
        """Change a page, by default from its latest version."""
        if version is None:
            version = type(page).objects.get(pk=page.pk).latest_revision_id or ""
        answer = self.ask(CHANGE, {"input": {"id": id_of(page), "version": str(version), **parts(given)}})
        assert "errors" not in answer, answer
        return answer["data"]["changeDraft"]

    def read(self, page) -> dict[str, Any] | None:
        answer = self.ask(READ, {"id": id_of(page)})
        assert "errors" not in answer, answer
        return answer["data"]["draft"]


def parts(given: dict[str, Any]) -> dict[str, Any]:
    """Return the input: what is named like a type of page is its content."""
    others = {"agent", "dryRun", "idempotencyKey"}
    content = {name: value for name, value in given.items() if name not in others}
    return {"content": content} | {name: value for name, value in given.items() if name in others}


def errors_of(payload: dict[str, Any]) -> set[tuple[str, str]]:
    """Return the path and the code of each error of a payload."""
    return {(".".join(one["field"]), one["code"]) for one in payload["userErrors"]}
