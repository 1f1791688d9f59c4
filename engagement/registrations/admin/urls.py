"""Addresses of registration under /admin/."""

from django.urls import path

from .views import EventRegistrationView, RegistrantsView

urlpatterns = [
    path("event-registration/<int:event_id>/", EventRegistrationView.as_view(), name="event_registration"),
    path("event-registration/<int:event_id>/people/", RegistrantsView.as_view(), name="event_registrants"),
]
