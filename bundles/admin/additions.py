"""The view that adds a page to a bundle, linked from the page's menu."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.models import Page

from bundles.admin.forms import ChooseBundleForm
from bundles.models import Bundle
from bundles.publishing import items
from bundles.publishing.errors import BundleError
from bundles.rights import CHANGE
from cms.editing.views.admin_page import AdminPage


class AddPageView(AdminPage, FormView):
    """Choose an open bundle for a page, or create one."""

    template_name = "bundles/admin/add_page.html"
    form_class = ChooseBundleForm
    header_icon = "folder-open-1"
    page_above = ("bundles:index", "Bundles")

    def find(self):
        user = self.request.user
        self.page = get_object_or_404(Page.objects.filter(depth__gt=1), pk=self.kwargs["page"])
        if not user.has_perm(CHANGE) or not self.page.permissions_for_user(user).can_edit():
            raise PermissionDenied

    def get_page_title(self):
        return f"Add to a bundle: {self.page.get_admin_display_title()}"

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"may_add": self.request.user.has_perm("bundles.add_bundle")}

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"page": self.page}

    def form_valid(self, form):
        user = self.request.user
        try:
            with transaction.atomic():
                bundle = form.cleaned_data["bundle"] or Bundle.objects.create(
                    name=form.cleaned_data["name"].strip(), created_by=user, changed_by=user
                )
                item = items.put_in(bundle, self.page, user)
        except BundleError as error:
            form.add_error(None, str(error))
            return self.form_invalid(form)
        messages.success(self.request, f"“{item}” was added to the bundle.")
        return redirect("bundles:bundle", bundle.pk)

    def form_invalid(self, form):
        return self.render_to_response(self.get_context_data(form=form), status=422)
