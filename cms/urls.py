"""Addresses. Everything that no line here takes is a page."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.templatetags.static import static
from django.urls import URLPattern, URLResolver, include, path, re_path
from django.utils.functional import lazy
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from cms import crawlers
from cms.accounts.views import ReaderLoginView
from cms.graphql.views import graphiql, graphql
from cms.media import media
from cms.routing import serve
from cms.signposts.views import help_page

static_lazy = lazy(static, str)

# Data of a page in a file: the page's own `route` answers. Wagtail's pattern takes words alone, no file names.
pages: list[URLPattern | URLResolver] = [re_path(r"^((?:[\w\-]+/)+data\.(?:csv|json))$", serve, name="page_data")]
# Wagtail's addresses, but for the view of the pages themselves, since ours knows where they are, and that of signing in,
# since ours has limits.
pages += [pattern for pattern in wagtail_urls.urlpatterns if pattern.name not in ("wagtail_serve", "wagtailcore_login")]
pages.append(path("_util/login/", ReaderLoginView.as_view(), name="wagtailcore_login"))
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
    path("help/", help_page, name="help"),
    path("feedback/", include("engagement.urls")),
    path("search/", include("search.urls")),
    path("sign-off/", include("bundles.urls")),
    path("robots.txt", crawlers.robots, name="robots"),
    path("sitemap.xml", crawlers.sitemap, name="sitemap"),
    path("sitemap-<int:part>.xml", crawlers.sitemap, name="sitemap_part"),
    path("site.webmanifest", crawlers.manifest, name="manifest"),
    path(".well-known/security.txt", crawlers.security, name="security"),
    # For programs that don't read the page that names it.
    path("favicon.ico", RedirectView.as_view(url=static_lazy("hub/favicon.ico"))),
    path("", include("programme.urls")),
    path("newsletter/", include("newsletter.urls")),
    *pages,
]
