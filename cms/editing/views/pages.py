"""Wagtail's views of pages, extended: with writing help beside the form, and without actions that would be refused."""

from __future__ import annotations

import datetime

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from wagtail.admin import messages
from wagtail.admin.ui.components import MediaContainer
from wagtail.admin.ui.side_panels import BaseSidePanel, ChecksSidePanel
from wagtail.admin.ui.tables.pages import BulkActionsColumn
from wagtail.admin.views.pages.create import CreateView
from wagtail.admin.views.pages.edit import EditView
from wagtail.admin.views.pages.listing import ExplorableIndexView
from wagtail.admin.views.pages.preview import ViewDraftView
from wagtail.admin.views.pages.workflow import WorkflowActionView
from wagtail.admin.viewsets.pages import PageViewSet
from wagtail.models import Page
from wagtail.permissions import page_permission_policy

from cms.accounts.roles import may_look_at
from cms.base.dates import day_in_address
from cms.base.partial_dates import PartialDate
from cms.editing import comments
from cms.editing.views.translations import LanguagesSidePanel
from cms.editing.views.writing_help import WritingSidePanel
from cms.pages.assessments import LONGEST_REASON
from cms.pages.forms import APPROVE
from cms.pages.kinds import has_field
from cms.pages.models import BasePage
from cms.quality.blockers import Judgement, judgement, question_about, sentence_about
from cms.quality.reasons import note, note_pending


class HubAddView(CreateView):
    """A new page. `?day=` is its day, for one begun in the calendar."""

    def get(self, request):
        day = day_in_address(request.GET.get("day", ""))
        kind = getattr(self.page, "page_kind", None)
        if day and kind:
            for name in filter(None, (kind.date, kind.end)):
                self.page._meta.get_field(name).save_form_data(self.page, _as_known(self.page, name, day))
        return super().get(request)

    def get_side_panels(self):
        panels = super().get_side_panels()
        if not isinstance(self.page, BasePage):
            return panels
        panels = [_one_judge(panel) for panel in panels]
        return MediaContainer([*panels, WritingSidePanel(self.page, self.request, parent=self.parent_page)])


class HubEditView(EditView):
    """An existing page."""

    def form_valid(self, form):
        # Before the approval, which asks for the reason again at its end.
        note_pending(self.page, self.request.user)
        return super().form_valid(form)

    def send_commenting_notifications(self, changes):
        # Wagtail's mails would quote the comments, at once, to everybody.
        comments.notify_of(self.page, changes, self.request.user)

    def get_side_panels(self):
        panels = super().get_side_panels()
        # A save in the background brings no panels; this one keeps what it shows.
        if self.expects_json_response or self.hydrate_create_view or not isinstance(self.page, BasePage):
            return panels
        panels = [_one_judge(panel) for panel in panels]
        own: list[BaseSidePanel] = [WritingSidePanel(self.page, self.request)]
        if settings.WAGTAIL_I18N_ENABLED:
            own.append(LanguagesSidePanel(self.page, self.request))
        return MediaContainer([*panels, *own])


def _as_known(page: BasePage, name: str, day: datetime.date) -> datetime.date | PartialDate:
    """Return the day as the page's field takes it: without a time, where that isn't known yet."""
    return PartialDate(day) if has_field(type(page), f"{name}_precision") else day


class AccessibilitySidePanel(ChecksSidePanel):
    """Wagtail's checks of the preview for accessibility, without its figures about the text.

    Writing help judges the text, by rules of its own; two judgements of one text would contradict each other.
    """

    title = "Accessibility"
    template_name = "cms/admin/checks_panel.html"


def _one_judge(panel: BaseSidePanel) -> BaseSidePanel:
    """Return the panel, or ours in the place of Wagtail's checks."""
    return AccessibilitySidePanel(panel.object, panel.request) if type(panel) is ChecksSidePanel else panel


class WithoutTicks:
    """A list of pages without tick boxes, for users who may do nothing with the ticked pages."""

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        if not page_permission_policy.user_has_any_permission(request.user, ("add", "change", "publish")):
            self.columns = [column for column in self.columns if not isinstance(column, BulkActionsColumn)]


class HubExplorerView(WithoutTicks, ExplorableIndexView):
    """The tree of pages. Links to a page's history and uses are hidden from users who may not edit it: Wagtail would refuse."""

    @cached_property
    def header_more_buttons(self):
        return without_history(super().header_more_buttons, self.parent_page, self.request.user)

    def get_history_url(self):
        return super().get_history_url() if self.permissions.can_edit() else None

    def get_side_panels(self):
        panels = super().get_side_panels()
        if not self.permissions.can_edit():
            for panel in panels:
                panel.usage_url = panel.history_url = None
        return panels


def without_history(buttons: list, page: Page, user) -> list:
    """Return the buttons without that for the page's history, if the user may not open it."""
    if page.permissions_for_user(user).can_edit():
        return buttons
    history = reverse("wagtailadmin_pages:history", args=[page.pk])
    return [button for button in buttons if button.url != history]


class HubViewDraftView(ViewDraftView):
    """A draft as readers would see it, including for viewers."""

    def dispatch(self, request, page_id, *args, **kwargs):
        page = get_object_or_404(Page, id=page_id).get_latest_revision_as_object()
        if not may_look_at(request.user, page):
            raise PermissionDenied
        modes = [name for name, _ in page.preview_modes]
        mode = request.GET.get("mode", page.default_preview_mode if modes else "")
        if mode not in modes:
            raise PermissionDenied
        return page.make_preview_request(request, mode)


class HubWorkflowActionView(WorkflowActionView):
    """An approval without the page's form: a page that writing help stops, or asks about, stays where it is in the workflow.

    With a comment it uses a dialog, which shows the findings and asks for the reason; otherwise the page's form asks.
    """

    template_name = "cms/admin/workflow_action.html"

    @cached_property
    def judgement(self) -> Judgement:
        """The findings in the draft, if it is to be approved."""
        return judgement(self.draft) if self.action_name == APPROVE else Judgement()

    @cached_property
    def draft(self) -> Page:
        """The page as it is to be published."""
        return self.object.get_latest_revision_as_object()

    def get_context_data(self, **kwargs):
        reason = self.request.POST.get("reason_to_publish", "")
        return super().get_context_data(judgement=self.judgement, reason=reason, longest=LONGEST_REASON, **kwargs)

    def post(self, request, *args, **kwargs):
        found = self.judgement
        if found.stops:
            messages.error(request, sentence_about(self.draft, found.stops))
            return redirect(self.redirect_url)
        reason = " ".join(request.POST.get("reason_to_publish", "").split())
        if found.asks and not 0 < len(reason) <= LONGEST_REASON:
            form = self.form_class(request.POST) if self.form_class else None
            if form and self.action_modal and request.headers.get("x-requested-with") == "XMLHttpRequest":
                form.full_clean()
                return self.render_modal_form(request, form)
            messages.warning(
                request, f"{question_about(self.draft, found.asks)} Choose “Approve” here and give a reason."
            )
            return redirect("wagtailadmin_pages:edit", self.object.pk)
        if found.asks:
            note(self.object, found.asks, reason, request.user)
        return super().post(request, *args, **kwargs)


class HubPageViewSet(PageViewSet):
    """Replaces Wagtail's views with ours. A page type with its own views inherits from this."""

    add_view_class = HubAddView
    edit_view_class = HubEditView
    index_view_class = HubExplorerView
    view_draft_view_class = HubViewDraftView
    workflow_action_view_class = HubWorkflowActionView
