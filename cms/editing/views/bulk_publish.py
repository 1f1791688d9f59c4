"""Publishing several pages at once, with writing help's findings in each."""

from __future__ import annotations

from django import forms
from django.shortcuts import redirect
from wagtail.admin import messages
from wagtail.admin.views.pages.bulk_actions.page_bulk_action import DefaultPageForm
from wagtail.admin.views.pages.bulk_actions.publish import PublishBulkAction
from wagtail.models import Page

from cms.pages.assessments import LONGEST_REASON
from cms.quality.blockers import Judgement, judgement, note, sentence_about
from cms.quality.findings import Finding

MOST_NAMED = 3  # how many things a message names


class PublishManyForm(DefaultPageForm):
    """Whether drafts below are published as well, and the reason for publishing in spite of findings."""

    reason = forms.CharField(
        label="Why publish these pages anyway?",
        required=False,
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Needed for what is listed as “needs a reason”. It is kept in the history of these pages.",
    )


class HubPublishBulkAction(PublishBulkAction):
    """Publish all pages ticked in a list, or none if writing help stops one of them or needs a reason."""

    form_class = PublishManyForm
    template_name = "cms/admin/publish_many.html"
    # The findings in drafts below the ticked pages, once those are to be published too.
    below: tuple[tuple[Page, Judgement], ...] = ()
    answered: tuple[tuple[Page, tuple[Finding, ...]], ...] = ()

    def object_context(self, obj):
        return super().object_context(obj) | {"judgement": judgement(obj.get_latest_revision_as_object())}

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        return context | {"below": self.below, "asks": any(found.asks for found in self._judged(context))}

    def _judged(self, context) -> list[Judgement]:
        return [item["judgement"] for item in context["items"]] + [found for _, found in self.below]

    def prepare_action(self, objects, objects_without_access):
        found = [(draft, judgement(draft)) for draft in self._drafts(objects)]
        if stopped := [sentence_about(draft, judged.stops) for draft, judged in found if judged.stops]:
            messages.error(self.request, f"Nothing was published. {' '.join(stopped[:MOST_NAMED])}")
            return redirect(self.next_url)
        asked = [(draft, judged) for draft, judged in found if judged.asks]
        reason = self.cleaned_form.cleaned_data["reason"].strip()
        if asked and not reason:
            ticked = {page.pk for page in objects}
            self.below = tuple((draft, judged) for draft, judged in asked if draft.pk not in ticked)
            self.cleaned_form.add_error("reason", "Give a reason, or fix the findings first. Nothing was published.")
            return self.render_to_response(self.get_context_data(form=self.cleaned_form))
        self.answered = tuple((draft, judged.asks) for draft, judged in asked)
        return None

    def _drafts(self, objects) -> list[Page]:
        pages = list(objects)
        if self.cleaned_form.cleaned_data.get("include_descendants"):
            below = (draft for page in objects for draft in page.get_descendants().not_live())
            pages += [page for page in below if page.permissions_for_user(self.request.user).can_publish()]
        return [page.get_latest_revision_as_object() for page in pages]

    def get_execution_context(self):
        # Here, because this runs in the transaction of the publication.
        for draft, asks in self.answered:
            note(draft, asks, self.cleaned_form.cleaned_data["reason"].strip(), self.request.user)
        return super().get_execution_context()
