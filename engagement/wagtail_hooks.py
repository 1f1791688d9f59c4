"""Feedback in the admin: its inbox in the menu, its line on the dashboard."""

from wagtail import hooks

from engagement.admin.dashboard import FeedbackPanel
from engagement.admin.inbox import FeedbackViewSet


@hooks.register("register_admin_viewset")
def register_inbox():
    return FeedbackViewSet()


@hooks.register("construct_homepage_panels")
def add_panels(request, panels):
    panels.append(FeedbackPanel())
