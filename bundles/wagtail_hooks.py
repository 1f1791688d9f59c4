"""Bundles in the admin: their menu entry, the button at pages, and guards for pages in a bundle."""

from django.shortcuts import redirect
from django.urls import reverse
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.widgets import Button
from wagtail.models import Page

from bundles.admin.listings import BundleViewSet
from bundles.models import BundlePage

ICON = "folder-open-1"


@hooks.register("register_admin_viewset")
def register_bundles():
    return BundleViewSet()


@hooks.register("register_page_header_buttons")
def add_to_bundle_from_page(page, user, view_name, next_url=None):
    """Offer a bundle in the menu of a page, or lead to the one that it is in."""
    if page.depth == 1 or not user.has_perm("bundles.change_bundle"):
        return
    item = BundlePage.objects.filter(page=page.pk, is_open=True).select_related("bundle").first()
    if item:
        yield Button(f"In bundle “{item.bundle}”", reverse("bundles:bundle", args=[item.bundle_id]), icon_name=ICON)
    elif page.permissions_for_user(user).can_edit():
        yield Button("Add to a bundle", reverse("bundles:add_page", args=[page.pk]), icon_name=ICON, priority=75)


@hooks.register("before_publish_page")
def publish_with_its_bundle(request, page):
    """Prevent a page in an open bundle from being published, or scheduled, on its own. The draft has already been saved."""
    item = BundlePage.objects.filter(page=page.pk, is_open=True).select_related("bundle").first()
    if item is None:
        return None
    messages.error(
        request,
        f"Saved as a draft, not published: the page is in the bundle “{item.bundle}”. Publish the bundle, or take the page out"
        " of it first.",
        buttons=[messages.button(reverse("bundles:bundle", args=[item.bundle_id]), "Open the bundle")],
    )
    return redirect("wagtailadmin_pages:edit", page.pk)


@hooks.register("before_bulk_action")
def publish_many_without_bundles(request, action_type, objects, action):
    """The same for pages ticked in a list: if one of them is in a bundle, none is published."""
    pages = [item.pk for item in objects if isinstance(item, Page)]
    if action_type != "publish" or not pages:
        return None
    found = BundlePage.objects.filter(page__in=pages, is_open=True).select_related("bundle", "page")
    names = sorted({f"“{item.page}” is in the bundle “{item.bundle}”" for item in found})
    if not names:
        return None
    messages.error(request, f"Nothing was published: {'; '.join(names)}.")
    return redirect(action.next_url)


@hooks.register("after_edit_page")
def say_that_the_bundle_changed(request, page):
    """Remind a user who saves a page in a bundle that the bundle still holds the earlier draft."""
    item = BundlePage.objects.filter(page=page.pk, is_open=True).select_related("bundle").first()
    if item is not None and item.is_changed:
        messages.warning(
            request,
            f"The bundle “{item.bundle}” still holds the draft from before. Take the newer one over there, and have it reviewed.",
            buttons=[messages.button(reverse("bundles:bundle", args=[item.bundle_id]), "Open the bundle")],
        )
