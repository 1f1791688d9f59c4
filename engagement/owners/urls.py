"""Addresses of the links to owners' reports."""

from django.urls import path

from .site import views

app_name = "owner_reports"

urlpatterns = [
    path("<str:token>/", views.report, name="report"),
]
