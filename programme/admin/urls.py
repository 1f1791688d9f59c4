"""Addresses of the programme's own views in the admin."""

from django.urls import path

from programme.admin import entries, meetings, progress_imports
from programme.admin.calendar import AddressView, CalendarView, ChangeAddressView
from programme.admin.calendar_days import DayView, MoveView
from programme.admin.desk import AttentionView, MessageHouseView
from programme.admin.intake.documents import IntakeDocumentsView, IntakeDocumentView, NewDocumentsView
from programme.admin.intake.views import IntakesView, IntakeView, NewTableView
from programme.admin.reminders import PutOffView

urlpatterns = [
    path("attention/", AttentionView.as_view(), name="attention"),
    path("attention/put-off/", PutOffView.as_view(), name="put_off"),
    path("calendar/", CalendarView.as_view(), name="calendar"),
    path("calendar/day/", DayView.as_view(), name="calendar_day"),
    path("calendar/move/", MoveView.as_view(), name="calendar_move"),
    path("calendar/address/", AddressView.as_view(), name="calendar_address"),
    path("calendar/address/change/", ChangeAddressView.as_view(), name="change_calendar_address"),
    path("message-house/", MessageHouseView.as_view(), name="message_house"),
    path("progress/add/", entries.choose, name="programme_choose"),
    path("progress/add/<int:page_id>/", entries.add, name="programme_record"),
    path("progress/import/", progress_imports.ProgressImportView.as_view(), name="programme_import"),
    path("progress/import/template.csv", progress_imports.template, name="programme_import_template"),
    path("imports/", IntakesView.as_view(), name="intakes"),
    path("imports/table/", NewTableView.as_view(), name="intake_table"),
    path("imports/documents/", NewDocumentsView.as_view(), name="intake_new_documents"),
    path("imports/<int:intake_id>/documents/", IntakeDocumentsView.as_view(), name="intake_documents"),
    path(
        "imports/<int:intake_id>/documents/<int:upload_id>/",
        IntakeDocumentView.as_view(),
        name="intake_document",
    ),
    path("imports/<int:intake_id>/", IntakeView.as_view(), name="intake"),
    path("groups/<int:group_id>/plan/", meetings.plan, name="programme_plan_meeting"),
    path("groups/<int:group_id>/actions/", meetings.actions, name="programme_actions"),
    path("meetings/<int:meeting_id>/agree/", meetings.agree, name="programme_agree"),
    path("meetings/actions/<int:action_id>/close/", meetings.close, name="programme_close_action"),
]
