"""Writes a news item again and again in one process, by the API and by the admin's form. Prints one JSON object: for each
way the milliseconds of every request, those of the processor, and the statements.

python -m bench.writing.work --database sqlite:////tmp/copy.sqlite3 --pages 600 --requests 60
"""

from __future__ import annotations

import argparse
import cProfile
import datetime
import json
import pstats
import secrets
import sys
import time
from collections.abc import Callable
from typing import Any

from bench.environment import Place

SHOWN = 60  # functions of a profile
CREATE = """mutation ($input: CreateDraftInput!) {
  createDraft(input: $input) { draft { version { id } page { id title } } userErrors { field message } } }"""
CHANGE = """mutation ($input: ChangeDraftInput!) {
  changeDraft(input: $input) { draft { version { id } page { id title } } userErrors { field message } } }"""


def main() -> None:
    arguments = read_arguments()
    Place.of(arguments.pages, arguments.database).enter()

    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    ways = Writer().ways
    found: dict[str, dict[str, list[float]]] = {name: {"ms": [], "cpu": [], "statements": []} for name in ways}
    for way in ways.values():
        way(0)  # templates, forms and the schema are read
    profile = cProfile.Profile()
    # In turn, so that what else the machine does meets all of them.
    for number in range(1, arguments.requests + 1):
        for name, way in ways.items():
            if arguments.profile == name:
                profile.enable()
            begun, worked = time.perf_counter(), time.process_time()
            way(number)
            found[name]["cpu"].append(1000 * (time.process_time() - worked))
            found[name]["ms"].append(1000 * (time.perf_counter() - begun))
            profile.disable()
    for number in range(arguments.requests + 1, arguments.requests + 4):
        for name, way in ways.items():
            with CaptureQueriesContext(connection) as queries:
                way(number)
            found[name]["statements"].append(len(queries))
    if arguments.profile:
        pstats.Stats(profile, stream=sys.stderr).strip_dirs().sort_stats(arguments.sort).print_stats(SHOWN)
    sys.stdout.write(json.dumps(found))


class Writer:
    """A program with a token, and the same person in the admin, who write below one list of news."""

    def __init__(self) -> None:
        from django.contrib.auth import get_user_model
        from django.test import Client
        from django.utils import timezone

        from cms.models import AccessToken
        from cms.tokens.scopes import WRITE
        from programme.models import NewsIndexPage, NewsPage

        user, _ = get_user_model().objects.get_or_create(username="bench-writing", defaults={"is_superuser": True})
        later = timezone.now() + datetime.timedelta(days=1)
        _, secret = AccessToken.make(user, name="Bench", scopes=[WRITE], expires_at=later, budget=10**9)
        # Titles that no page has yet: for another, each address that is taken costs a statement.
        self.run = secrets.token_hex(4)
        self.user, self.list, self.model = user, NewsIndexPage.objects.get(), NewsPage
        self.program = Client(headers={"host": "localhost", "authorization": f"Bearer {secret}"})
        self.editor = Client(headers={"host": "localhost"})
        self.editor.force_login(user)
        by_program, by_editor = NewsPage.objects.filter(live=True).order_by("-date")[:2]
        self.ways: dict[str, Callable[[int], None]] = {
            "change, API": lambda number: self.change(by_program, number),
            "change, admin": lambda number: self.change_in_admin(by_editor, number),
            "create, API": self.create,
            "create, admin": self.create_in_admin,
        }

    def change(self, page: Any, number: int) -> None:
        """Change the title as a program that has read the page."""
        from cms.graphql.ids import id_of

        page.refresh_from_db(fields=["latest_revision"])
        given = {"newsPage": {"title": f"Written {number}"}}
        version = str(page.latest_revision_id or "")
        self._ask("changeDraft", CHANGE, {"id": id_of(page), "version": version, "content": given})

    def create(self, number: int) -> None:
        """Make a page as a program."""
        from cms.graphql.ids import id_of

        markdown = "\n\n".join([f"The group met **today** and agreed paragraph {number}."] * 6)
        given = {
            "title": f"New {number} {self.run}",
            "summary": "The group agreed two actions.",
            "date": "2026-06-22",
            "kind": "announcement",
            "body": [{"richText": {"text": {"markdown": markdown}}}],
        }
        self._ask("createDraft", CREATE, {"parent": id_of(self.list), "content": {"newsPage": given}})

    def _ask(self, name: str, query: str, given: dict[str, Any]) -> None:
        body = {"query": query, "variables": {"input": given}}
        answer = self.program.post("/graphql/", body, content_type="application/json").json()
        if "errors" in answer or answer["data"][name]["userErrors"]:
            raise RuntimeError(answer)

    def change_in_admin(self, page: Any, number: int) -> None:
        """Save the form of a page as an editor's browser would."""
        from django.urls import reverse

        page = self.model.objects.get(pk=page.pk).get_latest_revision_as_object()
        self._post(reverse("wagtailadmin_pages:edit", args=[page.pk]), page, {"title": f"Typed {number}"})

    def create_in_admin(self, number: int) -> None:
        """Save the form of a new page as an editor's browser would."""
        from django.urls import reverse

        text = "".join([f"<p>The group met <b>today</b> and agreed paragraph {number}.</p>"] * 6)
        given = {
            "title": f"Typed new {number} {self.run}",
            "slug": f"typed-new-{number}-{self.run}",
            "summary": "The group agreed two actions.",
            "date": "2026-06-22",
            "kind": "announcement",
            "body": [{"rich_text": {"text": text}}],
        }
        path = reverse("wagtailadmin_pages:add", args=["programme", "newspage", self.list.pk])
        self._post(path, self.model(owner=self.user), given)

    def _post(self, path: str, page: Any, given: dict[str, Any]) -> None:
        from cms.drafts.form_data import FilledForm

        form_class = self.model.get_edit_handler().get_form_class()
        form = form_class(instance=page, parent_page=self.list, for_user=self.user)
        answer = self.editor.post(path, dict(FilledForm(form, given).data.lists()))
        if answer.status_code != 302:
            raise RuntimeError(f"{path} was answered with {answer.status_code}")


def read_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.writing.work")
    parser.add_argument("--pages", type=int, required=True)
    parser.add_argument("--database", required=True)
    parser.add_argument("--requests", type=int, required=True)
    parser.add_argument("--profile", help="the way whose functions are shown")
    parser.add_argument("--sort", default="cumulative", help="order of that table, as in pstats")
    return parser.parse_args()


if __name__ == "__main__":
    main()
