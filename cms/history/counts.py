"""How many pages of a type there were at a past moment, without counting them."""

from __future__ import annotations

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, QuerySet, Subquery
from django.db.models.functions import Coalesce

from cms.visibility.statements import CountAll

from .models import PageCount
from .tables import histories


def kept_count(model: type[Model]) -> QuerySet[Any] | None:
    """Return a `values_list` of one row with the number of a model's rows, public or not; None if it isn't kept.

    The database counts the rows if the number isn't known: before it was kept, or while something of it is withheld.
    """
    one = histories().get(model._meta.db_table)
    if one is None or not one.is_counted:
        return None
    # Two states overlap for a while if a clock was set back.
    kept = PageCount.objects.filter(table=one.table).order_by("-number").values("number")[:1]
    counted = model._base_manager.order_by().values(_number=CountAll())
    kind = ContentType.objects.filter(app_label=model._meta.app_label, model=model._meta.model_name)
    return kind.order_by().values_list(Coalesce(Subquery(kept), Subquery(counted)))
