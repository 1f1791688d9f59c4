"""Addresses of the links to packs."""

from django.urls import path

from .site import views

app_name = "meeting_packs"

urlpatterns = [
    path("<str:token>/", views.pack, name="pack"),
    path("<str:token>/pack.pdf", views.pdf, name="pdf"),
]
