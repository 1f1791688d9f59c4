"""One address: each answer that the bench has written into the folder `BENCH_BODIES` is read once, at start."""

import os
from pathlib import Path

from django.http import HttpRequest, HttpResponse
from django.urls import path

BODIES = {file.stem: file.read_bytes() for file in Path(os.environ["BENCH_BODIES"]).glob("*.json")}


def body(request: HttpRequest, name: str) -> HttpResponse:
    """Return the bytes."""
    return HttpResponse(BODIES[name], content_type="application/json; charset=utf-8")


urlpatterns = [path("bare/<str:name>/", body)]
