"""A webhook's page: what it is sent, how it does, the log of its messages, and its buttons."""

from __future__ import annotations

import json
from collections.abc import Callable

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST
from wagtail.admin import messages as notes
from wagtail.models import Page

from cms.base.requests import EditorRequest
from cms.editing.shown_rows import rows_shown
from cms.editing.views.admin_page import AdminPage
from webhooks import forms, messages, services
from webhooks.models import Webhook, WebhookEvent, WebhookMessage
from webhooks.rights import CHANGE

A_PAGE = 50
# The session key under which a secret waits until it is shown once.
NEW_SECRET = "webhooks.new_secret"  # noqa: S105  a name, not a secret


def show_once(request: EditorRequest, webhook: Webhook, secret: str) -> None:
    """Have the webhook's page show its secret, the next time that this person opens it."""
    request.session[NEW_SECRET] = {"webhook": webhook.pk, "secret": secret}


class WebhookMixin(AdminPage):
    """A page of the admin about one webhook, for users who manage webhooks."""

    header_icon = "site"
    right = CHANGE
    page_above = ("webhooks:index", "Webhooks")

    def find(self):
        found = Webhook.objects.filter(rows_shown(self.request)).select_related("created_by")
        self.webhook = get_object_or_404(found, pk=self.kwargs["pk"])

    def get_page_title(self):
        return str(self.webhook)


class WebhookView(WebhookMixin):
    template_name = "webhooks/admin/webhook.html"

    def get(self, request, *args, **kwargs):
        webhook, now = self.webhook, timezone.now()
        new = request.session.get(NEW_SECRET)
        new = request.session.pop(NEW_SECRET) if new and new["webhook"] == webhook.pk else None
        log = webhook.messages.defer("body")
        return self.render_to_response(
            self.get_context_data(
                webhook=webhook,
                new_secret=new["secret"] if new else "",
                events=_chosen(forms.event_choices(), webhook.events),
                pages=_titles(webhook.pages),
                page_types=_chosen(forms.page_type_choices(), webhook.page_types),
                sites=_chosen(forms.site_choices(), webhook.sites),
                waiting=WebhookEvent.objects.filter(webhook=webhook, at__lte=now).count(),
                resting=messages.resting(webhook, now).exists(),
                both_valid=len(webhook.secrets_at(now)) > 1,
                log=Paginator(log, A_PAGE).get_page(request.GET.get("p")),
            )
        )


class MessageView(WebhookMixin):
    """One message: its body, and how the last attempt went."""

    template_name = "webhooks/admin/message.html"

    def get_breadcrumbs_items(self):
        *above, webhook = super().get_breadcrumbs_items()
        address = reverse("webhooks:webhook", args=[self.webhook.pk])
        return [*above, webhook | {"url": address}, {"url": "", "label": "Message"}]

    def get(self, request, *args, message: int, **kwargs):
        found = get_object_or_404(self.webhook.messages, pk=message)
        body = json.dumps(json.loads(found.body), ensure_ascii=False, indent=2)
        return self.render_to_response(self.get_context_data(webhook=self.webhook, message=found, body=body))


def _titles(keys: list[int]) -> list[str]:
    """Return the titles of the pages with the keys, in their order. One query if there are any."""
    titles = dict(Page.objects.filter(pk__in=keys).values_list("pk", "draft_title")) if keys else {}
    return [titles.get(key, "a page that was deleted") for key in keys]


def _chosen(choices: list[tuple[str, str]], keys: list[str]) -> list[str]:
    return [label for key, label in choices if key in keys]


def _test(request: EditorRequest, webhook: Webhook) -> str:
    messages.send_test(webhook, timezone.now())
    return "A test is on its way. Its answer is in the log in a few seconds: load this page again."


def _try_now(request: EditorRequest, webhook: Webhook) -> str:
    messages.try_now(webhook, timezone.now())
    return "The waiting message is tried now."


def _rotate(request: EditorRequest, webhook: Webhook) -> str:
    show_once(request, webhook, services.rotate(webhook, request.user, timezone.now()))
    return "The new secret is below. The one before stays valid for a day."


def _on(request: EditorRequest, webhook: Webhook) -> str:
    webhook.is_active = True
    services.change(webhook, request.user, ["is_active"])
    return "The webhook is on. What happens from now on is sent."


def _off(request: EditorRequest, webhook: Webhook) -> str:
    webhook.is_active = False
    services.change(webhook, request.user, ["is_active"])
    return "The webhook is off. Nothing is sent or kept for it."


DEEDS: dict[str, Callable[[EditorRequest, Webhook], str]] = {
    "test": _test,
    "try-now": _try_now,
    "rotate": _rotate,
    "on": _on,
    "off": _off,
}


@require_POST
def act(request: EditorRequest, pk: int, deed: str) -> HttpResponse:
    """Do one thing to a webhook."""
    webhook = _webhook(request, pk)
    if deed not in DEEDS:
        raise Http404
    notes.success(request, DEEDS[deed](request, webhook))
    return redirect("webhooks:webhook", pk)


@require_POST
def act_on_message(request: EditorRequest, pk: int, message: int) -> HttpResponse:
    """Send a message again."""
    found = get_object_or_404(
        WebhookMessage.objects.select_related("webhook"), pk=message, webhook=_webhook(request, pk)
    )
    if services.send_again(found, request.user, timezone.now()):
        notes.success(request, "The message is sent again. Its answer is in the log in a few seconds.")
    else:
        notes.warning(request, "The message is waiting anyway.")
    return redirect("webhooks:webhook", pk)


def _webhook(request: EditorRequest, pk: int) -> Webhook:
    if not request.user.has_perm(CHANGE):
        raise PermissionDenied
    return get_object_or_404(Webhook.objects.filter(rows_shown(request)), pk=pk)
