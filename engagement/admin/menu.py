"""Engagement in the menu: feedback, contacts and the log, social posts, quiet periods."""

from wagtail.admin.viewsets.base import ViewSetGroup

from engagement.admin.contacts import ContactViewSet
from engagement.admin.inbox import FeedbackThemeViewSet, FeedbackViewSet
from engagement.admin.log import EngagementViewSet
from engagement.admin.posts import PostViewSet
from engagement.admin.promises import PromiseViewSet
from engagement.admin.stakeholders import StakeholderViewSet
from engagement.plan.admin.items import QuietPeriodViewSet


class EngagementGroup(ViewSetGroup):
    """One entry of the menu, hidden from users who may open none of its lists."""

    menu_label = "Engagement"
    menu_name = "engagement"
    menu_icon = "comment"
    menu_order = 70
    submenu_hook = "register_engagement_menu_item"
    items = (
        FeedbackViewSet,
        EngagementViewSet,
        StakeholderViewSet,
        PromiseViewSet,
        ContactViewSet,
        PostViewSet,
        FeedbackThemeViewSet,
        QuietPeriodViewSet,
    )
