"""Settings that hold everywhere. `development`, `production` and `testing` say only what differs.

Every value that may change between two installations comes from the environment; the names are listed in
`.env.example` and explained in `docs/operations.md`, and a test compares the three.
"""

from pathlib import Path

import environ
from django.conf.locale import LANG_INFO
from django.core.exceptions import ImproperlyConfigured

# Paths

PROJECT_ROOT = Path(__file__).resolve().parent.parent.parent

env = environ.Env()
environ.Env.read_env(PROJECT_ROOT / ".env")

DATA_DIR = Path(env.str("HUB_DATA", default=str(PROJECT_ROOT / "var")))
DATA_DIR.mkdir(parents=True, exist_ok=True)

# Apps: ours first so that their templates win; grapple after wagtail.snippets, or it misses the snippets

INSTALLED_APPS = [
    "cms",
    "programme",
    "home",
    "search",
    "engagement",
    "newsletter",
    "bundles",
    "wagtail.contrib.frontend_cache",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.contrib.table_block",
    "wagtail.contrib.typed_table_block",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
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
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "cms.middleware.EndpointMiddleware",
    "cms.transfer.TransferMiddleware",
    "cms.middleware.PolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "cms.accounts.middleware.IdleMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "cms.accounts.middleware.TwoFactorMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "cms.middleware.RedirectMiddleware",
    "cms.middleware.UnpublishedMiddleware",
]

ROOT_URLCONF = "cms.urls"
WSGI_APPLICATION = "cms.wsgi.application"

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

DATABASES = {"default": env.db_url("DATABASE_URL", default=f"sqlite:///{DATA_DIR / 'hub.sqlite3'}")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["ENGINE"] = "cms.sqlite"  # Django's own, but quicker
    DATABASES["default"]["TEST"] = {"NAME": ":memory:"}  # as with Django's own
    DATABASES["default"]["OPTIONS"] = {
        # WAL lets readers go on while an editor saves; IMMEDIATE makes a second writer wait instead of failing.
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
    }
    # Opening the file and its PRAGMAs costs more than most answers; an old connection doesn't see new statistics.
    DATABASES["default"]["CONN_MAX_AGE"] = 60 * 60
else:
    DATABASES["default"]["CONN_MAX_AGE"] = env.int("DATABASE_CONN_MAX_AGE", default=60)
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Cache

CACHES = {"default": env.cache_url("CACHE_URL", default="locmemcache://")}

# Language and time

TIME_ZONE = "Europe/London"
# Nobody chooses another for the admin: the time of an event is that of its place, and today is readers' today.
WAGTAIL_USER_TIME_ZONES = [TIME_ZONE]
USE_TZ = True
USE_I18N = True
# Languages of pages. English is always one of them: the site's own texts are in it.
CONTENT_LANGUAGES = list(dict.fromkeys(["en", *env.list("CONTENT_LANGUAGES", default=[])]))
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES = [
    (code, LANG_INFO.get(code, {"name": code})["name"]) for code in CONTENT_LANGUAGES
]
WAGTAIL_I18N_ENABLED = len(CONTENT_LANGUAGES) > 1
# Among several, the language without a prefix in its paths must be called just what its pages' locale is called.
LANGUAGE_CODE = "en" if WAGTAIL_I18N_ENABLED else "en-gb"
if WAGTAIL_I18N_ENABLED:
    MIDDLEWARE.append("cms.middleware.LanguageMiddleware")
    INSTALLED_APPS += ["wagtail.locales", "wagtail.contrib.simple_translation"]

# Static files and media

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
NODE_MODULES = PROJECT_ROOT / "node_modules"
STATICFILES_DIRS = [
    PROJECT_ROOT / "templates" / "static",
    ("design-system", NODE_MODULES / "@scottish-government" / "design-system" / "dist"),
    ("graphiql", NODE_MODULES / "graphiql"),
    ("react", NODE_MODULES / "react" / "umd"),
    ("react-dom", NODE_MODULES / "react-dom" / "umd"),
]
MEDIA_URL = "/media/"
MEDIA_ROOT = DATA_DIR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "cms.storage.StaticStorage"},
}

# Background work. Wagtail's own tasks (search index, references) run at once: the next request finds what was saved.

TASKS = {
    "default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"},
    "background": {"BACKEND": "django_tasks_db.DatabaseBackend"},
}

# Security

SECRET_KEY = env.str("SECRET_KEY", default="")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[])
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000  # a stream page with many blocks and rows passes Django's default of 1 000
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"  # as the policy of `cms.csp` says it to newer browsers
SILENCED_SYSTEM_CHECKS = ["security.W019"]  # it asks for DENY, but the admin shows previews of pages in a frame
# Origins beside the hub's own from which pictures may come, such as that of an object store.
MEDIA_ORIGINS = env.list("MEDIA_ORIGINS", default=[])
SECURITY_CONTACT = env.str("SECURITY_CONTACT", default="")
SEARCH_ENGINES = env.bool("SEARCH_ENGINES", default=True)

# Accounts: whether signing in takes a second factor (off, optional, required), after how many minutes without a request a session
# in the admin ends (0: never before its age), how many days the log of accounts is kept

TWO_FACTOR = env.str("TWO_FACTOR", default="off")
if TWO_FACTOR not in ("off", "optional", "required"):
    raise ImproperlyConfigured("TWO_FACTOR is off, optional or required.")
SESSION_IDLE_MINUTES = env.int("SESSION_IDLE_MINUTES", default=0)
AUDIT_LOG_DAYS = env.int("AUDIT_LOG_DAYS", default=2 * 365)
WAGTAILADMIN_USER_LOGIN_FORM = "cms.accounts.forms.HubLoginForm"
WAGTAILADMIN_USER_PASSWORD_RESET_FORM = "cms.accounts.forms.HubPasswordResetForm"  # noqa: S105  a form, not a password
PASSWORD_RESET_TIMEOUT = 60 * 60  # seconds for which the link in the letter opens

# E-mail: files in the data folder until a server is named

EMAIL_CONFIG = env.email_url("EMAIL_URL", default="filemail://")
vars().update(EMAIL_CONFIG)
EMAIL_FILE_PATH = DATA_DIR / "mail"
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="hub@localhost")

# Feedback: how many days after it is answered or closed names and addresses go, and how many after it was sent all of it

FEEDBACK_CONTACT_DAYS = env.int("FEEDBACK_CONTACT_DAYS", default=28)
FEEDBACK_DAYS = env.int("FEEDBACK_DAYS", default=2 * 365)

# Newsletter. `file` writes messages into the data folder, where the admin shows them; `smtp` uses EMAIL_URL; `anymail` a
# provider. Outside production a message that would leave goes to addresses on the allow-list alone.

NEWSLETTER_BACKEND = env.str("NEWSLETTER_BACKEND", default="file")
NEWSLETTER_LIVE = False
NEWSLETTER_ALLOWED = [address.lower() for address in env.list("NEWSLETTER_ALLOWED", default=[])]
NEWSLETTER_SECRET = env.str("NEWSLETTER_SECRET", default="")
NEWSLETTER_PER_MINUTE = env.int("NEWSLETTER_PER_MINUTE", default=0)
NEWSLETTER_INSTALLATION = env.str("NEWSLETTER_INSTALLATION", default="")
NEWSLETTER_RECALL_SECONDS = env.int("NEWSLETTER_RECALL_SECONDS", default=300)
NEWSLETTER_FOLDER = DATA_DIR / "mail" / "newsletter"
ANYMAIL_BACKEND = env.str("ANYMAIL_BACKEND", default="")
ANYMAIL = env.json("ANYMAIL", default={})

# Search: an OpenSearch server to match words, if any; how many days it is kept what was asked, without who asked

SEARCH_URL = env.str("SEARCH_URL", default="")
SEARCH_LOG_DAYS = env.int("SEARCH_LOG_DAYS", default=365)

# Links: after how many days an address elsewhere is looked at again; 0 to look at none

LINK_CHECK_DAYS = env.int("LINK_CHECK_DAYS", default=14)

# Signposts: after how many days the dashboard asks editors to compare one with its source again

SIGNPOST_CHECK_DAYS = env.int("SIGNPOST_CHECK_DAYS", default=182)

# Logging

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "filters": {"without_questions": {"()": "cms.request_lines.WithoutQuestions"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="INFO")},
    # Two lines for every index update and nothing else: only what goes wrong is worth reading.
    "loggers": {
        "django_tasks": {"level": "WARNING"},
        "modelsearch": {"level": "WARNING"},
        "django.server": {"handlers": ["console"], "filters": ["without_questions"], "propagate": False},
    },
}

# Wagtail

BASE_URL = env.str("BASE_URL", default="http://localhost:8000").rstrip("/")
WAGTAIL_SITE_NAME = OTP_TOTP_ISSUER = "Child Protection Improvement Programme"
WAGTAILADMIN_BASE_URL = BASE_URL
WAGTAILIMAGES_IMAGE_MODEL = "cms.HubImage"
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "jpg", "jpeg", "png", "webp"]
# What every browser can show: the plain file of a picture that was uploaded in a newer format.
WAGTAILIMAGES_FORMAT_CONVERSIONS = {"avif": "jpeg", "webp": "jpeg"}
WAGTAILIMAGES_AVIF_QUALITY = 55
WAGTAILIMAGES_WEBP_QUALITY = 75
WAGTAILIMAGES_JPEG_QUALITY = 76
WAGTAILDOCS_DOCUMENT_MODEL = "cms.HubDocument"
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "ods", "odt", "pdf", "pptx", "txt", "xlsx"]
WAGTAILDOCS_SERVE_METHOD = "serve_view"  # a private document must pass the view that asks for permission
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "cms.searching"}}
WAGTAILFRONTENDCACHE = env.json("FRONTEND_CACHE", default={})
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAIL_ENABLE_UPDATE_CHECK = False  # no request to a third party from the admin
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_WORKFLOW_REQUIRE_REAPPROVAL_ON_EDIT = True
WAGTAIL_FINISH_WORKFLOW_ACTION = "cms.workflows.finish"

# GraphQL

GRAPPLE = {
    "APPS": ["cms", "programme", "home", "search", "engagement", "newsletter", "bundles"],
    "PAGE_INTERFACE": "cms.graphql.interfaces.PageInterface",
    "SNIPPET_INTERFACE": "cms.graphql.interfaces.SnippetInterface",
}
GRAPHQL_MAX_DEPTH = env.int("GRAPHQL_MAX_DEPTH", default=15)
GRAPHQL_MAX_COST = env.int("GRAPHQL_MAX_COST", default=500_000)
GRAPHQL_MAX_CONDITIONS = env.int("GRAPHQL_MAX_CONDITIONS", default=50)
GRAPHQL_MAX_WHERE_DEPTH = env.int("GRAPHQL_MAX_WHERE_DEPTH", default=10)
GRAPHQL_CACHE = env.bool("GRAPHQL_CACHE", default=True)
GRAPHQL_CACHE_MEMORY = env.int("GRAPHQL_CACHE_MEMORY", default=32)
GRAPHQL_MAX_AGE = env.int("GRAPHQL_MAX_AGE", default=60)
GRAPHQL_SHARED_MAX_AGE = env.int("GRAPHQL_SHARED_MAX_AGE", default=60)
GRAPHQL_STALE_WHILE_REVALIDATE = env.int("GRAPHQL_STALE_WHILE_REVALIDATE", default=30)
GRAPHQL_DOCUMENTS = [PROJECT_ROOT / folder for folder in env.list("GRAPHQL_DOCUMENTS", default=[])]
GRAPHQL_STORED_ONLY = env.bool("GRAPHQL_STORED_ONLY", default=False)
GRAPHQL_MAX_ALIASES = env.int("GRAPHQL_MAX_ALIASES", default=50)
GRAPHQL_MAX_ROOT_FIELDS = env.int("GRAPHQL_MAX_ROOT_FIELDS", default=50)
GRAPHQL_MAX_FIELDS = env.int("GRAPHQL_MAX_FIELDS", default=2_000)
GRAPHQL_MAX_DUPLICATES = env.int("GRAPHQL_MAX_DUPLICATES", default=10)
GRAPHQL_MAX_DIRECTIVES = env.int("GRAPHQL_MAX_DIRECTIVES", default=50)
GRAPHQL_MAX_DEFINITIONS = env.int("GRAPHQL_MAX_DEFINITIONS", default=100)
GRAPHQL_MAX_TOKENS = env.int("GRAPHQL_MAX_TOKENS", default=4_000)
GRAPHQL_MAX_DOCUMENT_BYTES = env.int("GRAPHQL_MAX_DOCUMENT_BYTES", default=64_000)
GRAPHQL_MAX_REQUEST_BYTES = env.int("GRAPHQL_MAX_REQUEST_BYTES", default=256_000)
GRAPHQL_MAX_VARIABLES_BYTES = env.int("GRAPHQL_MAX_VARIABLES_BYTES", default=32_000)
GRAPHQL_MAX_VARIABLES_DEPTH = env.int("GRAPHQL_MAX_VARIABLES_DEPTH", default=10)
GRAPHQL_MAX_VARIABLES_ITEMS = env.int("GRAPHQL_MAX_VARIABLES_ITEMS", default=1_000)
GRAPHQL_INTROSPECTION = env.bool("GRAPHQL_INTROSPECTION", default=True)
GRAPHQL_MAX_INTROSPECTION_DEPTH = env.int("GRAPHQL_MAX_INTROSPECTION_DEPTH", default=15)
GRAPHQL_MAX_INTROSPECTION_COST = env.float("GRAPHQL_MAX_INTROSPECTION_COST", default=2)
GRAPHQL_MAX_SECONDS = env.float("GRAPHQL_MAX_SECONDS", default=10)
GRAPHIQL = env.bool("GRAPHIQL", default=False)

# Other websites whose scripts may ask the endpoint, and nothing else of ours, from the browser. No cookie is taken along.

CORS_ALLOWED_ORIGINS = env.list("CORS_ALLOWED_ORIGINS", default=[])
CORS_ALLOW_ALL_ORIGINS = "*" in CORS_ALLOWED_ORIGINS
CORS_URLS_REGEX = r"^/graphql/$"
CORS_ALLOW_METHODS = ["GET", "POST"]
CORS_ALLOW_HEADERS = [
    "accept",
    "authorization",
    "content-type",
    # Apollo's clients: who asks, what for, and proof of a preflight
    "apollographql-client-name",
    "apollographql-client-version",
    "apollo-require-preflight",
    "x-apollo-operation-name",
]
CORS_EXPOSE_HEADERS = ["ETag"]
CORS_PREFLIGHT_MAX_AGE = 24 * 60 * 60
if CORS_ALLOWED_ORIGINS:
    MIDDLEWARE.insert(0, "corsheaders.middleware.CorsMiddleware")  # a redirect must not answer a preflight
if CORS_ALLOW_ALL_ORIGINS:
    CORS_ALLOWED_ORIGINS = []

# Preview in a frontend that is a site of its own

PREVIEW_URL = env.str("PREVIEW_URL", default="")
PREVIEW_TOKEN_MAX_AGE = env.int("PREVIEW_TOKEN_MAX_AGE", default=60 * 60)
WAGTAIL_HEADLESS_PREVIEW = {
    "CLIENT_URLS": {"default": PREVIEW_URL} if PREVIEW_URL else {},
    "ENFORCE_TRAILING_SLASH": False,  # the address is used as it is written
}
