"""Progress in the editing form of a commitment: what was published stands there to be read, not to be changed."""

from __future__ import annotations

from django.forms.formsets import DELETION_FIELD_NAME, ORDERING_FIELD_NAME
from wagtail.admin.panels import Panel

from cms.rows import DraftedRowFormSet, RowsPanel
from programme.ledger import refusal


class LedgerFormSet(DraftedRowFormSet):
    """Rows of which the recorded ones take nothing from the browser: a disabled field keeps what it had."""

    def add_fields(self, form, index):
        super().add_fields(form, index)
        if form.instance.recorded_at and self.instance.last_published_at:
            for name, field in form.fields.items():
                if name != self.model._meta.pk.name:
                    field.disabled = True
            # Not the order: the browser counts all rows, and the record keeps its own.
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


class CarriedActionsPanel(Panel):
    """What is still open from earlier meetings of the group: to be read, it stands in those meetings."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "programme/admin/carried_panel.html"

        def is_shown(self):
            return bool(self.instance and self.instance.group_id and self.instance.date)

        def get_context_data(self, parent_context=None):
            from programme.meetings import carried_into  # it imports the models

            return super().get_context_data(parent_context) | {"actions": list(carried_into(self.instance))}


class RecordedPanel(Panel):
    """Above an entry that was published: since when it is on record, by whom, and how it is corrected."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "programme/admin/recorded_panel.html"

        def is_shown(self):
            return any(field.disabled for field in self.form.fields.values())
