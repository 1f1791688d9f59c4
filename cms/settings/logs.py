"""The log: where it goes, in which form, and from which level on."""

from typing import Any


def logging_config(form: str, level: str) -> dict[str, Any]:
    """Return Django's `LOGGING` for lines in the form, `line` or `json`."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "line": {"()": "cms.base.log_formats.LineFormatter"},
            "json": {"()": "cms.base.log_formats.JsonFormatter"},
        },
        "filters": {
            "without_questions": {"()": "cms.base.request_lines.WithoutQuestions"},
            "without_keys": {"()": "cms.base.log_formats.WithoutSecretPaths"},
        },
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": form, "filters": ["without_keys"]}},
        "root": {"handlers": ["console"], "level": level},
        "loggers": {
            # Django's own handlers would write to the console twice, and mail reports with what people typed.
            "django": {"level": "INFO"},
            # Two lines for every index update and nothing else: only what goes wrong is worth reading.
            "django_tasks": {"level": "WARNING"},
            "modelsearch": {"level": "WARNING"},
            "django.server": {"handlers": ["console"], "filters": ["without_questions"], "propagate": False},
        },
    }
