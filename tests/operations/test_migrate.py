"""`manage.py migrate` leaves out work, and afterwards everything is as before."""

import gc
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.conf import settings
from django.db.migrations.state import StateApps
from django.db.models import CharField, Model

from cms.base.sqlite import turns
from cms.management.commands.migrate import Command, spared


def test_classes_that_migrations_make_do_not_have_the_hub_s_own_looked_through_again(monkeypatch):
    looked = []
    models = apps.get_models
    monkeypatch.setattr(apps, "get_models", lambda **options: looked.append(options) or models(**options))
    state = StateApps([], {})
    with spared():
        for number in range(3):
            meta = type("Meta", (), {"app_label": "cms", "apps": state})
            fields = {"__module__": __name__, "Meta": meta, "name": CharField(max_length=1)}
            type(f"Made{number}", (Model,), fields)
            assert apps.get_swappable_settings_name(settings.AUTH_USER_MODEL) == "AUTH_USER_MODEL"
    assert len(looked) == 1


def test_afterwards_all_is_as_before():
    before = gc.get_threshold(), gc.get_freeze_count() > 0, "get_swappable_settings_name" in vars(apps)
    with spared():
        assert gc.get_threshold() != before[0]
    assert (gc.get_threshold(), gc.get_freeze_count() > 0, "get_swappable_settings_name" in vars(apps)) == before


@pytest.mark.parametrize(("vendor", "pauses"), [("sqlite", 2), ("postgresql", 0)])
def test_others_may_write_between_migrations_once_a_second(vendor, pauses, monkeypatch):
    now, paused = iter(range(0, 6_000)), []
    clock = SimpleNamespace(monotonic=lambda: next(now) / 5, sleep=paused.append)
    monkeypatch.setattr(turns, "time", clock)
    command = Command()
    command.verbosity, command.turns = 0, turns.Turns(SimpleNamespace(vendor=vendor))
    for _ in range(10):
        for action in ("apply_start", "apply_success"):
            command.migration_progress_callback(action, None)
    assert paused == [turns.PAUSE] * pauses
