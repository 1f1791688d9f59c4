"""The program of the last release goes on while migrations run and after them: they add, and take nothing away from it.

Those that came since the release are looked at. A migration that takes something away says in `contracts` which released
program no longer uses it.
"""

import re
from collections.abc import Iterator
from importlib import import_module

import pytest
from django.conf import settings
from django.db import migrations, models
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations import base
from django.db.migrations.state import ModelState, ProjectState

from tests import releases

GONE = (
    *(migrations.DeleteModel, migrations.RenameModel, migrations.AlterModelTable),
    *(migrations.RemoveField, migrations.RenameField),
)
NARROWER = (migrations.AddConstraint, migrations.AlterUniqueTogether)


def refused(operation: base.Operation, before: ProjectState, after: ProjectState, app: str) -> str:
    """Return why the program of before can't go on after the operation; empty if it can, or if nobody can say."""
    if isinstance(operation, GONE):
        return "takes away what the last release uses"
    if isinstance(operation, migrations.AddConstraint) and _is_unique_already(
        operation, before.models[app, operation.model_name_lower]
    ):
        return ""
    if isinstance(operation, NARROWER):
        return "refuses rows that the last release may write"
    if isinstance(operation, migrations.AddField) and not _may_be_left_out(operation.field):
        return "adds a column that the last release doesn't fill: give it `db_default` or `null=True`"
    if isinstance(operation, migrations.AlterField):
        model, name = (app, operation.model_name_lower), operation.name
        return _narrowed(before.models[model].get_field(name), after.models[model].get_field(name))
    return ""


def _is_unique_already(operation: migrations.AddConstraint, model: ModelState) -> bool:
    """Whether a field of the constraint is already unique when it is added, so that it refuses nothing more.

    The program of the last release goes on checking that, although the field is no longer unique afterwards.
    """
    constraint = operation.constraint
    return isinstance(constraint, models.UniqueConstraint) and any(
        model.get_field(name).unique for name in constraint.fields
    )


def _may_be_left_out(field: models.Field) -> bool:
    return field.many_to_many or field.null or field.has_db_default()


def _narrowed(old: models.Field, new: models.Field) -> str:
    if old.null and not new.null and not new.has_db_default():
        return "refuses rows without a value, which the last release may write"
    if new.unique and not old.unique:
        return "refuses equal values, which the last release may write"
    if old.has_db_default() and not _may_be_left_out(new):
        return "takes away the default on which the last release may depend"
    if old.db_column != new.db_column:
        return "takes away what the last release uses"
    if old.get_internal_type() != new.get_internal_type() or _is_shorter(new.max_length, old.max_length):
        return "changes the type of a column that the last release writes"
    return ""


def _is_shorter(new: int | None, old: int | None) -> bool:
    return new is not None and (old is None or new < old)


def in_database(operations: list[base.Operation]) -> Iterator[base.Operation]:
    """Yield the operations that change the database."""
    for operation in operations:
        if isinstance(operation, migrations.SeparateDatabaseAndState):
            yield from in_database(operation.database_operations)
        else:
            yield operation


def problems(migration: migrations.Migration, state: ProjectState, new: set[tuple[str, str]]) -> list[str]:
    """Return what of a migration the last release doesn't bear. `state` is that before it, and becomes that after it.

    Models in `new` came since the release, and those that the migration makes are added: that program doesn't know them.
    A migration that has locked one table and goes on to another may wait for an editor of that program, who has locked the
    other and waits for the first: the database then ends one of them.
    """
    found, app = [], migration.app_label
    locked: set[str] = set()
    for operation in migration.operations:
        before = state.clone()
        operation.state_forwards(app, state)
        for one in in_database([operation]):
            if isinstance(one, migrations.CreateModel):
                new.add((app, one.name_lower))
                if any(field.is_relation for _, field in one.fields):
                    locked.add("those to which a new table refers")
            name = getattr(one, "model_name", None) or getattr(one, "name", "")
            if isinstance(one, migrations.AddField | migrations.AlterField) and (app, name.lower()) not in new:
                locked.add(name.lower())
            if (app, name.lower()) not in new and (why := refused(one, before, state, app)):
                found.append(f"{migration}: {one.describe()}: {why}.")
    if len(locked) > 1:
        found.append(f"{migration}: locks several tables ({', '.join(sorted(locked))}): make a migration for each.")
    return found


def all_problems(loader: MigrationLoader, released: releases.Release) -> list[str]:
    """Return what the last release doesn't bear of the migrations that came since."""
    new: set[tuple[str, str]] = set()
    found = []
    for app, name in loader.graph._generate_plan(loader.graph.leaf_nodes(), at_end=True):
        if app not in settings.HUB_APPS or f"{app}.{name}" in released.migrations:
            continue
        migration = loader.graph.nodes[app, name]
        if migration.replaces:
            continue  # no hub of the last release runs it
        before = loader.project_state((app, name), at_end=False)
        contracts = getattr(migration, "contracts", None)
        if contracts is None:
            found += problems(migration, before, new)
        elif _numbers(contracts) > _numbers(released.version):
            found.append(f"{migration}: {contracts} isn't released: take away in the release after it.")
    return found


def _numbers(version: str) -> list[int]:
    return [int(number) for number in version.split(".")]


@pytest.fixture(scope="module")
def loader() -> MigrationLoader:
    return MigrationLoader(None, replace_migrations=False)


def test_the_last_release_bears_every_migration_since(loader):
    assert all_problems(loader, releases.last()) == [], (
        "CONTRIBUTING.md says how a column is taken away or narrowed in two releases."
    )


def test_what_new_hubs_run_makes_the_same_models(loader):
    one_by_one = [key for key in loader.graph.leaf_nodes() if not loader.graph.nodes[key].replaces]
    states = (loader.project_state(one_by_one), MigrationLoader(None).project_state())
    assert MigrationAutodetector(*states).changes(loader.graph).keys() & set(settings.HUB_APPS) == set()


# A model of the last release, and what is done to it.
OLD = ModelState(
    "news",
    "Item",
    [
        ("id", models.BigAutoField(primary_key=True)),
        ("title", models.CharField(max_length=100)),
        ("place", models.CharField(max_length=100, null=True)),
        ("sort", models.CharField(max_length=9, db_default="")),
        ("slug", models.SlugField(unique=True)),
    ],
)


def problems_of(*operations: base.Operation) -> list[str]:
    state = ProjectState()
    state.add_model(OLD.clone())
    migration = migrations.Migration("0002_next", "news")
    migration.operations = list(operations)
    return problems(migration, state, set())


def made(name: str) -> migrations.CreateModel:
    return migrations.CreateModel(name, [("id", models.BigAutoField(primary_key=True))])


ADDED = models.CharField(max_length=9, default="")


@pytest.mark.parametrize(
    ("operation", "why"),
    [
        (migrations.DeleteModel("Item"), "takes away"),
        (migrations.RemoveField("Item", "title"), "takes away"),
        (migrations.RenameField("Item", "title", "name"), "takes away"),
        (migrations.RenameModel("Item", "Entry"), "takes away"),
        (migrations.AlterModelTable("Item", "items"), "takes away"),
        (migrations.AddField("Item", "kind", ADDED), "adds a column"),
        (migrations.AlterField("Item", "place", models.CharField(max_length=100)), "without a value"),
        (migrations.AlterField("Item", "title", models.CharField(max_length=100, unique=True)), "equal values"),
        (migrations.AlterField("Item", "title", models.CharField(max_length=99)), "the type"),
        (migrations.AlterField("Item", "title", models.IntegerField()), "the type"),
        (migrations.AlterField("Item", "title", models.CharField(max_length=100, db_column="name")), "takes away"),
        (migrations.AlterField("Item", "sort", models.CharField(max_length=9)), "default"),
        (migrations.AlterUniqueTogether("Item", {("title", "place")}), "refuses rows"),
        (
            migrations.AddConstraint("Item", models.UniqueConstraint(fields=["title"], name="one_title")),
            "refuses rows",
        ),
        (
            migrations.AddConstraint("Item", models.UniqueConstraint(fields=["place", "sort"], name="one_sort")),
            "refuses rows",
        ),
        (
            migrations.SeparateDatabaseAndState(database_operations=[migrations.RemoveField("Item", "title")]),
            "takes away",
        ),
    ],
)
def test_what_the_last_release_does_not_bear_is_found(operation, why):
    (found,) = problems_of(operation)
    assert why in found


def test_two_tables_in_one_migration_are_found():
    """An editor's publication was ended by the database, which had found that both waited for each other."""
    refers = migrations.CreateModel(
        "Event", [("item", models.OneToOneField("news.Item", models.CASCADE, primary_key=True))]
    )
    (found,) = problems_of(migrations.AddField("Item", "seen", models.DateTimeField(null=True)), refers)
    assert "locks several tables" in found


@pytest.mark.parametrize(
    "operations",
    [
        [migrations.AddField("Item", "kind", models.CharField(max_length=9, default="", db_default=""))],
        [migrations.AddField("Item", "seen", models.DateTimeField(null=True))],
        [migrations.AddField("Item", "others", models.ManyToManyField("news.Item"))],
        [migrations.AlterField("Item", "title", models.CharField("Name", max_length=200))],
        # Wider than before: unique alone, then with the place.
        [
            migrations.AddConstraint("Item", models.UniqueConstraint(fields=["place", "slug"], name="own_slug")),
            migrations.AlterField("Item", "slug", models.SlugField()),
        ],
        [migrations.AddIndex("Item", models.Index(fields=["title"], name="by_title"))],
        [migrations.SeparateDatabaseAndState(state_operations=[migrations.RemoveField("Item", "title")])],
        # A model that the last release doesn't know.
        [made("Event"), migrations.AddField("Event", "kind", ADDED), migrations.RemoveField("Event", "kind")],
        [made("Event"), migrations.DeleteModel("Event")],
    ],
)
def test_what_only_adds_is_borne(operations):
    assert problems_of(*operations) == []


@pytest.mark.parametrize(("contracts", "is_refused"), [("0.3.0", False), ("0.4.0", True), ("0.10.0", True)])
def test_what_is_taken_away_names_a_released_program(contracts, is_refused, loader, monkeypatch):
    released = releases.Release("0.3.0", "", [f"{app}.{name}" for app, name in loader.graph.nodes])
    last = ("cms", "0004_notice")
    released.migrations.remove("cms.0004_notice")
    monkeypatch.setattr(loader.graph.nodes[last], "contracts", contracts, raising=False)
    assert bool(all_problems(loader, released)) is is_refused


def test_the_release_is_recorded():
    """Until something is added after a release, it may be the one before that is recorded."""
    changelog = (releases.ROOT / "CHANGELOG.md").read_text()
    parts = re.findall(r"^## (\S+)(?: – .+)?\n(.*?)(?=^## |\Z)", changelog, re.M | re.S)
    (unreleased, added), *versions = parts
    assert unreleased == "Unreleased"
    names = [version for version, _ in versions[: 1 if added.strip() else 2]]
    assert releases.last().version in names, "Run `bin/record-release` on the commit of the release."


def test_each_version_tells_operators_what_to_do():
    """Nothing is upgraded to 0.2.0 or earlier."""
    changelog = (releases.ROOT / "CHANGELOG.md").read_text().partition("\n## 0.2.0")[0]
    for name, text in re.findall(r"^## (\S+).*?\n(.*?)(?=^## |\Z)", changelog, re.M | re.S):
        if text.strip():
            assert re.search(r"^### Upgrade\n\n- ", text, re.M), f"{name} has no part “Upgrade”."


def test_the_record_is_that_of_its_commit():
    released = releases.last()
    files = releases.git("ls-tree", "-r", "--name-only", released.commit)
    if files is None:
        if releases.git("rev-parse", "--is-shallow-repository") == b"false\n":
            pytest.fail(f"The commit of {released.version}, {released.commit}, isn't in this repository.")
        pytest.skip(f"This clone hasn't the commit of {released.version}, {released.commit}. A full clone has.")
    found = re.findall(r"^(\w+)/migrations/(\d{4}_\w+)\.py$", files.decode(), re.M)
    assert released.migrations == sorted(".".join(one) for one in found)
    assert f'version = "{released.version}"' in releases.git("show", f"{released.commit}:pyproject.toml").decode()
    for app, _, name in (migration.partition(".") for migration in released.migrations):
        assert import_module(f"{app}.migrations.{name}"), "what hubs have applied stays"
