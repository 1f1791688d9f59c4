"""Forms of the admin that hold for every page."""

from wagtail.admin.forms.pages import CopyForm, WagtailAdminPageForm

from cms.choices import Significance


class HubPageForm(WagtailAdminPageForm):
    """Proposes how big a change is: the first publication is major, later ones are minor. Knows what was changed."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            # Django wants a hidden twin for a field whose default is computed, which the editor doesn't render: such a
            # field would always count as changed, and an approval then as one with changes, which needs approval again.
            field.show_hidden_initial = False
        if "change_significance" in self.fields:
            self.fields["change_significance"].choices = Significance.choices
            first = self.instance.first_published_at is None
            proposed = Significance.MAJOR if first else Significance.MINOR
            self.initial["change_significance"] = self.instance.change_significance or proposed


class HubCopyForm(CopyForm):
    """Says at the new place, not as a database error, that a copy can't stand there."""

    def clean(self):
        data = super().clean()
        parent = data.get("new_parent_page") or self.page.get_parent()
        if objection := self.page.specific.objection_to(parent, copying=True):
            self.add_error("new_parent_page", f"{objection} Choose another place, or add a new page instead of a copy.")
        return data
