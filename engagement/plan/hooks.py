"""The plan in the admin's menu, with its lists and addresses."""

from django.urls import path, reverse
from wagtail import hooks

from cms.editing.menu_items import GuardedMenuItem

from .admin.items import PlanItemViewSet
from .admin.mixins import ICON, TITLE, may_see
from .admin.views import PlanDraftView, PlanMoveView, PlanView


@hooks.register("register_admin_urls")
def register_plan_urls():
    return [
        path("plan/", PlanView.as_view(), name="plan"),
        path("plan/move/", PlanMoveView.as_view(), name="plan_move"),
        path("plan/<int:item_id>/draft/", PlanDraftView.as_view(), name="plan_draft"),
    ]


@hooks.register("register_admin_viewset")
def register_plan_items():
    return PlanItemViewSet()


@hooks.register("register_engagement_menu_item")
def register_plan():
    return GuardedMenuItem(TITLE, reverse("plan"), name="plan", icon_name=ICON, order=1, may_see=may_see)
