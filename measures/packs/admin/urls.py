"""Addresses of packs under /admin/."""

from django.urls import path

from .views import MailLinkView, MakeLinkView, MakePackView, MeetingPackView, PackListView, RevokeLinkView, pack_pdf

urlpatterns = [
    path("meeting-packs/", PackListView.as_view(), name="meeting_packs"),
    path("meeting-packs/<int:pack_id>/pdf/", pack_pdf, name="meeting_pack_pdf"),
    path("meeting-packs/of/<int:meeting_id>/", MeetingPackView.as_view(), name="meeting_pack"),
    path("meeting-packs/of/<int:meeting_id>/<int:pack_id>/", MeetingPackView.as_view(), name="meeting_pack_made"),
    path("meeting-packs/of/<int:meeting_id>/make/", MakePackView.as_view(), name="meeting_pack_make"),
    path("meeting-packs/of/<int:meeting_id>/link/", MakeLinkView.as_view(), name="meeting_pack_link"),
    path("meeting-packs/of/<int:meeting_id>/mail/", MailLinkView.as_view(), name="meeting_pack_mail"),
    path(
        "meeting-packs/of/<int:meeting_id>/links/<int:link_id>/", RevokeLinkView.as_view(), name="meeting_pack_revoke"
    ),
]
