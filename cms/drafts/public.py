"""Says on public pages, if the programme wants it, that a program drafted parts of them."""

from __future__ import annotations

from typing import Any

from wagtail.models import Page

from cms.batches.peers import group_of
from cms.delivery import frame
from cms.delivery.models import SETTINGS
from cms.visibility.rule import Visibility

from .models import DraftedPage


def is_named(visibility: Visibility) -> bool:
    """Say whether the programme tells readers of programs. Read with the frame."""
    return any(found.names_programs for found in frame.part(visibility, SETTINGS))


def drafted_by_program(page: Page, visibility: Visibility) -> bool | None:
    """Say whether the published text of a page is in part as a program drafted it; None if the programme doesn't tell.

    One statement for all pages that were read together, and none if the programme doesn't tell.
    """
    if not is_named(visibility):
        return None

    def read() -> set[Any]:
        rows = visibility.filter(DraftedPage.objects.filter(page__in=[peer.pk for peer in group]))
        return set(rows.values_list("page", flat=True))

    group = group_of(page)
    return page.pk in group.shared("drafted by programs", read)
