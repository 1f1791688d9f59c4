"""The newsletter's tab in the editor of an issue."""

from __future__ import annotations

from wagtail.admin.panels import Panel

from newsletter.states import state_of


class IssueStatePanel(Panel):
    """The state of the issue, with a link to its desk."""

    def clean_name(self):
        return "newsletter"

    class BoundPanel(Panel.BoundPanel):
        template_name = "newsletter/admin/tab.html"

        def get_context_data(self, parent_context=None):
            context = super().get_context_data(parent_context)
            page = self.instance
            if page.pk:
                context |= {"state": state_of(page), "lists": page.mailing_lists.all()}
            return context | {"issue": page}
