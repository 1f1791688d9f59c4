"""For a server. It refuses to start if a value that only you can know is missing."""

from django.core.exceptions import ImproperlyConfigured

from . import text_forms
from .base import *  # noqa: F403  the idiom of Django settings: everything, then the differences
from .base import TRUSTED_PROXIES, env

REQUIRED = ("SECRET_KEY", "ALLOWED_HOSTS", "BASE_URL")
missing = [name for name in REQUIRED if not env.str(name, default="").strip()]
if missing:
    raise ImproperlyConfigured(
        f"Missing in the environment: {', '.join(missing)}. docs/operations.md says what each of them is for."
    )

DEBUG = False
ACCESS_LOG = env.bool("ACCESS_LOG", default=True)
NEWSLETTER_LIVE = env.bool("NEWSLETTER_LIVE", default=True)
CSRF_TRUSTED_ORIGINS = env.texts("CSRF_TRUSTED_ORIGINS", text_forms.ORIGIN)
# Without a trusted proxy nobody says which requests came by HTTPS: all would be sent there for ever.
SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=bool(TRUSTED_PROXIES))
SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", default=31_536_000)
_also = env.texts("SECURE_HSTS_ALSO", text_forms.HSTS)
SECURE_HSTS_INCLUDE_SUBDOMAINS, SECURE_HSTS_PRELOAD = "includeSubDomains" in _also, "preload" in _also
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
SESSION_COOKIE_AGE = 12 * 60 * 60  # an editor signs in once every working day
SESSION_IDLE_MINUTES = env.int("SESSION_IDLE_MINUTES", default=120)
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"  # Strict would sign out users who follow a link in an e-mail
