"""A bundle's page: its items, the obstacles to publication, the next step, and its sign-offs."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views import View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import ModelLogEntry

from bundles.admin.forms import BundlePostForm, PageForm, PublishForm, ScheduleForm, SignOffLinkForm
from bundles.choices import BundleState
from bundles.models import Bundle
from bundles.publishing.checks import judged, problems_of, questions_of
from bundles.publishing.issues import recipients_of
from bundles.publishing.services import RELEASABLE
from bundles.rights import APPROVE
from bundles.sign_off import tokens

VIEW, CHANGE = "bundles.view_bundle", "bundles.change_bundle"
# The session key under which a token waits until it is shown once.
NEW_TOKEN = "bundles.new_token"  # noqa: S105  a name, not a token
LOGGED = 8  # lines of the log on the page itself


class BundlePageMixin(WagtailAdminTemplateMixin):
    """A page of the admin about one bundle, for users who may see bundles."""

    header_icon = "folder-open-1"
    title_of_last_crumb = ""

    def setup(self, request, *args, pk: int, **kwargs):
        super().setup(request, *args, pk=pk, **kwargs)
        self.bundle = Bundle.objects.select_related("created_by", "changed_by", "approved_by", "released_by").filter(
            pk=pk
        )

    def dispatch(self, request, *args, **kwargs):
        if not request.user.has_perm(VIEW):
            raise PermissionDenied
        self.bundle = get_object_or_404(self.bundle)
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self):
        return str(self.bundle)

    def get_breadcrumbs_items(self):
        crumbs = [*self.breadcrumbs_items, {"url": reverse("bundles:index"), "label": "Bundles"}]
        if not self.title_of_last_crumb:
            return [*crumbs, {"url": "", "label": str(self.bundle)}]
        address = reverse("bundles:bundle", args=[self.bundle.pk])
        return [*crumbs, {"url": address, "label": str(self.bundle)}, {"url": "", "label": self.title_of_last_crumb}]

    def log_entries(self):
        """Return the bundle's log, latest first."""
        return ModelLogEntry.objects.for_instance(self.bundle).select_related("user")


class BundleView(BundlePageMixin, View):
    template_name = "bundles/admin/bundle.html"

    def get(self, request, *args, **kwargs):
        return self.render_to_response(self.get_context_data())

    def get_context_data(self, **forms):
        user, bundle = self.request.user, self.bundle
        may_change = user.has_perm(CHANGE) and bundle.is_open
        fingerprint = bundle.fingerprint()
        # Approvers see the findings as well; publishers are asked for reasons.
        found = judged(bundle) if bundle.state in (BundleState.REVIEW, *RELEASABLE) else {}
        problems = problems_of(bundle, user, found) if bundle.state in RELEASABLE else []
        may_release = may_change and bundle.state in RELEASABLE and not problems
        recipients = recipients_of(bundle) if may_release else 0
        asked = may_release and bool(questions_of(bundle, user, found))
        links = list(bundle.links.select_related("created_by").prefetch_related("answers"))
        for link in links:
            link.last = next(iter(link.answers.all()), None)
            link.is_of_now = bool(link.last) and link.last.fingerprint == fingerprint
        return super().get_context_data(
            bundle=bundle,
            fingerprint=fingerprint,
            changed=bundle.changed_items(),
            problems=problems,
            found=[(item, found[item.pk]) for item in bundle.page_items if item.pk in found and found[item.pk].any],
            may_change=may_change,
            may_approve=user.has_perm(APPROVE),
            is_last_to_change=bundle.changed_by_id == user.pk,
            may_release=may_release,
            recipients=recipients,
            states=BundleState,
            page_form=forms.get("page_form") or PageForm(),
            post_form=forms.get("post_form") or BundlePostForm(),
            schedule_form=forms.get("schedule_form") or ScheduleForm(recipients=recipients, asked=asked),
            publish_form=forms.get("publish_form") or PublishForm(recipients=recipients, asked=asked),
            link_form=forms.get("link_form") or SignOffLinkForm(),
            links=links,
            new_address=self._new_address(),
            log=self.log_entries()[:LOGGED],
        )

    def _new_address(self) -> str:
        """Return the address of the link that was just made; it is shown only once."""
        waiting = self.request.session.pop(NEW_TOKEN, None)
        return tokens.address_of(waiting["token"]) if waiting and waiting["bundle"] == self.bundle.pk else ""

    def again(self, **forms):
        """Show the bundle with an invalid form and its errors."""
        return self.render_to_response(self.get_context_data(**forms), status=422)


class HistoryView(BundlePageMixin, View):
    """The full log of a bundle."""

    template_name = "bundles/admin/log.html"
    title_of_last_crumb = "Log"
    header_icon = "history"

    def get(self, request, *args, **kwargs):
        page = Paginator(self.log_entries(), 50).get_page(request.GET.get("p"))
        return self.render_to_response(self.get_context_data(bundle=self.bundle, entries=page))
