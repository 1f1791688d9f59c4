"""The variants of a post in the admin: written for further accounts, and edited, planned, approved and recorded together."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property
from wagtail.admin import messages
from wagtail.log_actions import log

from cms.base.date_fields import DayField, TimeOfDayField
from cms.base.dates import today
from cms.base.requests import EditorRequest
from cms.base.typed_dates import Towards
from cms.models import SocialChannel
from cms.pages.conflicts import GuardedForm
from engagement.admin.post_preview import PostPageMixin, preview_of
from engagement.choices import PostCheck, PostState
from engagement.models import SocialPost
from engagement.social import releases
from engagement.social.variants import further_channels, variants_of, write_for

ADD = "engagement.add_socialpost"
SAVE, APPROVE, RECORD = "save", "approve", "record"
RECORD_IT = "Choose “Record those with an address as posted”, or empty it."
SAID = {
    SAVE: "The variants were saved.",
    APPROVE: "The variants were saved, and are ready to post.",
    RECORD: "The variants with an address are recorded as posted.",
}


class ChannelsField(forms.ModelMultipleChoiceField):
    """Accounts to tick."""

    widget = forms.CheckboxSelectMultiple


class FurtherAccountsForm(forms.Form):
    """The accounts for which a post is written, too."""

    channels = ChannelsField(
        SocialChannel.objects.none(), label="Accounts", error_messages={"required": "Tick at least one account."}
    )

    def __init__(self, *args: Any, post: SocialPost, **kwargs: Any):
        super().__init__(*args, **kwargs)
        field = self.fields["channels"]
        assert isinstance(field, forms.ModelMultipleChoiceField)  # noqa: S101
        field.queryset = further_channels(post)


class FurtherAccountsView(PostPageMixin):
    """Makes a variant for each account that is ticked."""

    template_name = "engagement/admin/further_accounts.html"
    page_title = "Write for further accounts"

    def dispatch(self, request, *args, **kwargs):
        if not request.user.has_perm(ADD):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get(self, request, *args, **kwargs) -> HttpResponse:
        return self._shown(FurtherAccountsForm(post=self.post_shown))

    def post(self, request: EditorRequest, *args, **kwargs) -> HttpResponse:
        form = FurtherAccountsForm(request.POST, post=self.post_shown)
        if not form.is_valid():
            return self._shown(form)
        made = write_for(self.post_shown, form.cleaned_data["channels"], request.user)
        messages.success(request, f"{len(made)} drafted. What was too long for an account is cut: read each text.")
        return redirect("social-posts:variants", self.post_shown.pk)

    def _shown(self, form: FurtherAccountsForm) -> HttpResponse:
        offered = form.fields["channels"].queryset.exists()  # type: ignore[attr-defined]  # of a field that asks for rows
        return self.render_to_response(self.get_context_data(form=form, post=self.post_shown, offered=offered))


class TogetherForm(forms.Form):
    """What all variants that aren't posted have in common."""

    planned_for = DayField(required=False, label="Planned for", towards=Towards.NEXT)
    planned_time = TimeOfDayField(
        required=False, label="Time", help_text="For posts that the hub posts itself. Without one: 09:00."
    )
    checked = forms.MultipleChoiceField(
        label="Checklist",
        choices=PostCheck.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Tick what you have checked in every variant.",
    )


class VariantForm(GuardedForm):
    """One variant: its text, and once it is posted its address."""

    address = forms.URLField(
        label="Address of the post",
        required=False,
        max_length=500,
        assume_scheme="https",
        help_text="Once it is posted.",
    )

    class Meta:
        model = SocialPost
        fields = ("text",)
        widgets = {"text": forms.Textarea(attrs={"rows": 5})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # The state before this form changes it, and errors that are shown in the form of all variants.
        self.state_before = self.instance.state
        self.shared_errors: dict[str, list[str]] = {}
        self.initial["address"] = self.instance.address

    def clean_address(self) -> str:
        """Give the address to the post, which checks it with all the rest."""
        self.instance.address = self.cleaned_data["address"]
        return self.instance.address

    def add_error(self, field, error):
        """Keep errors at fields of the other form apart: they are shown there."""
        if field is None and hasattr(error, "error_dict"):
            for name, found in error.error_dict.items():
                if name == "state":
                    super().add_error("address", RECORD_IT)
                elif name in self.fields or name == "__all__":
                    super().add_error(None if name == "__all__" else name, ValidationError(found))
                else:
                    self.shared_errors.setdefault(name, []).extend(ValidationError(found).messages)
            return
        super().add_error(field, error)

    @property
    def is_posted(self) -> bool:
        """Whether it was posted before this form, which then changes nothing of it."""
        return self.state_before == PostState.POSTED


class VariantsView(PostPageMixin):
    """All variants with their previews, in one form."""

    template_name = "engagement/admin/variants.html"
    page_title = "Variants"

    def get(self, request, *args, **kwargs) -> HttpResponse:
        first = self.post_shown
        given = {"planned_for": first.planned_for, "planned_time": first.planned_time, "checked": first.checked}
        return self._shown(TogetherForm(initial=given), [self._row(post, None) for post in self.variants])

    def post(self, request: EditorRequest, *args, **kwargs) -> HttpResponse:
        deed = request.POST.get("deed", SAVE)
        together = TogetherForm(request.POST)
        is_valid = together.is_valid()
        rows = []
        for post in self.variants:
            state = post.state
            self._prepare(post, deed, together)
            row = self._row(post, request.POST, state)
            if state != PostState.POSTED:
                is_valid = row.is_valid() and self._is_in_time(row, together) and not row.shared_errors and is_valid
                self._share(row, together)
            rows.append(row)
        if still := self._still_to_check(rows):
            together.add_error("checked", f"Still to check: {'; '.join(still)}.")
        if not is_valid:
            messages.error(request, "Nothing was saved. What you typed is still here, with what is wrong.")
            return self._shown(together, rows)
        self._save(rows)
        messages.success(request, SAID.get(deed, SAID[SAVE]))
        return redirect("social-posts:variants", self.post_shown.pk)

    @cached_property
    def variants(self) -> list[SocialPost]:
        """The variants, in the order of the accounts."""
        return list(variants_of(self.post_shown).select_related("channel__settings"))

    def _row(self, post: SocialPost, data: Any, state: str = "") -> VariantForm:
        row = VariantForm(data, instance=post, prefix=f"post-{post.pk}", for_user=self.request.user)
        row.state_before = state or post.state
        return row

    def _prepare(self, post: SocialPost, deed: str, together: TogetherForm) -> None:
        """Set what the variant has from the whole form before its own part is checked with it."""
        if post.state == PostState.POSTED:
            return
        given = together.cleaned_data
        for name in ("planned_for", "planned_time", "checked"):
            if name in given:
                setattr(post, name, given[name])
        has_address = bool(self.request.POST.get(f"post-{post.pk}-address", "").strip())
        if deed == RECORD and has_address:
            post.state, post.posted_on, post.posted_by = PostState.POSTED, today(), self.request.user
        elif deed == APPROVE:
            post.state = PostState.READY

    def _is_in_time(self, row: VariantForm, together: TogetherForm) -> bool:
        """Say whether a variant that the hub goes on to post has a moment to come, and show it if not."""
        post = row.instance
        has_no_moment = bool({"planned_for", "planned_time"} & set(together.errors))
        if has_no_moment or self._is_withdrawn(row) or not releases.stands(post):
            return True
        if releases.would_miss(post.planned_moment, before=post.post_at):
            row.shared_errors["planned_for"] = ["The hub posts one of them: give a day and time to come."]
        return "planned_for" not in row.shared_errors

    def _is_withdrawn(self, row: VariantForm) -> bool:
        """Say whether the hub doesn't post a variant after this form."""
        changed = "text" in row.changed_data and not releases.may_release(self.request.user)
        return row.instance.state == PostState.POSTED or changed

    def _share(self, row: VariantForm, together: TogetherForm) -> None:
        """Show what is wrong with a variant's day or checklist at these fields, once."""
        for name, found in row.shared_errors.items():
            if name == "checked":
                continue  # said once for all
            field = name if name in together.fields else None
            known = [str(one) for one in together.errors.get(field or "__all__", [])]
            for message in found:
                if field is None:
                    message = f"{row.instance.channel or 'Without an account'}: {message}"
                if message not in known:
                    together.add_error(field, message)

    def _still_to_check(self, rows: list[VariantForm]) -> list[str]:
        """Return the checks that are open in any variant that is refused for it."""
        refused = [row.instance for row in rows if "checked" in row.shared_errors]
        open_ones = {check for post in refused for check in post.checks if check not in post.checked}
        return [str(check.label) for check in PostCheck if check in open_ones]

    @transaction.atomic
    def _save(self, rows: list[VariantForm]) -> None:
        user, is_withdrawn = self.request.user, False
        for row in rows:
            post = row.instance
            if row.state_before == PostState.POSTED:
                continue
            if self._is_withdrawn(row):
                is_withdrawn |= post.state != PostState.POSTED and releases.stands(post)
                releases.withdraw(post, user)
            elif post.released_at:
                post.post_at = post.planned_moment
            row.save()
            log(post, "wagtail.edit", user=user)
        if is_withdrawn:
            messages.warning(self.request, releases.WITHDRAWN)

    def _shown(self, together: TogetherForm, rows: list[VariantForm]) -> HttpResponse:
        shown = [{"form": row, "preview": preview_of(row.instance), "rules": row.instance.rules} for row in rows]
        open_ones = [row for row in rows if row.state_before != PostState.POSTED]
        context = self.get_context_data(
            together=together,
            rows=shown,
            post=self.post_shown,
            is_open=bool(open_ones),
            may_add=self.request.user.has_perm(ADD) and further_channels(self.post_shown).exists(),
        )
        return self.render_to_response(context)
