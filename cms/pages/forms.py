"""Forms of the admin for every page."""

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.text import slugify
from wagtail.admin.forms.pages import CopyForm, WagtailAdminPageForm

from cms.base.choices import Significance
from cms.pages.addresses import taken_by_programme
from cms.pages.assessments import LONGEST_REASON, PUBLICATION, assessments
from cms.pages.conflicts import GuardedVersionsForm
from cms.pages.site_choices import limit_choices

APPROVE = "approve"  # Wagtail's name in tasks
SCHEDULE = "action-schedule"  # the button of the schedule's dialog
ASKED = "Nothing is lost, and nothing has been published or submitted yet. Writing help's findings are listed "
"above the form: correct them, or give a reason there for publishing anyway."


def _slug_of(title: str) -> str:
    return slugify(title, allow_unicode=True)


class HubPageForm(GuardedVersionsForm, WagtailAdminPageForm):
    """Proposes the size of a change: the first publication is major, later ones are minor.

    Findings of writing help stop a publication if the site's settings say so, and otherwise require a reason: if the
    form is sent again with one, the page is published. A draft is always saved.
    """

    question = None  # the judgement, if a reason is required
    reason = ""
    _was_judged = False

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            # Django adds a hidden initial field for a computed default, which the editor doesn't render: the field
            # would always count as changed, and an approval then as one with changes, which needs approval again.
            field.show_hidden_initial = False
        limit_choices(self, self.site_of_use())
        if "change_significance" in self.fields:
            self.fields["change_significance"].choices = Significance.choices
            first = self.instance.first_published_at is None
            proposed = Significance.MAJOR if first else Significance.MINOR
            self.initial["change_significance"] = self.instance.change_significance or proposed
        if "slug" in self.fields:
            # It is on another tab, and a script fills it in from the title, which takes a moment.
            self.fields["slug"].required = False

    def clean_slug(self) -> str:
        """Return the last part of the address; empty if Wagtail is to make it from the title, with a number if it is taken.

        A published page keeps its own.
        """
        slug = self.cleaned_data["slug"]
        if self.instance.first_published_at:
            return slug or self.instance.slug
        # As the script makes it, which doesn't know the pages beside this one.
        return "" if slug == _slug_of(self.cleaned_data.get("title", "")) else slug

    def _post_clean(self):
        super()._post_clean()
        self.instance.__dict__.pop("reason_to_publish", None)
        # A new page's is made when it gets its place in the tree.
        # A title that is refused says so itself.
        is_lacking = "slug" in self.cleaned_data and not self.instance.slug and "title" not in self.errors
        if is_lacking and not _slug_of(self.instance.title):
            self.add_error("slug", "The title has no letters or digits to make an address from. Type the address here.")

    def is_valid(self):
        # After the forms of the rows, whose texts are assessed too.
        valid = super().is_valid()
        if valid and self.is_for_publication() and not self._was_judged:
            self._was_judged = True
            self._judge()
            valid = not self.errors
        return valid

    def _judge(self) -> None:
        found = assessments[PUBLICATION](self.instance, self.site_of_use(), self._rows())
        for field, error in found.errors.items():
            self.add_error(field if field in self.fields else None, error)
        if found.asks and not found.stops:
            self._ask(found)

    def _ask(self, found) -> None:
        """Require a reason, or accept the one sent with the form."""
        self.reason = " ".join(self.data.get("reason_to_publish", "").split())
        if self.reason and len(self.reason) <= LONGEST_REASON:
            self.instance.reason_to_publish = (found.asks, self.reason)
            return
        self.question = found
        longer = (
            f" The reason may have {LONGEST_REASON} characters; yours has {len(self.reason)}." if self.reason else ""
        )
        self.add_error(None, f"{ASKED}{longer}")

    def _rows(self) -> dict[str, list]:
        """Return the rows as typed, without those to be deleted."""
        return {
            name: [
                form.instance
                for form in formset.forms
                if form not in formset.deleted_forms and (form.instance.pk or form.has_changed())
            ]
            for name, formset in self.formsets.items()
        }

    def is_for_publication(self) -> bool:
        """Say whether the page is to be published, now or later, or submitted for approval."""
        if self.is_deferred_validation or self.data.get("action-cancel-workflow"):
            return False
        return not self.data.get("action-workflow-action") or self.data.get("workflow-action-name") == APPROVE

    releases = is_for_publication

    def takes_effect_at_once(self) -> bool:
        """Say whether “Schedule” publishes: at a moment, or an expiry alone that is new on a page without other changes.

        Otherwise it would publish a draft that nobody asked to publish.
        """
        try:
            if self.fields["go_live_at"].clean(self.data.get("go_live_at")) is not None:
                return True
        except ValidationError:
            return True
        changed = self.changed_data == ["expire_at"] and not any(each.has_changed() for each in self.formsets.values())
        return changed and self.instance.live and not self.instance.has_unpublished_changes

    def clean(self):
        data = super().clean()
        parent = self.parent_page
        if parent and (objection := taken_by_programme(parent, data.get("slug", ""))):
            self.add_error("slug", f"{objection} Choose another last part of the address.")
        goes_live = data.get("go_live_at")
        if self.data.get(SCHEDULE) and goes_live and goes_live <= timezone.now():
            self.add_error("go_live_at", "This is in the past. To publish now, empty it and choose “Publish”.")
        return data

    def site_of_use(self):
        """Return the site in whose tree the page is, or is to be; None if it has no place yet."""
        above = self.parent_page
        place = self.instance if above is None or above.is_root() else above
        if not place.path:
            return None
        if "_site_of_forms" not in vars(place):  # a program's form is made twice
            vars(place)["_site_of_forms"] = place.get_site()
        return vars(place)["_site_of_forms"]


class HubCopyForm(CopyForm):
    """Reports at the field of the new parent, not as a database error, that a copy isn't allowed there."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["new_parent_page"].label = "Where the copy belongs"
        self.fields["new_parent_page"].help_text = "The page above the copy. Leave it for a copy in the same place."

    def clean(self):
        data = super().clean()
        parent = data.get("new_parent_page") or self.page.get_parent()
        if objection := taken_by_programme(parent, data.get("new_slug", "")):
            self.add_error("new_slug", f"{objection} Choose another last part of the address.")
        if objection := self.page.specific.objection_to(parent, copying=True):
            self.add_error("new_parent_page", f"{objection} Choose another place, or add a new page instead of a copy.")
        return data
