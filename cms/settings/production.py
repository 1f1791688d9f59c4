"""On a server. It refuses to start while one of the values that only you can know is missing."""

from django.core.exceptions import ImproperlyConfigured

from .base import *  # noqa: F403  the idiom of Django settings: everything, then the differences
from .base import env

REQUIRED = ("SECRET_KEY", "ALLOWED_HOSTS", "BASE_URL")
missing = [name for name in REQUIRED if not env.str(name, default="").strip()]
if missing:
    raise ImproperlyConfigured(
        f"Missing in the environment: {', '.join(missing)}. docs/operations.md says what each of them is for."
    )

DEBUG = False
NEWSLETTER_LIVE = env.bool("NEWSLETTER_LIVE", default=True)
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", default=31_536_000)
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
SESSION_COOKIE_AGE = 12 * 60 * 60  # an editor signs in once a working day
SESSION_IDLE_MINUTES = env.int("SESSION_IDLE_MINUTES", default=120)
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"  # Strict would sign out whoever comes by a link in a letter
