"""The list of a person's notifications in the admin. Nobody sees another person's."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils import timezone
from django.views import View
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms.base.requests import EditorRequest

from . import lists

A_PAGE = 50


class NotificationsMenuItem(MenuItem):
    """The list in the menu, with the number of unread notifications. One statement."""

    def render_component(self, request: EditorRequest):
        shown = super().render_component(request)
        if number := lists.unread(request.user):
            shown.label = f"{self.label} ({number})"
        return shown


def menu_item() -> MenuItem:
    """Return the menu item, the first of all."""
    return NotificationsMenuItem(
        "Notifications", reverse("notifications"), name="notifications", icon_name="bell", order=1
    )


class NotificationsView(WagtailAdminTemplateMixin, View):
    """A person's notifications, the newest first."""

    template_name = "cms/admin/notifications.html"
    page_title = "Notifications"
    header_icon = "bell"

    def get_breadcrumbs_items(self):
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]

    def get(self, request: EditorRequest) -> HttpResponse:
        own = lists.of_user(request.user)
        page = Paginator(own, A_PAGE).get_page(request.GET.get("p"))
        shown = lists.visible(request.user, page.object_list)
        # What the person may no longer see isn't counted in the menu either.
        hidden = {each.pk for each in page.object_list if each.read_at is None} - {each.pk for each in shown}
        if hidden:
            lists.mark_read(own.filter(pk__in=hidden))
        return self.render_to_response(
            self.get_context_data(
                shown=shown, page_obj=page, unread=sum(each.read_at is None for each in shown), query="?"
            )
        )


def open_one(request: EditorRequest, pk: int) -> HttpResponse:
    """Mark a notification as read and lead to its subject; links in mails lead here."""
    one = get_object_or_404(lists.of_user(request.user), pk=pk)
    lists.mark_read(lists.of_user(request.user).filter(pk=pk))
    return redirect(one.url)


@require_POST
def mark(request: EditorRequest, pk: int) -> HttpResponse:
    """Mark a notification as read, or as unread if it is read. It isn't mailed again."""
    one = get_object_or_404(lists.of_user(request.user), pk=pk)
    now = timezone.now()
    lists.of_user(request.user).filter(pk=pk).update(
        read_at=None if one.read_at else now, mailed_at=one.mailed_at or now
    )
    return redirect("notifications")


@require_POST
def mark_all(request: EditorRequest) -> HttpResponse:
    """Mark all notifications of the user as read."""
    lists.mark_read(lists.of_user(request.user))
    messages.success(request, "All notifications are marked as read.")
    return redirect("notifications")


urlpatterns = [
    path("notifications/", NotificationsView.as_view(), name="notifications"),
    path("notifications/read/", mark_all, name="notifications_read"),
    path("notifications/<int:pk>/", open_one, name="notification"),
    path("notifications/<int:pk>/mark/", mark, name="notification_mark"),
]
