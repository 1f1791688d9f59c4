"""The doctor: what is unsafe or unfinished on a server, and what is wrong at present, each with what to do.

Its checks are Django's system checks for deployment, so `check --deploy` fails on the same: on those of settings always, on
those of the state, which read the database, with `--database default`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.core.checks import CheckMessage, Error, Tags, Warning, register, run_checks
from django.db import DatabaseError

from . import health

SETTINGS, STATE = "hub-settings", "hub-state"

Check = Callable[[], Iterable[CheckMessage]]


def check_of_settings(check: Check) -> Check:
    """Register a check of settings. It returns warnings and errors, each with a hint."""

    def run(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
        return list(check())

    register(SETTINGS, deploy=True)(run)
    return check


def check_of_state(check: Check) -> Check:
    """Register a check of the present state, which may read the database. A finding that lasts is mailed to operators.

    Two findings with one id differ in `obj`, a text.
    """

    def run(app_configs: Any, databases: Iterable[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
        if not databases:
            return []
        try:
            return list(check())
        except DatabaseError:
            return []  # the check of the hub's health says what is wrong with the database

    register(STATE, deploy=True)(run)
    return check


def of_settings() -> list[CheckMessage]:
    """Return what is unsafe or unfinished in the settings, Django's own findings included."""
    return _run(SETTINGS, Tags.security)


def of_state() -> list[CheckMessage]:
    """Return what is wrong at present."""
    return _run(STATE)


def _run(*tags: str) -> list[CheckMessage]:
    found = run_checks(tags=tags, include_deployment_checks=True, databases=["default"])
    return sorted((one for one in found if not one.is_silenced()), key=lambda one: (-one.level, str(one.id)))


@check_of_state
def parts() -> Iterator[CheckMessage]:
    """What doesn't pass of the hub's health."""
    for name, found in health.health().checks.items():
        if found.status is not health.HealthStatus.PASS:
            kind = Error if found.status is health.HealthStatus.FAIL else Warning
            words = f"{name.capitalize()}: {found.output[:1].lower()}{found.output[1:]}"
            yield kind(words, hint=health.probes[name].hint, id=f"hub.{name}")
