"""Webhooks in the menu of settings: their list and their form."""

from __future__ import annotations

from django.urls import path, reverse
from wagtail.admin.panels import MultiFieldPanel
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views import generic

from cms.editing.records import RecordViewSet
from webhooks import services
from webhooks.admin.webhook import MessageView, WebhookView, act, act_on_message, show_once
from webhooks.forms import WebhookForm
from webhooks.models import Webhook


def state_of(webhook: Webhook) -> str:
    """Return in a few words how a webhook does."""
    if not webhook.is_active:
        return "Switched off by the hub" if webhook.off_because else "Switched off"
    return "Failing" if webhook.failing_since else "On"


class WebhookCreateView(generic.CreateView):
    """Adds a webhook and shows its secret, once."""

    success_message = "The webhook “%(object)s” is there. Give its secret to the receiver, then send a test."

    def save_instance(self):
        webhook = self.form.save(commit=False)
        services.add(webhook, self.request.user)
        show_once(self.request, webhook, webhook.secret)
        return webhook

    def get_success_url(self):
        return reverse("webhooks:webhook", args=[self.object.pk])

    def get_success_buttons(self):
        return []


class WebhookEditView(generic.EditView):
    success_message = "Saved."

    def save_instance(self):
        webhook = self.form.save(commit=False)
        services.change(webhook, self.request.user, self.form.changed_fields)
        return webhook

    def get_success_url(self):
        return reverse("webhooks:webhook", args=[self.object.pk])

    def get_success_buttons(self):
        return []


class WebhookDeleteView(generic.DeleteView):
    def delete_action(self):
        services.delete(self.object, self.request.user)


class WebhookViewSet(RecordViewSet):
    model = Webhook
    name = "webhooks"
    icon = "site"
    menu_label = "Webhooks"
    menu_order = 650
    add_to_settings_menu = True
    add_view_class = WebhookCreateView
    edit_view_class = WebhookEditView
    delete_view_class = WebhookDeleteView
    inspect_view_enabled = False
    base_form_class = WebhookForm
    form_fields = None
    search_fields = ["name", "address"]
    related = ("created_by",)
    list_filter = ["is_active"]
    ordering = "name"
    list_display = [
        TitleColumn("name", label="Name", url_name="webhooks:webhook", sort_key="name"),
        Column("address", label="Address", classname="hub-wide"),
        Column("state", label="State", accessor=state_of),
        Column("created_by", label="Made by", classname="hub-wide"),
    ]
    panels = [
        "name",
        "address",
        "events",
        MultiFieldPanel(["pages", "page_types", "sites"], "Only some pages"),
        "is_active",
    ]

    def get_urlpatterns(self):
        return [
            *super().get_urlpatterns(),
            path("<int:pk>/", WebhookView.as_view(), name="webhook"),
            path("<int:pk>/do/<slug:deed>/", act, name="act"),
            path("<int:pk>/messages/<int:message>/", MessageView.as_view(), name="message"),
            path("<int:pk>/messages/<int:message>/again/", act_on_message, name="again"),
        ]
