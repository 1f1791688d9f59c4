"""The newsletter in the admin."""

from wagtail import hooks
from wagtail.admin.viewsets.base import ViewSetGroup

from newsletter.admin.importing import ImportViewSet
from newsletter.admin.outbox import OutboxViewSet
from newsletter.admin.people import (
    LetterViewSet,
    MailingListViewSet,
    SubscriberViewSet,
    SubscriptionViewSet,
    SuppressionViewSet,
)


class NewsletterGroup(ViewSetGroup):
    """One entry of the menu with everything about people inside."""

    menu_label = "Newsletter"
    menu_name = "newsletter"
    menu_icon = "mail"
    menu_order = 60
    submenu_hook = "register_newsletter_menu_item"
    items = (
        MailingListViewSet,
        SubscriberViewSet,
        SubscriptionViewSet,
        SuppressionViewSet,
        ImportViewSet,
        LetterViewSet,
        OutboxViewSet,
    )


@hooks.register("register_admin_viewset")
def register_people():
    return NewsletterGroup()
