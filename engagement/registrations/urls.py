"""Addresses of registration for events."""

from django.urls import path

from .site import views

app_name = "event_registration"

urlpatterns = [
    path("asked/", views.asked_for, name="asked"),
    path("mine/<str:token>/", views.mine, name="mine"),
    path("<int:event_id>/", views.register, name="register"),
]
