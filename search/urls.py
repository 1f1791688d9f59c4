"""Addresses of the search."""

from django.urls import path

from . import views

urlpatterns = [
    path("", views.search, name="search"),
    path("suggest/", views.suggest, name="search_suggest"),
    path("opensearch.xml", views.opensearch, name="search_opensearch"),
]
