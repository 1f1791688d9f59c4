"""Records that are written once."""

from __future__ import annotations

from typing import NoReturn

from django.db import models


class AppendOnlyError(TypeError):
    """Somebody tried to change or delete an append-only record."""


class AppendOnlyQuerySet(models.QuerySet):
    """Rows that can be added and read."""

    def update(self, **fields) -> NoReturn:
        raise AppendOnlyError(f"{self.model.__name__} is append-only.")

    def delete(self) -> NoReturn:
        raise AppendOnlyError(f"{self.model.__name__} is append-only.")


class AppendOnly(models.Model):
    """A record that stays as it was written. Raises AppendOnlyError otherwise."""

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        if not self._state.adding:
            raise AppendOnlyError(f"{type(self).__name__} is append-only.")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs) -> NoReturn:
        raise AppendOnlyError(f"{type(self).__name__} is append-only.")
