"""Progress in the form of a commitment: published entries are shown read-only."""

from __future__ import annotations

from django.forms.formsets import DELETION_FIELD_NAME, ORDERING_FIELD_NAME
from wagtail.admin.panels import Panel

from cms.pages.rows import DraftedRowFormSet, RowsPanel
from programme.ledger import refusal


class LedgerFormSet(DraftedRowFormSet):
    """Rows whose recorded entries ignore the browser's values: a disabled field keeps its value."""

    def add_fields(self, form, index):
        super().add_fields(form, index)
        if form.instance.recorded_at and self.instance.last_published_at:
            for name, field in form.fields.items():
                if name != self.model._meta.pk.name:
                    field.disabled = True
            # Not the order: the browser numbers all rows, and the record keeps its own order.
            form.fields[ORDERING_FIELD_NAME].disabled = False

    def clean(self, *args, **kwargs):
        super().clean(*args, **kwargs)
        for form in self.forms:
            deletion = form.fields.get(DELETION_FIELD_NAME)
            if deletion and deletion.disabled and self.data.get(form.add_prefix(DELETION_FIELD_NAME)):
                form.add_error(None, refusal([form.instance]))


class LedgerPanel(RowsPanel):
    """The entries of a commitment."""

    formset_class = LedgerFormSet


class AttendancePanel(RowsPanel):
    """People at a meeting, each with a box to tick: `hub-admin/attendance.js` shows the rows folded."""

    def __init__(self, *args, **kwargs):
        kwargs["attrs"] = {"data-hub-attendance": "", **kwargs.get("attrs", {})}
        super().__init__(*args, **kwargs)


class CarriedActionsPanel(Panel):
    """Open actions from earlier meetings of the group, read-only: they belong to those meetings."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "programme/admin/carried_panel.html"

        def is_shown(self):
            return bool(self.instance and self.instance.group_id and self.instance.date)

        def get_context_data(self, parent_context=None):
            return super().get_context_data(parent_context) | {"actions": list(self.instance.carried_actions())}


class UsesPanel(Panel):
    """Leads from a key message to where it was used."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "programme/admin/uses_panel.html"

        def is_shown(self):
            return bool(self.instance and self.instance.pk)


class RecordedPanel(Panel):
    """Shown above a published entry: when it was recorded, by whom, and how to correct it."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "programme/admin/recorded_panel.html"

        def is_shown(self):
            return any(field.disabled for field in self.form.fields.values())
