"""Writing a post for further accounts: each gets a draft of its own, a variant."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect
from wagtail.admin import messages

from cms.base.requests import EditorRequest
from cms.models import SocialChannel
from engagement.admin.post_preview import PostPageMixin
from engagement.models import SocialPost
from engagement.social.variants import further_channels, write_for

ADD = "engagement.add_socialpost"


class FurtherAccountsForm(forms.Form):
    """The accounts for which a post is written, too."""

    channels = forms.ModelMultipleChoiceField(
        SocialChannel.objects.none(),
        label="Accounts",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Tick at least one account."},
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

    def find(self):
        if not self.request.user.has_perm(ADD):
            raise PermissionDenied
        super().find()

    def post(self, request: EditorRequest, *args, **kwargs) -> HttpResponse:
        form = FurtherAccountsForm(request.POST, post=self.post_shown)
        if not form.is_valid():
            return self.shown(form=form)
        made = write_for(self.post_shown, form.cleaned_data["channels"], request.user)
        messages.success(request, f"{len(made)} drafted. What was too long for an account is cut: read each text.")
        return redirect("social-posts:edit", self.post_shown.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        offered = further_channels(self.post_shown).exists()
        context = {"form": FurtherAccountsForm(post=self.post_shown), "post": self.post_shown, "offered": offered}
        return super().get_context_data(**context | kwargs)
