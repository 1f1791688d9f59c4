"""The newsletter in the admin: its URLs, its menu, its part of the dashboard, its log messages."""

from django.urls import include, path
from wagtail import hooks
from wagtail.admin.viewsets.base import ViewSetGroup

from newsletter.admin import urls
from newsletter.admin.dashboard import NewsletterDashboardPanel
from newsletter.admin.imports import ImportViewSet
from newsletter.admin.listings import IssueListing
from newsletter.admin.outbox import OutboxViewSet
from newsletter.admin.people import (
    FollowingViewSet,
    LetterViewSet,
    MailingListViewSet,
    SubscriberViewSet,
    SubscriptionViewSet,
    SuppressionViewSet,
)


class NewsletterGroup(ViewSetGroup):
    """One entry of the menu: issues first, then the people who get them."""

    menu_label = "Newsletter"
    menu_name = "newsletter"
    menu_icon = "mail"
    menu_order = 60
    submenu_hook = "register_newsletter_menu_item"
    items = (
        IssueListing,
        MailingListViewSet,
        SubscriberViewSet,
        SubscriptionViewSet,
        FollowingViewSet,
        SuppressionViewSet,
        ImportViewSet,
        LetterViewSet,
        OutboxViewSet,
    )


@hooks.register("register_admin_viewset")
def register_newsletter():
    return NewsletterGroup()


@hooks.register("register_admin_urls")
def register_urls():
    return [path("", include(urls))]


@hooks.register("construct_homepage_panels")
def add_panels(request, panels):
    panels.append(NewsletterDashboardPanel())
