"""A site whose pages have been published again and again. Prints one JSON object: the bytes of a state, and more.

python -m bench.history.site 1000
"""

from __future__ import annotations

import datetime
import io
import json
import sys
import time
import uuid

import django

django.setup()

from django.core.management import call_command  # noqa: E402  the hub has to be set up first
from django.db import connection, transaction  # noqa: E402
from wagtail.models import Page  # noqa: E402

from bench.history.moments import STATES, begins  # noqa: E402
from bench.site import add_news  # noqa: E402
from cms.history import triggers  # noqa: E402
from cms.history.models import HistoryTable, PageCount  # noqa: E402
from cms.history.tables import OPEN, SINCE, UNTIL, WITHHELD, HistoryOf, histories  # noqa: E402
from cms.visibility.indexes import update_statistics  # noqa: E402
from programme.models import NewsIndexPage, NewsPage  # noqa: E402

# As many news items are written out; the others are their copies, as whole statements make them.
WRITTEN = 1000


def main() -> None:
    """Make the site, give it a past, and say how large a state is and how long a migration without a change takes."""
    call_command("migrate", verbosity=0)
    call_command("load_programme", stdout=io.StringIO())
    triggers.remove(connection.alias)
    add_news(WRITTEN, quiet=True)
    copy_news(int(sys.argv[1]))
    finish(add_past(), int(sys.argv[1]))


def finish(grown: int, pages: int) -> None:
    """Print what was measured while the site was made, of a history that has grown by some bytes."""
    vacuum()
    start = time.perf_counter()
    call_command("migrate", verbosity=0)
    migrated = time.perf_counter() - start
    sys.stdout.write(json.dumps({"bytes": grown / pages / STATES, "migrate": migrated}) + "\n")


def copy_news(number: int) -> None:
    """Copy the news items with their choices until there are `number`."""
    index, field = NewsIndexPage.objects.get(), Page._meta.get_field("translation_key")
    written = list(NewsPage.objects.order_by("pk").values_list("pk", "slug"))
    first = Page.objects.order_by("-pk").values_list("pk", flat=True)[0] + 1
    copies = []
    for place in range(number - len(written)):
        key, slug = written[place % len(written)]
        path = Page._get_path(index.path, index.depth + 1, index.numchild + place + 1)
        translation = field.get_db_prep_value(uuid.uuid4(), connection)
        copies.append((key, first + place, path, f"{slug}-{place}", translation))
    if not copies:
        return
    kind = "uuid" if connection.vendor == "postgresql" else "text"
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            f"CREATE TEMPORARY TABLE copies (original int, new int, path text, slug text, translation {kind})"
        )
        cursor.executemany("INSERT INTO copies VALUES (%s, %s, %s, %s, %s)", copies)
        copied(cursor, Page, "id", {"path": "path", "slug": "slug", "translation_key": "translation"}, index.url_path)
        copied(cursor, NewsPage, "page_ptr_id", {})
        for relation in NewsPage._meta.local_many_to_many:
            copied(cursor, relation.remote_field.through, relation.m2m_column_name(), {})
        Page.objects.filter(pk=index.pk).update(numchild=index.numchild + len(copies))


def copied(cursor, model, key: str, changed: dict[str, str], above: str = "") -> None:
    """Copy a model's rows of the pages that are copied; `changed` are the columns that the copies say otherwise."""
    values = {key: "c.new", **{column: f"c.{name}" for column, name in changed.items()}}
    if above:
        values["url_path"] = f"'{above}' || c.slug || '/'"
    names = [field.column for field in model._meta.local_concrete_fields]
    names = [name for name in names if name == key or name != "id"]
    selected = ", ".join(values.get(name, f't."{name}"') for name in names)
    cursor.execute(
        f"INSERT INTO {model._meta.db_table} ({', '.join(names)}) SELECT {selected}"  # noqa: S608  our own names
        f" FROM copies c JOIN {model._meta.db_table} t ON t.{key} = c.original"
    )


def add_past() -> int:
    """Let each page have had its states one after another, and all else stand since the first; return by how many bytes
    the database has grown."""
    for one in histories().values():
        if one.is_counted:  # the triggers were away
            number = one.model.objects.count()
            PageCount.objects.update_or_create(table=one.table, defaults={"number": number})
    with connection.cursor() as cursor:
        for one in histories().values():
            for name, found in connection.introspection.get_constraints(cursor, one.name).items():
                if found["index"]:
                    cursor.execute(f'DROP INDEX "{name}"')
            cursor.execute(f"DELETE FROM {one.name}")  # noqa: S608  our own names
    before = size()
    with transaction.atomic(), connection.cursor() as cursor:
        for one in histories().values():
            states = STATES if issubclass(one.model, Page) else 1
            for number in range(states):
                add_state(cursor, one, begins(number), OPEN if number == states - 1 else begins(number + 1))
    triggers.install(connection.alias)
    HistoryTable.objects.update(kept_since=begins(0))
    return size() - before


def add_state(cursor, one: HistoryOf, since: datetime.datetime, until: datetime.datetime | str) -> None:
    """Let each row have had a state like its present one."""
    columns = ", ".join(f'"{column}"' for column in one.columns)
    cursor.execute(
        f"INSERT INTO {one.name} ({columns}, {SINCE}, {UNTIL}, {WITHHELD})"  # noqa: S608  our own names
        f" SELECT {columns}, %s, %s, false FROM {one.table}",
        [since, until],
    )


def size() -> int:
    """Return the bytes of the database."""
    if connection.vendor == "postgresql":
        return number_of("SELECT pg_database_size(current_database())")
    return number_of("PRAGMA page_count") * number_of("PRAGMA page_size")


def number_of(sql: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchone()[0]


def vacuum() -> None:
    """Bring the statistics up to date, as PostgreSQL does and the hub for SQLite."""
    update_statistics()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")


if __name__ == "__main__":
    main()
