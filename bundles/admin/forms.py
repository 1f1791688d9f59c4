"""The forms on a bundle's page."""

from __future__ import annotations

from django import forms
from django.utils import timezone
from wagtail.admin.widgets import AdminPageChooser
from wagtail.models import Page

from bundles.models import Bundle, BundlePost, SignOffLink
from bundles.models.sign_off import DEFAULT_DAYS, MOST_DAYS
from cms.base.date_fields import MomentField
from cms.editing.shown_rows import rows_shown_now
from cms.pages.assessments import LONGEST_REASON
from cms.pages.gated_forms import GatedForm
from engagement.choices import PostState
from engagement.models import SocialPost
from newsletter.admin.forms import ConfirmedForm


class PageForm(GatedForm, forms.Form):
    """A page to put in."""

    page = forms.ModelChoiceField(
        label="A page, as it was last saved",
        queryset=Page.objects.filter(depth__gt=1),
        widget=AdminPageChooser(),
        error_messages={"required": "Choose a page."},
    )


class BundlePostForm(forms.Form):
    """A social post to put in: one that hasn't been posted and is in no open bundle."""

    post = forms.ModelChoiceField(
        label="A social post", queryset=SocialPost.objects.none(), error_messages={"required": "Choose a post."}
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        taken = BundlePost.objects.filter(is_open=True).values("post")
        self.fields["post"].queryset = (
            SocialPost.objects.filter(rows_shown_now()).exclude(state=PostState.POSTED).exclude(pk__in=taken)
        )


class ReleaseForm(ConfirmedForm):
    """Asks for a reason if findings of writing help need one, as `asked` says."""

    reason = forms.CharField(
        label="Why publish these pages anyway?",
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="For what is listed above as “needs a reason”. It is kept in the history of these pages.",
        error_messages={"required": "Give a reason, or fix the findings first."},
    )

    def __init__(self, *args, asked: bool = False, **kwargs):
        super().__init__(*args, **kwargs)
        if not asked:
            del self.fields["reason"]


class PublishForm(ReleaseForm):
    """Empty, unless an issue goes out to many people or writing help asks for a reason."""

    def __init__(self, *args, **kwargs):
        # There is another form on the page that asks for the number.
        super().__init__(*args, auto_id="publish_%s", **kwargs)


class ScheduleForm(ReleaseForm):
    """The time at which the bundle is published."""

    field_order = ["publish_at", "reason", "number"]

    publish_at = MomentField(label="Date and time", error_messages={"required": "Give the date and time."})

    def clean_publish_at(self):
        """Raise ValidationError for a moment that is past."""
        moment = self.cleaned_data["publish_at"]
        if moment <= timezone.now():
            raise forms.ValidationError("This is in the past.")
        return moment


class SignOffLinkForm(forms.ModelForm):
    """The holder of a sign-off link, and its lifetime."""

    days = forms.IntegerField(
        label="Days until it expires", min_value=1, max_value=MOST_DAYS, initial=DEFAULT_DAYS, help_text="1 to 30."
    )

    class Meta:
        model = SignOffLink
        fields = ["name", "email"]


class ChooseBundleForm(forms.Form):
    """The bundle for a page: an open one, or a new one."""

    bundle = forms.ModelChoiceField(
        label="Bundle", queryset=Bundle.objects.none(), required=False, empty_label="A new one"
    )
    name = forms.CharField(label="Name of the new bundle", max_length=120, required=False)

    def __init__(self, *args, may_add: bool, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["bundle"].queryset = (
            Bundle.objects.filter(rows_shown_now()).exclude(state="published").order_by("name")
        )
        if not may_add:
            del self.fields["name"]
            self.fields["bundle"].required, self.fields["bundle"].empty_label = True, None

    def clean(self):
        data = super().clean()
        if "bundle" not in self.errors and not data.get("bundle") and not data.get("name", "").strip():
            self.add_error("name" if "name" in self.fields else "bundle", "Choose a bundle, or name a new one.")
        return data
