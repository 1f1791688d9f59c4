"""Addresses of programmes in the admin."""

from django.urls import path

from .across import AcrossView
from .evidence import EvidenceView
from .new_programme import ProgrammeAddView
from .programmes import OwnProgrammesView, ProgrammeEditView, ProgrammeStateView, ProgrammesView

urlpatterns = [
    path("reports/evidence/", EvidenceView.as_view(), name="evidence"),
    path("programmes/", ProgrammesView.as_view(), name="programmes"),
    path("programmes/all/", AcrossView.as_view(), name="programmes_across"),
    path("programmes/own/", OwnProgrammesView.as_view(), name="programmes_own"),
    path("programmes/add/", ProgrammeAddView.as_view(), name="programmes_add"),
    path("programmes/<int:site_id>/", ProgrammeEditView.as_view(), name="programmes_edit"),
    path("programmes/<int:site_id>/<slug:deed>/", ProgrammeStateView.as_view(), name="programmes_state"),
]
