"""Forms of the admin that hold for every page."""

from wagtail.admin.forms.pages import CopyForm


class HubCopyForm(CopyForm):
    """Says at the new place, not as a database error, that a copy can't stand there."""

    def clean(self):
        data = super().clean()
        parent = data.get("new_parent_page") or self.page.get_parent()
        if objection := self.page.specific.objection_to(parent, copying=True):
            self.add_error("new_parent_page", f"{objection} Choose another place, or add a new page instead of a copy.")
        return data
