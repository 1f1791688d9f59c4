"""Programmes in the admin: their menu, and what choosers and lists show of pages when there are several."""

from django.shortcuts import redirect
from django.urls import include, path, reverse
from wagtail import hooks
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem
from wagtail.models import Page

from cms.editing import own_programmes
from cms.editing.menu_items import GuardedMenuItem
from cms.editing.own_things import seen
from cms.pages.addresses import FRONT_PAGES
from cms.pages.viewer import sites_of
from home import rights
from home.admin import urls
from home.admin.welcome import greet

MOST = 12  # programmes in the menu; a page has them all


class OwnProgrammesMenu(Menu):
    """The way to each of the user's programmes, if there are several, and to the pages about all of them."""

    def menu_items_for_request(self, request):
        found = own_programmes.links(request)
        items = []
        if request.user.has_perm(rights.VIEW):
            items += [
                MenuItem("All programmes", reverse("programmes_across"), name="programmes-across", icon_name="view"),
                MenuItem("Make and change", reverse("programmes"), name="programmes-list", icon_name="edit"),
            ]
        if len(found) > 1:
            items += [
                MenuItem(one.name, address, name=f"programme-{one.site_key}", icon_name="check" if is_here else "site")
                for one, address, is_here in found[:MOST]
            ]
        if len(found) > MOST:
            items.append(
                MenuItem("All of yours", reverse("programmes_own"), name="programmes-own", icon_name="list-ul")
            )
        return items


@hooks.register("register_admin_urls")
def register_urls():
    return [path("", include(urls))]


@hooks.register("register_reports_menu_item")
def offer_evidence():
    return GuardedMenuItem(
        "Evidence of a past day",
        reverse("evidence"),
        name="evidence",
        icon_name="history",
        order=670,
        may_see=rights.may_export,
    )


@hooks.register("register_admin_menu_item")
def register_programmes():
    menu = OwnProgrammesMenu(register_hook_name="register_programmes_menu_item")
    # Wagtail opens each menu whose name begins the chosen one's: with “programmes” the menu “programme” opened as well.
    return SubmenuMenuItem("Programmes", menu, name="all-programmes", icon_name="site", order=60)


@hooks.register("construct_settings_menu")
def leave_sites_to_programmes(request, menu_items):
    """Take Wagtail's list of sites away where programmes have no host of their own: it names one that nothing is at."""
    if any(one.prefix for one in sites_of(request)):
        menu_items[:] = [item for item in menu_items if item.name != "sites"]


@hooks.register("after_edit_page", order=100)  # after those that only say something
def stay_in_the_programme(request, page):
    """Lead from a front page to the pages below it: above it is no programme."""
    is_done = request.method == "POST" and any(name.startswith("action-") for name in request.POST)
    if is_done and not request.POST.get("next") and page.depth == FRONT_PAGES:
        return redirect("wagtailadmin_explore", page.pk)
    return None


@hooks.register("construct_page_chooser_queryset")
def choose_among_own(pages, request):
    """Leave out programmes in which the user has no role."""
    return pages.filter(seen(request.user, Page))


@hooks.register("construct_homepage_panels")
def greet_in_an_empty_hub(request, panels):
    greet(request, panels)
