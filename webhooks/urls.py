"""Addresses of webhooks for programs."""

from django.urls import path

from webhooks.api import OneWebhookView, WebhooksView

app_name = "webhooks_api"

urlpatterns = [
    path("", WebhooksView.as_view(), name="all"),
    path("<int:pk>/", OneWebhookView.as_view(), name="one"),
]
