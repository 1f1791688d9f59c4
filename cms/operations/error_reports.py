"""Errors to Sentry, or another that speaks its protocol, if `SENTRY_DSN` is set.

They are taken from the log, not from requests, and sent by a list of what may be: types, places in the code, the id of the
request. Messages of errors, arguments, variables, addresses and bodies aren't on it.
"""

from __future__ import annotations

import logging
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from cms.base import failures, release, request_ids

INSTALL = "python -m pip install --require-hashes -r requirements-monitoring.txt"
DSN = "an address with a key and a number, such as https://KEY@host/1, as Sentry shows it"
OF_EVENTS = ("event_id", "timestamp", "level", "logger", "platform", "release", "environment", "sdk")
OF_FRAMES = ("filename", "function", "module", "lineno", "in_app", "pre_context", "context_line", "post_context")


def start() -> None:
    """Send errors from now on, if there is somewhere to. Raises ImproperlyConfigured if the package is missing, or the
    address isn't one of Sentry's."""
    if not settings.SENTRY_DSN:
        return
    try:
        import sentry_sdk
        from sentry_sdk.integrations.dedupe import DedupeIntegration
        from sentry_sdk.integrations.excepthook import ExcepthookIntegration
        from sentry_sdk.integrations.logging import LoggingIntegration
        from sentry_sdk.utils import BadDsn
    except ImportError:
        raise ImproperlyConfigured(f"SENTRY_DSN is set, but sentry-sdk isn't installed: {INSTALL}.") from None
    try:
        sentry_sdk.init(
            dsn=settings.SENTRY_DSN,
            release=release.fingerprint(),
            environment="development" if settings.DEBUG else "production",
            default_integrations=False,
            auto_enabling_integrations=False,
            integrations=[
                LoggingIntegration(level=None, event_level=logging.ERROR, sentry_logs_level=None),
                ExcepthookIntegration(),
                DedupeIntegration(),
            ],
            include_local_variables=False,
            send_default_pii=False,
            send_client_reports=False,
            auto_session_tracking=False,
            before_send=allowed,  # type: ignore[arg-type]  # its types name every part of an event
        )
    except BadDsn:
        raise ImproperlyConfigured(f"SENTRY_DSN must be {DSN}.") from None


def allowed(event: dict[str, Any], hint: dict[str, Any]) -> dict[str, Any]:
    """Return the parts of an event that may be sent."""
    kept = {name: event[name] for name in OF_EVENTS if name in event}
    if request_id := request_ids.current():
        kept["tags"] = {"request_id": request_id}
    record = hint.get("log_record")
    if record is not None:
        # The words of the program, without the arguments that are filled in.
        is_ours = record.name.partition(".")[0] in settings.HUB_APPS or record.name == "django.request"
        kept["logentry"] = {"message": str(record.msg) if is_ours else record.name}
    values = [_exception(one) for one in event.get("exception", {}).get("values", ())]
    if values:
        error = (hint.get("exc_info") or (None, None))[1]
        values[-1]["value"] = failures.summary(error) if error is not None else ""
        kept["exception"] = {"values": values}
    return kept


def _exception(value: dict[str, Any]) -> dict[str, Any]:
    frames = (value.get("stacktrace") or {}).get("frames", ())
    places = [{name: frame[name] for name in OF_FRAMES if name in frame} for frame in frames]
    return {"type": value.get("type"), "module": value.get("module"), "stacktrace": {"frames": places}}
