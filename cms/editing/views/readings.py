"""The reading of typed dates, shown beside their fields."""

from __future__ import annotations

import datetime

from django.core.exceptions import ValidationError
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from cms.base.date_fields import KINDS, TypedField
from cms.base.partial_dates import PartialDate
from cms.base.typed_dates import Towards

MOST = 50  # fields asked about at once; the script asks again for more


@never_cache
def readings(request: HttpRequest) -> JsonResponse:
    """Answer `?kind=&towards=&text=`, each repeated for every field, with a reading for each text.

    A reading has `words` and the initial `value` of the browser's picker, or an `error`; for an empty text it has none.
    """
    kinds, directions, texts = (request.GET.getlist(name)[:MOST] for name in ("kind", "towards", "text"))
    asked = zip(kinds, directions, texts, strict=False)
    return JsonResponse({"readings": [_reading(*one) for one in asked]})


def _reading(kind: str, towards: str, text: str) -> dict[str, str]:
    field_class = KINDS.get(kind)
    if field_class is None or towards not in {direction.value for direction in Towards}:
        return {}
    field = field_class(required=False, towards=Towards(towards))
    try:
        value = field.clean(text)
    except ValidationError as error:
        return {"error": " ".join(error.messages)}
    return {} if value is None else {"words": field.words(value), "value": _for_picker(field, value)}


def _for_picker(field: TypedField, value) -> str:
    """Return a value as HTML's inputs for dates and times write it (HTML Living Standard, 2.3.5)."""
    if isinstance(value, PartialDate):
        value = value.date
    if isinstance(value, datetime.datetime):
        return f"{timezone.localtime(value):%Y-%m-%dT%H:%M}"
    if field.kind == "partial-moment":
        return f"{value.isoformat()}T00:00"
    return f"{value:%H:%M}" if field.kind == "time" else value.isoformat()
