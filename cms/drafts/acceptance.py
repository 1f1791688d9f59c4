"""What a program wrote is marked until a person has changed or accepted it. Who publishes a version accepts its text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import F, QuerySet
from django.utils.text import capfirst
from wagtail.log_actions import log
from wagtail.models import Page, PageLogEntry, Revision

from cms.base.own_words import worded
from cms.pages.models import BasePage
from cms.quality.pages import public_fields

from .models import DraftedPage, WrittenVersion
from .parts import Parts, PartShape, blocks_in, by_programs, parts_of, row_path, shape_of, unchecked
from .requests import is_by_program

ACCEPTED, ACCEPTED_BY_PUBLISHING = "cms.draft.accepted", "cms.draft.accepted_by_publishing"
# The log's actions of a version that becomes public; the second is the worker's.
PUBLICATIONS = ("wagtail.publish", "wagtail.publish.scheduled")
SCHEDULED = "wagtail.publish.schedule"
# Of a page's newest versions by programs: an editor who goes back to one finds its parts marked.
KEPT_WHOLE = 20
# Of the labels in an entry of the log.
MOST_NAMED = 20


@dataclass(frozen=True)
class UncheckedPart:
    """A part of a draft that is as a program wrote it: its name for people, who wrote it, and where the form has it.

    `key` names the part with its value, so that nobody accepts what they haven't seen. `row` is the place of a row in its
    list.
    """

    key: str
    label: str
    by: str
    field: str
    block: str = ""
    row: int | None = None


def written_versions(page: Page) -> QuerySet[WrittenVersion]:
    """Return the versions of a page that programs saved and that have known parts, oldest first."""
    kind = ContentType.objects.get_for_model(Page)
    known = WrittenVersion.objects.exclude(parts={})
    of_page = known.filter(revision__base_content_type=kind, revision__object_id=str(page.pk))
    return of_page.order_by("revision_id")


def unchecked_parts(page: Page, latest: Revision | None = None) -> list[UncheckedPart]:
    """Return the parts of a page's latest draft that are as a program wrote them and that nobody has accepted, in the order
    of the form. One statement; another for the latest version, unless it is given, if a program wrote any."""
    versions = list(written_versions(page)) if page.pk else []
    page = page.specific if versions else page
    if not versions or not isinstance(page, BasePage):
        return []
    return _listed(type(page), latest.content if latest else _latest_content(page), versions)


def unchecked_in(revisions: Iterable[Revision]) -> dict[str, list[UncheckedPart]]:
    """Return what `unchecked_parts` does, for a version of each of several pages, by `object_id`. One statement, besides
    their content types."""
    kind, held = ContentType.objects.get_for_model(Page), {one.object_id: one for one in revisions}
    known = WrittenVersion.objects.exclude(parts={}).annotate(page_key=F("revision__object_id")).order_by("revision_id")
    written: dict[str, list[WrittenVersion]] = {}
    for version in known.filter(revision__base_content_type=kind, revision__object_id__in=held):
        if version.revision_id <= held[version.page_key].pk:
            written.setdefault(version.page_key, []).append(version)
    return {
        key: _listed(held[key].content_type.model_class(), held[key].content, versions)
        for key, versions in written.items()
    }


def _listed(model: Any, content: Mapping[str, Any], versions: Sequence[WrittenVersion]) -> list[UncheckedPart]:
    shape = shape_of(model)
    found = unchecked(versions, parts_of(content, shape))
    described = _described(model, content, shape)
    return [UncheckedPart(_key(path, version), by=version.by, **described[path]) for path, version in found.items()]


@transaction.atomic
def accept(page: BasePage, user: Any, keys: Iterable[str]) -> int:
    """Note that the user has accepted parts of a page, and return how many. `keys` are those of `UncheckedPart`.

    A part that was changed or accepted meanwhile is left out.
    """
    wanted = set(keys)
    versions = list(written_versions(page).select_for_update(of=("self",)))
    parts = parts_of(_latest_content(page), shape_of(type(page))) if versions else {}
    found = {path: one for path, one in unchecked(versions, parts).items() if _key(path, one) in wanted}
    _accept(page, found, user, ACCEPTED)
    return len(found)


def forget_superseded(page: Page, present: Parts) -> None:
    """Keep of older versions by programs only the parts that are still as they wrote them, so that what is read of a page
    doesn't grow with each change. `present` are the parts of its latest draft."""
    versions = list(written_versions(page))
    standing, emptied = by_programs(versions, present), []
    for version in versions[:-KEPT_WHOLE]:
        kept = {path: value for path, value in version.parts.items() if standing.get(path) == version}
        if kept != version.parts:
            version.parts, version.accepted = kept, [path for path in version.accepted if path in kept]
            emptied.append(version)
    WrittenVersion.objects.bulk_update(emptied, ["parts", "accepted"])


def _accept(page: Page, found: Mapping[str, WrittenVersion], user: Any, action: str, revision: Any = None) -> None:
    if not found:
        return
    for path, version in found.items():
        version.accepted.append(path)
    WrittenVersion.objects.bulk_update(set(found.values()), ["accepted"])
    names = list(dict.fromkeys(_label_of_field(type(page), path.partition(".")[0]) for path in found))
    data = {
        "number": "1 part" if len(found) == 1 else f"{len(found)} parts",
        "what": ", ".join(names[:MOST_NAMED]),
        "by": ", ".join(dict.fromkeys(version.by for version in found.values())),
        "tokens": sorted({version.token_name for version in found.values()}),
    }
    log(page, action, user=user, revision=revision, data=data)


# Receivers


def published(instance: Page, revision: Revision, **kwargs: Any) -> None:
    """Keep whether the text that is now public is in part as a program wrote it."""
    if not instance.live or not isinstance(instance, BasePage):
        return
    versions = _versions_up_to(instance, revision)
    written = by_programs(versions, _parts_in(instance, revision)) if versions else {}
    if {path.partition(".")[0] for path in written} & _text_names(type(instance)):
        DraftedPage.objects.get_or_create(page=instance.page_ptr)
    else:
        DraftedPage.objects.filter(page=instance.pk).delete()


def logged(instance: PageLogEntry, created: bool = False, raw: bool = False, **kwargs: Any) -> None:
    """Note that the person who published a version has accepted what a program wrote in it. For a schedule, that is the person
    who set it."""
    if raw or not created or instance.action not in PUBLICATIONS or instance.revision_id is None:
        return
    if is_by_program():  # nobody has seen it
        return
    page = instance.page.specific
    if isinstance(page, BasePage):
        accept_published(page, instance.revision, instance.user)


def accept_published(page: BasePage, revision: Revision, user: Any) -> None:
    """Note that the user has accepted what a program wrote in a published version. Without a user it was scheduled, and that
    is the person who scheduled it."""
    versions = _versions_up_to(page, revision)
    if not versions or not (found := unchecked(versions, _parts_in(page, revision))):
        return
    if user is None:
        scheduled = PageLogEntry.objects.filter(action=SCHEDULED, revision=revision).order_by("-pk").first()
        user = scheduled.user if scheduled else None
    _accept(page, found, user, ACCEPTED_BY_PUBLISHING, revision)


def _versions_up_to(page: Page, revision: Revision) -> list[WrittenVersion]:
    return list(written_versions(page).filter(revision__lte=revision.pk))


def _parts_in(page: BasePage, revision: Revision) -> Parts:
    return parts_of(revision.content, shape_of(type(page)))


def _text_names(model: Any) -> set[str]:
    """Return the names of the fields and lists that hold text for readers: not dates, kinds and the like."""
    return {"title", *(field.name for field in public_fields(model)), *shape_of(model).rows}


def _latest_content(page: Page) -> dict[str, Any]:
    latest = page.latest_revision
    return latest.content if latest else {}


def _key(path: str, version: WrittenVersion) -> str:
    return f"{path}={version.parts[path]}"


# Names for people


def _described(model: Any, content: Mapping[str, Any], shape: PartShape) -> dict[str, dict[str, Any]]:
    """Return the name and the place in the form of each part of a page, by path."""
    found: dict[str, dict[str, Any]] = {}
    for name in shape.fields:
        label = _label_of_field(model, name)
        if name not in shape.streams:
            found[name] = {"field": name, "label": label}
            continue
        children = model._meta.get_field(name).stream_block.child_blocks
        for number, block in enumerate(blocks_in(content.get(name)), 1):
            kind = children[block["type"]].label if block["type"] in children else block["type"]
            place = {"field": name, "block": block.get("id", "")}
            found[f"{name}.{place['block']}"] = place | {"label": f"{label}, block {number} ({kind})"}
    for name in shape.rows:
        label = _label_of_field(model, name)
        for number, row in enumerate(content.get(name) or ()):
            found.setdefault(
                row_path(name, row, shape), {"field": name, "row": number, "label": f"{label}, row {number + 1}"}
            )
    return found


def _label_of_field(model: Any, name: str) -> str:
    field = model._meta.get_field(name)
    named = (
        _headings(model).get(name)
        or getattr(field, "verbose_name", "")
        or field.related_model._meta.verbose_name_plural
    )
    return worded(str(capfirst(named)))


@cache
def _headings(model: Any) -> dict[str, str]:
    """Return the headings that a form gives to fields and lists of rows."""
    found, panels = {}, [model.get_edit_handler()]
    while panels:
        panel = panels.pop()
        panels += getattr(panel, "children", ())
        name = getattr(panel, "field_name", None) or getattr(panel, "relation_name", None)
        if name and panel.heading:
            found[name] = str(panel.heading)
    return found
