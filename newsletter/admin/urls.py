"""Addresses under /admin/newsletter/."""

from django.urls import path, re_path

from newsletter.admin.desk import IssueDeskView, PdfView, PreviewView, SendView, TestSendView
from newsletter.admin.proposals import ProposeView, new_issue_view
from newsletter.admin.reports import CAN, DecideView, ProgressView, ReportView, SettleView
from newsletter.choices import EditionAudience

AUDIENCE = "|".join(EditionAudience.values)
ISSUE = r"^newsletter/issues/(?P<pk>\d+)"

urlpatterns = [
    path("newsletter/new/", new_issue_view, name="newsletter_new_issue"),
    path("newsletter/issues/<int:pk>/", IssueDeskView.as_view(), name="newsletter_desk"),
    path("newsletter/issues/<int:pk>/propose/", ProposeView.as_view(), name="newsletter_propose"),
    path("newsletter/issues/<int:pk>/test/", TestSendView.as_view(), name="newsletter_test"),
    path("newsletter/issues/<int:pk>/send/", SendView.as_view(), name="newsletter_schedule"),
    path("newsletter/issues/<int:pk>/pdf/", PdfView.as_view(), name="newsletter_pdf"),
    re_path(rf"{ISSUE}/(?P<audience>{AUDIENCE})/$", PreviewView.as_view(), name="newsletter_preview"),
    path("newsletter/sends/<int:pk>/", ReportView.as_view(), name="newsletter_send"),
    path("newsletter/sends/<int:pk>/progress/", ProgressView.as_view(), name="newsletter_progress"),
    path("newsletter/sends/<int:pk>/settle/", SettleView.as_view(), name="newsletter_settle"),
    re_path(
        rf"^newsletter/sends/(?P<pk>\d+)/(?P<action>{'|'.join(CAN)})/$", DecideView.as_view(), name="newsletter_decide"
    ),
]
