"""Engagement in the menu: what people say, whom the programme talks to, what it posts."""

from wagtail.admin.viewsets.base import ViewSetGroup

from engagement.admin.contacts import ContactViewSet
from engagement.admin.inbox import FeedbackViewSet
from engagement.admin.log import EngagementViewSet
from engagement.admin.posts import PostViewSet
from engagement.admin.stakeholders import StakeholderViewSet
from engagement.admin.themes import ThemeViewSet


class EngagementGroup(ViewSetGroup):
    """One entry of the menu; whoever may open none of its lists doesn't see it."""

    menu_label = "Engagement"
    menu_name = "engagement"
    menu_icon = "comment"
    menu_order = 70
    submenu_hook = "register_engagement_menu_item"
    items = (
        FeedbackViewSet,
        EngagementViewSet,
        StakeholderViewSet,
        ContactViewSet,
        PostViewSet,
        ThemeViewSet,
    )
