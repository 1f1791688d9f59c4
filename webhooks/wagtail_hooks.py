"""Webhooks in the admin."""

from wagtail import hooks

from webhooks.admin.listings import WebhookViewSet


@hooks.register("register_admin_viewset")
def register_webhooks():
    return WebhookViewSet()
