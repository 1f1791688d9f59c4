"""The admin's pages about the programme as a whole: what needs attention, and the message house."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import urlencode

from cms.base import words
from cms.base.own_words import worded
from cms.base.spreadsheets import csv_file
from cms.editing import attention
from cms.editing.permissions import DeskContext
from cms.editing.views.admin_page import AdminPage
from programme.admin import house
from programme.admin.forms import AttentionForm, HouseForm

SHOWN = 20  # of each group on the page with all groups
A_PAGE = 100  # of one group alone


class AttentionView(AdminPage):
    """Everything that needs attention, filtered by work stream if asked for, or one group with all its lines."""

    template_name = "programme/admin/attention.html"
    page_title = "What needs attention"
    header_icon = "warning"

    def get(self, request: HttpRequest) -> HttpResponse:
        asked = DeskContext.by(request)
        form = AttentionForm(request.GET, asked=asked)
        stream = form.cleaned_data["stream"] if form.is_valid() else None
        found = attention.groups(asked)
        if stream:
            found = [group.of_stream(stream.pk) for group in found]
        only = request.GET.get("group")
        if only:
            return self._one(request, form, stream, next((group for group in found if group.key == only), None))
        return self.render_to_response(
            self.get_context_data(
                form=form,
                stream=stream,
                groups=[(group, group.lines[:SHOWN], self._query(stream, group.key)) for group in found if group.lines],
                total=sum(group.total for group in found),
                put_off=[(group, each) for group in found for each in group.put_off][:A_PAGE],
                in_order=words.listed([group.name for group in found if not group.lines], "or"),
            )
        )

    def _one(self, request: HttpRequest, form, stream, group) -> HttpResponse:
        if group is None:
            raise Http404
        page = Paginator(group.lines, A_PAGE).get_page(request.GET.get("p"))
        return self.render_to_response(
            self.get_context_data(
                form=form,
                stream=stream,
                groups=[(group, page.object_list, "")],
                total=group.total,
                page_obj=page,
                query=self._query(stream, group.key),
                everything=self._query(stream),
                alone=True,
            )
        )

    @staticmethod
    def _query(stream, group: str = "") -> str:
        return "?" + urlencode({"stream": stream.pk if stream else "", "group": group})


class MessageHouseView(AdminPage):
    """The last use of each key message by work stream or audience and channel, as a table and as CSV."""

    template_name = "programme/admin/message_house.html"
    page_title = "Message house"
    header_icon = "openquote"

    def get(self, request: HttpRequest) -> HttpResponse:
        asked = DeskContext.by(request)
        form = HouseForm(request.GET, channels=house.choices(), parts=house.PARTS)
        wanted = form.cleaned_data if form.is_valid() else {}
        by = wanted.get("by") or "streams"
        table = house.read(asked, channel=wanted.get("channel", ""), since=wanted.get("since"), by=by)
        if request.GET.get("export") == "csv":
            return self._csv(request, table, "Audience" if by == "audiences" else worded("Work stream"))
        query = request.GET.copy()
        query["export"] = "csv"
        return self.render_to_response(
            self.get_context_data(
                form=form, table=table, by=by, since=wanted.get("since"), csv_query=f"?{query.urlencode()}"
            )
        )

    @staticmethod
    def _csv(request: HttpRequest, table: house.Table, part: str) -> HttpResponse:
        headings = [worded("Key message"), part, "Reached", "Channel", "Last use", "Title", "Address"]
        return csv_file("message-house.csv", [headings, *table.lines(request.build_absolute_uri)])
