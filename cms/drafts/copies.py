"""Copies of pages: what is as a program wrote it stays marked in them, and what people accepted stays accepted.

A person's copy has the versions of its source, as Wagtail makes it, so each program's version has a twin, which gets the
parts that are still as the program wrote them. A program's copy has one version, which gets them all.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import F
from django.http import HttpRequest
from wagtail import hooks
from wagtail.models import Page

from cms.pages.models import BasePage

from .acceptance import accept_published, published, written_versions
from .models import WrittenVersion
from .parts import Parts, by_programs, parts_of, shape_of


@hooks.register("after_copy_page")
def copied(request: HttpRequest, source: Page, copy: Page) -> None:
    """Keep the marks in a copy that a person made, and in those of the pages below. Who publishes them at once accepts them."""
    with transaction.atomic():
        for marked in carry_over(source, copy):
            if marked.live and (revision := marked.latest_revision):
                published(marked, revision)
                accept_published(marked, revision, request.user)


def carry_over(source: Page, copy: Page) -> list[BasePage]:
    """Note what programs wrote in a copy of a page, and in those of the pages below. Return the pages in which it is noted.

    One statement if no program wrote any of them.
    """
    if copy.alias_of_id:  # it follows its source, and has no form
        return []
    pairs = {str(one.pk): twin for one, twin in _pairs(source, copy)}
    versions: dict[str, list[Any]] = defaultdict(list)
    kind = ContentType.objects.get_for_model(Page)
    written = WrittenVersion.objects.filter(revision__base_content_type=kind, revision__object_id__in=pairs)
    for version in written.annotate(key=F("revision__object_id"), at=F("revision__created_at")).order_by("revision"):
        versions[version.key].append(version)
    twins = {key: pairs[key].specific for key in versions}
    marked = {key: twin for key, twin in twins.items() if isinstance(twin, BasePage)}
    for key, twin in marked.items():
        _note(twin, versions[key])
    return list(marked.values())


def parts_in_copy(source: BasePage, content: Mapping[str, Any]) -> tuple[Parts, list[str]]:
    """Return the parts of a copy's only version that are as programs wrote them in its source, and the paths of those that
    people accepted. `content` is the version's."""
    latest = source.latest_revision
    if latest is None:
        return {}, []
    shape = shape_of(type(source))
    known = parts_of(content, shape)
    found = by_programs(list(written_versions(source)), parts_of(latest.content, shape))
    kept = {path: version for path, version in found.items() if known.get(path) == version.parts[path]}
    return {path: known[path] for path in kept}, [path for path, version in kept.items() if path in version.accepted]


def _pairs(source: Page, copy: Page) -> Iterator[tuple[Page, Page]]:
    yield source, copy
    if copy.numchild:
        yield from zip(source.get_descendants(), copy.get_descendants(), strict=False)


def _note(copy: BasePage, versions: list[Any]) -> None:
    latest = copy.latest_revision
    if latest is None:
        return
    present = by_programs(versions, parts_of(latest.content, shape_of(type(copy))))
    twins: dict[Any, list[int]] = defaultdict(list)
    for key, at in copy.revisions.exclude(pk=latest.pk).order_by("pk").values_list("pk", "created_at"):
        twins[at].append(key)
    WrittenVersion.objects.bulk_create(
        WrittenVersion(
            revision_id=twins[version.at].pop(0),
            token_id=version.token_id,
            token_name=version.token_name,
            agent=version.agent,
            parts={path: version.parts[path] for path, one in present.items() if one is version},
            accepted=[path for path, one in present.items() if one is version and path in version.accepted],
        )
        for version in versions
        if twins[version.at]
    )
