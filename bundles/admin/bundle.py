"""A bundle's page: its items, the obstacles to publication, the next step, and its sign-offs."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404
from django.urls import reverse
from wagtail.models import ModelLogEntry, Page
from wagtail.permissions import page_permission_policy

from bundles.admin.forms import (
    BundlePostForm,
    PageForm,
    PublishForm,
    ScheduleForm,
    SignOffLinkForm,
)
from bundles.admin.readiness import readiness_of
from bundles.choices import BundleState
from bundles.models import Bundle, BundlePage, SignOffLink
from bundles.sign_off.links import LINKS
from cms.drafts.acceptance import unchecked_in
from cms.drafts.authorship import authorships
from cms.editing.shown_rows import rows_shown
from cms.editing.views.admin_page import AdminPage
from cms.editing.views.new_links import new_link

VIEW = "bundles.view_bundle"
DRAFTS = 6  # offered to be put in by a click
LOGGED = 8  # lines of the log on the page itself


class BundlePageMixin(AdminPage):
    """A page of the admin about one bundle, for users who may see bundles."""

    header_icon = "folder-open-1"
    right = VIEW
    page_above = ("bundles:index", "Bundles")

    def find(self):
        found = Bundle.objects.select_related("created_by", "changed_by", "approved_by", "released_by")
        self.bundle = get_object_or_404(found.filter(rows_shown(self.request)), pk=self.kwargs["pk"])

    def get_page_title(self):
        return str(self.bundle)

    def log_entries(self):
        """Return the bundle's log, latest first."""
        return ModelLogEntry.objects.for_instance(self.bundle).select_related("user")


class BundleView(BundlePageMixin):
    template_name = "bundles/admin/bundle.html"

    def get_context_data(self, **forms):
        bundle = self.bundle
        readiness = readiness_of(bundle, self.request.user)
        asks = {"recipients": readiness.recipients, "asked": readiness.asks_for_reason}
        found = readiness.found
        authors = authorships([item.page for item in bundle.page_items])
        unchecked = unchecked_in(item.revision for item in bundle.page_items if item.is_open and item.revision)
        for item in bundle.page_items:
            item.authors, item.unchecked = authors[item.page_id], unchecked.get(str(item.page_id), [])
        return super().get_context_data(
            bundle=bundle,
            readiness=readiness,
            fingerprint=bundle.fingerprint(),
            found=[(item, found[item.pk]) for item in bundle.page_items if item.pk in found and found[item.pk].any],
            may_change=readiness.may_change,
            states=BundleState,
            drafts=self._drafts() if readiness.may_change else [],
            page_form=forms.get("page_form") or PageForm(),
            post_form=forms.get("post_form") or BundlePostForm(),
            schedule_form=forms.get("schedule_form") or ScheduleForm(**asks),
            publish_form=forms.get("publish_form") or PublishForm(**asks),
            link_form=forms.get("link_form") or SignOffLinkForm(),
            links=self._links(),
            **new_link(self.request, LINKS, bundle, forms.get("mail_form")),
            log=self.log_entries()[:LOGGED],
        )

    def _drafts(self) -> list[Page]:
        """Return the drafts last changed that the user may edit and that no open bundle has."""
        mine = page_permission_policy.instances_user_has_permission_for(self.request.user, "change")
        taken = BundlePage.objects.filter(is_open=True).values("page")
        drafts = mine.filter(has_unpublished_changes=True, depth__gt=1).exclude(pk__in=taken)
        return list(drafts.order_by("-latest_revision_created_at")[:DRAFTS])

    def _links(self) -> list[SignOffLink]:
        """Return the sign-off links with their last answers, and whether those are of the present content."""
        fingerprint = self.bundle.fingerprint()
        links = list(self.bundle.links.select_related("created_by").prefetch_related("answers"))
        for link in links:
            link.last = next(iter(link.answers.all()), None)
            link.is_of_now = bool(link.last) and link.last.fingerprint == fingerprint
        return links

    def again(self, **forms):
        """Show the bundle with an invalid form and its errors."""
        return self.render_to_response(self.get_context_data(**forms), status=422)


class HistoryView(BundlePageMixin):
    """The full log of a bundle."""

    template_name = "bundles/admin/log.html"

    def get_breadcrumbs_items(self):
        *above, bundle = super().get_breadcrumbs_items()
        address = reverse("bundles:bundle", args=[self.bundle.pk])
        return [*above, bundle | {"url": address}, {"url": "", "label": "Log"}]

    header_icon = "history"

    def get(self, request, *args, **kwargs):
        page = Paginator(self.log_entries(), 50).get_page(request.GET.get("p"))
        return self.render_to_response(self.get_context_data(bundle=self.bundle, entries=page))
