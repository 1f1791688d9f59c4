"""Addresses. Any address not matched here is that of a page."""

from django.apps import apps
from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import URLPattern, URLResolver, include, path, re_path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.admin.auth import require_admin_access
from wagtail.documents import urls as wagtaildocs_urls

from cms.accounts.views import HubAccountView, NewPasswordView, ReaderLoginView
from cms.assistants.views import mcp
from cms.delivery import crawlers
from cms.delivery.graphql.document_feeds import document_feed
from cms.delivery.look.views import favicon, look_icon, look_share, look_stylesheet
from cms.delivery.page_history import page_history
from cms.delivery.past_views import past_days
from cms.delivery.preview_links import preview_link
from cms.delivery.routes import serve
from cms.editing.log_entries import ProgrammeHistoryView
from cms.editing.views.media import gone, own_tags
from cms.graphql.manifests.views import manifest
from cms.graphql.views import graphiql, graphql, schema_file
from cms.media.downloads import document
from cms.media.views import media, picture
from cms.signposts.views import help_page

# A page's data as a file, served by the page's `route`. Wagtail's own pattern doesn't match file names.
pages: list[URLPattern | URLResolver] = [re_path(r"^((?:[\w\-]+/)+data\.(?:csv|json))$", serve, name="page_data")]
# Wagtail's addresses, with our own views for pages (a faster lookup) and for signing in (with rate limits).
pages += [pattern for pattern in wagtail_urls.urlpatterns if pattern.name not in ("wagtail_serve", "wagtailcore_login")]
pages.append(path("_util/login/", ReaderLoginView.as_view(), name="wagtailcore_login"))
pages.append(re_path(wagtail_urls.serve_pattern, serve, name="wagtail_serve"))
if settings.WAGTAIL_I18N_ENABLED:
    pages = i18n_patterns(*pages, prefix_default_language=False)


def of_room(address: str, urls: str) -> list[URLResolver]:
    """Return the addresses of a room that may be left out: none if its app isn't installed."""
    return [path(address, include(urls))] if apps.is_installed(urls.partition(".")[0]) else []


urlpatterns = [
    # At the addresses of Wagtail's own, which come after them.
    path("admin/account/", HubAccountView.as_view()),
    path("admin/password_reset/confirm/<uidb64>/<token>/", NewPasswordView.as_view()),
    path("admin/reports/site-history/", require_admin_access(ProgrammeHistoryView.as_view())),
    path("admin/reports/site-history/results/", require_admin_access(ProgrammeHistoryView.as_view(results_only=True))),
    path("admin/tag-autocomplete/", require_admin_access(own_tags)),
    # Which list every file of the hub, and which Wagtail's own choosers don't use.
    re_path(r"^admin/api/main/(?:documents|images)/", gone),
    path("admin/", include(wagtailadmin_urls)),
    re_path(r"^documents/(\d+)/(.*)$", document, name="wagtaildocs_serve"),
    path("documents/", include(wagtaildocs_urls)),
    path("graphql/", graphql, name="graphql"),
    path("graphql/schema.graphql", schema_file, name="graphql_schema"),
    path("graphql/manifests/<slug:frontend>", manifest, name="manifest_of_frontend"),
    path("graphql/<str:name>.<slug:ending>", document_feed, name="document_feed"),
    path("graphiql/", graphiql, name="graphiql"),
    path("mcp/", mcp, name="mcp"),
    path("media/sized/<int:image_id>/<str:seal>/<str:name>", picture, name="picture"),
    path("media/<path:name>", media, name="media"),
    path("newsletter/webhooks/", include("anymail.urls")),
    path("help/", help_page, name="help"),
    path("as-at/", past_days, name="past_days"),
    *of_room("feedback/survey/", "measures.surveys.urls"),
    *of_room("feedback/", "engagement.urls"),
    path("search/", include("search.urls")),
    re_path(r"^page-history/(.*)$", page_history, name="page_history"),
    path("preview-link/<str:token>/", preview_link, name="preview_link"),
    *of_room("sign-off/packs/", "measures.packs.urls"),
    *of_room("sign-off/", "bundles.urls"),
    *of_room("owner-reports/", "engagement.owners.urls"),
    *of_room("event-registration/", "engagement.registrations.urls"),
    path("robots.txt", crawlers.robots, name="robots"),
    path("sitemap.xml", crawlers.sitemap, name="sitemap"),
    path("sitemap-<int:part>.xml", crawlers.sitemap, name="sitemap_part"),
    path("site.webmanifest", crawlers.manifest, name="manifest"),
    path(".well-known/security.txt", crawlers.security, name="security"),
    # For programs that don't read the icon's address from the page.
    path("favicon.ico", favicon),
    path("look/<int:site_id>-<slug:version>.css", look_stylesheet, name="look_stylesheet"),
    path("look/<int:site_id>/icon-<int:size>-<slug:version>.png", look_icon, name="look_icon"),
    path("look/<int:site_id>/share-<int:page_id>-<slug:version>.png", look_share, name="look_share"),
    path("", include("programme.urls")),
    *of_room("newsletter/", "newsletter.urls"),
    *pages,
]
