"""Settings of a programme, copied for another."""

from __future__ import annotations

from typing import Any

from modelcluster.models import ClusterableModel
from wagtail.contrib.settings.models import BaseSiteSetting
from wagtail.contrib.settings.registry import registry
from wagtail.models import Site

from programme.models import ProgrammeSettings


def copy_settings(source: Site, target: Site) -> None:
    """Copy all settings of a site with their rows, but for those that describe its programme."""
    for model in registry:
        if not issubclass(model, BaseSiteSetting) or model is ProgrammeSettings:
            continue
        found = model.objects.filter(site=source).first()
        if found is not None:
            copy = copy_of(found)
            copy.site = target
            copy.save()


def copy_of(thing: BaseSiteSetting) -> Any:
    """Return an unsaved copy of an object, with copies of the rows that are edited with it."""
    model = type(thing)
    if isinstance(thing, ClusterableModel):
        return model.from_serializable_data(_without_keys(thing.serializable_data()), check_fks=False)
    copy = model(**{field.attname: getattr(thing, field.attname) for field in model._meta.concrete_fields})
    copy.pk = None
    return copy


def _without_keys(data: dict) -> dict:
    """Return an object's data, and that of its rows, as of new ones."""
    return {
        name: [_without_keys(row) if isinstance(row, dict) else row for row in value]
        if isinstance(value, list)
        else value
        for name, value in (data | {"pk": None}).items()
    }
