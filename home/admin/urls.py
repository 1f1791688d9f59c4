"""Addresses of programmes in the admin."""

from django.urls import path

from .across import AcrossView
from .assistant.views import AssistantCheckView, AssistantStepView, AssistantView, OutlineDiscardView
from .evidence import EvidenceView
from .programmes import OwnProgrammesView, ProgrammeAddView, ProgrammeEditView, ProgrammeStateView, ProgrammesView

urlpatterns = [
    path("reports/evidence/", EvidenceView.as_view(), name="evidence"),
    path("programmes/", ProgrammesView.as_view(), name="programmes"),
    path("programmes/all/", AcrossView.as_view(), name="programmes_across"),
    path("programmes/own/", OwnProgrammesView.as_view(), name="programmes_own"),
    path("programmes/add/", ProgrammeAddView.as_view(), name="programmes_add"),
    path("programmes/assistant/", AssistantView.as_view(), name="programmes_assistant"),
    path(
        "programmes/assistant/<int:outline_id>/check/", AssistantCheckView.as_view(), name="programmes_assistant_check"
    ),
    path(
        "programmes/assistant/<int:outline_id>/discard/",
        OutlineDiscardView.as_view(),
        name="programmes_assistant_discard",
    ),
    path(
        "programmes/assistant/<int:outline_id>/<slug:step>/",
        AssistantStepView.as_view(),
        name="programmes_assistant_step",
    ),
    path("programmes/<int:site_id>/", ProgrammeEditView.as_view(), name="programmes_edit"),
    path("programmes/<int:site_id>/<slug:deed>/", ProgrammeStateView.as_view(), name="programmes_state"),
]
