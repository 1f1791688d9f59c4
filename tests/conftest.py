"""Fixtures that every part of the suite uses."""

import gc
import json
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path

import pytest
from django.core.cache import cache, caches
from django.db import connection, transaction
from pytest_django.plugin import blocking_manager_key
from wagtail.models import Locale, Site

from cms.accounts.roles import set_up_roles
from cms.delivery import kept_pages
from cms.visibility import period
from cms.vocabularies import own_entries
from programme.content_loader import load
from programme.management.commands.load_programme import CONTENT
from tests import databases, indexes, kept, migrated, wholes
from tests.trees import MEDIA, Mould, Tree, add_gaelic, build

# Files that take minutes are begun first: at the end, one process would wait for the other. Not all browsers at once.
FIRST = (
    *("browser/test_every_page.py", "newsletter/sending/test_crashes.py", "clients", "bench", "browser"),
    *("journeys", "graphql/test_leaks.py", "site/test_hidden.py", "graphql/test_preview_leaks.py"),
)
HERE = Path(__file__).parent


def pytest_addoption(parser):
    parser.addoption("--turn", type=int, help="of the guards as a whole, one of ten parts: its number, 0 to 9")


def pytest_configure():
    """Look for garbage seldom: what the hub has loaded stays, and going through it all again takes a tenth of the time.

    Nor is the content's version compared once more because a test takes longer than a few seconds on a busy machine: its
    number of statements would depend on that. What a test writes itself doubts the period at once.
    """
    gc.set_threshold(50_000, 20, 100)
    period.RECENT = 3600


def pytest_collection_finish():
    """Of what is there now nothing is garbage."""
    gc.collect()
    gc.freeze()


def place_in_run(item) -> int:
    """Return where in the run the test's file comes; what isn't in `FIRST` comes after that, as it was found."""
    path = item.path.relative_to(HERE).as_posix()
    return next((place for place, name in enumerate(FIRST) if path.startswith(name)), len(FIRST))


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config, items):
    """Order the files, and mark those that run on one database, before pytest chooses by marks.

    A test that commits ends by emptying the database; see `pytest_runtest_teardown`.
    """
    items.sort(key=place_in_run)
    for item in items:
        path = item.path.relative_to(HERE)
        if wholes.is_full(path, item.originalname, variant_of(item)):
            item.add_marker("full")
    varied = [item for item in items if variant_of(item) and uses_the_database(item) and in_every_run(item)]
    for place in wholes.beyond_the_most((item.path.relative_to(HERE), item.originalname) for item in varied):
        varied[place].add_marker("full")
    for item in items:
        # The whole of a guard is for `make test-all`, which runs it on both databases.
        if item.get_closest_marker("full") or databases.is_once(item.path.relative_to(HERE), item.originalname):
            item.add_marker("once")
        if commits(item):
            # Keeps content types and permissions from being made anew, under other keys, when the database is emptied.
            item.fixturenames.append("django_db_serialized_rollback")
    turn = config.getoption("turn")
    if turn is not None:
        whole = [item for item in items if item.get_closest_marker("full")]
        places = wholes.places_of_turn([item.path.relative_to(HERE) for item in whole], turn)
        left_out = [item for place, item in enumerate(whole) if place not in places]
        items[:] = [item for item in items if item not in set(left_out)]
        config.hook.pytest_deselected(items=left_out)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item, nextitem):
    """Give the tests that follow in this process back what migrations had put into the database."""
    result = yield
    kept = getattr(connection, "_test_serialized_contents", None)  # none if the test was skipped before all others
    # After the last test the tests' database is gone, and the connection leads to the real one.
    if commits(item) and kept and nextitem is not None:
        with item.config.stash[blocking_manager_key].unblock():
            connection.creation.deserialize_db_from_string(kept)
    return result


def variant_of(item) -> str:
    """Return the parameters of a test as pytest writes them; empty if it has none."""
    call = getattr(item, "callspec", None)
    return call.id if call else ""


def uses_the_database(item) -> bool:
    """Say whether the test needs a moment for its rows. Thousands that don't are done in no time."""
    asked = {"db", "transactional_db", "content", "live_server"}
    return item.get_closest_marker("django_db") is not None or not asked.isdisjoint(item.fixturenames)


def in_every_run(item) -> bool:
    """Say whether no other mark leaves the test to `make test-all`."""
    return not (item.get_closest_marker("full") or item.get_closest_marker("long"))


def commits(item) -> bool:
    """Say whether the test works without a transaction around it."""
    marker = item.get_closest_marker("django_db")
    marked = marker is not None and marker.kwargs.get("transaction", False)
    return marked or not {"transactional_db", "live_server"}.isdisjoint(getattr(item, "fixturenames", ()))


@pytest.fixture(autouse=True)
def media_in_a_temporary_folder(settings, tmp_path):
    """No test writes into another's files."""
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture(autouse=True)
def empty_cache():
    """No test finds what another left: a rendition, say, whose row was rolled back."""
    cache.clear()
    caches["limits"].clear()
    period.doubt_period()


@pytest.fixture(autouse=True)
def indexes_when_read(request) -> Iterator[None]:
    """Indexes are filled when a test looks into them; at once, if others may look, and on PostgreSQL, as on a hub."""
    at_once = commits(request.node) or indexes.are_filled_at_once(request.path.relative_to(HERE))
    at_once = at_once or connection.vendor == "postgresql"
    with nullcontext() if at_once else indexes.filled_when_read():
        yield


@pytest.fixture
def default_vocabularies(monkeypatch):
    """Kinds and statuses are the defaults, without a look into a database."""
    monkeypatch.setattr(own_entries, "entries", lambda name: None)


@pytest.fixture
def connection_stays() -> Iterator[None]:
    """What asks the hub as a server does, or closes a file, leaves the test its connection."""
    with databases.connection_stays():
        yield


@pytest.fixture
def db(db):
    """The content's version changes at once."""
    databases.at_once()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings) -> Iterator[None]:
    """The tests' database is a copy of one that is kept; Django's own `migrate` then finds nothing to do."""
    copied = migrated.in_memory if connection.vendor == "sqlite" else migrated.on_server
    with copied(connection):
        yield


@pytest.fixture(scope="session")
def moulds(django_db_setup, django_db_blocker) -> tuple[Mould, Mould]:
    """What an empty hub is in the database, and what the roles add. Both at once: later, a test's own rows may be there."""
    with django_db_blocker.unblock():
        hub = Mould.made(build)
        return hub, Mould.made(lambda tree: set_up_roles(), under=hub)


@pytest.fixture
def tree(moulds, db) -> Tree:
    """An empty hub at http://localhost."""
    return moulds[0].cast()


@pytest.fixture
def roles(moulds, tree) -> None:
    """The groups of the admin, their rights and the workflow, on an empty hub."""
    moulds[1].cast()


@pytest.fixture(scope="session")
def mould_of_content(moulds, django_db_blocker, tmp_path_factory) -> Mould:
    """What `load_programme` makes of a new database; kept, since it takes a quarter of a minute."""

    def make(folder: Path) -> None:
        (folder / MEDIA).mkdir()
        with django_db_blocker.unblock():
            Mould.made(lambda: load(CONTENT) and None, media=folder / MEDIA).keep(folder)
        cache.clear()  # of what was taken back

    with kept.world(f"content-in-{connection.vendor}", kept.of_content(), make) as folder:
        return Mould.kept(folder, tmp_path_factory.mktemp("content") / MEDIA)


@pytest.fixture(scope="module")
def content(mould_of_content, django_db_blocker) -> Iterator[None]:
    """The content that comes with the hub, once for all tests of a module, which only read."""
    with django_db_blocker.unblock(), transaction.atomic():
        mould_of_content.cast()
        yield
        transaction.set_rollback(True)
    Site.clear_site_root_paths_cache()


@pytest.fixture
def own_content(mould_of_content, db) -> None:
    """The content that comes with the hub, for a test that changes it."""
    mould_of_content.cast()


@pytest.fixture
def two_languages(settings) -> None:
    """The settings of a hub in English and Gaelic."""
    settings.WAGTAIL_CONTENT_LANGUAGES = settings.LANGUAGES = [("en", "English"), ("gd", "Scottish Gaelic")]
    settings.WAGTAIL_I18N_ENABLED = True
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def gaelic(tree, two_languages) -> Locale:
    """A second language, in which the home page is public."""
    return add_gaelic(tree)


@pytest.fixture
def gql(client):
    """Ask the endpoint over HTTP, as an anonymous frontend does; returns the decoded body."""

    def ask(query: str, **variables) -> dict:
        response = client.post(
            "/graphql/", json.dumps({"query": query, "variables": variables}), content_type="application/json"
        )
        assert response.status_code == 200, response.content
        return response.json()

    return ask


@pytest.fixture
def data(gql):
    """Like `gql`, but returns the data and insists that there is no error."""

    def ask(query: str, **variables) -> dict:
        body = gql(query, **variables)
        assert "errors" not in body, body["errors"]
        return body["data"]

    return ask


@pytest.fixture
def tasks_at_once(settings):
    """What is left to the worker is done at once, as if it had been waiting for it."""
    settings.TASKS = settings.TASKS | {"background": settings.TASKS["default"]}


@pytest.fixture
def pages_are_kept(settings):
    """Public pages are kept, as in production; none are kept yet."""
    settings.PAGES_CACHE = True
    kept_pages.pages.forget()
    yield
    kept_pages.pages.forget()
