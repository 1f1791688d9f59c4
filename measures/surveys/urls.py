"""Addresses of the survey."""

from django.urls import path

from .site import views

app_name = "survey"

urlpatterns = [
    path("", views.survey, name="survey"),
    path("counted/", views.counted, name="counted"),
]
