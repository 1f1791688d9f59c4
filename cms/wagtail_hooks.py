"""Hooks of the admin for pages of all types."""

from collections import Counter

from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import include, path, reverse
from django.utils.html import format_html_join, json_script
from django.utils.http import urlencode
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.home import WorkflowObjectsToModeratePanel
from wagtail.admin.widgets import BaseChooser
from wagtail.admin.widgets.button import Button
from wagtail.images.views.chooser import viewset as image_chooser
from wagtail.log_actions import LogFormatter
from wagtail.models import Page, WorkflowState

from cms.accounts import two_factor
from cms.backups.views import RestorationPanel, confirm
from cms.base.dates import moment_in_words
from cms.base.typed_dates import in_words
from cms.base.user_fields import name_of
from cms.delivery.csp import origins_of, preview_origins
from cms.delivery.look.admin import show_draft
from cms.delivery.look.admin import urls as look
from cms.drafts import admin as drafts
from cms.editing import action_menu, beginnings, comments, workflows
from cms.editing.access_tokens import AccessTokenViewSet
from cms.editing.menu_items import GuardedMenuItem
from cms.editing.programme_terms import DeleteTermsBulkAction
from cms.editing.protected_pages import protection_of
from cms.editing.views import past_days, urls, writing_help
from cms.editing.views.bulk_describe import DescribeBulkAction
from cms.editing.views.bulk_publish import MOST_NAMED, HubPublishBulkAction
from cms.editing.views.media import OwnTagsImageChooseView
from cms.editing.views.pages import HubPageViewSet, without_refused
from cms.editing.vocabularies import CHANGE
from cms.graphql.manifests import report as manifests
from cms.links import views as links
from cms.media import downloads
from cms.notifications import views as notifications
from cms.notifications.settings import NotificationPanel
from cms.operations.views import report
from cms.pages.models import BasePage, PreviewFrontend
from cms.proposals import views as proposals
from cms.quality.blockers import ACTION as REASON
from cms.quality.blockers import note_pending
from cms.quality.findings import ALWAYS_ASK, Severity
from cms.quality.models import Writing

# After Wagtail's own, which asks whether the reader may have the document.
hooks.register("before_serve_document", downloads.hide_held, order=-100)
hooks.register("before_serve_document", downloads.redirect_to_store, order=100)


STYLES = ("admin", "desk", "calendar", "plan", "programme", "search", "languages", "fields", "preview-form", "look")


@hooks.register("before_publish_page")
def remember_that_the_draft_is_saved(request, page):
    """Note that the draft has been saved, for `cms.delivery.middleware.PagesMiddleware`: a later failure loses
    nothing that was typed.

    Wagtail creates a new page as live before publishing it; if publishing failed, it would be public.
    """
    request.saved_as_draft = page.pk
    note_pending(page, request.user)
    if page.live and page.live_revision_id is None and page.first_published_at is None:
        page.live = False
        page.save(update_fields=["live"], clean=False)


@hooks.register("after_publish_page")
def say_what_writing_help_found(request, page):
    """Show the warnings with which the page is published, which required no reason."""
    kept = Writing.objects.filter(revision=page.latest_revision_id).values_list("findings", flat=True).first() or []
    found = [one["message"] for one in kept if one["severity"] == Severity.WARNING and one["code"] not in ALWAYS_ASK]
    if found:
        more = f" And {len(found) - MOST_NAMED} more." if len(found) > MOST_NAMED else ""
        messages.info(request, f"Writing help found: {' '.join(found[:MOST_NAMED])}{more}")


@hooks.register("after_publish_page")
def say_when_it_goes_live(request, page):
    """Show the moment of a schedule with its time zone, and the date that readers will see."""
    revision = page.scheduled_revision
    if revision is None:
        return
    words = f"It goes live on {moment_in_words(revision.approved_go_live_at)}."
    kind = getattr(page, "page_kind", None)
    if kind and kind.dated_by_publication and not page.live:
        words += f" Readers will see the date {in_words(getattr(page, kind.date))}."
    messages.info(request, words)


@hooks.register("after_create_page")
def keep_why_it_is_submitted(request, page):
    """Keep the reason for a new page that is submitted. For a published page, `before_publish_page` has done so."""
    note_pending(page, request.user)


@hooks.register("before_move_page")
def explain_why_not_move(request, page, destination):
    """Send the editor back to the choice of position, with a sentence, if the page isn't allowed at the new one."""
    if objection := _objection(page.specific, destination):
        messages.error(request, f"Nothing was moved. {objection} Choose another position.")
        return redirect("wagtailadmin_pages:move", page.pk)
    return None


@hooks.register("before_bulk_action")
def explain_why_not_move_many(request, action_type, objects, action):
    """The same for pages ticked in a list: either all are moved or none."""
    if action_type != "move":
        return None
    destination = action.cleaned_form.cleaned_data["chooser"]
    pages = [page.specific for page in objects]
    objections = [objection for page in pages if (objection := _objection(page, destination))]
    names = Counter(page.distinct_name for page in pages if isinstance(page, BasePage) and page.distinct_name)
    objections += [f"More than one of the pages is {name}." for name, count in names.items() if count > 1]
    if not objections:
        return None
    messages.error(request, f"Nothing was moved. {' '.join(objections)}")
    return redirect(action.next_url)


# After Wagtail's own, which the first and the last replace.
for action_class in (HubPublishBulkAction, DescribeBulkAction, DeleteTermsBulkAction):
    hooks.register("register_bulk_action", action_class, order=100)


def _objection(page, destination) -> str:
    if not isinstance(page, BasePage) or page.get_parent() == destination:
        return ""
    return page.objection_to(destination)


@hooks.register("construct_page_action_menu")
def arrange_actions(menu_items, request, context):
    action_menu.arrange(menu_items, context)


@hooks.register("before_edit_page")
def say_which_changes_were_asked_for(request, page):
    """Show the comment with which changes were requested, which Wagtail hides behind two clicks."""
    if request.method != "GET" or not page.has_unpublished_changes:
        return
    state = page.current_workflow_state
    if state is None or state.status != WorkflowState.STATUS_NEEDS_CHANGES:
        return
    task = state.current_task_state
    said = f": {task.comment}" if task.comment else ", without a comment."
    messages.warning(request, f"{name_of(task.finished_by)} requested changes{said}")


@hooks.register("before_delete_page")
def explain_why_not_delete(request, page):
    """Name objects that still refer to the page or to one below it. Wagtail only checks the page itself and fails on
    others."""
    if reason := protection_of([page]):
        messages.error(request, f"Nothing was deleted. {reason}")
        return redirect("wagtailadmin_explore", page.get_parent().pk)
    return None


@hooks.register("before_bulk_action")
def explain_why_not_delete_many(request, action_type, objects, action):
    """The same for pages ticked in a list."""
    pages = [item for item in objects if isinstance(item, Page)]
    if action_type != "delete" or not (reason := protection_of(pages)):
        return None
    messages.error(request, f"Nothing was deleted. {reason}")
    return redirect(action.next_url)


BaseChooser.render = beginnings.render_chooser


@hooks.register("insert_editor_js")
def add_scripts():
    return format_html_join(
        "\n",
        '<script type="module" src="{}"></script>',
        [(static(f"hub-admin/{name}.js"),) for name in ("choices", "names", "preview-form", "share")],
    )


@hooks.register("insert_editor_js")
def say_who_shows_drafts():
    """The origins whose messages from the side preview the form heeds, besides its own."""
    return json_script([*preview_origins(), *origins_of(PreviewFrontend.objects.all())], "hub-preview-origins")


@hooks.register("insert_global_admin_js")
def add_scripts_for_all_forms():
    return format_html_join(
        "\n",
        '<script type="module" src="{}"></script>',
        [(static(f"hub-admin/{name}.js"),) for name in ("begin", "early", "foot", "look", "saves", "once", "limits")],
    )


@hooks.register("insert_global_admin_js")
def add_message_for_the_signed_out():
    next_page = urlencode({REDIRECT_FIELD_NAME: reverse("signed_in_again")})
    return render_to_string("cms/admin/signed_out.html", {"next": next_page})


@hooks.register("insert_global_admin_js")
def say_where_dates_are_read():
    return json_script(reverse("readings"), "hub-readings")


@hooks.register("insert_global_admin_css")
def add_styles():
    return format_html_join(
        "\n",
        '<link rel="stylesheet" href="{}" />',
        [(static(f"hub-admin/{name}.css"),) for name in STYLES],
    )


@hooks.register("construct_help_menu")
def keep_help_about_this_site(request, menu_items):
    """Leave out “What's new in Wagtail”, which is for developers, and Wagtail's own guide, which ours replaces."""
    menu_items[:] = [
        item for item in menu_items if not item.name.startswith("whats-new-in-wagtail") and item.name != "editor-guide"
    ]


@hooks.register("register_page_header_buttons")
def offer_to_withhold(page, user, view_name, next_url=None):
    """A page that was withdrawn may have to go from past days, too."""
    if not page.live and page.first_published_at and past_days.may_withhold(user):
        address = reverse("past_days_withhold", args=[Page._meta.label_lower, page.pk])
        yield Button("Withhold from past days", address, icon_name="history", priority=90)


@hooks.register("register_programme_menu_item")
def register_proposals():
    return GuardedMenuItem(
        proposals.TITLE,
        reverse("proposals"),
        may_see=proposals.may_see,
        name="proposals",
        icon_name="clipboard-list",
        order=940,
    )


@hooks.register("register_help_menu_item")
def register_guide():
    return MenuItem("Editors’ guide", reverse("guide"), name="guide", icon_name="help", order=0)


@hooks.register("construct_page_listing_buttons")
def offer_nothing_that_is_refused(buttons, page, user, context=None):
    """Remove links that Wagtail offers but the hub refuses."""
    for menu in buttons:
        if hasattr(menu, "dropdown_buttons"):
            menu.dropdown_buttons[:] = without_refused(menu.dropdown_buttons, page, user)
    buttons[:] = [button for button in buttons if button.show]


@hooks.register("register_admin_viewset")
def register_page_views():
    """The hub's own page views replace Wagtail's, for every type without views of its own."""
    return HubPageViewSet()


@hooks.register("register_admin_viewset")
def register_access_tokens():
    return AccessTokenViewSet()


hooks.register("after_edit_setting", show_draft)
image_chooser.choose_view_class = OwnTagsImageChooseView


@hooks.register("register_admin_urls")
def register_urls():
    return [
        path("", include(urls)),
        path("", include(look)),
        path("", include(links)),
        path("", include(drafts)),
        path("", include(manifests)),
        path("", include(notifications)),
        path("", include(proposals)),
        path("reports/doctor/", report, name="doctor"),
        path("restoration/confirm/", confirm, name="restoration_confirm"),
    ]


@hooks.register("construct_homepage_panels")
def begin_with_restoration(request, panels):
    """Say whether the hub is held. Reviews are among what waits for the user, so Wagtail's panel of them is left out."""
    panels[:] = [panel for panel in panels if not isinstance(panel, WorkflowObjectsToModeratePanel)]
    panels.append(RestorationPanel())


@hooks.register("construct_homepage_summary_items", order=1000)
def leave_out_numbers(request, items):
    """The dashboard begins with what waits for the user. Wagtail would count all pages, pictures and documents before."""
    items.clear()


@hooks.register("construct_image_chooser_queryset")
def offer_described_pictures(images, request):
    """Leave out pictures without alternative text, which readers wouldn't see."""
    return images.exclude(description="")


def _manages_accounts(user) -> bool:
    return user.has_perm("auth.change_user")


# Label, name and name of the address of each report, its icon, its place, and who may see it.
REPORTS = (
    ("Broken links", "broken-links", "broken_links", "link", 50, links.may_see_links),
    ("Writing", "writing", "writing_report", "glasses", 650, writing_help.may_see_report),
    ("Pages without sources", "without-sources", "without_sources", "list-ul", 660, writing_help.may_see_report),
    ("Past days", "past-days", "past_days_report", "history", 670, past_days.may_see),
    ("Documents of frontends", "frontend-documents", "frontend_documents", "code", 900, manifests.may_see_documents),
    ("Audit log", "audit-log", "audit_log", "key", 1100, _manages_accounts),
    ("Doctor", "doctor", "doctor", "clipboard-list", 1200, lambda user: user.is_superuser),
)


def _offer_report(label, name, address, icon, order, may_see) -> None:
    @hooks.register("register_reports_menu_item")
    def register_report():
        return GuardedMenuItem(label, reverse(address), name=name, icon_name=icon, order=order, may_see=may_see)


for one in REPORTS:
    _offer_report(*one)


@hooks.register("register_log_actions")
def name_what_writing_help_stopped(actions):
    @actions.register_action(workflows.NOT_PUBLISHED)
    class NotPublished(LogFormatter):
        label = "Not published"

        def format_message(self, log_entry):
            return f"Approved, but not published. {log_entry.data['reason']}"

    @actions.register_action(REASON)
    class ReasonToPublish(LogFormatter):
        label = "Reason given to writing help"

        def format_message(self, log_entry):
            found = ", ".join(log_entry.data["findings"])
            return f"In spite of what writing help found ({found}): {log_entry.data['reason']}"


@hooks.register("register_settings_menu_item")
def register_vocabularies():
    return GuardedMenuItem(
        "Kinds and statuses",
        reverse("vocabularies"),
        name="vocabularies",
        icon_name="list-ul",
        order=450,
        may_see=lambda user: user.has_perm(CHANGE),
    )


@hooks.register("register_account_menu_item")
def offer_two_factor(request):
    if settings.TWO_FACTOR == "off":
        return None
    there = two_factor.has_device(request.user)
    return {
        "url": reverse("two_factor_set_up"),
        "label": "Two-factor sign-in: set up again" if there else "Two-factor sign-in: set up",
        "help_text": "Sign in with a code from an app on your phone as well as your password.",
    }


@hooks.register("register_user_listing_buttons")
def offer_invitation(user, request_user):
    """Until somebody has signed in, their link may have been lost or too old."""
    if user.is_active and not user.last_login and _manages_accounts(request_user):
        yield Button("Send the invitation again", reverse("invite", args=[user.pk]), icon_name="mail", priority=35)


@hooks.register("register_user_listing_buttons")
def offer_reset_of_two_factor(user, request_user):
    if settings.TWO_FACTOR != "off" and _manages_accounts(request_user):
        yield Button(
            "Reset two-factor sign-in", reverse("two_factor_reset", args=[user.pk]), icon_name="key", priority=40
        )


@hooks.register("register_icons")
def register_bell(icons):
    return [*icons, "cms/icons/bell.svg"]


@hooks.register("register_admin_menu_item")
def register_notifications():
    return notifications.menu_item()


@hooks.register("register_account_settings_panel")
def offer_notifications_by_mail(request, user, profile):
    return NotificationPanel(request, user, profile)


@hooks.register("after_create_page")
def notify_of_first_comments(request, page):
    comments.notify_of_new_page(page, request.user)
