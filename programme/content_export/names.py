"""The names that the files of a folder give to pages, terms, pictures, files and rows of settings."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Any

from django.db import models
from django.utils.text import slugify
from wagtail.models import Page

from cms.base.free_names import first_free
from cms.models import HubDocument, HubImage, Snippet
from cms.sites.rows import SiteRow
from cms.visibility.rule import Visibility
from programme.content_loader.values import naming_field

MEDIA = (HubImage, HubDocument)


class Names:
    """What can be named: public pages of the programme, public terms and media, and rows of its settings.

    Asking for the name of a term or medium notes that the folder needs it.
    """

    def __init__(self, visibility: Visibility, paths: dict[int, str]):
        self.visibility = visibility
        self.paths = paths  # of pages, by key
        self.used: dict[type[models.Model], dict[int, Any]] = {}
        self.keys: dict[tuple[type[models.Model], int], str] = {}
        self.rows: dict[tuple[type[models.Model], int], str] = {}  # of rows outside the pages, as they are written

    def name(self, model: type[models.Model], pk: Any) -> str | None:
        """Return the name of an object; None if the folder doesn't have it."""
        if pk is None:
            return None
        if issubclass(model, Page):
            return self.paths.get(int(pk))
        if model in MEDIA or issubclass(model, Snippet):
            thing = self._needed(model, int(pk))
            if thing is None:
                return None
            return thing.slug if isinstance(thing, Snippet) else self.keys.get((model, thing.pk), str(thing.pk))
        field = naming_field(model)
        if not field:
            return self.rows.get((model, int(pk)))
        # Of the rows of a programme, a folder has those that are for everybody.
        rows = model.to_export(self.visibility.site) if issubclass(model, SiteRow) else model._default_manager.all()
        return rows.filter(pk=pk).values_list(field, flat=True).first()

    def need(self, rows: models.QuerySet[Any]) -> None:
        """Note the public ones of these objects: the folder has them, whether or not something refers to them."""
        for thing in self.visibility.filter(rows):
            self.used.setdefault(type(thing), {})[thing.pk] = thing

    def _needed(self, model: type[models.Model], pk: int) -> Any:
        known = self.used.setdefault(model, {})
        if pk not in known:
            known[pk] = self.visibility.filter(model._default_manager.filter(pk=pk)).first()
        return known[pk]

    def _known(self, model: type[models.Model]) -> list[Any]:
        return [thing for thing in self.used.get(model, {}).values() if thing]

    def terms(self) -> dict[type[models.Model], list[Any]]:
        """Return the terms that are needed, by model, in order of their slugs."""
        kinds = [model for model in self.used if issubclass(model, Snippet)]
        return {model: sorted(self._known(model), key=lambda term: term.slug) for model in kinds}

    def media(self, model: type[models.Model]) -> list[Any]:
        """Return the pictures or files that are needed, in order of their keys."""
        return sorted(self._known(model), key=lambda thing: self.keys.get((model, thing.pk), ""))

    def settle(self) -> None:
        """Give the pictures and files that are needed their keys: made of their titles."""
        for model in MEDIA:
            taken: set[str] = set()
            for thing in sorted(
                self._known(model), key=lambda t: (t.title, t.get_file_hash(), getattr(t, "description", ""))
            ):
                wanted = slugify(thing.title) or slugify(PurePosixPath(thing.file.name).stem) or "file"
                key = self.keys[model, thing.pk] = first_free(wanted, taken)
                taken.add(key)
