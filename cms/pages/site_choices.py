"""Choices of forms: pages and rows of the programme at hand, not those of the others."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet
from wagtail.models import Page, Site

from cms.pages.addresses import in_tree_of
from cms.pages.viewer import sites_now
from cms.sites.rows import SharableRow, SiteRow, rows_of, shared_and
from cms.visibility.gate import Gate


def limit_choices(form: forms.BaseForm, site: Site | None) -> None:
    """Take pages and rows of other programmes from the lists of a form; those chosen already stay.

    Choosers stay as they are: a page may link to one of another programme.
    """
    listed = listed_fields(form)
    if site is None or not listed or len(sites_now()) < 2:
        return
    for name, (field, offered) in listed.items():
        field.queryset = offered.filter(_here(offered.model, site) | Q(pk__in=_chosen(form.initial.get(name))))


def _here(model: type[Any], site: Site) -> Q:
    if issubclass(model, get_user_model()):
        return Gate.at(site).condition(model)
    if issubclass(model, SharableRow):
        return shared_and(rows_of(site))
    return rows_of(site) if issubclass(model, SiteRow) else in_tree_of(site)


def listed_fields(form: forms.BaseForm) -> dict[str, tuple[forms.ModelChoiceField, QuerySet]]:
    """Return the fields of a form that list pages or rows of programmes to choose from, each with what it lists."""
    return {
        name: (field, field.queryset)
        for name, field in form.fields.items()
        if isinstance(field, forms.ModelChoiceField)
        and isinstance(field.widget, forms.widgets.ChoiceWidget)
        and field.queryset is not None
        and issubclass(field.queryset.model, (Page, SiteRow, SharableRow, get_user_model()))
    }


def _chosen(initial: Any) -> list[Any]:
    """Return the keys in a field's first value: an object or its key, or several of either, such as a queryset."""
    is_several = isinstance(initial, Iterable) and not isinstance(initial, str)
    values = initial if is_several else [] if initial is None else [initial]
    return [getattr(one, "pk", one) for one in values]
