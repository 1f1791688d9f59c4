"""Addresses of sign-off links."""

from django.urls import path, re_path

from bundles.site import views

app_name = "bundles_sign_off"

urlpatterns = [
    path("<str:token>/", views.bundle, name="bundle"),
    path("<str:token>/frontend/<int:item>/<slug:mode>/", views.frontend, name="frontend"),
    re_path(r"^(?P<token>[^/]+)/hub/(?P<path>.*)$", views.page, name="page"),
]
