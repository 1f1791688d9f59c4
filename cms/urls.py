"""Addresses. Everything that no line here takes is a page."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path, re_path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from cms.graphql.views import graphiql, graphql
from cms.media import media
from cms.routing import serve

# Wagtail's addresses, but for the view of the pages themselves: ours knows where they are.
pages = [path("", include("programme.urls"))]
pages += [pattern for pattern in wagtail_urls.urlpatterns if pattern.name != "wagtail_serve"]
pages.append(re_path(wagtail_urls.serve_pattern, serve, name="wagtail_serve"))
if settings.WAGTAIL_I18N_ENABLED:
    pages = i18n_patterns(*pages, prefix_default_language=False)

urlpatterns = [
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("graphql/", graphql, name="graphql"),
    path("graphiql/", graphiql, name="graphiql"),
    path("media/<path:name>", media, name="media"),
    path("newsletter/webhooks/", include("anymail.urls")),
    path("feedback/", include("engagement.urls")),
    path("search/", include("search.urls")),
    path("newsletter/", include("newsletter.urls")),
    *pages,
]
