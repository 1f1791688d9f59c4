"""Messages written to files instead of being sent, as on a developer's or a training hub."""

from __future__ import annotations

import email
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


def may_look(request: HttpRequest) -> bool:
    """Say whether the outbox exists, and whether the user may see it: it has the messages of all programmes."""
    if settings.NEWSLETTER_BACKEND != "file" or not request.user.has_perm(PERMISSION):
        return False
    return request.user.is_superuser or all_are_shown(request)


def outbox(request: HttpRequest, name: str = "") -> HttpResponse:
    """List the newest messages, or show one. Raises Http404 for anything that isn't a message in the folder."""
    if not may_look(request):
        raise PermissionDenied
    folder = Path(settings.NEWSLETTER_FOLDER).resolve()  # where the file backend writes
    if not name:
        newest = sorted(folder.rglob("*.eml"), key=lambda file: file.stat().st_mtime, reverse=True)[:SHOWN]
        found = [(file.relative_to(folder).as_posix(), read(file)) for file in newest]
        return render(request, "newsletter/admin/outbox.html", {"messages_in_files": found, "shown": SHOWN})
    file = (folder / name).resolve()
    if not file.is_relative_to(folder) or file.suffix != ".eml" or not file.is_file():
        raise Http404
    message = read(file)
    bodies = {kind: message.get_body((kind,)) for kind in ("plain", "html")}
    parts = {kind: body.get_content() if body else "" for kind, body in bodies.items()}
    # In the message a template would look for a header of the name `items`.
    context = {"subject": message["Subject"], "headers": message.items(), **parts}
    return render(request, "newsletter/admin/outbox_message.html", context)


def read(file: Path) -> EmailMessage:
    """Return the message in the file."""
    return email.message_from_bytes(file.read_bytes(), policy=default)


class OutboxMenuItem(MenuItem):
    def is_shown(self, request):
        return may_look(request)


class OutboxViewSet(ViewSet):
    name = "newsletter-outbox"
    icon = "mail"
    menu_label = "Outbox"
    menu_item_class = OutboxMenuItem

    def get_urlpatterns(self):
        return [path("", outbox, name="index"), path("<path:name>", outbox, name="message")]
