"""Access tokens in the admin: made, listed and revoked. They are never changed: a program gets a new one."""

from __future__ import annotations

import datetime

from django import forms
from django.conf import settings
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.formats import date_format
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views import generic
from wagtail.models import Site, get_page_models
from wagtail.permissions import register_permission_policy

from cms.base.log_messages import LoggedActions
from cms.base.requests import EditorRequest
from cms.editing.own_programmes import programmes_of
from cms.editing.records import RecordIndexView, RecordViewSet, WithheldPermissions
from cms.editing.workflows import ends
from cms.pages.models import BasePage
from cms.pages.viewer import sites_now
from cms.tokens import rights
from cms.tokens.models import AccessToken, AccessTokenQuerySet
from cms.tokens.scopes import PUBLISH, READ, READ_RESTRICTED, WRITE, scopes

MOST_DAYS = 366
ACTIONS = LoggedActions(
    "cms.token.",
    {
        "made": ("Make an access token", "Made, with {scopes}"),
        "revoked": ("Revoke an access token", "Revoked"),
    },
)
# The same words in the list, the form and the details.
LABELS = {
    "prefix": "Begins with",
    "scopes": "What it may do",
    "publishes": "Types of pages that it may publish",
    "budget": "Objects a minute",
    "created_by": "Made by",
    "created_at": "Made on",
    "last_used_at": "Last used",
    "expires_at": "Expires",
}


def register_policy() -> None:
    """Register that nobody changes or deletes tokens. Called when the app is ready."""
    register_permission_policy(AccessToken, WithheldPermissions(AccessToken, "change", "delete"), exact_class=True)


class AccessTokenForm(forms.ModelForm):
    """What a new token is for. `user` makes it, and can give no more than they have."""

    scopes: forms.MultipleChoiceField = forms.MultipleChoiceField(
        label=LABELS["scopes"],
        initial=[READ],
        widget=forms.CheckboxSelectMultiple,
        help_text=f"With “{WRITE}” a program writes as you: its drafts bear your name. Tick it only for one that you trust.",
        error_messages={"required": "Tick what the program needs."},
    )
    publishes = forms.MultipleChoiceField(
        label=LABELS["publishes"],
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=f"With “{PUBLISH}” a program makes drafts of these types public in your name, without a person looking at "
        "them where pages aren’t reviewed. Tick none that it doesn’t need. Issues of the newsletter aren’t among them.",
    )
    days = forms.IntegerField(
        label="Days until it expires", min_value=1, max_value=MOST_DAYS, initial=365, help_text=f"1 to {MOST_DAYS}."
    )
    budget = forms.IntegerField(
        label=LABELS["budget"],
        min_value=1,
        max_value=2**31 - 1,
        help_text="How many pages, pictures and so on it may ask for. Answers that the hub has kept cost nothing.",
    )

    class Meta:
        model = AccessToken
        fields = ["name", "scopes", "publishes", "groups", "sites", "days", "budget"]
        widgets = {"groups": forms.CheckboxSelectMultiple, "sites": forms.CheckboxSelectMultiple}
        help_texts = {
            "groups": f"With {READ_RESTRICTED} it reads pages that are restricted to these. You can give your own groups.",
            "sites": "The sites at whose addresses it works. None ticked means all, also those to come.",
        }

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        own = Group.objects.order_by("name")
        self.fields["groups"].queryset = own if user.is_superuser else own.filter(user=user)
        offered = rights.scopes_of(user)
        self.fields["scopes"].choices = [(name, f"{scopes[name].does} ({name})") for name in offered]
        if PUBLISH in offered:
            self.fields["publishes"].choices = [(model._meta.label, name) for name, model in publishable_types()]
        else:
            del self.fields["publishes"]
        self.fields["budget"].initial = settings.GRAPHQL_BUDGET or 5_000_000
        if len(sites_now()) < 2:
            del self.fields["sites"]
        elif not answers_for_all(user):
            self.fields["sites"].queryset = Site.objects.filter(pk__in=keys_of_own(user))
            self.fields["sites"].required = True
            self.fields["sites"].help_text = "The programmes at whose addresses it works."

    def clean(self):
        found = super().clean()
        if found.get("groups") and READ_RESTRICTED not in found.get("scopes", ()):
            self.add_error("groups", f"Groups matter only with {READ_RESTRICTED}: tick that above, or no group here.")
        self._check_publishing(found)
        return found

    def _check_publishing(self, found) -> None:
        ticked, types = found.get("scopes", ()), found.get("publishes")
        if PUBLISH in ticked and WRITE not in ticked:
            self.add_error("scopes", f"“{PUBLISH}” needs “{WRITE}” as well: tick both.")
        if PUBLISH in ticked and not types:
            self.add_error("publishes", f"Tick the types of pages, or not “{PUBLISH}” above.")
        if types and PUBLISH not in ticked:
            self.add_error("publishes", f"Types matter only with “{PUBLISH}”: tick that above, or none here.")


def publishable_types() -> list[tuple[str, type[BasePage]]]:
    """Return the types of pages that a token may publish, with their names, in the order of these."""
    found = [
        model for model in get_page_models() if issubclass(model, BasePage) and model.is_creatable and model not in ends
    ]
    return sorted(((str(model.get_verbose_name()), model) for model in found), key=lambda one: one[0])


def keys_of_own(user) -> list[int]:
    """Return the keys of the sites of the user's programmes."""
    return [one.site_key for one in programmes_of(user)]


def answers_for_all(user) -> bool:
    """Say whether the user has a role in every programme of the hub."""
    return len(programmes_of(user)) == len(sites_now())


def tokens_seen_by(user) -> AccessTokenQuerySet:
    """Return the tokens that the user may see: none that work for programmes of others."""
    tokens = AccessToken.objects.with_makers()
    if answers_for_all(user):
        return tokens
    own = keys_of_own(user)
    of_others = AccessToken.sites.through.objects.exclude(site__in=own).values("accesstoken")
    return tokens.filter(sites__in=own).exclude(pk__in=of_others).distinct()


class AccessTokenCreateView(generic.CreateView):
    """Makes a token, and shows its secret in the answer: nowhere else, and never again."""

    page_title = "New access token"

    def get_form_class(self):
        return AccessTokenForm

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"user": self.request.user}

    def form_valid(self, form):
        values = dict(form.cleaned_data)
        values["expires_at"] = timezone.now() + datetime.timedelta(days=values.pop("days"))
        token, secret = AccessToken.make(self.request.user, **values)
        types = f" ({', '.join(token.publishes)})" if token.publishes else ""
        ACTIONS.write("made", token, self.request.user, scopes=", ".join(token.scopes) + types)
        context = {"token": token, "secret": secret, "back": reverse(self.index_url_name)}
        response = TemplateResponse(self.request, "cms/admin/access_token.html", context)
        patch_cache_control(response, private=True, no_store=True)
        return response


class AccessTokenIndexView(RecordIndexView):
    def get_base_queryset(self):
        return super().get_base_queryset().filter(pk__in=tokens_seen_by(self.request.user).values("pk")).with_makers()


class AccessTokenInspectView(generic.InspectView):
    template_name = "cms/admin/access_token_details.html"
    page_title = "Access token"

    def get_field_label(self, field_name, field):
        return LABELS.get(field_name) or super().get_field_label(field_name, field)

    def get_state_display_value(self):
        if self.object.revoked_at is None:
            return self.object.state
        return f"Revoked on {day_of(self.object.revoked_at)} by {self.object.revoked_by or 'somebody who has left'}"

    def get_last_used_at_display_value(self):
        return day_of(self.object.last_used_at)

    def get_object(self, queryset=None):
        return get_object_or_404(tokens_seen_by(self.request.user).select_related("revoked_by"), pk=self.pk)

    def get_scopes_display_value(self):
        return ", ".join(self.object.scopes)

    def get_publishes_display_value(self):
        labels = {model._meta.label: name for name, model in publishable_types()}
        return ", ".join(labels.get(label, label) for label in self.object.publishes) or "none"

    def get_sites_display_value(self):
        return ", ".join(str(site) for site in self.object.sites.all()) or "all"

    def get_context_data(self, **kwargs):
        may_revoke = self.object.revoked_at is None and self.request.user.has_perm(rights.CHANGE)
        return super().get_context_data(**kwargs) | {"may_revoke": may_revoke}


def revoke(request: EditorRequest, pk: int) -> HttpResponse:
    """Ask, and revoke a token. Raises PermissionDenied."""
    if not request.user.has_perm(rights.CHANGE):
        raise PermissionDenied
    token = get_object_or_404(tokens_seen_by(request.user), pk=pk)
    if request.method != "POST":
        back = reverse("access-tokens:inspect", args=[pk])
        return render(request, "cms/admin/access_token_revoke.html", {"token": token, "back": back})
    if token.revoke(request.user):
        ACTIONS.write("revoked", token, request.user)
    messages.success(request, f"“{token}” is revoked. The hub refuses it from now on.")
    return redirect("access-tokens:index")


def day_of(moment: datetime.datetime | None) -> str:
    """Return the day in words."""
    return date_format(timezone.localtime(moment), "j F Y") if moment else "Never"


class AccessTokenViewSet(RecordViewSet):
    model = AccessToken
    name = "access-tokens"
    icon = "key"
    menu_label = "Access tokens"
    menu_order = 900
    add_to_settings_menu = True
    index_view_class = AccessTokenIndexView
    add_view_class = AccessTokenCreateView
    inspect_view_class = AccessTokenInspectView
    list_display = [
        TitleColumn("name", label="Name", url_name="access-tokens:inspect"),
        Column("prefix", label=LABELS["prefix"], classname="hub-wide"),
        Column("scopes", label=LABELS["scopes"], accessor=lambda token: ", ".join(token.scopes), classname="hub-wide"),
        Column("created_by", label=LABELS["created_by"], classname="hub-wide"),
        Column(
            "last_used_at",
            label=LABELS["last_used_at"],
            classname="hub-wide",
            accessor=lambda token: day_of(token.last_used_at),
        ),
        Column("expires_at", label=LABELS["expires_at"], accessor=lambda token: day_of(token.expires_at)),
        "state",
    ]
    inspect_view_fields = [
        *(
            "name",
            "state",
            "prefix",
            "scopes",
            "publishes",
            "groups",
            "sites",
            "budget",
            "created_by",
            "created_at",
            "last_used_at",
        ),
        "expires_at",
    ]

    def get_urlpatterns(self):
        return [*super().get_urlpatterns(), path("revoke/<int:pk>/", revoke, name="revoke")]
