"""Which tests run on one database alone, and databases of their own for tests whose processes work on one together."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from tests import migrated

KINDS = ("sqlite", "postgresql")
SERVER = "postgres://postgres@127.0.0.1:5432/"

# What is run on SQLite alone. CI's second run, on PostgreSQL and Redis, is for what writes SQL of its own or has Django compile
# more than the reading and saving of rows: lists, filters, orders, sums, the visibility rule, the index, triggers, locks.
# `make test-all` runs the rest there too, from time to time.
ONCE = {
    # Hubs of their own, which have their own databases.
    "bench": "builds its sites on SQLite; the figures on PostgreSQL are taken by hand",
    "browser": "looks at what a hub of its own sends, with a browser or the HTML validator",
    "clients": "asks a hub of its own",
    "graphql/test_grapple.py": "starts programs with a schema of their own",
    "jobs/test_workers.py": "runs its workers on both databases",
    "operations/test_drills.py": "hubs of their own, on both databases",
    "operations/test_machines.py": "its machines are on PostgreSQL and Redis",
    "operations/test_backups_in_a_store.py": "files in a store",
    "operations/test_restore_drill.py": "hubs of their own, on both databases",
    "operations/test_restorations.py::test_everything_is_lost_and_restored": "test_restore_drill does the same on both",
    "operations/test_rolling_upgrade.py": "hubs of their own, on both databases",
    "operations/test_logs.py": "lines of the log",
    "operations/test_metrics.py": "numbers of a process, and counts of rows",
    "operations/test_nothing_typed_is_told.py": "a hub of its own",
    "site/test_kept_across_processes.py": "its servers are on PostgreSQL and Redis",
    "kinds/test_page_kinds.py": "starts programs with an app more, on databases of their own",
    "newsletter/sending/test_crashes.py": "runs its workers on both databases",
    "newsletter/sending/test_outages.py": "runs its workers on PostgreSQL",
    "operations/test_serve.py": "a hub of its own",
    "operations/test_shipping.py": "files of deploy/",
    "operations/test_upgrades.py": "SQLite's copy",
    "operations/test_supervisor.py": "programs without a database",
    # Browsers: what they press and see. The statements behind it are those of other tests.
    "journeys/test_click_to_edit.py": "a browser",
    "journeys/test_editors_day.py": "a browser",
    "journeys/test_feedback.py": "a browser",
    "journeys/test_frame_in_a_browser.py": "a browser",
    "journeys/test_issue_to_report.py": "a browser",
    "journeys/test_preview_in_a_frontend.py": "a browser",
    "journeys/test_pressing_twice.py": "a browser",
    "journeys/test_subscribing.py": "a browser",
    "admin/test_kept_input.py": "what forms make of what is typed",
    # Functions without a database, files and documents.
    "base": "functions",
    "dates": "functions, and what forms make of what is typed",
    "media": "files of pictures",
    "project": "documents, settings, the schema, the structure of the code",
    "quality": "functions",
    "transfer": "databases of its own, of both kinds",
    "graphql/test_exposure.py": "declarations, when the schema is made",
    "graphql/test_headings.py": "functions over texts",
    "graphql/test_leaks.py::test_every_field_that_leads_to_an_object_is_guarded": "the schema",
    "graphql/test_leaks.py::test_the_guard_stops_a_field_that_forgets_visibility": "the guard, on an object in memory",
    "graphql/test_leaks.py::test_the_walk_finds_a_field_that_forgets_visibility": "the walk, which its other test tries on both",
    "graphql/test_leaks.py::test_no_field_reads_a_column_row_by_row": "which columns Django fetches later, whatever the database",
    "graphql/test_schema.py": "the schema",
    "newsletter/generator/test_colours.py": "colours of templates",
    "newsletter/generator/test_command.py": "files of an issue",
    "newsletter/generator/test_editions.py": "templates of messages",
    "newsletter/generator/test_lint.py": "templates of messages",
    "newsletter/sending/test_message.py": "messages as bytes",
    "newsletter/sending/test_smtp.py": "answers of a mail server",
    "programme/test_content.py": "the words of the content files, which are loaded on both by test_load_programme",
    "programme/test_content_people.py": "the words of the content files",
    "programme/test_loaded_dates.py": "the dates of the content files",
    "programme/test_loading_and_editors.py": "decisions of the loader; test_load_programme loads on both",
    "programme/test_loading_mistakes.py": "mistakes in content files, found before anything is written",
    "programme/test_prose.py": "the words of the content files",
    "programme/test_social.py": "functions",
    "search/test_examples.py": "functions over questions",
    "search/test_help.py": "functions over questions; test_cases asks the index on both",
    "search/test_meaning.py": "functions over words; test_answers and test_index ask the index on both",
    "search/test_server.py": "requests to OpenSearch",
    "search/test_words.py": "functions over words",
    # What is refused or answered before any row is read, and the form of an answer.
    "graphql/test_cors.py": "headers",
    "graphql/test_fuzz.py": "what no document means",
    "graphql/test_purging.py": "purges of caches in front",
    "graphql/test_warmup.py": "what a server does before its first request",
    "graphql/test_http.py": "methods, media types, headers",
    "graphql/test_limits.py": "documents that are refused before any statement",
    "graphql/test_partial_dates.py": "how a date is said",
    "graphql/test_preview_leaks.py": "the walk of test_leaks, with a token, over a draft in memory",
    "graphql/test_preview_tokens.py": "signatures",
    "site/test_policy.py": "headers and templates",
    "site/test_transfer.py": "compression and headers",
    # Templates and resolvers: what is said of rows that other tests read on both.
    "kinds/test_every_kind.py": "what a kind declares, and forms",
    "graphql/test_blocks.py": "blocks of a row",
    "graphql/test_images.py": "files of pictures",
    "graphql/test_pictures.py": "what a picture element needs",
    "graphql/test_preview_of_a_whole_page.py": "fields of a draft in memory",
    "graphql/test_quality.py": "functions over a page's texts",
    "graphql/test_seo.py": "fields of a row",
    "graphql/test_signposts.py": "fields of rows",
    "site/test_agreed_wording.py": "a template",
    "site/test_bodies.py": "templates of blocks",
    "site/test_dates_as_known.py": "how a date is said",
    "site/test_glossary.py": "templates",
    "site/test_groups.py": "templates",
    "site/test_help.py": "templates",
    "site/test_hiding.py": "a button in templates",
    "site/test_statistics.py": "SQLite's own statistics",
    # Forms on the site over plain reading and saving.
    "engagement/test_form.py": "a form",
    "engagement/test_mutation.py": "the same form, for frontends",
    "engagement/test_posts.py": "a form, and functions over texts",
    "engagement/test_you_said.py": "a template",
    "newsletter/people/test_documented.py": "a document",
    "newsletter/people/test_unsubscriptions.py": "a form; test_subscriptions and test_group_members write consent on both",
    "newsletter/people/test_limits.py": "counters in the cache",
    "newsletter/people/test_mutation.py": "the form of test_subscriptions, for frontends",
    "newsletter/people/test_preferences.py": "a form",
    # Forms of the admin over plain reading and saving. Their lists are read on both, by test_who_may_open_what and test_listings.
    "bundles/test_admin.py": "forms; test_publication publishes on both",
    "webhooks/test_admin.py": "forms; test_messages and test_outbox write on both",
    "webhooks/test_api.py": "the same form",
    "webhooks/test_attempts.py": "requests without a database",
    "newsletter/people/test_admin.py": "forms",
    "admin/test_change_notes.py": "a form",
    "admin/test_consequences.py": "words beside a form",
    "admin/test_date_fields.py": "a form",
    "admin/test_editing.py": "forms and Wagtail's workflow",
    "admin/test_guide.py": "texts",
    "admin/test_links.py": "answers of other servers, and texts",
    "admin/test_media.py": "files",
    "admin/test_meetings.py": "forms; test_attention and test_listings read what is open on both",
    "admin/test_new_issue.py": "a form; test_proposals proposes on both",
    "admin/test_newsletter_approval.py": "forms",
    "admin/test_newsletter_desk.py": "forms; the tests of newsletter/sending send on both",
    "admin/test_partial_dates.py": "a form",
    "admin/test_previewing.py": "addresses of previews",
    "admin/test_reasons_to_publish.py": "forms",
    "admin/test_roles.py": "rights, as rows",
    "admin/test_rows.py": "rows in the draft of a page, which is in memory",
    "admin/test_search_admin.py": "forms",
    "admin/test_signing_in.py": "forms and sessions",
    "admin/test_signposts.py": "a form",
    "admin/test_two_editors.py": "a form",
    "admin/test_validation.py": "forms",
    "admin/test_viewers_and_senders.py": "rights",
    "admin/test_writing_help.py": "functions beside a form",
    "admin/test_wrong_input.py": "forms",
}


def is_once(path: Path, test: str) -> bool:
    """Say whether a test is left out of the second run. The path of its file is seen from `tests/`."""
    return not {path.parts[0], path.as_posix(), f"{path.as_posix()}::{test}"}.isdisjoint(ONCE)


@contextmanager
def own(kind: str, factory) -> Iterator[str]:
    """Yield the address of a migrated database, as long as the block lasts.

    Skips the test where there is no PostgreSQL, but not in CI. `factory` is the `tmp_path_factory` of pytest.
    """
    if kind == "sqlite":
        file = factory.mktemp("own") / "hub.sqlite3"
        migrated.copy(file)
        yield f"sqlite:///{file}"
        return
    name = f"hub_own_{os.getpid()}"
    try:
        server = psycopg.connect(f"{SERVER}postgres", autocommit=True, connect_timeout=3)
    except psycopg.OperationalError as error:
        if os.environ.get("CI") == "true":
            raise
        pytest.skip(f"There is no PostgreSQL at 127.0.0.1:5432: {error}")
    with server:
        server.execute(f"CREATE DATABASE {name} TEMPLATE {migrated.template(f'{SERVER}postgres')}")
        # Workers are killed, the server isn't, so what it has committed stays without waiting for the disk.
        server.execute(f"ALTER DATABASE {name} SET synchronous_commit = off")
        try:
            yield f"{SERVER}{name}"
        finally:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")
