"""Addresses of the programme's own views in the admin."""

from django.urls import path

from programme.admin import importing, recording

urlpatterns = [
    path("progress/add/", recording.choose, name="programme_choose"),
    path("progress/add/<int:page_id>/", recording.add, name="programme_record"),
    path("progress/import/", importing.import_progress, name="programme_import"),
    path("progress/import/template.csv", importing.template, name="programme_import_template"),
]
