"""Feedback on the dashboard: the number of new messages."""

from __future__ import annotations

from wagtail.admin.ui.components import Component

from engagement.choices import FeedbackState
from engagement.models import Feedback


class FeedbackPanel(Component):
    """Shown to users who may read feedback. One query."""

    name = "feedback"
    template_name = "engagement/admin/dashboard.html"
    order = 115

    def get_context_data(self, parent_context):
        if not parent_context["request"].user.has_perm("engagement.view_feedback"):
            return {}
        return {"may_read": True, "new": Feedback.objects.filter(state=FeedbackState.NEW).count()}
