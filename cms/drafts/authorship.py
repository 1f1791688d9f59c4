"""Who wrote a draft: who proposed it, who changed it since, and who approved it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.db.models import FilteredRelation, Q, QuerySet
from wagtail.models import Page, Revision, TaskState


@dataclass(frozen=True)
class SavedVersion:
    """Who saved a version: a person, and the program if one wrote it in their name; and who approved it, if anybody did."""

    person: str
    program: str = ""
    approved_by: str = ""

    @property
    def author(self) -> str:
        return f"{self.program} of {self.person}" if self.program else self.person


@dataclass(frozen=True)
class Authorship:
    """The authors of versions: of the first, and if a program wrote that of all by programs; of the others; who approved."""

    proposed: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    approved: tuple[str, ...] = ()
    has_program: bool = False

    def __str__(self):
        parts = {"proposed by": self.proposed, "changed by": self.changed, "approved by": self.approved}
        said = ", ".join(f"{deed} {_listed(names)}" for deed, names in parts.items() if names)
        return f"{said[:1].upper()}{said[1:]}." if said else ""


def authorship_of(versions: Iterable[SavedVersion]) -> Authorship:
    """Return who proposed, changed and approved versions, each once. `versions` are in the order in which they were saved."""
    found = list(versions)
    if not found:
        return Authorship()
    is_proposal = [one.program and found[0].program or number == 0 for number, one in enumerate(found)]
    proposed = _once(one.author for one, proposes in zip(found, is_proposal, strict=True) if proposes)
    changed = _once(one.author for one, proposes in zip(found, is_proposal, strict=True) if not proposes)
    return Authorship(
        proposed,
        tuple(name for name in changed if name not in proposed),
        _once(one.approved_by for one in found if one.approved_by),
        any(one.program for one in found),
    )


def authorship(page: Page, after: int | None = None, upto: int | None = None) -> Authorship:
    """Return the authorship of a page's versions since its last publication, or since the version `after`. One statement."""
    if not page.pk:
        return Authorship()
    versions = page.revisions.filter(pk__gt=(page.live_revision_id or 0) if after is None else after)
    if upto is not None:
        versions = versions.filter(pk__lte=upto)
    return authorship_of(version for _, version in _read(versions))


def authorships(pages: Sequence[Page]) -> dict[Any, Authorship]:
    """Return the authorship of each page's versions since its last publication, by the page's key. One statement."""
    found: dict[str, list[SavedVersion]] = {str(page.pk): [] for page in pages}
    if not found:
        return {}
    kind = ContentType.objects.get_for_model(Page)
    unpublished = Q(*(Q(object_id=str(page.pk), pk__gt=page.live_revision_id or 0) for page in pages), _connector=Q.OR)
    for key, version in _read(Revision.objects.filter(unpublished, base_content_type=kind)):
        found[key].append(version)
    return {page.pk: authorship_of(found[str(page.pk)]) for page in pages}


def _read(versions: QuerySet[Revision]) -> Iterator[tuple[str, SavedVersion]]:
    """Yield each version with the key of its page, in the order in which they were saved."""
    approval = FilteredRelation("task_states", condition=Q(task_states__status=TaskState.STATUS_APPROVED))
    columns = [f"{person}__{part}" for person in ("user", "approval__finished_by") for part in _name_columns()]
    program = ("written_version__token_name", "written_version__agent")
    rows = versions.annotate(approval=approval).order_by("pk").values_list("object_id", *program, *columns)
    width = len(_name_columns())
    for key, token, agent, *names in rows:
        person, approver = _full_name(names[:width]), _full_name(names[width:])
        by = f"the token “{token}”"
        program_name = "" if token is None else f"{agent} with {by}" if agent else by
        yield key, SavedVersion(person or "somebody", program_name, approver)


def _name_columns() -> tuple[str, ...]:
    return ("first_name", "last_name", get_user_model().USERNAME_FIELD)


def _full_name(columns: list[str | None]) -> str:
    *names, username = (column or "" for column in columns)
    return " ".join(filter(None, names)).strip() or username


def _once(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))


def _listed(names: tuple[str, ...]) -> str:
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else last
