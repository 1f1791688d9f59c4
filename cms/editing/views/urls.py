"""Addresses of the hub's own views in the admin that belong to pages of every type, and to accounts."""

from django.urls import include, path

from cms.accounts import people
from cms.accounts import views as accounts
from cms.editing import vocabularies
from cms.editing.log_entries import ProgrammeAuditLogView
from cms.editing.views import guide, past_days, writing_help
from cms.editing.views.images import HubImageAddView, HubImageEditView, HubImageIndexView
from cms.editing.views.preview_links import PreviewLinksView
from cms.editing.views.readings import readings
from cms.editing.views.translations import FollowedView, TranslateView

urlpatterns = [
    # At the addresses of Wagtail's own, which come after them.
    path("images/", HubImageIndexView.as_view()),
    path("images/results/", HubImageIndexView.as_view(results_only=True)),
    path("images/<int:image_id>/", HubImageEditView.as_view()),
    path("images/multiple/add/", HubImageAddView.as_view()),
    path("translation/submit/page/<int:page_id>/", TranslateView.as_view(), name="translate_page"),
    path("guide/", guide.show, name="guide"),
    path("guide/<slug:name>/", guide.show, name="guide_named"),
    path("guide/pictures/<slug:name>.png", guide.picture, name="guide_picture"),
    path("pages/<int:page_id>/preview-links/", PreviewLinksView.as_view(), name="preview_links"),
    path("readings/", readings, name="readings"),
    path("writing-help/<int:page_id>/", writing_help.HelpView.as_view(), name="writing_help"),
    path(
        "writing-help/<slug:content_type_app_name>/<slug:content_type_model_name>/<int:parent_page_id>/",
        writing_help.HelpWithNewView.as_view(),
        name="writing_help_with_new",
    ),
    path("translations/<int:page_id>/followed/", FollowedView.as_view(), name="translation_followed"),
    path("reports/writing/", writing_help.WritingReportView.as_view(), name="writing_report"),
    path("reports/writing/results/", writing_help.WritingReportView.as_view(results_only=True), name="writing_results"),
    path("reports/without-sources/", writing_help.WithoutSourcesView.as_view(), name="without_sources"),
    path(
        "reports/without-sources/results/",
        writing_help.WithoutSourcesView.as_view(results_only=True),
        name="without_sources_results",
    ),
    path("", include(past_days)),
    path("kinds/", vocabularies.index, name="vocabularies"),
    path("kinds/<slug:name>/", vocabularies.change, name="vocabulary"),
    path("invite/<int:pk>/", people.invite_again, name="invite"),
    path("session/", accounts.session, name="session"),
    path("session/renewed/", accounts.signed_in_again, name="signed_in_again"),
    path("two-factor/", accounts.CodeView.as_view(), name="two_factor_code"),
    path("two-factor/set-up/", accounts.SetUpView.as_view(), name="two_factor_set_up"),
    path("two-factor/reset/<int:pk>/", accounts.ResetView.as_view(), name="two_factor_reset"),
    path("reports/audit-log/", ProgrammeAuditLogView.as_view(), name="audit_log"),
    path("reports/audit-log/results/", ProgrammeAuditLogView.as_view(results_only=True), name="audit_log_results"),
]
