"""Choices of forms: pages and rows of the programme at hand, not those of the others."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from wagtail.models import Page, Site

from cms.pages.viewer import sites_now
from cms.visibility.belongings import Own
from cms.visibility.gate import ROWS
from cms.visibility.rule import Visibility


def limit_choices(form: forms.BaseForm, site: Site | None) -> None:
    """Take pages and rows of other programmes from the lists of a form; those chosen already stay.

    Choosers stay as they are: a page may link to one of another programme. The same holds for its rows.
    """
    listed = listed_fields(form)
    if site is None or len(sites_now()) < 2:
        return
    for formset in getattr(form, "formsets", {}).values():
        _limit_rows(formset, site)
    if not listed:
        return
    view = Visibility(site)
    own = Own(view, tuple(one for one in view.sites if one == view.address))
    for name, (field, offered) in listed.items():
        here = own.condition(offered.model) or Q()
        field.queryset = offered.filter(here | Q(pk__in=_chosen(form.initial.get(name))))


def _limit_rows(formset: Any, site: Site) -> None:
    add_fields = formset.add_fields

    def add_limited(row: forms.BaseForm, index: int | None) -> None:
        add_fields(row, index)
        limit_choices(row, site)

    for row in formset.forms:
        limit_choices(row, site)
    # A script makes new rows of the empty one, which is made each time that it is asked for.
    formset.add_fields = add_limited


def listed_fields(form: forms.BaseForm) -> dict[str, tuple[forms.ModelChoiceField, QuerySet]]:
    """Return the fields of a form that list pages or rows of programmes to choose from, each with what it lists."""
    return {
        name: (field, field.queryset)
        for name, field in form.fields.items()
        if isinstance(field, forms.ModelChoiceField)
        and isinstance(field.widget, forms.widgets.ChoiceWidget)
        and field.queryset is not None
        and issubclass(field.queryset.model, (Page, *ROWS))
    }


def _chosen(initial: Any) -> list[Any]:
    """Return the keys in a field's first value: an object or its key, or several of either, such as a queryset."""
    is_several = isinstance(initial, Iterable) and not isinstance(initial, str)
    values = initial if is_several else [] if initial is None else [initial]
    return [getattr(one, "pk", one) for one in values]
