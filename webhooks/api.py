"""Webhooks for programs: a token with the scope `webhooks` lists, makes, changes and deletes those made with it.

The form is that of the admin, with the names of the API. Errors have one shape, that of GraphQL.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import wraps
from typing import Any, get_args

from django.forms import modelform_factory
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from wagtail.models import Site

from cms.base.occurrences import kinds
from cms.graphql.page_types import page_type_name
from cms.pages.viewer import visibility_of
from cms.tokens.authentication import TokenRefusedError, require
from cms.tokens.models import AccessToken
from cms.tokens.scopes import READ_DRAFTS, WEBHOOKS
from webhooks import services
from webhooks.forms import WebhookForm, page_type_choices
from webhooks.models import Webhook
from webhooks.payloads import place_of

MOST = 20  # webhooks of one token
INVALID, NOT_FOUND = "INVALID_VALUE", "NOT_FOUND"
# Each value with the form's field and its type.
VALUES: dict[str, tuple[str, Any]] = {
    "name": ("name", str),
    "address": ("address", str),
    "events": ("events", list[str]),
    "pages": ("pages", list[int]),
    "pageTypes": ("page_types", list[str]),
    "sites": ("sites", list[str]),
    "isActive": ("is_active", bool),
}
KINDS_OF_VALUE: dict[Any, str] = {
    str: "a text",
    list[str]: "a list of texts",
    list[int]: "a list of numbers",
    bool: "true or false",
}
NAMES = {field: name for name, (field, _) in VALUES.items()}


class ApiRefusedError(Exception):
    """The request can't be done: a status, and for each problem the value, a sentence and a code."""

    def __init__(self, status: int, *problems: tuple[str, str, str]):
        super().__init__(*problems)
        self.status, self.problems = status, problems


def refused(status: int, *problems: tuple[str, str, str]) -> JsonResponse:
    """Return the response for problems."""
    errors: list[dict[str, Any]] = []
    for name, message, code in problems:
        errors.append({"message": message, **({"path": [name]} if name else {}), "extensions": {"code": code}})
    return JsonResponse({"errors": errors}, status=status)


def answered(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let the view answer a request with a token of the scope; otherwise answer why not."""

    @wraps(view)
    def answer(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            return view(self, request, require(request, WEBHOOKS, lambda: visibility_of(request).site_key), **kwargs)
        except TokenRefusedError as error:
            response = refused(error.status, ("", error.message, error.code))
            for name, value in error.headers.items():
                response[name] = value
            return response
        except ApiRefusedError as refusal:
            return refused(refusal.status, *refusal.problems)

    return answer


@method_decorator([csrf_exempt, never_cache], name="dispatch")
class WebhooksView(View):
    """All webhooks of a token: list them, or make one, whose secret is in this answer and in no other."""

    @answered
    def get(self, request: HttpRequest, token: AccessToken) -> HttpResponse:
        names = site_names()
        return JsonResponse({"webhooks": [described(one, names) for one in of_token(token)]})

    @answered
    def post(self, request: HttpRequest, token: AccessToken) -> HttpResponse:
        if of_token(token).count() >= MOST:
            raise ApiRefusedError(422, ("", f"A token has {MOST} webhooks at most.", INVALID))
        webhook, _ = filled(
            Webhook(made_with=token, site=own_site(request, token)), {"isActive": True} | values_of(request), token
        )
        services.add(webhook, token.created_by)
        return JsonResponse(described(webhook, site_names()) | {"secret": webhook.secret}, status=201)


@method_decorator([csrf_exempt, never_cache], name="dispatch")
class OneWebhookView(View):
    """One webhook of a token: read, change or delete it."""

    @answered
    def get(self, request: HttpRequest, token: AccessToken, pk: int) -> HttpResponse:
        return JsonResponse(described(found(token, pk), site_names()))

    @answered
    def patch(self, request: HttpRequest, token: AccessToken, pk: int) -> HttpResponse:
        webhook, names = found(token, pk), site_names()
        values = {name: value for name, value in described(webhook, names).items() if name in VALUES}
        webhook, changed = filled(webhook, values | values_of(request), token)
        services.change(webhook, token.created_by, changed)
        return JsonResponse(described(webhook, names))

    @answered
    def delete(self, request: HttpRequest, token: AccessToken, pk: int) -> HttpResponse:
        services.delete(found(token, pk), token.created_by)
        return HttpResponse(status=204)


def own_site(request: HttpRequest, token: AccessToken) -> Site | None:
    """Return the programme's site to which a new webhook belongs: that of the address, for a token for some sites; none for
    one that is for all."""
    return visibility_of(request).site if token.site_keys else None


def of_token(token: AccessToken):
    """Return the webhooks that were made with the token."""
    return Webhook.objects.filter(made_with=token).order_by("pk")


def found(token: AccessToken, pk: int) -> Webhook:
    """Return one of the token's webhooks. Raises ApiRefusedError (404)."""
    webhook = of_token(token).filter(pk=pk).first()
    if webhook is None:
        raise ApiRefusedError(404, ("", "This token has no such webhook.", NOT_FOUND))
    return webhook


def site_names() -> dict[str, str]:
    """Return the name of each site in the API, by its key as text: its host, with the port if it isn't the usual one, and
    with the first part of the path if it is below one."""
    return {str(site.pk): _name_of(**place_of(site)) for site in Site.objects.select_related("programme_site__host")}


def _name_of(hostname: str, port: int, prefix: str = "") -> str:
    return (hostname if port in (80, 443) else f"{hostname}:{port}") + prefix


def described(webhook: Webhook, names: dict[str, str]) -> dict[str, Any]:
    """Return a webhook as programs see it. Never its secret."""
    return {
        "id": webhook.pk,
        "name": webhook.name,
        "address": webhook.address,
        "events": webhook.events,
        "pages": webhook.pages,
        "pageTypes": [page_type_name(label) for label in webhook.page_types],
        "sites": [names[key] for key in webhook.sites if key in names],
        "isActive": webhook.is_active,
        "offBecause": webhook.off_because,
        "failingSince": webhook.failing_since,
    }


def values_of(request: HttpRequest) -> dict[str, Any]:
    """Return the values of the request's body.

    Raises ApiRefusedError: 400 if it isn't an object, 422 for unknown or wrong values.
    """
    try:
        values = json.loads(request.body)
    except ValueError:
        values = None
    if not isinstance(values, dict):
        raise ApiRefusedError(400, ("", "The body must be a JSON object.", "BAD_REQUEST"))
    problems = []
    for name, value in values.items():
        if name not in VALUES:
            problems.append((name, f"Unknown. The known ones are: {', '.join(VALUES)}.", INVALID))
        elif not is_of(VALUES[name][1], value):
            problems.append((name, f"This must be {KINDS_OF_VALUE[VALUES[name][1]]}.", INVALID))
    if problems:
        raise ApiRefusedError(422, *problems)
    return values


def is_of(kind: Any, value: object) -> bool:
    """Say whether a value has the type, and those in a list its type."""
    of_list = get_args(kind)
    if not of_list:
        return isinstance(value, kind)
    return isinstance(value, list) and all(type(one) in of_list for one in value)


def filled(webhook: Webhook, values: dict[str, Any], token: AccessToken) -> tuple[Webhook, list[str]]:
    """Return the webhook with the values, not saved, and the names of the fields that changed. Raises ApiRefusedError (422).

    A token for some sites makes webhooks for that of the address. Events that only editors know need the scope `read:drafts`.
    """
    keys = {name: key for key, name in site_names().items()}
    labels = {page_type_name(label): label for label, _ in page_type_choices()}
    data = {VALUES[name][0]: value for name, value in values.items()}
    data["page_types"] = [labels.get(name, name) for name in data.get("page_types", [])]
    data["sites"] = [keys.get(name, name) for name in data.get("sites", [])]
    own = sorted(str(key) for key in ({webhook.site_id} if webhook.site_id else token.site_keys))
    if own and not data["sites"]:
        data["sites"] = own
    fields = [field for field, _ in VALUES.values()]
    form_class: Any = modelform_factory(Webhook, form=WebhookForm, fields=fields)
    form = form_class(data, instance=webhook)
    problems = [
        (NAMES.get(field, ""), message, INVALID) for field, messages in form.errors.items() for message in messages
    ]
    if own and not set(data["sites"]) <= set(own):
        problems.append(("sites", "This token is for other sites.", INVALID))
    secret = [name for name in data.get("events", []) if name in kinds and not kinds[name].public]
    if secret and not token.allows(READ_DRAFTS):
        problems.append(("events", f"These need the scope {READ_DRAFTS}: {', '.join(secret)}.", INVALID))
    if problems:
        raise ApiRefusedError(422, *problems)
    return form.save(commit=False), form.changed_fields
