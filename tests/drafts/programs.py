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
CONFLICT = "conflict { yours latest { id savedBy token agent } }"
BUNDLE = "bundle { id name state pages { id title version isChanged } }"
# The mutations that act on pages, by their names in the API, with what is asked of their payloads.
ACTIONS = {
    "addToBundle": f"{BUNDLE} {CONFLICT}",
    "commentOnDraft": f"comment {{ field text }} {CONFLICT}",
    "copyPage": f"draft {DRAFT}",
    "movePage": f"draft {DRAFT} {CONFLICT}",
    "publishDraft": f"draft {DRAFT} {CONFLICT}",
    "submitDraft": f"draft {DRAFT} {CONFLICT}",
}
READ = f"query ($id: ID!) {{ draft(id: $id) {DRAFT} }}"


@dataclass
class Program:
    """A token and what is done with it."""

    client: Client
    secret: str = ""
    token: AccessToken | None = None
    site: str = ""  # the first part of its address, for the API of another programme

    def ask(self, query: str, variables: dict[str, Any], **headers: str) -> dict[str, Any]:
        """Return the whole answer to a document."""
        if self.secret:
            headers |= {"authorization": f"Bearer {self.secret}"}
        body = {"query": query, "variables": variables}
        return self.client.post(f"{self.site}/graphql/", body, content_type="application/json", headers=headers).json()

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

    def act(self, action: str, page, version: Any = None, **given: Any) -> dict[str, Any]:
        """Do something with a page, by default in its latest version, and return the payload."""
        if version is None:
            version = type(page).objects.get(pk=page.pk).latest_revision_id or ""
        return self.send(action, {"id": id_of(page), "version": str(version), **given})

    def send(self, action: str, given: dict[str, Any]) -> dict[str, Any]:
        """Send one of `ACTIONS` and return the payload."""
        answer = self.ask(acting(action), {"input": given})
        assert "errors" not in answer, answer
        return answer["data"][action]

    def read(self, page) -> dict[str, Any] | None:
        answer = self.ask(READ, {"id": id_of(page)})
        assert "errors" not in answer, answer
        return answer["data"]["draft"]


def acting(action: str) -> str:
    """Return the document of one of `ACTIONS`."""
    name = action[0].upper() + action[1:]
    return f"mutation ($input: {name}Input!) {{ {action}(input: $input) {{ isRepeated {ACTIONS[action]} {ERRORS} }} }}"


def parts(given: dict[str, Any]) -> dict[str, Any]:
    """Return the input: what is named like a type of page is its content."""
    others = {"agent", "dryRun", "idempotencyKey"}
    content = {name: value for name, value in given.items() if name not in others}
    return {"content": content} | {name: value for name, value in given.items() if name in others}


def errors_of(payload: dict[str, Any]) -> set[tuple[str, str]]:
    """Return the path and the code of each error of a payload."""
    return {(".".join(one["field"]), one["code"]) for one in payload["userErrors"]}
