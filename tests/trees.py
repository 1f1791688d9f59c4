"""An empty hub in a test's database, and the roles: built once in a process, and copied row by row for every test.

Built by saving pages the hub costs a tenth of a second, and more than a thousand tests begin with it; the roles cost three
times as much, and every test of the admin begins with them.
"""

import copy
import datetime
import pickle
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass, replace
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import connection, transaction
from django.db.models import AutoField
from django.test import override_settings
from wagtail.models import Locale, Page, ReferenceIndex, Site
from wagtail.search.models import IndexEntry

from home.models import HomePage
from newsletter.models import IssueIndexPage
from programme.models import (
    EventIndexPage,
    GroupIndexPage,
    KeyMessageIndexPage,
    NewsIndexPage,
    PublicationIndexPage,
    TeamIndexPage,
    WorkStreamIndexPage,
)
from search.models import DeskChange
from tests import factories

KEPT, MEDIA = "mould.pickle", "media"
# Rows are read as Python's values and written again; Django registers no adapter for this type.
sqlite3.register_adapter(datetime.time, str)


@dataclass(frozen=True)
class Tree:
    """An empty hub: the home page and one index of each kind."""

    site: Site
    home: HomePage
    messages: KeyMessageIndexPage
    streams: WorkStreamIndexPage
    team: TeamIndexPage
    news: NewsIndexPage
    publications: PublicationIndexPage
    groups: GroupIndexPage
    events: EventIndexPage
    updates: IssueIndexPage


@dataclass(frozen=True)
class Table:
    """What building the tree changes in a table: whole rows that go and rows that come.

    `key` are the columns that tell one row from another.
    """

    name: str
    key: tuple[str, ...]
    columns: tuple[str, ...]
    gone: list[tuple]
    come: list[tuple]

    def copy(self, cursor) -> None:
        name = connection.ops.quote_name(self.name)
        if self.gone:
            places = [self.columns.index(column) for column in self.key]
            found = " AND ".join(f"{connection.ops.quote_name(column)} = %s" for column in self.key)
            cursor.executemany(
                f"DELETE FROM {name} WHERE {found}",  # noqa: S608  names of ours
                [[row[place] for place in places] for row in self.gone],
            )
        if self.come:
            columns = ", ".join(map(connection.ops.quote_name, self.columns))
            marks = ", ".join(["%s"] * len(self.columns))
            cursor.executemany(f"INSERT INTO {name} ({columns}) VALUES ({marks})", self.come)  # noqa: S608


@dataclass(frozen=True)
class Mould:
    """Something that was built once, and what that changed in the database."""

    built: object
    tables: list[Table]
    media: Path | None = None

    @classmethod
    def made(cls, build: Callable, under: "Mould | None" = None, media: Path | None = None) -> "Mould":
        """Build it, look at what that changed, and take it back.

        It is built upon what the mould `under` makes, which `build` is given. Files that it brings are kept in the empty
        folder `media`.
        """
        files = override_settings(MEDIA_ROOT=media) if media else nullcontext()
        with transaction.atomic(), files:
            given = [under.cast()] if under else []
            before = dict(_rows())
            built = build(*given)
            tables = []
            for model, rows in _rows():
                columns, after = rows
                old, new = set(before[model][1]), set(after)
                gone = [row for row in before[model][1] if row not in new]
                come = [row for row in after if row not in old]
                if gone or come:
                    key = columns if _numbered_by_chance(model) else (model._meta.pk.column,)
                    tables.append(Table(model._meta.db_table, key, columns, gone, come))
            transaction.set_rollback(True)
        return cls(built, tables, media)

    def keep(self, folder: Path) -> None:
        """Write the mould into a folder where its media are already."""
        (folder / KEPT).write_bytes(pickle.dumps(replace(self, media=None)))

    @classmethod
    def kept(cls, folder: Path, media: Path) -> "Mould":
        """Return the mould that was written into a folder, with a copy of its media in another, which is new."""
        shutil.copytree(folder / MEDIA, media)
        return replace(pickle.loads((folder / KEPT).read_bytes()), media=media)  # noqa: S301  we wrote it

    def cast(self):
        """Put it into the database once more, and its files where media are now. Returns what was built."""
        with transaction.atomic(), connection.cursor() as cursor:
            for table in self.tables:
                table.copy(cursor)
            if self.media:
                self._count_on(cursor)
        if self.media:
            shutil.copytree(self.media, settings.MEDIA_ROOT, dirs_exist_ok=True)
        return copy.deepcopy(self.built)

    def _count_on(self, cursor) -> None:
        """Let PostgreSQL give new rows higher numbers: it didn't count rows of a mould that comes from another database.

        It never counts back. A mould that was made here was taken back, and its numbers are below those that were given.
        """
        if connection.vendor != "postgresql":
            return
        names = {table.name for table in self.tables}
        for model in apps.get_models(include_auto_created=True):
            if model._meta.db_table in names and isinstance(model._meta.pk, AutoField):
                name, key = (connection.ops.quote_name(one) for one in (model._meta.db_table, model._meta.pk.column))
                cursor.execute(
                    "SELECT setval(sequence, GREATEST(1, pg_sequence_last_value(sequence),"  # noqa: S608  names of ours
                    f" (SELECT max({key}) FROM {name})))"
                    " FROM (SELECT pg_get_serial_sequence(%s, %s)::regclass AS sequence) AS one",
                    [name, model._meta.pk.column],
                )


def _rows() -> Iterator[tuple]:
    """Yield every model with a table, its columns and its rows, except for tables that triggers fill.

    Rows that are `_numbered_by_chance` come without their numbers.
    """
    follow = ("cms_contentversion", "wagtailsearch_indexentry_fts")
    with connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            if not model._meta.managed or model._meta.proxy or model._meta.db_table in follow:
                continue
            fields = [
                one for one in model._meta.local_concrete_fields if not (one.primary_key and _numbered_by_chance(model))
            ]
            columns = ", ".join(connection.ops.quote_name(one.column) for one in fields)
            cursor.execute(f"SELECT {columns} FROM {connection.ops.quote_name(model._meta.db_table)}")  # noqa: S608
            yield model, (tuple(column[0] for column in cursor.description), cursor.fetchall())


def _numbered_by_chance(model) -> bool:
    """Say whether nothing knows the model's rows by number, so that another row may have the number that the mould saw.

    Many-to-many rows get others once the database was emptied and filled again; entries of indexes and what waits for one,
    when a test has saved something before it asks for the hub.
    """
    return bool(model._meta.auto_created) or model in (IndexEntry, ReferenceIndex, DeskChange)


def build() -> Tree:
    """Return an empty hub at http://localhost, in place of what is there."""
    Site.objects.all().delete()
    Page.objects.filter(depth=2).delete()
    root = Page.objects.get(depth=1)
    home = factories.HomeFactory(parent=root)
    site = Site.objects.create(hostname="localhost", port=80, root_page=home, is_default_site=True)
    return Tree(
        site=site,
        home=home,
        messages=factories.KeyMessageIndexFactory(parent=home),
        streams=factories.WorkStreamIndexFactory(parent=home),
        team=factories.TeamIndexFactory(parent=home),
        news=factories.NewsIndexFactory(parent=home),
        publications=factories.PublicationIndexFactory(parent=home),
        groups=factories.GroupIndexFactory(parent=home),
        events=factories.EventIndexFactory(parent=home),
        updates=factories.IssueIndexFactory(parent=home),
    )


def add_gaelic(tree: Tree) -> Locale:
    """Let the home page be public in a second language as well."""
    locale = Locale.objects.create(language_code="gd")
    factories.translate(tree.home, locale, title="Dachaigh").save_revision().publish()
    return locale
