"""Messages written to files instead of being sent, as on a developer's or a training hub."""

from __future__ import annotations

import email
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet

from cms.editing.shown_rows import all_are_shown

PERMISSION = "newsletter.view_letter"
SHOWN = 200


@dataclass(frozen=True)
class Filed:
    """One message in the folder. `name` is its path below it."""

    name: str
    message: EmailMessage

    def part(self, kind: str) -> str:
        """Return the text or the HTML of the message."""
        body = self.message.get_body((kind,))
        return body.get_content() if body else ""

    @property
    def headers(self) -> list[tuple[str, str]]:
        # A template would look for a header of the name `items`.
        return self.message.items()

    @property
    def text(self) -> str:
        return self.part("plain")

    @property
    def html(self) -> str:
        return self.part("html")


def latest() -> list[Filed]:
    """Return the newest messages of the folder."""
    files = sorted(folder().rglob("*.eml"), key=lambda file: file.stat().st_mtime, reverse=True)
    return [read(file) for file in files[:SHOWN]]


def read(file: Path) -> Filed:
    """Return the message in the file."""
    return Filed(file.relative_to(folder()).as_posix(), email.message_from_bytes(file.read_bytes(), policy=default))


def folder() -> Path:
    """Return where the file backend writes."""
    return Path(settings.NEWSLETTER_FOLDER).resolve()


def may_look(request: HttpRequest) -> bool:
    """Say whether the outbox exists, and whether the user may see it: it has the messages of all programmes."""
    if settings.NEWSLETTER_BACKEND != "file" or not request.user.has_perm(PERMISSION):
        return False
    return request.user.is_superuser or all_are_shown(request)


def outbox(request: HttpRequest) -> HttpResponse:
    """List the newest messages."""
    if not may_look(request):
        raise PermissionDenied
    return render(request, "newsletter/admin/outbox.html", {"messages_in_files": latest(), "shown": SHOWN})


def message(request: HttpRequest, name: str) -> HttpResponse:
    """Show one message. Raises Http404 for anything that isn't a message in the folder."""
    if not may_look(request):
        raise PermissionDenied
    file = (folder() / name).resolve()
    if not file.is_relative_to(folder()) or file.suffix != ".eml" or not file.is_file():
        raise Http404
    return render(request, "newsletter/admin/outbox_message.html", {"filed": read(file)})


class OutboxMenuItem(MenuItem):
    def is_shown(self, request):
        return may_look(request)


class OutboxViewSet(ViewSet):
    name = "newsletter-outbox"
    icon = "mail"
    menu_label = "Outbox"
    menu_item_class = OutboxMenuItem

    def get_urlpatterns(self):
        return [path("", outbox, name="index"), path("<path:name>", message, name="message")]
