"""Pictures and files of a content folder: `media/pictures.toml` and `media/files.toml`, each file beside them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import models, transaction
from wagtail.documents.fields import WagtailDocumentField
from wagtail.images.fields import WagtailImageField
from wagtail.models import Collection, Site
from wagtail.utils.file import hash_filelike

from cms.models import HubDocument, HubImage

from .files import Record
from .problems import ProblemList

# Taken from a document's file, unless a folder gives them.
FACTS = ("pages", "language", "accessible")
FOCAL_POINT = ("focal_point_x", "focal_point_y", "focal_point_width", "focal_point_height")
# The content of a picture or file by model; the rest follows from its bytes.
CONTENT = {
    HubImage: ("title", "description", "credit", *FOCAL_POINT, "file_hash"),
    HubDocument: ("title", *FACTS, "file_hash"),
}


def file_of(record: Record, problems: ProblemList) -> Path | None:
    """Return the file that a record names, if the hub would take it as an upload; otherwise add a problem."""
    line = record.line("file")
    name = record.values.get("file")
    if not isinstance(name, str) or not name or Path(name).name != name:
        problems.add(record.file, line, "“file” must name a file beside this one, between quotes.")
        return None
    path = record.file.parent / name
    if not path.is_file():
        problems.add(record.file, line, f"There is no file {name} beside this one.")
        return None
    field = WagtailImageField() if record.model is HubImage else WagtailDocumentField()
    try:
        field.clean(SimpleUploadedFile(name, path.read_bytes()))
    except ValidationError as error:
        for message in error.messages:
            problems.add(record.file, line, f"{name}: {message}")
        return None
    return path


def hash_of(path: Path) -> str:
    """Return the hash of a file's bytes, as Wagtail stores it."""
    with path.open("rb") as file:
        return hash_filelike(file)


def focal_point(record: Record, problems: ProblemList) -> dict[str, int]:
    """Return the fields of `focal_point = [x, y, width, height]`, the middle and the size of what matters, in pixels."""
    written = record.values.get("focal_point")
    if written is None:
        return {}
    if isinstance(written, list) and len(written) == 4 and all(type(each) is int and each >= 0 for each in written):
        return dict(zip(FOCAL_POINT, written, strict=True))
    problems.add(record.file, record.line("focal_point"), "“focal_point” must be four whole numbers: [x, y, w, h].")
    return {}


def collection_of(site: Site) -> Collection:
    """Return the collection of a site's programme: the root while the hub has one programme."""
    record = getattr(site, "programme_site", None) if site.pk else None
    return (record and record.collection) or Collection.get_first_root_node()


def same_file(model: type[models.Model], file_hash: str, collection: Collection, taken: set[Any]) -> Any:
    """Return the picture or file in the collection that has these bytes and isn't in `taken`; None if there is none."""
    found = model._default_manager.filter(file_hash=file_hash, collection=collection).exclude(pk__in=taken)
    return found.order_by("pk").first()


def give_file(instance: Any, path: Path) -> None:
    """Put a file into an unsaved picture or document. It is stored when the object is saved, the old one then deleted."""
    old = instance.file if instance.pk and instance.file else None
    instance.file = ContentFile(path.read_bytes(), name=path.name)
    instance.file_size = path.stat().st_size
    if old:
        transaction.on_commit(lambda: old.storage.delete(old.name), robust=True)


def is_stored_as(instance: Any, file_hash: str) -> bool:
    """Whether the object has a file with this hash."""
    return bool(instance.pk and instance.file and instance.file_hash == file_hash)
