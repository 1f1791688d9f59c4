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
from wagtail.admin.ui.side_panels import BaseSidePanel, ChecksSidePanel, PageStatusSidePanel
from wagtail.admin.ui.tables.pages import BulkActionsColumn
from wagtail.admin.views.pages.create import CreateView
from wagtail.admin.views.pages.edit import EditView
from wagtail.admin.views.pages.listing import ExplorableIndexView
from wagtail.admin.views.pages.preview import ViewDraftView
from wagtail.admin.views.pages.revisions import RevisionsCompareView
from wagtail.admin.views.pages.workflow import WorkflowActionView
from wagtail.admin.viewsets.pages import PageViewSet
from wagtail.models import Page, TaskState
from wagtail.permissions import page_permission_policy

from cms.accounts.roles import may_look_at
from cms.base.dates import day_in_address
from cms.base.partial_dates import PartialDate
from cms.delivery import csp
from cms.editing import comments
from cms.editing.approvals import Approval, WorkflowOutcome, outcome_of, standing_approval
from cms.editing.views.places import PlaceOfAnyView
from cms.editing.views.translations import LanguagesSidePanel
from cms.editing.views.writing_help import WritingSidePanel
from cms.pages.assessments import LONGEST_REASON
from cms.pages.forms import APPROVE, SCHEDULE
from cms.pages.kinds import has_field
from cms.pages.models import BasePage
from cms.pages.models.preview_frontends import preview_frontends
from cms.quality.blockers import Judgement, judgement, note, note_pending, question_about, sentence_about

NOT_YET = "Nothing is scheduled: without a time at which it goes live, a time of expiry takes effect when you publish."
LEAVING = "Your decision is on its way. If the page stays, load it again before you go on writing."


class ScheduleMixin:
    """Forms of pages in which “Schedule” in the schedule's dialog makes it take effect, in one step."""

    @cached_property
    def action_name_and_method(self):
        if self.request.POST.get(SCHEDULE) and self.may_schedule() and self.form.takes_effect_at_once():
            return "publish", self.publish_action
        return super().action_name_and_method

    def form_valid(self, form):
        if self.request.POST.get(SCHEDULE) and self.action_name == "save":
            messages.info(self.request, NOT_YET)
        return super().form_valid(form)


class PreviewFramesMixin:
    """Forms of pages whose side preview may show the frontends of the page."""

    page: Page

    def dispatch(self, request, *args, **kwargs):
        response = super().dispatch(request, *args, **kwargs)
        if frontends := getattr(self.page, "preview_frontends", ()):
            response["Content-Security-Policy"] = csp.header(csp.admin(csp.origins_of(frontends)))
        return response


class HubAddView(PreviewFramesMixin, ScheduleMixin, CreateView):
    """A new page. `?day=` is its day, for one begun in the calendar."""

    def get(self, request):
        day = day_in_address(request.GET.get("day", ""))
        kind = getattr(self.page, "page_kind", None)
        if day and kind:
            for name in filter(None, (kind.date, kind.end)):
                self.page._meta.get_field(name).save_form_data(self.page, _as_known(self.page, name, day))
        return super().get(request)

    def may_schedule(self) -> bool:
        return self.parent_page_perms.can_publish_subpage()

    def get_side_panels(self):
        # The page has no place in the tree yet.
        (self.page.preview_frontends,) = preview_frontends([(type(self.page), self.parent_page.url_path)])
        panels = super().get_side_panels()
        if not isinstance(self.page, BasePage):
            return panels
        panels = [_one_judge(panel) for panel in panels]
        return MediaContainer([*panels, WritingSidePanel(self.page, self.request, parent=self.parent_page)])


class HubEditView(PreviewFramesMixin, ScheduleMixin, EditView):
    """An existing page."""

    outcome = WorkflowOutcome("")

    @cached_property
    def header_more_buttons(self):
        return without_refused(super().header_more_buttons, self.page, self.request.user)

    def may_schedule(self) -> bool:
        """Say whether the user may; not while the page is in a workflow, which would end without a word."""
        return self.page_perms.can_publish() and self.workflow_state is None

    def form_valid(self, form):
        # Before the approval, which asks for the reason again at its end.
        note_pending(self.page, self.request.user)
        return super().form_valid(form)

    def send_commenting_notifications(self, changes):
        # Wagtail's mails would quote the comments, at once, to everybody.
        comments.notify_of(self.page, changes, self.request.user)

    def post(self, request, *args, **kwargs):
        """Refuse a save in the background while the form carries an action in a workflow: Wagtail's script starts one.

        It would arrive after an approval and leave a new draft on top of what was just published.
        """
        if self.expects_json_response and request.POST.get("action-workflow-action"):
            return self.json_error_response("invalid_revision", LEAVING)
        return super().post(request, *args, **kwargs)

    def add_save_confirmation_message(self):
        """After an action in a workflow, say what came of it instead of “updated”."""
        if self.action_name != "perform_workflow_action":
            super().add_save_confirmation_message()
            return
        self.outcome = say_outcome(self.request, self.task_state_before)

    def redirect_away(self):
        """Stay at a draft that has to be looked at again."""
        return super().redirect_away() if self.outcome.is_done else self.redirect_and_remain()

    def perform_workflow_action(self):
        """Approve the draft that the form shows, even if it was saved after it was submitted; what is typed just now waits."""
        self.task_state_before = self.page.current_workflow_task_state
        if not self.has_content_changes:
            TaskState.objects.filter(pk=self.task_state_before.pk).update(revision=self.page.latest_revision_id)
        return super().perform_workflow_action()

    def get_side_panels(self):
        _, *others = super().get_side_panels()
        panels = MediaContainer([self._status_panel(), *others])
        # A save in the background brings no panels; writing help's keeps what it shows.
        if self.expects_json_response or self.hydrate_create_view or not isinstance(self.page, BasePage):
            return panels
        panels = [_one_judge(panel) for panel in panels]
        own: list[BaseSidePanel] = [WritingSidePanel(self.page, self.request)]
        if settings.WAGTAIL_I18N_ENABLED:
            own.append(LanguagesSidePanel(self.page, self.request))
        return MediaContainer([*panels, *own])

    def _status_panel(self) -> ApprovalStatusPanel:
        return ApprovalStatusPanel(
            self.page,
            self.request,
            show_schedule_publishing_toggle=self.form.show_schedule_publishing_toggle,
            live_object=self.real_page_record,
            scheduled_object=self.scheduled_page,
            locale=self.locale,
            translations=self.translations,
            parent_page=self.page.get_parent(),
            approval=self.approval,
        )

    @cached_property
    def approval(self) -> Approval | None:
        return standing_approval(self.page)

    def get(self, request, *args, **kwargs):
        if self.approval and not self.hydrate_create_view:
            messages.info(request, str(self.approval))
        return super().get(request, *args, **kwargs)


class ApprovalStatusPanel(PageStatusSidePanel):
    """Wagtail's status, with an approval that hasn't made the draft public yet and what does."""

    def __init__(self, *args, approval: Approval | None, **kwargs):
        super().__init__(*args, **kwargs)
        self.approval = approval

    def get_status_templates(self, context):
        first, *others = super().get_status_templates(context)
        own = ["cms/admin/status_authors.html"] if self.object.has_unpublished_changes else []
        return [first, *own, *(["cms/admin/status_approval.html"] if self.approval else []), *others]


def say_outcome(request, task_state: TaskState) -> WorkflowOutcome:
    """Show what came of an action in a workflow, and return it."""
    outcome = outcome_of(task_state)
    buttons = [messages.button(outcome.url, "View live")] if outcome.url else []
    show = messages.success if outcome.is_done else messages.warning
    show(request, outcome.text, buttons=buttons)
    return outcome


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
        return without_refused(super().header_more_buttons, self.parent_page, self.request.user)

    def get_history_url(self):
        return super().get_history_url() if self.permissions.can_edit() else None

    def get_side_panels(self):
        panels = super().get_side_panels()
        if not self.permissions.can_edit():
            for panel in panels:
                panel.usage_url = panel.history_url = None
        return panels


def without_refused(buttons: list, page: Page, user) -> list:
    """Return the buttons without those that would be refused: for the page's history, if the user may not open it, and for
    its translation, if it is kept once."""
    refused = set()
    if not page.permissions_for_user(user).can_edit():
        refused.add(reverse("wagtailadmin_pages:history", args=[page.pk]))
    if getattr(page.specific_class, "kept_once", False):
        refused.add(reverse("translate_page", args=[page.pk]))
    return [button for button in buttons if button.url not in refused]


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
        own = {"judgement": self.judgement, "reason": reason, "longest": LONGEST_REASON, "draft": self.object}
        return super().get_context_data(**own, **kwargs)

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
        before = self.task_state.status
        response = super().post(request, *args, **kwargs)
        self.task_state.refresh_from_db()
        if self.task_state.status != before:
            say_outcome(request, self.task_state)
        return response


class HubCompareView(RevisionsCompareView):
    """Two versions side by side, with who wrote and approved what lies between them."""

    template_name = "cms/admin/compare.html"


class HubPageViewSet(PageViewSet):
    """Replaces Wagtail's views with ours. A page type with its own views inherits from this."""

    add_view_class = HubAddView
    edit_view_class = HubEditView
    index_view_class = HubExplorerView
    view_draft_view_class = HubViewDraftView
    workflow_action_view_class = HubWorkflowActionView
    choose_parent_view_class = PlaceOfAnyView
    revisions_compare_view_class = HubCompareView
