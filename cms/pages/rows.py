"""Rows of a page's form, such as duties or entries; some may be only in the draft."""

from django.forms.models import BaseModelFormSet
from modelcluster.forms import BaseChildFormSet
from wagtail.admin.panels import InlinePanel


class DraftedRowFormSet(BaseChildFormSet):
    """Recognises a draft's unpublished rows, which have no key yet.

    Otherwise each would count as a new row when the form is sent. The form would then always count as changed, so that
    an approval would need another approval; and the row would lose values not in the form.
    """

    def _construct_form(self, i, **kwargs):
        if (row := self._drafted(i)) is None:
            return super()._construct_form(i, **kwargs)
        # Bypasses modelcluster and Django, which look up the row by its key.
        return super(BaseModelFormSet, self)._construct_form(i, instance=row, **kwargs)

    def save_existing_objects(self, commit=True):
        """Also return unchanged drafted rows: all rows without a key are inserted again."""
        saved = super().save_existing_objects(commit=commit)
        gone = self.deleted_forms
        drafted = [form for form in self.initial_forms if form.instance.pk is None and form not in gone]
        return [*saved, *(form.instance for form in drafted if not form.has_changed())]

    def _drafted(self, i: int):
        """Return the row for the form with this index, if it is only in the draft."""
        if not self.is_bound or i >= self.initial_form_count():
            return None
        if self.data.get(f"{self.add_prefix(i)}-{self.model._meta.pk.name}"):
            return None
        rows = self.get_queryset()
        return rows[i] if i < len(rows) and rows[i].pk is None else None


class RowsPanel(InlinePanel):
    """Wagtail's panel for rows, adapted to pages, which have drafts."""

    formset_class = DraftedRowFormSet

    def get_form_options(self):
        options = super().get_form_options()
        options["formsets"][self.relation_name]["formset"] = self.formset_class
        return options
