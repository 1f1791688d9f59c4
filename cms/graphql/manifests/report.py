"""The report of frontends' documents: what each frontend may ask, and what is asked."""

from __future__ import annotations

import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db.models import IntegerField, Max, OuterRef, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce
from django.urls import path
from django.utils import timezone
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.reports import ReportView
from wagtail.permissions import policy_registry, register_permission_policy

from cms.accounts.roles import PROGRAMME_LEADS, rights
from cms.base.spreadsheets import safe_cell
from cms.pages.viewer import visibility_of
from cms.tokens.scopes import DOCUMENTS, TokenScope, scopes

from .models import DocumentUse, FrontendDocument

UPLOAD = "cms.add_frontenddocument"
# The days over which requests are averaged: a week has quiet and busy ones.
DAYS = 7


def register_rights() -> None:
    """Let programme leads see the report and upload documents by a token; nobody changes anything in it."""
    register_permission_policy(FrontendDocument)
    rights.add((PROGRAMME_LEADS, FrontendDocument), ("view", "add"))
    scopes.add(DOCUMENTS, TokenScope("Upload the GraphQL documents of a frontend.", permission=UPLOAD), order=100)


def may_see_documents(user: User) -> bool:
    """Say whether the user may see the report."""
    return policy_registry.get_by_type(FrontendDocument).user_has_permission(user, "view")


def with_uses() -> QuerySet[FrontendDocument]:
    """Return all documents with `last_used` (a day or None) and `recent` (requests of the last days). One statement."""
    uses = DocumentUse.objects.filter(identifier=OuterRef("identifier")).order_by().values("identifier")
    since = timezone.localdate() - datetime.timedelta(days=DAYS - 1)
    recent = uses.filter(day__gte=since).annotate(total=Sum("requests")).values("total")
    return FrontendDocument.objects.annotate(
        last_used=Subquery(uses.annotate(last=Max("day")).values("last")),
        recent=Coalesce(Subquery(recent), Value(0), output_field=IntegerField()),
    ).defer("text")


def state(document: FrontendDocument) -> str:
    """Return whether the frontend's last manifest has the document, in words."""
    if document.replaced_at is None:
        return "Current"
    return f"Replaced on {timezone.localdate(document.replaced_at):%-d %B %Y}"


def last_used(document: Any) -> str:  # Any: with what `with_uses` adds
    """Return the day of the last request, in words; empty if there was none in the days that are counted."""
    return f"{document.last_used:%-d %B %Y}" if document.last_used else ""


def requests_a_day(document: Any) -> str:  # Any: the same
    """Return the number of requests a day, averaged over the last days."""
    return f"{document.recent / DAYS:.1f}".removesuffix(".0")


class DocumentsView(ReportView):
    """The documents of each frontend, with their uses."""

    model = FrontendDocument
    permission_required = "view"
    page_title = "Documents of frontends"
    header_icon = "code"
    index_url_name = "frontend_documents"
    index_results_url_name = "frontend_documents_results"
    results_template_name = "cms/admin/frontend_documents_results.html"
    columns = [
        Column("frontend", label="Frontend"),
        Column("operations", label="Document"),
        Column("state", label="State", accessor=state),
        Column("last_used", label="Last used", accessor=last_used),
        Column("requests", label=f"Requests a day, over {DAYS} days", accessor=requests_a_day, classname="hub-wide"),
        DateColumn("uploaded_at", label="Uploaded", classname="hub-wide"),
    ]
    list_export = ["frontend", "operations", "identifier", "uploaded_at", "replaced_at", "last_used", "recent"]
    export_headings = {
        "frontend": "Frontend",
        "operations": "Document",
        "identifier": "Id",
        "uploaded_at": "Uploaded",
        "replaced_at": "Replaced",
        "last_used": "Last used",
        "recent": f"Requests in {DAYS} days",
    }
    export_filename = "documents-of-frontends"
    custom_value_preprocess = ReportView.custom_value_preprocess | {str: {"csv": safe_cell}}

    def get_base_queryset(self) -> QuerySet[FrontendDocument]:
        return with_uses().filter(visibility_of(self.request).own_rows())


urlpatterns = [
    path("reports/frontend-documents/", DocumentsView.as_view(), name="frontend_documents"),
    path(
        "reports/frontend-documents/results/",
        DocumentsView.as_view(results_only=True),
        name="frontend_documents_results",
    ),
]
