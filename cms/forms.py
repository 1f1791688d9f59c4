"""Forms of the admin that hold for every page."""

from wagtail.admin.forms.pages import CopyForm, WagtailAdminPageForm

from cms.choices import Significance
from cms.guarding import GuardedVersionsForm

APPROVE = "approve"  # as Wagtail's tasks call it


class HubPageForm(GuardedVersionsForm, WagtailAdminPageForm):
    """Proposes how big a change is: the first publication is major, later ones are minor. Knows what was changed.

    What writing help finds stops a publication where the site's settings say so; a draft is always saved.
    """

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

    def _post_clean(self):
        from cms.quality.blocking import errors_by_field, objections  # it knows the models, which know this form

        super()._post_clean()
        # Now the page has what was typed.
        if self._is_for_publication() and not self.errors:
            for field, error in errors_by_field(objections(self.instance, self._site())).items():
                self.add_error(field if field in self.fields else None, error)

    def _is_for_publication(self) -> bool:
        """Say whether the page is to be published, now or later, or to be approved for it."""
        if self.is_deferred_validation or self.data.get("action-cancel-workflow"):
            return False
        return not self.data.get("action-workflow-action") or self.data.get("workflow-action-name") == APPROVE

    def _site(self):
        return (self.parent_page if self.parent_page is not None else self.instance).get_site()


class HubCopyForm(CopyForm):
    """Says at the new place, not as a database error, that a copy can't stand there."""

    def clean(self):
        data = super().clean()
        parent = data.get("new_parent_page") or self.page.get_parent()
        if objection := self.page.specific.objection_to(parent, copying=True):
            self.add_error("new_parent_page", f"{objection} Choose another place, or add a new page instead of a copy.")
        return data
