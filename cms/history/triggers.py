"""Database triggers that keep each state of the tables with a history.

Like those of the content's version (`cms.visibility.triggers`, which says why not signals) they are dropped before
migrations and made after them; what migrations changed is then kept as a change of that moment.

The moment of a change is that of its statement on SQLite. On PostgreSQL the triggers run at the commit, and all that
one transaction changed has one moment, that of the commit.
"""

from __future__ import annotations

from typing import Any

from django.db import connections, transaction
from django.db.backends.utils import names_digest, truncate_name
from django.db.models import Field
from django.utils import timezone
from wagtail.models import Page

from cms.base.sqlite.turns import Turns
from cms.visibility.content_version import ContentVersion
from cms.visibility.indexes import count_by_site, update_statistics
from cms.visibility.triggers import at_once

from .models import HistoryTable, PageCount
from .tables import OPEN, SINCE, UNTIL, WITHHELD, HistoryOf, histories

NAME = "hub_history_"
COUNTS = PageCount._meta.db_table
# To be changed when `index` makes others, so that all hubs get them.
INDEXES = "with an index that covers what decides"
LINKS = "with indexes that cover what is withheld"
# The moment at which the first trigger of a statement runs, for all of them: a COMMIT is one. Before it comes the lock of the
# content's version, which a change of public content takes anyway, so that moments have the order of the commits. At the
# beginning of a statement, a different transaction may still have had the locks that it needs.
MOMENT = f"""
IF current_setting('hub.statement', true) IS DISTINCT FROM statement_timestamp()::text THEN
PERFORM FROM {ContentVersion._meta.db_table} WHERE id = 1 FOR UPDATE;
PERFORM set_config('hub.statement', statement_timestamp()::text, true),
set_config('hub.moment', clock_timestamp()::text, true);
END IF; moment := current_setting('hub.moment');"""
# Without the lengths of today, which may grow: a longer text must not stop a publication.
WIDER = {"varchar": "text", "character varying": "text", "char": "text", "integer": "bigint", "smallint": "bigint"}


def remove(using: str, plan: Any = None, **kwargs: Any) -> None:
    """Drop all triggers before migrations, if `plan` has any."""
    if plan != []:
        dialect = _dialect(using)
        with at_once(dialect.connection):
            dialect.remove()


def install(using: str, **kwargs: Any) -> None:
    """Make what is missing after migrations: tables, columns, indexes, triggers; and keep what was changed meanwhile.

    A table whose triggers are there as this release makes them is left alone: to compare all rows takes a while.
    """
    dialect = _dialect(using)
    with dialect.connection.cursor() as cursor:
        tables = set(dialect.connection.introspection.table_names(cursor))
        if not {model._meta.db_table for model in (HistoryTable, PageCount)} <= tables:
            return
        there = dialect.present()
        known = dict(HistoryTable.objects.using(using).values_list("table", "triggers"))
        missing = [
            one
            for one in histories().values()
            if one.table in tables
            and not (NAME + one.table in there and known.get(one.table) == dialect.digest(one))
            and set(one.columns) <= dialect.columns_of(cursor, one.table)
        ]
        # The history of how many pages there are comes last (`pop`), when they have been counted.
        missing.sort(key=lambda one: one.model is not PageCount)
        moment = dialect.moment(cursor)
        made = False
        turns = Turns(dialect.connection)
        while missing:
            with at_once(dialect.connection):
                while missing and not turns.is_up():
                    one = missing.pop()
                    made = dialect.create(cursor, one, moment, is_new=one.name not in tables) or made
            turns.give()
    count_by_site(dialect.connection, histories()[Page._meta.db_table].name)
    if made:
        update_statistics(using)


def names(using: str) -> set[str]:
    """Return the names of the triggers that a database has."""
    return _dialect(using).present()


def expected(using: str, one: HistoryOf) -> set[str]:
    """Return the names of the triggers that keep the states of a table."""
    return {f"{NAME}{one.table}{suffix}" for suffix in _dialect(using).suffixes}


def _dialect(using: str) -> SQLiteHistory:
    connection = connections[using]
    return PostgreSQLHistory(connection) if connection.vendor == "postgresql" else SQLiteHistory(connection)


def _named(columns: list[str], row: str = "") -> str:
    return ", ".join(f'{row}."{column}"' if row else f'"{column}"' for column in columns)


class SQLiteHistory:
    """Three triggers for each table, for insert, update and delete. A table's trigger is named after that for insert."""

    clock = now = "strftime('%Y-%m-%d %H:%M:%f', 'now')"
    moment_type = "datetime"
    unequal = "IS NOT"
    suffixes: tuple[str, ...] = ("", "_update", "_delete")

    def __init__(self, connection: Any):
        self.connection = connection

    def present(self) -> set[str]:
        """Return the names of the triggers that are there, each that of its table with `NAME` before it."""
        return set(self._select("SELECT name FROM sqlite_master WHERE type = 'trigger'"))

    def remove(self) -> None:
        for name in self.present():
            if name.startswith(NAME):
                self._run(f'DROP TRIGGER "{name}"')

    def moment(self, cursor: Any) -> str:
        """Return the present moment as SQL."""
        cursor.execute(f"SELECT CAST({self.clock} AS text)")
        return f"'{cursor.fetchone()[0]}'"

    def create(self, cursor: Any, one: HistoryOf, moment: str, *, is_new: bool) -> bool:
        """Make a table's history, or bring it up to date as of a moment, and its triggers. Says whether it has got indexes."""
        if is_new:
            typed = ", ".join(f'"{field.column}" {self.type_of(field)}' for field in one.fields)
            cursor.execute(
                f'CREATE TABLE "{one.name}" ({typed}, {SINCE} {self.moment_type} NOT NULL,'
                f" {UNTIL} {self.moment_type} NOT NULL, {WITHHELD} bool NOT NULL)"
            )
        else:
            self.add_columns(cursor, one)
        has_new = self.index(cursor, one)
        # Triggers lock the table against writing until the end of the transaction, so nothing is missed in between.
        with transaction.atomic(self.connection.alias):
            self.drop(one)
            for statement in self.statements(one):
                cursor.execute(statement)
            self.catch_up(cursor, one, moment)
            if counted := self.counted(one):
                cursor.execute(counted)
            # Not before: a moment in between would find nothing.
            triggers = {"triggers": self.digest(one)}
            HistoryTable.objects.using(self.connection.alias).update_or_create(
                table=one.table, defaults=triggers, create_defaults=triggers | {"kept_since": timezone.now()}
            )
        return has_new

    def columns_of(self, cursor: Any, table: str) -> set[str]:
        """Return the names of a table's columns."""
        return {column.name for column in self.connection.introspection.get_table_description(cursor, table)}

    def digest(self, one: HistoryOf) -> str:
        """Return a digest of the statements that make a table's triggers, and of the kind of its indexes."""
        return names_digest(*self.statements(one), INDEXES, *[LINKS] * one.is_links, length=32)

    def drop(self, one: HistoryOf) -> None:
        """Drop the triggers of a table, if it has any."""
        for suffix in self.suffixes:
            self._run(f'DROP TRIGGER IF EXISTS "{NAME}{one.table}{suffix}"')

    def type_of(self, field: Field[Any, Any]) -> str:
        return str(field.db_type(self.connection))

    def add_columns(self, cursor: Any, one: HistoryOf) -> None:
        """Add the columns that the table has got, with their default; without one, with what the same row has now."""
        there = self.columns_of(cursor, one.name)
        for field in one.fields:
            if field.column not in there:
                cursor.execute(f'ALTER TABLE "{one.name}" ADD COLUMN "{field.column}" {self.type_of(field)}')
                value = field.get_db_prep_save(None if field.primary_key else field.get_default(), self.connection)
                cursor.execute(f'UPDATE "{one.name}" SET "{field.column}" = %s', [value])  # noqa: S608  our names
                if value is None and not field.null:  # a value that only the migration knows
                    cursor.execute(
                        f'UPDATE "{one.name}" AS h SET "{field.column}" = ('  # noqa: S608  our names
                        f'SELECT "{field.column}" FROM "{one.table}" t WHERE t."{one.key}" = h."{one.key}")'
                    )

    def index(self, cursor: Any, one: HistoryOf) -> bool:
        """Give the history the indexes of its table, so that a past day is read in the same way. Says if one is new.

        Each also has the moments: states of other days are passed over without a look at their rows. The one of the key
        has what the rule of visibility asks for, too, and those of links say whether they are withheld, so that states are
        counted without a look at them. What makes no state isn't looked for: an index that begins with it would be written
        for nothing.
        """
        moments = f"{UNTIL}, {SINCE}"
        key = _named([one.key])
        wanted = {(f"{key}, {moments}, {_named([*one.deciding, WITHHELD])}", "")}
        outdated = {(f"{key}, {moments}", ""), (f"{one.key}, {moments}", "")}
        quiet = set(one.columns) - set(one.telling)
        covered = f"{moments}, {WITHHELD}" if one.is_links else moments
        for definition in self.indexes(cursor, one.table):
            head, _, where = definition.partition(" WHERE ")
            columns = head[head.index("(") + 1 : head.rindex(")")]
            is_quiet = columns.partition(",")[0].strip(' "') in quiet
            if is_quiet or one.is_links:
                outdated.add((f"{columns}, {moments}", where))
            if not is_quiet:
                wanted.add((f"{columns}, {covered}", where))
        there = self.names_of_indexes(cursor, one.name)
        new = {self.name_of_index(one, *one_index): one_index for one_index in sorted(wanted - outdated)}
        for name, (columns, where) in new.items():
            if name not in there:
                condition = f" WHERE {where}" if where else ""
                cursor.execute(f'CREATE INDEX "{name}" ON "{one.name}" ({columns}){condition}')
        for name in there & {self.name_of_index(one, *one_index) for one_index in outdated}:
            cursor.execute(f'DROP INDEX "{name}"')
        return not new.keys() <= there

    def name_of_index(self, one: HistoryOf, columns: str, where: str) -> str:
        """Return the name of an index of a history, which has a digest of what it is."""
        columns = columns.removesuffix(f", {UNTIL}, {SINCE}")
        return f"{truncate_name(one.name, 45)}_{names_digest(columns, where, length=10)}"

    def names_of_indexes(self, cursor: Any, table: str) -> set[str]:
        """Return the names of a table's indexes."""
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'index' AND tbl_name = %s", [table])
        return {name for (name,) in cursor.fetchall()}

    def indexes(self, cursor: Any, table: str) -> list[str]:
        """Return the definitions of a table's indexes, also of those that constraints make."""
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = %s", [table])
        found = cursor.fetchall()
        definitions = [sql for _, sql in found if sql]
        for name in [name for name, sql in found if not sql]:
            cursor.execute("SELECT name FROM pragma_index_info(%s)", [name])
            definitions.append(f"({_named([column for (column,) in cursor.fetchall()])})")
        return definitions

    def catch_up(self, cursor: Any, one: HistoryOf, now: str) -> None:
        """Keep the table's present rows, as of a moment, if the history doesn't end with them."""
        differs = " OR ".join(f't."{column}" {self.unequal} h."{column}"' for column in one.telling)
        same = f'h."{one.key}" = t."{one.key}"'
        cursor.execute(
            f"UPDATE \"{one.name}\" AS h SET {UNTIL} = {now} WHERE {UNTIL} = '{OPEN}' AND"  # noqa: S608  names of our tables
            f' NOT EXISTS (SELECT 1 FROM "{one.table}" t WHERE {same} AND NOT ({differs}))'
        )
        cursor.execute(
            f'INSERT INTO "{one.name}" ({_named(one.columns)}, {SINCE}, {UNTIL}, {WITHHELD})'  # noqa: S608  the same
            f" SELECT {_named(one.columns, 't')}, {now}, '{OPEN}', false FROM \"{one.table}\" t"
            f" WHERE NOT EXISTS (SELECT 1 FROM \"{one.name}\" h WHERE {same} AND {UNTIL} = '{OPEN}')"
        )

    def statements(self, one: HistoryOf) -> list[str]:
        """Return the statements that make a table's triggers."""
        changed = " OR ".join(f'OLD."{column}" IS NOT NEW."{column}"' for column in one.telling)
        return [
            f'CREATE TRIGGER "{NAME}{one.table}{suffix}" AFTER {event} ON "{one.table}" {when} BEGIN {body} END'
            for suffix, event, when, body in (
                ("", "INSERT", "", self.ended(one, "NEW") + self.begun(one) + self.counted(one)),
                (
                    "_update",
                    f"UPDATE OF {_named(one.telling)}",
                    f"WHEN {changed}",
                    self.ended(one, "OLD") + self.begun(one),
                ),
                ("_delete", "DELETE", "", self.ended(one, "OLD") + self.counted(one)),
            )
        ]

    def ended(self, one: HistoryOf, row: str) -> str:
        """Return the statements that end the present state of a row; one that began at the same moment never was."""
        open_row = f'"{one.key}" = {row}."{one.key}" AND {UNTIL} = \'{OPEN}\''
        return (
            f'DELETE FROM "{one.name}" WHERE {open_row} AND {SINCE} >= {self.now};'  # noqa: S608  names of our tables
            f' UPDATE "{one.name}" SET {UNTIL} = {self.now} WHERE {open_row};'
        )

    def all_ended(self, one: HistoryOf) -> str:
        """Return the statement that ends the present states of all rows."""
        return f"UPDATE \"{one.name}\" SET {UNTIL} = {self.now} WHERE {UNTIL} = '{OPEN}';"  # noqa: S608  our names

    def begun(self, one: HistoryOf) -> str:
        """Return the statement that keeps a new state of a row."""
        return (
            f' INSERT INTO "{one.name}" ({_named(one.columns)}, {SINCE}, {UNTIL}, {WITHHELD})'  # noqa: S608  the same
            f" VALUES ({_named(one.columns, 'NEW')}, {self.now}, '{OPEN}', false);"
        )

    def counted(self, one: HistoryOf) -> str:
        """Return the statement that keeps how many rows there are; an empty text if that isn't kept."""
        if not one.is_counted:
            return ""
        return (
            f'INSERT INTO "{COUNTS}" ("table", "number") SELECT \'{one.table}\', COUNT(*) FROM "{one.table}"'  # noqa: S608  our names
            ' WHERE true ON CONFLICT ("table") DO UPDATE SET "number" = excluded."number";'
        )

    def _run(self, sql: str) -> None:
        with self.connection.cursor() as cursor:
            cursor.execute(sql)

    def _select(self, sql: str) -> list[str]:
        with self.connection.cursor() as cursor:
            cursor.execute(sql)
            return [row[0] for row in cursor.fetchall()]


class PostgreSQLHistory(SQLiteHistory):
    """A deferred trigger for each table, one for when it is emptied, and their function. The moment is that of the commit."""

    clock, now = "statement_timestamp()", "moment"  # a variable of the function
    moment_type = "timestamp with time zone"
    unequal = "IS DISTINCT FROM"
    suffixes = ("",)

    def present(self) -> set[str]:
        return set(self._select("SELECT proname FROM pg_proc WHERE pronamespace = current_schema()::regnamespace"))

    def remove(self) -> None:
        for name in self.present():
            if name.startswith(NAME):
                self._run(f'DROP FUNCTION "{name}" CASCADE')

    def type_of(self, field: Field[Any, Any]) -> str:
        kind = super().type_of(field).partition("(")[0].strip()
        return WIDER.get(kind, kind)

    def add_columns(self, cursor: Any, one: HistoryOf) -> None:
        super().add_columns(cursor, one)
        cursor.execute(
            "SELECT attname, format_type(atttypid, NULL) FROM pg_attribute"
            " WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped",
            [f'"{one.name}"'],
        )
        kinds = dict(cursor.fetchall())
        for field in one.fields:
            cursor.execute("SELECT format_type(to_regtype(%s), NULL)", [wanted := self.type_of(field)])
            if cursor.fetchone()[0] != kinds[field.column]:
                cursor.execute(
                    f'ALTER TABLE "{one.name}" ALTER COLUMN "{field.column}" TYPE {wanted}'
                    f' USING "{field.column}"::text::{wanted}'
                )

    def indexes(self, cursor: Any, table: str) -> list[str]:
        cursor.execute(
            "SELECT indexdef FROM pg_indexes WHERE schemaname = current_schema() AND tablename = %s"
            " AND indexdef LIKE '%% USING btree %%'",
            [table],
        )
        return [definition for (definition,) in cursor.fetchall()]

    def names_of_indexes(self, cursor: Any, table: str) -> set[str]:
        cursor.execute(
            "SELECT indexname FROM pg_indexes WHERE schemaname = current_schema() AND tablename = %s", [table]
        )
        return {name for (name,) in cursor.fetchall()}

    def drop(self, one: HistoryOf) -> None:
        self._run(f'DROP FUNCTION IF EXISTS "{NAME}{one.table}"() CASCADE')

    def counted_once(self, one: HistoryOf) -> str:
        """Return what keeps how many rows there are, at the first row of a statement, when all others are there."""
        if not one.is_counted:
            return ""
        return f"""IF TG_OP <> 'UPDATE' AND
            current_setting('hub.{one.table}', true) IS DISTINCT FROM statement_timestamp()::text THEN
            PERFORM set_config('hub.{one.table}', statement_timestamp()::text, true); {self.counted(one)} END IF;"""

    def statements(self, one: HistoryOf) -> list[str]:
        old, new = _named(one.telling, "OLD"), _named(one.telling, "NEW")
        return [
            f"""CREATE FUNCTION "{NAME}{one.table}"() RETURNS trigger LANGUAGE plpgsql AS $$
            DECLARE moment timestamp with time zone; BEGIN {MOMENT} {self.counted_once(one)}
            IF TG_OP = 'TRUNCATE' THEN {self.all_ended(one)} RETURN NULL; END IF;
            IF TG_OP = 'UPDATE' THEN IF ROW({old}) IS NOT DISTINCT FROM ROW({new}) THEN RETURN NULL; END IF; END IF;
            IF TG_OP = 'INSERT' THEN {self.ended(one, "NEW")} ELSE {self.ended(one, "OLD")} END IF;
            IF TG_OP <> 'DELETE' THEN {self.begun(one)} END IF; RETURN NULL; END $$""",
            f"""CREATE CONSTRAINT TRIGGER hub_history AFTER INSERT OR UPDATE OF {_named(one.telling)} OR DELETE
            ON "{one.table}" DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION "{NAME}{one.table}"()""",
            f"""CREATE TRIGGER hub_history_emptied AFTER TRUNCATE ON "{one.table}"
            FOR EACH STATEMENT EXECUTE FUNCTION "{NAME}{one.table}"()""",
        ]
