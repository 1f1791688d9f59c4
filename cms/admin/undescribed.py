"""Pictures that wait for their alternative text, for the dashboard."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse

from cms import attention
from cms.attention import Group, Line
from cms.editing import Asked
from cms.models import to_be_described


def register() -> None:
    """Have them reported. Called when the app is ready."""
    attention.register("cms.images", pictures, order=800)


def pictures(asked: Asked) -> Iterable[Group]:
    """Pictures without alternative text. One query."""
    address = reverse("wagtailimages:index")
    rows = to_be_described().order_by("-created_at", "-pk").values_list("pk", "title")
    may_change = asked.user.has_perms(["wagtailadmin.access_admin"])
    yield Group(
        "pictures-undescribed",
        "pictures to be described",
        "Readers don't get a picture before it has an alternative text, and no page can choose it.",
        [Line(title, "It has no alternative text yet.", f"{address}{pk}/" if may_change else "") for pk, title in rows],
    )
