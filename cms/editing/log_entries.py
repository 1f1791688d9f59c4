"""The histories of the whole hub: people who don't work in all programmes see the entries about their own.

Wagtail asks whether somebody may see entries about a kind of record; with several programmes that isn't enough.
"""

from __future__ import annotations

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Q
from django.db.models.functions import Cast
from wagtail.admin.views.reports.audit_logging import LogEntriesView
from wagtail.models import ModelLogEntry, Page

from cms.accounts.views import AuditLogView
from cms.base.requests import EditorRequest
from cms.editing.own_things import seen


def own_entries(request: EditorRequest) -> Q:
    """Return the condition for the entries about the user's programmes, and about what all share; for all entries for
    somebody who works in every programme. An entry about a record that was deleted is for those people alone."""
    found, kept_apart = Q(), []
    for model in apps.get_models():
        if not issubclass(model, Page) and (shown := seen(request.user, model)):
            kind = ContentType.objects.get_for_model(model)
            kept_apart.append(kind)
            rows = model._default_manager.filter(shown).order_by()
            names = rows.annotate(key_as_text=Cast("pk", CharField())).values("key_as_text")
            found |= Q(content_type=kind, object_id__in=names)
    return found | ~Q(content_type__in=kept_apart) if kept_apart else Q()


class OwnEntriesMixin(LogEntriesView):
    """A history with the entries about the user's programmes."""

    def filter_queryset(self, queryset):
        if queryset.model is ModelLogEntry:
            queryset = queryset.filter(own_entries(self.request))
        return super().filter_queryset(queryset)


class ProgrammeHistoryView(OwnEntriesMixin):
    """Wagtail's history of the site."""


class ProgrammeAuditLogView(OwnEntriesMixin, AuditLogView):
    """The audit log."""
