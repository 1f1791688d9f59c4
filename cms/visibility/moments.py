"""The moments at which public content changes although nobody saves anything. A period ends with the next of them."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import Model, QuerySet
from wagtail.models import DraftStateMixin, Page, Revision


@dataclass(frozen=True)
class Moments:
    """A column of moments, and the rows to which they apply.

    Most are compared on reading, so they take effect on their own. An `awaited` moment takes effect when a worker acts,
    a little later.
    """

    rows: Callable[[], QuerySet[Any]]
    column: str
    awaited: bool = False

    def after(self, moment: Any) -> QuerySet[Any]:
        """Return the rows with a later moment, the next one first. `moment` may be an expression."""
        return self.rows().filter(**{f"{self.column}__gt": moment}).order_by(self.column)

    def until(self, moment: datetime.datetime) -> QuerySet[Any]:
        """Return the rows whose moment has come, earliest first."""
        return self.rows().filter(**{f"{self.column}__lte": moment}).order_by(self.column, "pk")

    def next_after(self, moment: datetime.datetime | None = None) -> datetime.datetime | None:
        """Return the next moment after the given one, or without one the first, which may be in the past; None if there
        is none."""
        rows = (
            self.rows().exclude(**{self.column: None}).order_by(self.column) if moment is None else self.after(moment)
        )
        return rows.values_list(self.column, flat=True).first()


_registered: list[Moments] = []


def register(moments: Moments) -> Moments:
    """Register the moments as ends of periods. Returns them."""
    _registered.append(moments)
    return moments


def registered() -> list[Moments]:
    """Return all moments at which a period may end."""
    times = [Moments(rows_of(model), column) for model in scheduled_models() for column in ("go_live_at", "expire_at")]
    return times + _registered


def scheduled_models() -> list[type[Model]]:
    """Return the models with a go-live time and an expiry: `Page` for all pages, and those of the terms."""
    models = (model for model in apps.get_models() if issubclass(model, DraftStateMixin))
    return [model for model in models if model is Page or not issubclass(model, Page)]


def rows_of(model: type[Model]) -> Callable[[], QuerySet[Any]]:
    """Return a function that returns the live rows of a model."""
    return lambda: model._base_manager.filter(live=True)


# An approved revision with a later go-live is a draft until a worker publishes it.
APPROVED_REVISIONS = register(Moments(Revision.objects.all, "approved_go_live_at", awaited=True))
