"""Addresses of owners' reports under /admin/."""

from django.urls import path

from .views import CommitmentOwnerView, OwnerReportsView, OwnerReportView

urlpatterns = [
    path("owner-reports/", OwnerReportsView.as_view(), name="owner_reports"),
    path("owner-reports/<int:report_id>/", OwnerReportView.as_view(), name="owner_report"),
    path("owner-reports/of/<int:page_id>/", CommitmentOwnerView.as_view(), name="owner_reports_of"),
]
