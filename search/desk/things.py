"""What the desk's index says of a thing: a page with its newest draft, a document, an image or a term."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, singledispatch
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from wagtail.models import Page, get_page_models
from wagtail.snippets.models import get_snippet_models

from cms.models import HubDocument, HubImage
from programme.models import CommitmentPage
from search.engine.words import clean
from search.index import programme  # noqa: F401  registers the texts of page types
from search.index.entries import FIELDS
from search.index.entries import VERSION as OF_PAGES
from search.index.texts import own_texts, said_by
from search.models import DocumentText

# Raise it when texts change otherwise than those of pages do: the worker then writes all entries again.
VERSION = "1"
# The search's own records would be found by the words that they are about.
WITHOUT = ("search",)

Identity = tuple[int, int]  # the key of its content type, and its own


@dataclass(frozen=True)
class DeskContents:
    """The contents of an entry."""

    identity: Identity
    fields: dict[str, str]

    @property
    def digest(self) -> str:
        content = "\0".join([VERSION, OF_PAGES, *(self.fields[name] for name in FIELDS)])
        return hashlib.blake2s(content.encode(errors="replace"), digest_size=16).hexdigest()


@cache
def models() -> tuple[type[Model], ...]:
    """Return the models whose objects are in the index."""
    terms = (model for model in get_snippet_models() if model._meta.app_label not in WITHOUT)
    return (*(model for model in get_page_models() if model is not Page), HubDocument, HubImage, *terms)


def content_types() -> dict[int, type[Model]]:
    """Return those models by the keys of their content types, which are kept in memory."""
    types = ContentType.objects.get_for_models(*models(), for_concrete_models=False)
    return {content_type.pk: model for model, content_type in types.items()}


def identity_of(thing: Model) -> Identity:
    return ContentType.objects.get_for_model(thing, for_concrete_model=False).pk, thing.pk


def contents_of(things: Iterable[Model]) -> Iterator[DeskContents]:
    """Yield the contents of the entries of things, which are specific."""
    for thing in things:
        fields = dict.fromkeys(FIELDS, "") | _said_of(_newest(thing))
        yield DeskContents(identity_of(thing), fields)


def _newest(thing: Any) -> Model:
    """Return the thing as its form shows it."""
    return thing.get_latest_revision_as_object() if getattr(thing, "has_unpublished_changes", False) else thing


@singledispatch
def _said_of(thing: Any) -> dict[str, str]:
    """Return the texts of a thing by field: of a term its name, and what it says of itself."""
    names = [str(getattr(thing, name, "")) for name in ("short_name", "long_form")]
    return {
        "title": clean(str(thing)),
        "aliases": " · ".join(filter(None, map(clean, names))),
        "body": "\n".join(map(clean, own_texts(thing))),
    }


@_said_of.register
def _of_page(page: Page) -> dict[str, str]:
    said = said_by(page)
    if isinstance(page, CommitmentPage):
        # Editors look for notes that readers don't see: of a later day, or corrected since.
        said.body += [entry.note for entry in page.progress_entries.all() if entry.note not in said.body]
    return said.fields() | {"marks": "\n".join(sorted(said.marks)), "facts": "\n".join(said.facts)}


@_said_of.register
def _of_document(document: HubDocument) -> dict[str, str]:
    read = DocumentText.objects.filter(document=document.pk).values_list("text", flat=True).first()
    return {
        "title": clean(document.title),
        "labels": clean(f"{document.filename} {document.file_extension}"),
        "body": read or "",
    }


@_said_of.register
def _of_image(image: HubImage) -> dict[str, str]:
    return {
        "title": clean(image.title),
        "labels": clean(f"{image.filename} {image.credit}"),
        "body": clean(image.description),
    }
