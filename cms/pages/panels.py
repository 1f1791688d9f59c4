"""Panels shared by the forms of several apps."""

from urllib.parse import urlsplit

from django import forms
from wagtail.admin.panels import FieldPanel, Panel, PublishingPanel
from wagtail.admin.widgets import AdminAutoHeightTextInput

# When a schedule takes effect, above the dialog in which it is given.
AT_ONCE = "“Schedule” below makes it take effect at once; nothing else is needed."
ON_APPROVAL = "The page waits for approval: the schedule takes effect when it is approved."
LATER = "The schedule is saved with the draft. It takes effect when somebody approves or publishes it."


class OneParagraphInput(AdminAutoHeightTextInput):
    """A text area of two or three lines. Line breaks in pasted text become spaces."""

    def __init__(self, attrs=None):
        # The count below the field leaves out the same line breaks.
        super().__init__({"data-one-paragraph": "", **(attrs or {})})

    def value_from_datadict(self, data, files, name):
        value = super().value_from_datadict(data, files, name)
        return " ".join(value.split()) if value else value


class SummaryPanel(FieldPanel):
    """A short text that may need more than one line."""

    def __init__(self, field_name, **kwargs):
        kwargs["widget"] = kwargs.get("widget") or OneParagraphInput
        super().__init__(field_name, **kwargs)


class ChoicesPanel(FieldPanel):
    """Multiple choices as checkboxes: in a selection list, one careless click would clear all others."""

    def __init__(self, field_name, **kwargs):
        kwargs["widget"] = kwargs.get("widget") or forms.CheckboxSelectMultiple
        super().__init__(field_name, **kwargs)


class SharePanel(Panel):
    """Shows how the page looks in the results of a search engine, and as a card where it is shared. It has no fields.

    `hub-admin/share.js` keeps it up to date with the form.
    """

    class BoundPanel(Panel.BoundPanel):
        template_name = "cms/admin/share_panel.html"

        def get_context_data(self, parent_context=None):
            page, parent = self.instance, getattr(self.form, "parent_page", None)
            above = (parent or page.get_parent()).full_url or "" if parent or page.pk else ""
            address = (page.pk and page.full_url) or f"{above.rstrip('/')}/{page.slug or '…'}/"
            return super().get_context_data(parent_context) | {
                "address": address,
                "host": urlsplit(address).hostname or "",
                "picture": getattr(page, page.share_image_field) if page.share_image_field else None,
                "default": getattr(page, "default_description", "") if page.pk else "",
            }


class FootPanel(Panel):
    """Shows the foot of every page as `hub-admin/foot.js` reads it from the form. It has no fields."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "cms/admin/foot_panel.html"


class SchedulePanel(PublishingPanel):
    """Wagtail's dialog for the times of publication and expiry, with a button that makes them take effect."""

    class BoundPanel(PublishingPanel.BoundPanel):
        template_name = "cms/admin/schedule_dialog.html"

        def get_context_data(self, parent_context=None):
            waits = bool(self.instance.pk) and self.instance.current_workflow_state is not None
            takes_effect = self._may_publish() and not waits
            return super().get_context_data(parent_context) | {
                "takes_effect": takes_effect,
                "heading": AT_ONCE if takes_effect else ON_APPROVAL if waits else LATER,
            }

        def _may_publish(self) -> bool:
            parent = getattr(self.form, "parent_page", None)
            if self.instance.pk or parent is None:
                return self.instance.permissions_for_user(self.request.user).can_publish()
            return parent.permissions_for_user(self.request.user).can_publish_subpage()
