"""The search of the admin's lists and choosers: Wagtail's own, asked only for what it can be asked for."""

from __future__ import annotations

from modelsearch.backends import database

# SQLite's index takes a quotation mark for the end of a word, and then answers with an error; PostgreSQL takes no null character.
# Neither says anything to this search.
WITHOUT_MEANING = str.maketrans('"\0', "  ")
NOTHING = "-"  # finds nothing; an empty query is answered with a list that Wagtail's views can't show


class _Tidied:
    """Asks for the words without what the database can't take."""

    def _search(self, compiler, query, *args, **kwargs):
        if isinstance(query, str) and query:
            query = query.translate(WITHOUT_MEANING).strip() or NOTHING
        return super()._search(compiler, query, *args, **kwargs)


def SearchBackend(params):  # noqa: N802  Wagtail looks for this name
    """Return the backend for the database that is in use."""
    found = type(database.SearchBackend(params))
    return type(found.__name__, (_Tidied, found), {})(params)
