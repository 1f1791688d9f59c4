"""A page of any type: by its factory, or by one derived from the model's required fields."""

from __future__ import annotations

import datetime
from functools import partial
from typing import Any

import factory
from django.db import models
from django.utils import timezone
from wagtail.fields import RichTextField
from wagtail.models import Page

from cms.models import ProgrammeTerm
from cms.pages import kinds

from . import pages

DAY = datetime.date(2018, 5, 1)
MOMENT = datetime.datetime(2018, 5, 1, 9, tzinfo=timezone.get_default_timezone())
WRITTEN: dict[type[Page], type[pages.PageFactory]] = {
    made._meta.model: made
    for made in vars(pages).values()
    if isinstance(made, type) and issubclass(made, pages.PageFactory) and not made._meta.abstract
}


def factory_of(model: type[Page]) -> type[pages.PageFactory]:
    """Return the factory of a page type, or one derived from the model."""
    return WRITTEN.get(model) or derived(model)


def derived(model: type[Page]) -> type[pages.PageFactory]:
    """Return a factory with a value for each field that the model requires."""
    label = str(model.get_verbose_name())
    values: dict[str, Any] = {"title": factory.Sequence(lambda n: f"{label} {n}")}
    for field in model._meta.concrete_fields:
        is_own = field.model is not Page and field.editable and not field.is_relation
        if is_own and not field.blank and not field.has_default():
            values[field.name] = _value(field)
        elif _is_required_term(field):
            values[field.name] = factory.LazyFunction(partial(_term, field.related_model))
    meta = type("Meta", (), {"model": model})
    return type(f"{model.__name__}Factory", (pages.PageFactory,), {**values, "Meta": meta})


def _is_required_term(field: models.Field) -> bool:
    return field.is_relation and not field.blank and issubclass(field.related_model, ProgrammeTerm)


def _term(model: type[ProgrammeTerm]) -> ProgrammeTerm:
    number = model.objects.count()
    return model.objects.create(name=f"Term {number}", slug=f"term-{number}")


def _value(field: models.Field) -> Any:
    if field.choices:
        return field.choices[0][0]
    if isinstance(field, models.DateTimeField):
        return MOMENT + datetime.timedelta(hours=getattr(field, "is_end", False))
    if isinstance(field, models.DateField):
        return DAY
    if isinstance(field, models.IntegerField | models.FloatField):
        return factory.Sequence(lambda n: n + 1)
    if isinstance(field, models.URLField):
        return "https://example.org/"
    if isinstance(field, RichTextField):
        return "<p>Some words.</p>"
    return factory.Sequence(lambda n: f"Words {n}")


def place_for(model: type[Page]) -> Page:
    """Return a possible parent for a page of the type, created if there is none. The home page must exist."""
    above = model.allowed_parent_page_models()
    found = next((page for parent in above if (page := parent.objects.order_by("path").first())), None)
    return found or factory_of(above[0])(parent=place_for(above[0]))


def page_of(model: type[Page], *, fresh_place: bool = False, **values: Any) -> Page:
    """Return a page of the type. With `fresh_place`, it has a parent of its own, unless it belongs in a list."""
    above = model.allowed_parent_page_models()[0]
    is_apart = fresh_place and not kinds.is_once_a_site(above)
    parent = factory_of(above)(parent=place_for(above)) if is_apart else place_for(model)
    return factory_of(model)(parent=parent, **values)
