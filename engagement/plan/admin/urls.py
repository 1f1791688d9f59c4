"""Addresses of the plan under /admin/."""

from django.urls import path

from .views import PlanDraftView, PlanMoveView, PlanView

urlpatterns = [
    path("plan/", PlanView.as_view(), name="plan"),
    path("plan/move/", PlanMoveView.as_view(), name="plan_move"),
    path("plan/<int:item_id>/draft/", PlanDraftView.as_view(), name="plan_draft"),
]
