"""Django's backend for SQLite, except that a statement is converted to SQLite's form once, not each time it runs.

Django writes `%s` where SQLite wants `?` and changes one to the other by a regular expression whenever a statement runs. For
long statements, such as a page's, that takes longer than finding the row.
"""

from functools import lru_cache

from django.db.backends.sqlite3 import base


@lru_cache(maxsize=1_000)
def converted(query: str) -> str:
    """Return the statement with SQLite's placeholders."""
    return base.FORMAT_QMARK_REGEX.sub("?", query).replace("%%", "%")


class CursorWrapper(base.SQLiteCursorWrapper):
    """A cursor that remembers the statements it has converted to SQLite's form."""

    def convert_query(self, query, *, param_names=None):
        return converted(query) if param_names is None else super().convert_query(query, param_names=param_names)

    def execute(self, query, params=None):
        try:
            return super().execute(query, params)
        except OverflowError:
            # A key that can't exist, such as one of twenty digits. As text it equals no key, as on PostgreSQL.
            if not query.startswith("SELECT"):
                raise
            return super().execute(query, [str(one) if isinstance(one, int) else one for one in params])


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection with such cursors."""

    def create_cursor(self, name=None):
        return self.connection.cursor(factory=CursorWrapper)
