"""Takes pictures and documents from programs, by the forms with which people upload them, into collections of the person's."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from wagtail.documents.forms import get_document_form
from wagtail.images.forms import get_image_form
from wagtail.log_actions import log
from wagtail.models import Site
from wagtail.permissions import policy_registry

from cms.media.models import HubDocument, HubImage
from cms.sites.models import ProgrammeSite

from .form_data import FormProblem, problems_of
from .requests import NOT_FOUND, DraftAuthor, RefusedError, RequestTerms, carry_out, refused

UPLOADED = "cms.file.uploaded"
FORMS: dict[type[HubImage | HubDocument], Any] = {HubImage: get_image_form, HubDocument: get_document_form}
COLLECTION, FILE = "collection", "file"
GONE = "The picture or document that the earlier request uploaded is gone."


@dataclass(frozen=True)
class Uploaded:
    """A picture or document, unsaved in a trial. `is_repeated` says that an earlier request with the same key saved it."""

    thing: HubImage | HubDocument
    is_repeated: bool = False


def upload(
    author: DraftAuthor,
    terms: RequestTerms,
    model: type[HubImage | HubDocument],
    file: UploadedFile,
    values: Mapping[str, Any],
) -> Uploaded:
    """Take a file, which isn't public until a person publishes something that shows it. Raises RefusedError.

    `values` are those of the form; the collection is given by its name, and is otherwise the first of the person's. Those of
    other programmes aren't offered.
    """
    policy = policy_registry.get_by_type(model)
    if not policy.user_has_permission(author.user, "add"):
        raise refused("not_permitted", f"The person behind this token may upload no {model._meta.verbose_name_plural}.")
    # Before the transaction: nobody who writes waits while a file is scanned.
    form = filled_upload(author.user, model, file, values, terms.site)
    stored: list[Any] = []

    def write() -> Uploaded:
        if terms.is_trial:
            return Uploaded(form.instance)
        form.instance.uploaded_by_user = author.user
        form.holds = True
        thing = form.save()
        stored.append(thing.file)
        log(thing, UPLOADED, user=author.user, data=author.log_data)
        return Uploaded(thing)

    def again(thing: HubImage | HubDocument | None) -> Uploaded:
        if thing is None or not policy.user_has_permission_for_instance(author.user, "change", thing):
            raise refused(NOT_FOUND, GONE)
        return Uploaded(thing, is_repeated=True)

    request = ("upload", model._meta.label, dict(values), file.name, _digest(file))
    uploaded = None
    try:
        uploaded = carry_out(author, terms, request, write, lambda uploaded: uploaded.thing, again)
        return uploaded
    finally:
        # The row is gone with the transaction, and the store knows of none.
        if stored and (uploaded is None or uploaded.is_repeated):
            stored[0].storage.delete(stored[0].name)


def filled_upload(
    user: Any, model: type[Any], file: UploadedFile, values: Mapping[str, Any], site: Site | None = None
) -> Any:
    """Return the form with which a person uploads a picture or document, valid and filled in.

    `values` are as of `upload`. With a site, collections of other programmes aren't offered. The person may add a file
    somewhere. Raises RefusedError with all that is wrong.
    """
    form_class = FORMS[model](model)
    form = form_class(user=user, instance=model())
    problems, data = [], {name: value for name, value in values.items() if value is not None}
    name = data.pop(COLLECTION, None)
    others = ProgrammeSite.objects.exclude(site=site).exclude(collection=None) if site else ProgrammeSite.objects.none()
    elsewhere = tuple(others.values_list("collection__path", flat=True))
    here = [one for one in form.collections if not one.path.startswith(elsewhere)]
    offered = [one for one in here if name is None or one.name == name]
    if not offered:
        called = " with this name" if name else ""
        words = f"The person behind this token may add nothing to a collection{called} here."
        problems.append(FormProblem((COLLECTION,), "invalid_choice", words))
    elif COLLECTION in form.fields:
        data[COLLECTION] = str(offered[0].pk)
    else:
        data.pop(COLLECTION, None)
    form = form_class(data, {FILE: file}, user=user, instance=model())
    if not form.is_valid():
        form.formsets = {}
        known = {one.path for one in problems}
        problems += [one for one in problems_of(form, {}) if one.path not in known]
    if problems:
        raise RefusedError(problems)
    return form


def _digest(file: UploadedFile) -> str:
    digest = hashlib.sha256()
    for part in file.chunks():
        digest.update(part)
    file.seek(0)
    return digest.hexdigest()
