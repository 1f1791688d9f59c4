"""Upload of a manifest by HTTP, with an access token that has the scope `documents`."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, JsonResponse
from django.views.decorators.csrf import csrf_exempt

from cms.base import request_ids
from cms.graphql.errors import ErrorCode
from cms.pages.viewer import visibility_of
from cms.tokens.authentication import TokenRefusedError, require
from cms.tokens.scopes import DOCUMENTS

from .services import LARGEST, Fault, ManifestRefusedError, upload


@csrf_exempt
def manifest(request: HttpRequest, frontend: str) -> JsonResponse:
    """Make the body, a manifest, that of the frontend. Status 200 says what is new; 401, 403, 405, 413 and 422 refuse it.

    A refusal has GraphQL's form of errors, each with the id of the document in `extensions.documentId`.
    """
    if request.method != "PUT":
        return _refused(405, [Fault("Use PUT.")], ErrorCode.BAD_REQUEST, Allow="PUT")
    try:
        site = visibility_of(request).site
        token = require(request, DOCUMENTS, lambda: site and site.pk)
    except TokenRefusedError as refusal:
        return _refused(refusal.status, [Fault(refusal.message)], ErrorCode(refusal.code), **refusal.headers)
    if int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST:
        return _refused(413, [Fault(f"A manifest has {LARGEST} bytes at most.")], ErrorCode.REQUEST_TOO_LARGE)
    try:
        done = upload(frontend, request.body, site, token.created_by)
    except ManifestRefusedError as refusal:
        return _refused(422, refusal.faults, ErrorCode.INVALID_DOCUMENT)
    return _answer({"frontend": frontend, **done._asdict()}, 200)


def _refused(status: int, faults: list[Fault], code: ErrorCode, **headers: str) -> JsonResponse:
    errors = []
    for message, identifier in faults:
        extensions = {"code": str(code), "id": request_ids.current()}
        if identifier is not None:
            extensions["documentId"] = identifier
        errors.append({"message": message, "extensions": extensions})
    return _answer({"errors": errors}, status, **headers)


def _answer(body: dict[str, Any], status: int, **headers: str) -> JsonResponse:
    headers = {"Cache-Control": "private, no-store", "Vary": "Authorization"} | headers
    return JsonResponse(body, status=status, headers=headers, json_dumps_params={"ensure_ascii": False})
