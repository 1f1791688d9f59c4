"""A draft of a page in the API, and the versions that it has."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import graphene
from django.conf import settings
from django.urls import reverse
from wagtail.models import Page, Revision

from cms.base.user_fields import name_of
from cms.drafts import services
from cms.drafts.models import WrittenVersion
from cms.drafts.requests import DraftAuthor, RefusedError
from cms.graphql.context import Info
from cms.graphql.errors import ApiError, ErrorCode
from cms.graphql.ids import id_of
from cms.graphql.interfaces import PageInterface
from cms.graphql.preview import open_page
from cms.pages.previews import draft_of
from cms.quality.graphql.schema import COLUMNS, WritingQuality

MOST_VERSIONS = 100


class PageVersion(graphene.ObjectType):
    """A saved version of a page."""

    id = graphene.ID(required=True, description="The name of the version, for `version` of a change.")
    saved_at = graphene.DateTime(required=True, description="When it was saved.")
    saved_by = graphene.String(description="The person who saved it, or whose token did; null if they have left.")
    token = graphene.String(description="The token with which a program wrote it; null if it was saved in the admin.")
    agent = graphene.String(description="The assistant that wrote it, by its own name; null if none said so.")


class PageDraft(graphene.ObjectType):
    """A page as it was last saved, published or not: what a change starts from."""

    version = graphene.Field(
        PageVersion, description="The version; null if the page was never saved with one, and in a dry run."
    )
    page = graphene.Field(
        PageInterface,
        required=True,
        description="The page as in this version, with what the person behind the token may see.",
    )
    edit_url = graphene.String(
        description="The address of its form in the admin, where people publish it; null for a new page of a dry run."
    )
    quality = graphene.Field(
        WritingQuality, description="What writing help found in it; null if it couldn't be assessed."
    )

    versions = graphene.List(
        graphene.NonNull(PageVersion),
        required=True,
        first=graphene.Argument(
            graphene.Int, default_value=10, description=f"The maximum number, up to {MOST_VERSIONS}."
        ),
        description="Its saved versions, newest first. Empty if the page was never saved with one, and in a dry run.",
    )

    def resolve_page(root: dict[str, Any], info: Info) -> Page:
        return open_page(info.context, draft_of(root["page"], root["user"]))

    def resolve_versions(root: dict[str, Any], info: Info, first: int) -> list[dict[str, Any]]:
        if not 1 <= first <= MOST_VERSIONS:
            raise ApiError(ErrorCode.BAD_PAGE_SIZE, f"`first` is from 1 to {MOST_VERSIONS}.")
        if root["version"] is None:  # in a dry run a new page's key may soon be that of another
            return []
        return [version_described(version, written) for version, written in services.versions_of(root["page"], first)]


class DraftConflict(graphene.ObjectType):
    """Both versions, if somebody saved another one meanwhile."""

    yours = graphene.ID(required=True, description="The version that the change starts from.")
    latest = graphene.Field(PageVersion, description="The latest version; null if there is none.")


def described(draft: services.WrittenDraft, author: DraftAuthor) -> dict[str, Any]:
    """Return the values of a `PageDraft`."""
    page, quality = draft.page, draft.quality
    return {
        "page": page,
        "user": author.user,
        "version": draft.revision and version_described(draft.revision, draft.written),
        "edit_url": settings.WAGTAILADMIN_BASE_URL + reverse("wagtailadmin_pages:edit", args=[page.pk]),
        "quality": quality and {name: getattr(quality, name) for name in COLUMNS} | {"page": id_of(page)},
    }


def version_described(version: Revision, written: WrittenVersion | None) -> dict[str, Any]:
    """Return the values of a `PageVersion`."""
    user = version.user
    return {
        "id": str(version.pk),
        "saved_at": version.created_at,
        "saved_by": name_of(user) if user else None,
        "token": written.token_name if written else None,
        "agent": (written.agent or None) if written else None,
    }


@contextmanager
def conflict_noted(yours: str, conflict: dict[str, Any]) -> Iterator[None]:
    """Fill in the values of a `DraftConflict` if the block is refused since another version was saved meanwhile."""
    try:
        yield
    except RefusedError as refusal:
        if latest := refusal.latest:
            conflict.update(yours=yours, latest=version_described(latest, services.written_by(latest)))
        raise
