"""The packs of a meeting in the admin: the newest, those before it, and the links; and the list of all meetings with packs."""

from __future__ import annotations

from django import forms
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from wagtail.admin import messages
from wagtail.permissions import page_permission_policy

from cms.base import pdf
from cms.base.dates import today
from cms.base.partial_dates import may_be_from
from cms.base.secret_links import LinkClosedError
from cms.delivery.link_mails import LinkMailError
from cms.editing.shown_rows import pages_shown
from cms.editing.views.admin_page import AdminPage
from cms.editing.views.new_links import MailLinkForm, mail_new, new_link, show_once
from cms.pages.addresses import site_of_page
from measures.models import MeetingPack, MeetingPackLink
from measures.models.packs import DEFAULT_DAYS, MOST_DAYS
from measures.packs import links, services
from measures.packs.site.views import as_response
from programme.choices import MeetingState
from programme.models import MeetingPage

ICON = "doc-full"
ON_A_PAGE = 50

TEXT = """Dear {name},

Here is the pack for {group}, {meeting}:

{address}

{words}The link works until {until}. It shows the newest pack. It isn't public, and the link is for you only: anyone who
has it can look, so please don't pass it on."""


class PackLinkForm(forms.ModelForm):
    """The holder of a link to a pack, and its lifetime."""

    days = forms.IntegerField(
        label="Days until it expires",
        min_value=1,
        max_value=MOST_DAYS,
        initial=DEFAULT_DAYS,
        help_text=f"1 to {MOST_DAYS}.",
    )

    class Meta:
        model = MeetingPackLink
        fields = ["name", "email"]


class MakePackForm(forms.Form):
    """Whether a pack has what isn't public yet."""

    with_drafts = forms.BooleanField(
        label="With entries of progress that are still drafts",
        required=False,
        help_text="Members with a link read them, too.",
    )


class PackPage(AdminPage):
    """A page of the admin about packs."""

    header_icon = ICON
    page_above = ("meeting_packs", "Meeting packs")


class MeetingPackView(PackPage):
    """The newest pack of a meeting, or the one of the address; how to make one anew, and the links to it."""

    template_name = "measures/packs/admin/meeting.html"

    def setup(self, request, *args, meeting_id: int, **kwargs):
        super().setup(request, *args, meeting_id=meeting_id, **kwargs)
        self.meeting = meeting_of(request, meeting_id)

    def get_page_title(self):
        return f"Pack: {self.meeting.group.title}, {self.meeting.title}"

    def get_context_data(self, **forms_shown):
        found = list(MeetingPack.objects.filter(meeting=self.meeting.pk).defer("pdf").select_related("made_by"))
        chosen = next((pack for pack in found if pack.pk == self.kwargs.get("pack_id")), None)
        if chosen is None and "pack_id" in self.kwargs:
            raise Http404
        return super().get_context_data(
            meeting=self.meeting,
            pack=chosen or (found[0] if found else None),
            packs=found,
            objection=services.objection_to(services.drafted(self.meeting)),
            has_pdf=pdf.is_possible(),
            install=pdf.INSTALL,
            make_form=MakePackForm(),
            link_form=forms_shown.get("link_form") or PackLinkForm(),
            links=MeetingPackLink.objects.filter(meeting=self.meeting.pk),
            **new_link(self.request, links.LINKS, self.meeting, forms_shown.get("mail_form")),
        )

    def again(self, **forms_shown):
        """Show the page with an invalid form and its errors."""
        return self.render_to_response(self.get_context_data(**forms_shown), status=422)


class MakePackView(MeetingPackView):
    """Make the pack, or make it anew."""

    http_method_names = ["post"]

    def post(self, request, *args, **kwargs):
        form = MakePackForm(request.POST)
        try:
            services.make(self.meeting, request.user, with_drafts=form.is_valid() and form.cleaned_data["with_drafts"])
        except services.PackRefusedError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, "The pack is made. Links to this meeting's pack show it from now on.")
        return redirect("meeting_pack", self.meeting.pk)


class MakeLinkView(MeetingPackView):
    """Make a link for somebody without an account."""

    http_method_names = ["post"]

    def post(self, request, *args, **kwargs):
        form = PackLinkForm(request.POST)
        if not form.is_valid():
            return self.again(link_form=form)
        try:
            link, token = links.make(self.meeting, **form.cleaned_data, user=request.user)
        except services.PackRefusedError as error:
            messages.error(request, str(error))
            return self.again(link_form=form)
        messages.success(request, show_once(request, links.LINKS, link, token))
        return redirect(reverse("meeting_pack", args=[self.meeting.pk]) + "#new-link")


class MailLinkView(MeetingPackView):
    """Mail the link that was just made."""

    http_method_names = ["post"]

    def post(self, request, *args, **kwargs):
        form = MailLinkForm(request.POST)
        if not form.is_valid():
            return self.again(mail_form=form)
        meeting, group = self.meeting, self.meeting.group.title
        subject, site = f"Pack for {group}", site_of_page(meeting)
        values = {"group": group, "meeting": meeting.title}
        try:
            said = mail_new(request, links.LINKS, meeting, form, subject, TEXT, site=site, **values)
        except (LinkClosedError, LinkMailError) as error:
            form.add_error(None, str(error))
            messages.error(request, str(error))
            return self.again(mail_form=form)
        messages.success(request, said)
        return redirect("meeting_pack", self.meeting.pk)


class RevokeLinkView(MeetingPackView):
    """Revoke a link at once."""

    http_method_names = ["post"]

    def post(self, request, *args, link_id: int, **kwargs):
        found = get_object_or_404(
            MeetingPackLink.objects.select_related("meeting"), pk=link_id, meeting=self.meeting.pk
        )
        links.LINKS.revoke(found, request.user)
        messages.success(request, f"The link for {found.name} no longer works.")
        return redirect("meeting_pack", self.meeting.pk)


class PackListView(PackPage):
    """The meetings to come, and the packs that were made, latest first."""

    template_name = "measures/packs/admin/list.html"
    page_title = "Meeting packs"

    def get(self, request, *args, **kwargs):
        mine = meetings_of(request)
        if not may_see_some(request.user):
            raise PermissionDenied
        coming = mine.filter(may_be_from(today()) & Q(state=MeetingState.PLANNED)).select_related("group")
        packs = MeetingPack.objects.filter(meeting__in=mine.values("pk")).defer("pdf", "content")
        packs = packs.select_related("meeting__group", "made_by")
        return self.render_to_response(
            self.get_context_data(
                coming=coming.order_by("date", "pk"),
                packs=Paginator(packs, ON_A_PAGE).get_page(request.GET.get("p")),
            )
        )


def pack_pdf(request: HttpRequest, pack_id: int) -> HttpResponse:
    """Return a pack as PDF. One that was made where WeasyPrint wasn't installed is made now, and kept."""
    found = get_object_or_404(MeetingPack, pk=pack_id)
    meeting_of(request, found.meeting_id)
    if found.pdf is None:
        found.pdf = services.as_pdf(found.content)
        if found.pdf is None:
            raise Http404
        found.save(update_fields=["pdf"])
    return as_response(found)


def may_see_some(user) -> bool:
    """Say whether the user may make the pack of some meeting: those who may edit a page may."""
    return bool(user.is_superuser or page_permission_policy.user_has_any_permission(user, ["add", "change"]))


def meetings_of(request: HttpRequest):
    """Return the meetings that the user may edit, of the programmes that the admin shows."""
    mine = page_permission_policy.instances_user_has_permission_for(request.user, "change")
    return MeetingPage.objects.filter(pages_shown(request), pk__in=mine.values("pk"))


def meeting_of(request: HttpRequest, key: int) -> MeetingPage:
    """Return a meeting of the programmes that the admin shows. Raises Http404, or PermissionDenied if the user may not edit
    it."""
    meeting = get_object_or_404(MeetingPage.objects.filter(pages_shown(request)).select_related("group"), pk=key)
    if not services.may_make(meeting, request.user):
        raise PermissionDenied
    return meeting
