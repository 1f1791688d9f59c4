"""The histories of the whole hub: people who don't work in all programmes see the entries about their own.

Wagtail asks whether somebody may see entries about a kind of record; with several programmes that isn't enough.
"""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Model, Q, QuerySet
from django.db.models.functions import Cast
from wagtail.admin.views.reports.audit_logging import LogEntriesView
from wagtail.contrib.settings.models import BaseSiteSetting
from wagtail.models import ModelLogEntry, Site

from cms.accounts.views import AuditLogView
from cms.base.requests import EditorRequest
from cms.editing.own_programmes import programmes_of
from cms.pages.viewer import sites_of
from cms.sites.rows import SharableRow, SiteRow, rows_of_sites, shared_and
from cms.tokens.models import AccessToken


def own_entries(request: EditorRequest) -> Q:
    """Return the condition for the entries about the user's programmes, and about what all share; for all entries for
    somebody who works in every programme. An entry about a record that was deleted is for those people alone."""
    sites = sites_of(request)
    own = programmes_of(request.user, sites)
    if len(own) == len(sites):
        return Q()
    keys = [one.site_key for one in own]
    found, kept_apart = Q(), []
    for model in apps.get_models():
        shown = _shown(model, keys, with_default=any(one.is_default for one in own))
        if shown is not None:
            kind = ContentType.objects.get_for_model(model)
            kept_apart.append(kind)
            names = shown.order_by().annotate(key_as_text=Cast("pk", CharField())).values("key_as_text")
            found |= Q(content_type=kind, object_id__in=names)
    return found | ~Q(content_type__in=kept_apart)


def _shown(model: type[Model], keys: list[int], *, with_default: bool) -> QuerySet[Any] | None:
    """Return the records of a model to which entries may refer; None for a model whose records all programmes share."""
    rows = model._default_manager
    if issubclass(model, SiteRow):
        return rows.filter(rows_of_sites(keys, "site", with_default=with_default))
    if issubclass(model, SharableRow):
        return rows.filter(shared_and(rows_of_sites(keys, "site", with_default=with_default)))
    if issubclass(model, BaseSiteSetting):
        return rows.filter(site__in=keys)
    if model is Site:
        return rows.filter(pk__in=keys)
    return rows.filter(sites__in=keys) if model is AccessToken else None


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
