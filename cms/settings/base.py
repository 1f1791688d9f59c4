"""Settings shared by all environments. `development`, `production` and `testing` only have the differences.

Every value that may change between two installations comes from the environment; the names are listed in
`.env.example` and explained in `docs/operations.md`, and a test compares the three.
"""

import os
from pathlib import Path

from cms.base import hub_name
from cms.base.proxies import trusted_proxies

from . import languages, text_forms
from .databases import database
from .environment import LEVELS, Environment
from .files import storages
from .logs import logging_config

# Paths

PROJECT_ROOT = Path(__file__).resolve().parent.parent.parent

# As this process got it. With it, a reload reads `.env` anew.
PROCESS_ENVIRONMENT = dict(os.environ)

env = Environment()
Environment.read_env(PROJECT_ROOT / ".env")
# Names of the variables that settings ask for; a backup says which of them were set.
VARIABLES = env.names

DATA_DIR = Path(env.str("HUB_DATA", default=str(PROJECT_ROOT / "var")))
DATA_DIR.mkdir(parents=True, exist_ok=True)
# The content that `load_programme` puts into an empty hub: none, example, demo, or a folder of content files.
HUB_CONTENT = env.str("HUB_CONTENT", default="example")

# Apps: ours first so that their templates win; grapple after wagtail.snippets, or it misses the snippets

HUB_APPS = ["cms", "programme", "home", "search", "engagement", "newsletter", "bundles", "webhooks", "measures"]
INSTALLED_APPS = [
    *HUB_APPS,
    "wagtail.contrib.frontend_cache",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.contrib.table_block",
    "wagtail.contrib.typed_table_block",
    "wagtail.embeds",
    "wagtail.sites",
    "cms.apps.HubUsersConfig",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "wagtail_headless_preview",
    "modelcluster",
    "taggit",
    "django_filters",
    "graphene_django",
    "grapple",
    "corsheaders",
    "django_tasks",
    "django_tasks_db",
    "anymail",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "django.forms",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "cms.operations.middleware.RequestMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "cms.delivery.past_days.PastDaysMiddleware",
    "cms.delivery.programmes.ProgrammeMiddleware",
    "cms.assistants.middleware.ProgramsMiddleware",
    "measures.counts.middleware.CountsMiddleware",
    "cms.delivery.kept_pages.KeptPagesMiddleware",
    "cms.delivery.transfer.TransferMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "cms.accounts.middleware.AccountsMiddleware",
    "cms.editing.door.ProgrammeGateMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "cms.delivery.middleware.PagesMiddleware",
]

ROOT_URLCONF = "cms.urls"
WSGI_APPLICATION = "cms.wsgi.application"

# Widgets take their templates from where pages do: the hub has its own of Wagtail's.
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PROJECT_ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wagtail.contrib.settings.context_processors.settings",
            ],
        },
    },
]

# Database

DATABASES = {
    "default": database(
        env.db_url("DATABASE_URL", default=f"sqlite:///{DATA_DIR / 'hub.sqlite3'}"),
        kept_for=env.int("DATABASE_CONN_MAX_AGE", default=60),
    )
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Cache

# `default` is Wagtail's, `kept` has answers and pages, `limits` counts what is read; what is sent is counted in the database.
# The hub works without its Redis: the contents of the first two are made again, and the database counts for the third.


def in_redis(cache: dict, backend: str) -> dict:
    """Return the cache settings, with our class if the cache is in Redis."""
    is_redis = cache["BACKEND"] == "django.core.cache.backends.redis.RedisCache"
    return cache | {"BACKEND": f"cms.base.caches.{backend}"} if is_redis else cache


CACHE_URL = env.str("CACHE_URL", default="")
CACHES = {
    "default": in_redis(env.cache_url("CACHE_URL", default="locmemcache://"), "OptionalRedisCache"),
    "kept": in_redis(env.cache_url("KEPT_CACHE_URL", default=CACHE_URL or "locmemcache://"), "OptionalRedisCache"),
    # The worker replaces files of pictures, and another process would not hear of it: rows are read from the database.
    "renditions": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"},
    "limits": in_redis(
        env.cache_url("LIMITS_CACHE_URL", default=CACHE_URL or "locmemcache://limits?max_entries=10000"),
        "SteadyRedisCache",
    ),
}

# Language and time

TIME_ZONE = "Europe/London"
# Users can't choose another for the admin: the time of an event is that of its venue, and today is readers' today.
WAGTAIL_USER_TIME_ZONES = [TIME_ZONE]
USE_TZ = True
USE_I18N = True
# Translations of the words in the templates of the public site.
LOCALE_PATHS = [PROJECT_ROOT / "templates" / "locale"]
# Languages of pages. English is always one of them: the hub's own words are in it, and so is the record.
CONTENT_LANGUAGES = list(dict.fromkeys(["en", *env.texts("CONTENT_LANGUAGES", text_forms.LANGUAGE)]))
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES = [(code, languages.KNOWN[code]) for code in CONTENT_LANGUAGES]
WAGTAIL_I18N_ENABLED = len(CONTENT_LANGUAGES) > 1
# If there are several, the language without a prefix in its paths must have the same code as its pages' locale.
LANGUAGE_CODE = "en" if WAGTAIL_I18N_ENABLED else "en-gb"
FORMAT_MODULE_PATH = "cms.base.formats"
if WAGTAIL_I18N_ENABLED:
    INSTALLED_APPS += ["wagtail.locales", "wagtail.contrib.simple_translation"]

# Counts of readers: the seconds after which a process writes its own, which are all that it can lose

COUNTS_SECONDS = 10

# Static files and media

STATIC_URL = "/static/"
# Beside the code that they are made of, not among the data: a hub with restored data answers at once.
STATIC_ROOT = Path(env.str("STATIC_FOLDER", default=str(PROJECT_ROOT / "static")))
NODE_MODULES = PROJECT_ROOT / "node_modules"
STATICFILES_DIRS = [
    PROJECT_ROOT / "templates" / "static",
    ("hub-preview", PROJECT_ROOT / "packages" / "preview" / "src"),
    ("hub-elements", PROJECT_ROOT / "packages" / "elements" / "src"),
    ("design-system", NODE_MODULES / "@scottish-government" / "design-system" / "dist"),
    ("graphiql", NODE_MODULES / "graphiql"),
    ("react", NODE_MODULES / "react" / "umd"),
    ("react-dom", NODE_MODULES / "react-dom" / "umd"),
]
MEDIA_URL = "/media/"
MEDIA_ROOT = DATA_DIR / "media"
STORAGES = storages(env.store("MEDIA_STORE"), env.place("BACKUPS"))

# Backups: when one is made each day, if they have a place, and how many days, weeks and months have one

BACKUP_AT = env.time("BACKUP_AT", default="03:15")
BACKUP_KEEP = env.sizes("BACKUP_KEEP", default="7,4,12", number=3)

# Background work. Wagtail's own tasks (search index, references) run at once: the next request finds what was saved.

TASKS = {
    "default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"},
    "background": {"BACKEND": "django_tasks_db.DatabaseBackend"},
}

# Security. Forwarded headers are dropped unless a trusted proxy has set them.

TRUSTED_PROXIES = trusted_proxies(env.str("TRUSTED_PROXIES", default=""))
if TRUSTED_PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECRET_KEY = env.str("SECRET_KEY", default="")
SECRET_KEY_FALLBACKS = env.earlier_secrets("SECRET_KEY_FALLBACKS", present=SECRET_KEY)
ALLOWED_HOSTS = env.texts("ALLOWED_HOSTS", text_forms.HOST)
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000  # a stream page with many blocks and rows passes Django's default of 1 000
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"  # as the policy of `cms.delivery.csp` does for newer browsers
# W019 asks for DENY, but the admin shows previews of pages in a frame.
# Whether every host below this name answers by HTTPS, only its owners know (W005, W021).
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W019", "security.W021", *env.list("SILENCED_CHECKS", default=[])]
# Origins beside the hub's own from which pictures may come, such as that of an object store.
MEDIA_ORIGINS = env.texts("MEDIA_ORIGINS", text_forms.ORIGIN)
SECURITY_CONTACT = env.text("SECURITY_CONTACT", text_forms.CONTACT)
SEARCH_ENGINES = env.bool("SEARCH_ENGINES", default=True)

# Uploads: how many megapixels a picture may have, how many megabytes a document, and where a virus scanner listens, if any

# Of WebP, more wouldn't fit into the gibibyte of its reader.
PICTURE_MEGAPIXELS = 40
FREE_PICTURE_SIZES = 10_000
DOCUMENT_MEGABYTES = env.size("DOCUMENT_MEGABYTES", default=50, most=1000)
CLAMD = env.socket("CLAMD")

# Accounts: whether signing in takes a second factor (off, optional, required), the idle minutes after which a session
# in the admin ends (0: only at its maximum age), the days for which the log of accounts is kept

TWO_FACTOR = env.choice("TWO_FACTOR", ("off", "optional", "required"), default="off")
SESSION_IDLE_MINUTES = env.int("SESSION_IDLE_MINUTES", default=0)
AUDIT_LOG_DAYS = env.int("AUDIT_LOG_DAYS", default=2 * 365)
LOGIN_REDIRECT_URL = "/"  # where those come who sign in to read, but no page in particular
WAGTAILADMIN_USER_LOGIN_FORM = "cms.accounts.forms.HubLoginForm"
WAGTAILADMIN_USER_PASSWORD_RESET_FORM = "cms.accounts.forms.HubPasswordResetForm"  # noqa: S105  an address, not a password
PASSWORD_RESET_TIMEOUT = 60 * 60  # seconds for which the link in the e-mail works

# Past days: the years for which they can be read (0: for ever)

HISTORY_KEPT_YEARS = env.int("HISTORY_KEPT_YEARS", default=0)

# E-mail: files in the data folder until a server is named

EMAIL_CONFIG = env.email_url("EMAIL_URL", default="filemail://")
vars().update(EMAIL_CONFIG)
EMAIL_TIMEOUT = 10  # seconds that anybody waits for the server
EMAIL_FILE_PATH = DATA_DIR / "mail"
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", text_forms.SENDER, default="hub@localhost")

# Feedback: days until names and addresses are deleted, after it is answered or closed, and until all of it is, after it
# was sent

FEEDBACK_CONTACT_DAYS = env.int("FEEDBACK_CONTACT_DAYS", default=28)
FEEDBACK_DAYS = env.int("FEEDBACK_DAYS", default=2 * 365)

# Newsletter. `file` writes messages into the data folder, where the admin shows them; `smtp` uses EMAIL_URL; `anymail`
# a provider. Outside production, messages only go to addresses on the allow-list.

NEWSLETTER_BACKEND = env.choice("NEWSLETTER_BACKEND", ("file", "smtp", "anymail"), default="file")
NEWSLETTER_LIVE = False
NEWSLETTER_ALLOWED = [address.lower() for address in env.texts("NEWSLETTER_ALLOWED", text_forms.EMAIL)]
NEWSLETTER_SECRET = env.str("NEWSLETTER_SECRET", default="")
NEWSLETTER_SECRET_FALLBACKS = env.earlier_secrets("NEWSLETTER_SECRET_FALLBACKS", present=NEWSLETTER_SECRET)
NEWSLETTER_PER_MINUTE = env.int("NEWSLETTER_PER_MINUTE", default=0)
NEWSLETTER_INSTALLATION = env.str("NEWSLETTER_INSTALLATION", default="")
NEWSLETTER_RECALL_SECONDS = env.int("NEWSLETTER_RECALL_SECONDS", default=300)
NEWSLETTER_FOLDER = DATA_DIR / "mail" / "newsletter"
ANYMAIL_BACKEND = env.text("ANYMAIL_BACKEND", text_forms.CLASS)
ANYMAIL = env.json("ANYMAIL", default={})

# Search: days for which queries are kept, without who asked

SEARCH_LOG_DAYS = env.int("SEARCH_LOG_DAYS", default=365)

# Links: days after which an external address is checked again; 0 for no checks

LINK_CHECK_DAYS = env.int("LINK_CHECK_DAYS", default=14)

# Webhooks: whether they may lead into private networks

WEBHOOK_PRIVATE_ADDRESSES = env.bool("WEBHOOK_PRIVATE_ADDRESSES", default=False)

# Social posts: keys with which the hub posts, by the addresses of accounts

SOCIAL_KEYS = env.keys_of_accounts("SOCIAL_KEYS")

# Telling what is wrong: the log, who is mailed, who may read the figures, where errors and traces go

LOG_FORMAT = env.choice("LOG_FORMAT", ("line", "json"), default="line")
ACCESS_LOG = env.bool("ACCESS_LOG", default=False)
OPERATORS = env.texts("OPERATORS", text_forms.EMAIL)
METRICS_TOKEN = env.str("METRICS_TOKEN", default="")
METRICS_ADDRESSES = env.networks("METRICS_ADDRESSES")
METRICS_FOLDER = Path(env.str("METRICS_FOLDER", default=str(DATA_DIR / "metrics")))
SENTRY_DSN = env.web_address("SENTRY_DSN", default="")
OTEL_EXPORTER_OTLP_ENDPOINT = env.web_address("OTEL_EXPORTER_OTLP_ENDPOINT", default="")
LOGGING = logging_config(LOG_FORMAT, env.choice("LOG_LEVEL", LEVELS, default="INFO"))

# Wagtail

BASE_URL = env.web_address("BASE_URL", default="http://localhost:8000")
# Where pages are shown (`cms.visibility.frontend`), and whether the hub shows them too
FRONTEND_URL = env.text("FRONTEND_URL", text_forms.FRONTEND).rstrip("/")
PUBLIC_SITE = env.bool("PUBLIC_SITE", default=True)
# As editors named it; the address of an authenticator is made anew for each device, so a new name changes no secret.
WAGTAIL_SITE_NAME, OTP_TOTP_ISSUER = hub_name.LAZY, hub_name.issuer
WAGTAILADMIN_BASE_URL = BASE_URL
WAGTAILIMAGES_IMAGE_MODEL = "cms.HubImage"
WAGTAILIMAGES_IMAGE_FORM_BASE = "cms.media.forms.HubImageForm"
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "jpg", "jpeg", "png", "webp"]  # an SVG can hold scripts
WAGTAILIMAGES_MAX_IMAGE_PIXELS = PICTURE_MEGAPIXELS * 1_000_000
WAGTAILIMAGES_AVIF_QUALITY = 55
WAGTAILIMAGES_WEBP_QUALITY = 75
WAGTAILIMAGES_JPEG_QUALITY = 76
WAGTAILDOCS_DOCUMENT_MODEL = "cms.HubDocument"
WAGTAILDOCS_DOCUMENT_FORM_BASE = "cms.media.forms.HubDocumentForm"
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "ods", "odt", "pdf", "pptx", "txt", "xlsx"]
WAGTAILDOCS_MAX_UPLOAD_SIZE = DOCUMENT_MEGABYTES * 1024 * 1024
WAGTAILDOCS_SERVE_METHOD = "serve_view"  # a private document must go through the view that checks permissions
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "cms.editing.admin_search"}}
WAGTAILFRONTENDCACHE = env.json("FRONTEND_CACHE", default={})
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAIL_AUTO_UPDATE_PREVIEW_INTERVAL = 50  # milliseconds; a pause in typing has been waited for before
WAGTAIL_ENABLE_UPDATE_CHECK = False  # no request to a third party from the admin
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_WORKFLOW_REQUIRE_REAPPROVAL_ON_EDIT = True
WAGTAIL_FINISH_WORKFLOW_ACTION = "cms.editing.workflows.finish"

# GraphQL

GRAPPLE = {
    "APPS": HUB_APPS,
    "PAGE_INTERFACE": "cms.graphql.interfaces.PageInterface",
    "SNIPPET_INTERFACE": "cms.graphql.interfaces.SnippetInterface",
}
GRAPHQL_MAX_DEPTH = 15
GRAPHQL_MAX_COST = env.limit("GRAPHQL_MAX_COST", default=500_000)
GRAPHQL_BUDGET = env.int("GRAPHQL_BUDGET", default=5_000_000)
GRAPHQL_MAX_CONDITIONS = 50
GRAPHQL_MAX_WHERE_DEPTH = 10
PAGES_CACHE = env.bool("PAGES_CACHE", default=True)
GRAPHQL_CACHE = True
GRAPHQL_MAX_AGE = 60
GRAPHQL_SHARED_MAX_AGE = env.int("GRAPHQL_SHARED_MAX_AGE", default=60)
GRAPHQL_STALE_WHILE_REVALIDATE = 30
GRAPHQL_DOCUMENTS = [PROJECT_ROOT / folder for folder in env.list("GRAPHQL_DOCUMENTS", default=[])]
GRAPHQL_STORED_ONLY = env.bool("GRAPHQL_STORED_ONLY", default=False)
GRAPHQL_MAX_ALIASES = 50
GRAPHQL_MAX_ROOT_FIELDS = 50
GRAPHQL_MAX_FIELDS = 2_000
GRAPHQL_MAX_DUPLICATES = 10
GRAPHQL_MAX_DIRECTIVES = 50
GRAPHQL_MAX_DEFINITIONS = 100
GRAPHQL_MAX_TOKENS = 4_000
GRAPHQL_MAX_DOCUMENT_BYTES = 64_000
GRAPHQL_MAX_REQUEST_BYTES = 256_000
GRAPHQL_MAX_VARIABLES_BYTES = 32_000
GRAPHQL_MAX_VARIABLES_DEPTH = 10
GRAPHQL_MAX_VARIABLES_ITEMS = 1_000
GRAPHQL_INTROSPECTION = env.bool("GRAPHQL_INTROSPECTION", default=True)
GRAPHQL_MAX_INTROSPECTION_DEPTH = 15
GRAPHQL_MAX_INTROSPECTION_COST = 2
GRAPHQL_MAX_SECONDS = env.float("GRAPHQL_MAX_SECONDS", default=10)
GRAPHIQL = env.bool("GRAPHIQL", default=False)

# Other websites whose scripts may query the endpoint, and only that, from the browser. No cookies are sent.

CORS_ALLOWED_ORIGINS = env.texts("CORS_ALLOWED_ORIGINS", text_forms.ANY_ORIGIN)
CORS_ALLOW_ALL_ORIGINS = "*" in CORS_ALLOWED_ORIGINS
# Also of a programme below the first part of a path.
CORS_URLS_REGEX = r"^(/[^/]+)?/graphql/([^/]+\.\w+)?$"
CORS_ALLOW_METHODS = ["GET", "POST"]
CORS_ALLOW_HEADERS = [
    "accept",
    "authorization",
    "content-type",
    "hub-perspective",
    # Apollo's clients: client name, operation, and proof of a preflight
    "apollographql-client-name",
    "apollographql-client-version",
    "apollo-require-preflight",
    "x-apollo-operation-name",
]
CORS_EXPOSE_HEADERS = ["ETag", "Link"]
CORS_PREFLIGHT_MAX_AGE = 24 * 60 * 60
if CORS_ALLOWED_ORIGINS:
    # Right before Django's `SecurityMiddleware`: a redirect must not answer a preflight.
    MIDDLEWARE.insert(1, "corsheaders.middleware.CorsMiddleware")
if CORS_ALLOW_ALL_ORIGINS:
    CORS_ALLOWED_ORIGINS = []

# Preview in a frontend that is a site of its own

PREVIEW_URL = env.web_address("PREVIEW_URL", default="")
PREVIEW_TOKEN_MAX_AGE = 60 * 60
PREVIEW_LINK_MAX_DAYS = 30
WAGTAIL_HEADLESS_PREVIEW = {
    "CLIENT_URLS": {"default": PREVIEW_URL} if PREVIEW_URL else {},
    "ENFORCE_TRAILING_SLASH": False,  # the address is used as written
}
