"""One-click actions on feedback: take it, assign several pieces, begin an entry for readers."""

from __future__ import annotations

from django import forms
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_list_or_404, get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.admin.views.bulk_action import BulkAction
from wagtail.log_actions import log

from cms.base.requests import EditorRequest
from cms.editing.shown_rows import rows_shown
from engagement.feedback.you_said import TellError, tell
from engagement.models import Feedback
from engagement.models.feedback import assignable

PERMISSION = "engagement.change_feedback"


@require_POST
def take(request: EditorRequest, pk: int) -> HttpResponse:
    """Assign a piece of feedback to the user. If somebody else has taken it in the meantime, it stays theirs."""
    if not request.user.has_perm(PERMISSION):
        raise PermissionDenied
    with transaction.atomic():
        feedback = get_object_or_404(Feedback.objects.filter(rows_shown(request)).select_for_update(), pk=pk)
        if feedback.owner_id is None:
            feedback.owner = request.user
            feedback.save(update_fields=["owner"])
            log(instance=feedback, action="wagtail.edit", user=request.user)
    if feedback.owner == request.user:
        messages.success(request, f"{feedback.number} is assigned to you.")
    else:
        messages.warning(request, f"{feedback.number} is already assigned to {feedback.owner}.")
    return redirect(get_valid_next_url_from_request(request) or reverse("feedback:edit", args=[pk]))


@require_POST
def tell_readers(request: EditorRequest, pk: int) -> HttpResponse:
    """Begin an entry under “You said, we did” and open its page."""
    if not request.user.has_perm(PERMISSION):
        raise PermissionDenied
    feedback = get_object_or_404(Feedback.objects.filter(rows_shown(request)), pk=pk)
    try:
        page = tell(feedback, request.user)
    except TellError as error:
        messages.error(request, str(error))
        return redirect("feedback:edit", pk)
    messages.success(
        request,
        f"A draft entry for {feedback.number} is at the end of this page. Put it in our words, then publish. "
        f"They wrote: “{feedback.message}”",
    )
    return redirect("wagtailadmin_pages:edit", page.pk)


class OwnerForm(forms.Form):
    """The person whom feedback is assigned to."""

    owner: forms.ModelChoiceField = forms.ModelChoiceField(
        queryset=None, label="Owner", empty_label="Nobody", required=False
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = assignable()


@hooks.register("register_bulk_action")
class AssignBulkAction(BulkAction):
    """Assign the ticked pieces of feedback to somebody."""

    display_name = "Assign"
    action_type = "assign"
    aria_label = "Assign the selected feedback"
    template_name = "engagement/admin/assign.html"
    form_class = OwnerForm
    models = [Feedback]

    def get_queryset(self, model, object_ids):
        """Return the pieces ticked, or all, without those of other programmes. Raises Http404 if there are none."""
        return get_list_or_404(model.objects.filter(rows_shown(self.request)), pk__in=object_ids)

    def dispatch(self, request, *args, **kwargs):
        if not request.user.has_perm(PERMISSION):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_execution_context(self):
        return {"owner": self.cleaned_form.cleaned_data["owner"], "user": self.request.user}

    @classmethod
    def execute_action(cls, objects, owner=None, user=None, **kwargs):
        for feedback in objects:
            feedback.owner = owner
            feedback.save(update_fields=["owner"])
            log(instance=feedback, action="wagtail.edit", user=user)
        return len(objects), 0

    def get_success_message(self, num_parent_objects, num_child_objects):
        owner = self.cleaned_form.cleaned_data["owner"]
        pieces = "1 piece" if num_parent_objects == 1 else f"{num_parent_objects} pieces"
        return f"{pieces} of feedback assigned to {owner or 'nobody'}."
