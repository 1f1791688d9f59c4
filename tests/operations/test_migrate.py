"""`manage.py migrate` leaves out work, and afterwards everything is as before."""

import gc

from django.apps import apps
from django.conf import settings
from django.db.migrations.state import StateApps
from django.db.models import CharField, Model

from cms.management.commands.migrate import spared


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
