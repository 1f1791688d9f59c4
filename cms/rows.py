"""Rows of a page's form, such as duties or entries, of which some stand in the draft alone."""

from django.forms.models import BaseModelFormSet
from modelcluster.forms import BaseChildFormSet
from wagtail.admin.panels import InlinePanel


class DraftedRowFormSet(BaseChildFormSet):
    """Knows again the rows of a draft that were never published, which have no key yet.

    Without this each of them counts as a new row as soon as the form is sent. The form then always counts as changed, so
    that approving it only asks for a further approval; and the row loses what the form doesn't show.
    """

    def _construct_form(self, i, **kwargs):
        if (row := self._drafted(i)) is None:
            return super()._construct_form(i, **kwargs)
        # Past modelcluster and Django, which look for the row by its key.
        return super(BaseModelFormSet, self)._construct_form(i, instance=row, **kwargs)

    def save_existing_objects(self, commit=True):
        """Return the drafted rows too that weren't changed: all rows without a key are put in anew."""
        saved = super().save_existing_objects(commit=commit)
        gone = self.deleted_forms
        drafted = [form for form in self.initial_forms if form.instance.pk is None and form not in gone]
        return [*saved, *(form.instance for form in drafted if not form.has_changed())]

    def _drafted(self, i: int):
        """Return the row that the form of this number was made for, if the draft alone has it."""
        if not self.is_bound or i >= self.initial_form_count():
            return None
        if self.data.get(f"{self.add_prefix(i)}-{self.model._meta.pk.name}"):
            return None
        rows = self.get_queryset()
        return rows[i] if i < len(rows) and rows[i].pk is None else None


class RowsPanel(InlinePanel):
    """Wagtail's panel for rows, for pages: they have drafts."""

    formset_class = DraftedRowFormSet

    def get_form_options(self):
        options = super().get_form_options()
        options["formsets"][self.relation_name]["formset"] = self.formset_class
        return options
