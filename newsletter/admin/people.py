"""Lists and subscribers in the admin. Subscribers' decisions are shown but never edited; the team's own actions are buttons."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from wagtail.admin import messages
from wagtail.admin.panels import MultiFieldPanel, PageChooserPanel
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views import generic
from wagtail.permissions import register_permission_policy

from cms.base.requests import EditorRequest
from cms.editing.records import RecordIndexView, RecordViewSet, WithheldPermissions
from cms.editing.shown_rows import rows_shown
from cms.pages.viewer import end_of_site
from cms.visibility.belongings import Own, rules
from newsletter.admin.group_members import feed
from newsletter.choices import EndedReason, Source
from newsletter.models import (
    Following,
    Letter,
    MailingList,
    Subscriber,
    Subscription,
    Suppression,
)
from newsletter.people import agreements, preferences
from newsletter.people.addresses import InvalidAddressError, normalise
from newsletter.people.keys import accepted_digests


def register_policies() -> None:
    """Register the permissions on subscribers' records, and whose they are. Called when the app is ready."""
    rules.add(Subscriber, _own_subscribers)
    register_permission_policy(MailingList, WithheldPermissions(MailingList, "delete"), exact_class=True)
    for model in (Subscriber, Subscription, Following, Letter):
        register_permission_policy(model, WithheldPermissions(model, "add", "change", "delete"), exact_class=True)
    register_permission_policy(Suppression, WithheldPermissions(Suppression, "add", "change"), exact_class=True)


class EndColumn(Column):
    """The end of a list: that of its programme. No query per list."""

    def get_value(self, instance):
        end = end_of_site(instance.site_id)
        return end.sentence if end else ""


class MailingListEditView(generic.EditView):
    template_name = "newsletter/admin/mailing_list.html"


class MailingListViewSet(RecordViewSet):
    model = MailingList
    name = "newsletter-lists"
    icon = "list-ul"
    menu_label = "Lists"
    edit_view_class = MailingListEditView
    list_display = ["name", "slug", "kind", "offered", EndColumn("end")]
    form_fields = None
    panels = [
        MultiFieldPanel(["name", "slug", "description"], "What it is"),
        MultiFieldPanel(["kind", "allowed_domains", "offered"], "Who can join"),
        PageChooserPanel("group", "programme.GroupPage"),
        "on_uncertain",
        "sort_order",
    ]

    def get_urlpatterns(self):
        return [*super().get_urlpatterns(), path("group/<int:pk>/", feed, name="feed")]


def subscribers_shown(request: HttpRequest) -> Q:
    """Return the condition for the people to show at the address of a site: those who are or were on one of its lists, or
    follow or followed one of its pages."""
    here = rows_shown(request, "mailing_list__site")
    if not here:
        return Q()
    on_list = Subscription.objects.filter(here, subscriber=OuterRef("pk"))
    follows = Following.objects.filter(rows_shown(request), subscriber=OuterRef("pk"))
    return Q(Exists(on_list)) | Q(Exists(follows))


def _own_subscribers(own: Own) -> Q:
    on_list = Subscription.objects.filter(own.rows("mailing_list__site")).values("subscriber")
    return Q(pk__in=on_list) | Q(pk__in=Following.objects.filter(own.rows()).values("subscriber"))


class SubscriberIndexView(RecordIndexView):
    def get_base_queryset(self):
        return super().get_base_queryset().filter(subscribers_shown(self.request))

    def search_queryset(self, queryset: QuerySet[Subscriber]) -> QuerySet[Subscriber]:
        if not self.is_searching:
            return queryset
        return queryset.filter(normalised__contains=self.search_query.lower())


class SubscriberInspectView(generic.InspectView):
    template_name = "newsletter/admin/subscriber.html"

    def get_context_data(self, **kwargs):
        user = self.request.user
        return super().get_context_data(**kwargs) | {
            "subscriptions": self.object.subscriptions.filter(rows_shown(self.request, "mailing_list__site"))
            .select_related("mailing_list")
            .order_by("-pk"),
            "followings": self.object.followings.filter(rows_shown(self.request))
            .select_related("page")
            .order_by("-pk"),
            "may_remove": user.has_perm("newsletter.change_subscriber"),
            "may_erase": bool(self.object.normalised) and user.has_perm("newsletter.delete_subscriber"),
        }


def remove(request: EditorRequest, pk: int) -> HttpResponse:
    """End all subscriptions and followings of somebody who asked the team for it."""
    return _act(
        request,
        pk,
        "newsletter.change_subscriber",
        "Remove from all lists and pages",
        "They leave all lists and follow no page any more. They can subscribe again, and an import can add them again.",
        lambda one: agreements.end_all(one, Source.EDITOR, EndedReason.REMOVED, request.user),
    )


def erase(request: EditorRequest, pk: int) -> HttpResponse:
    """Forget somebody who asked the team for it."""
    return _act(
        request,
        pk,
        "newsletter.delete_subscriber",
        "Forget this person",
        "They leave all lists, follow no page any more, and their address is deleted everywhere in the newsletter. "
        "This can't be undone.",
        lambda one: preferences.erase(one, Source.EDITOR, request.user),
    )


def _act(request: EditorRequest, pk: int, permission: str, title: str, explanation: str, act) -> HttpResponse:
    if not request.user.has_perm(permission):
        raise PermissionDenied
    subscriber = get_object_or_404(Subscriber.objects.filter(subscribers_shown(request)), pk=pk)
    back = reverse("newsletter-subscribers:inspect", args=[pk])
    if request.method != "POST":
        context = {"title": title, "explanation": explanation, "subscriber": subscriber, "back": back}
        return render(request, "newsletter/admin/act_on_subscriber.html", context)
    act(subscriber)
    messages.success(request, f"{title}: done.")
    return redirect(back)


class SubscriberViewSet(RecordViewSet):
    model = Subscriber
    name = "newsletter-subscribers"
    icon = "user"
    menu_label = "Subscribers"
    index_view_class = SubscriberIndexView
    inspect_view_class = SubscriberInspectView
    search_fields = ["normalised"]
    ordering = "-created_at"
    list_display = [
        "__str__",
        DateColumn("created_at", label="Known since", sort_key="created_at"),
        DateColumn("undeliverable_since", label="Undeliverable since", sort_key="undeliverable_since"),
    ]
    inspect_view_fields = ["address", "created_at", "undeliverable_since"]

    def get_urlpatterns(self):
        return [
            *super().get_urlpatterns(),
            path("remove/<int:pk>/", remove, name="remove"),
            path("erase/<int:pk>/", erase, name="erase"),
        ]


class AgreementInspectView(generic.InspectView):
    template_name = "newsletter/admin/subscription.html"

    def get_context_data(self, **kwargs):
        events = self.object.consent_events.select_related("wording", "actor")
        return super().get_context_data(**kwargs) | {"events": events}


class SubscriptionViewSet(RecordViewSet):
    model = Subscription
    name = "newsletter-subscriptions"
    icon = "tick-inverse"
    menu_label = "Subscriptions"
    related = ("subscriber", "mailing_list")
    site_lookup = "mailing_list__site"
    inspect_view_class = AgreementInspectView
    list_filter = ["mailing_list", "state", "source", "ended_reason"]
    ordering = "-created_at"
    list_display = [
        "subscriber",
        Column("mailing_list", label="List", accessor="mailing_list.name"),
        Column("state", label="State", accessor="get_state_display", sort_key="state"),
        DateColumn("created_at", label="Since", sort_key="created_at"),
    ]
    inspect_view_fields = [
        *("subscriber", "mailing_list", "state", "source", "page", "interests", "audiences"),
        *("created_at", "confirmed_at", "ended_at", "ended_reason", "ended_by_send"),
    ]


class FollowingViewSet(RecordViewSet):
    model = Following
    name = "newsletter-followings"
    icon = "view"
    menu_label = "Followed pages"
    related = ("subscriber", "page")
    inspect_view_class = AgreementInspectView
    list_filter = ["frequency", "state", "source", "ended_reason"]
    ordering = "-created_at"
    list_display = [
        "subscriber",
        Column("page", label="Page"),
        Column("frequency", label="When", accessor="get_frequency_display", sort_key="frequency"),
        Column("state", label="State", accessor="get_state_display", sort_key="state"),
        DateColumn("created_at", label="Since", sort_key="created_at"),
    ]
    inspect_view_fields = [
        *("subscriber", "page", "frequency", "state", "source"),
        *("created_at", "confirmed_at", "ended_at", "ended_reason"),
    ]


class SuppressionIndexView(RecordIndexView):
    def search_queryset(self, queryset: QuerySet[Suppression]) -> QuerySet[Suppression]:
        """Find the address that was typed by its hash; nobody can list the others."""
        if not self.is_searching:
            return queryset
        try:
            return queryset.filter(digest__in=accepted_digests(normalise(self.search_query).normalised))
        except InvalidAddressError:
            return queryset.none()


class SuppressionViewSet(RecordViewSet):
    model = Suppression
    name = "newsletter-suppressions"
    icon = "no-view"
    menu_label = "Suppressed addresses"
    index_view_class = SuppressionIndexView
    search_fields = ["digest"]
    list_filter = ["reason"]
    ordering = "-at"
    list_display = [
        "__str__",
        Column("reason", label="Reason", accessor="get_reason_display", sort_key="reason"),
        DateColumn("at", label="Since", sort_key="at"),
    ]
    inspect_view_fields = ["reason", "at"]


class LetterViewSet(RecordViewSet):
    model = Letter
    name = "newsletter-letters"
    icon = "mail"
    menu_label = "Letters"
    related = ("subscriber",)
    list_filter = ["kind"]
    ordering = "-created_at"
    list_display = [
        Column("kind", label="Letter", accessor="get_kind_display", sort_key="kind"),
        Column("subscriber", label="To"),
        DateColumn("created_at", label="Written", sort_key="created_at"),
        DateColumn("accepted_at", label="Accepted", sort_key="accepted_at"),
        Column("attempts", label="Attempts", sort_key="attempts"),
        Column("error", label="What went wrong"),
    ]
    inspect_view_fields = [
        "kind",
        "subscriber",
        "created_at",
        "due_at",
        "attempts",
        "accepted_at",
        "given_up_at",
        "error",
    ]
