"""How a program's request is carried out: in one transaction, once for its key, and without a trace if it is a trial."""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, nullcontext
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, TypeVar

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Model
from django.utils import timezone
from wagtail.log_actions import LogContext
from wagtail.models import Revision, Site

from cms.tokens.models import AccessToken
from cms.visibility.gate import kept_to

from .form_data import FormProblem
from .models import KEPT_FOR, LONGEST_AGENT, LONGEST_KEY, WrittenOnce

Outcome = TypeVar("Outcome")
NOT_FOUND = "not_found"
# Which tell of pages that are made and of what people do, before the transaction ends.
LOGS = ("wagtail", "cms.actions")
OTHER_INPUT = "Another request was sent with this idempotency key within 24 hours. Use a new key for a new request."
# The loggers that are silent in this request.
_silent: ContextVar[tuple[str, ...]] = ContextVar("silent", default=())


@dataclass(frozen=True)
class DraftAuthor:
    """Who writes: a token, with the person behind it, and the assistant that uses it, if it says so."""

    token: AccessToken
    agent: str = ""

    @property
    def user(self) -> Any:
        return self.token.created_by

    @property
    def log_data(self) -> dict[str, str]:
        """The data of an entry in the page's history."""
        by = f"the token “{self.token.name}”"
        return {"token": self.token.name, "agent": self.agent, "by": f"{self.agent}, with {by}" if self.agent else by}


@dataclass(frozen=True)
class RequestTerms:
    """How a request is carried out: on which site, once for a key, or only as a trial that leaves nothing behind."""

    site: Site
    is_trial: bool = False
    key: str = ""


class RefusedError(Exception):
    """Nothing was written: the problems and, after a change by somebody else, the latest version."""

    def __init__(self, problems: Iterable[FormProblem], latest: Revision | None = None):
        super().__init__()
        self.problems = list(problems)
        self.latest = latest


def refused(code: str, message: str, *path: str) -> RefusedError:
    """Return the error for a single problem."""
    return RefusedError([FormProblem(path, code, message)])


_by_program: ContextVar[bool] = ContextVar("by_program", default=False)


def is_by_program() -> bool:
    """Say whether a program's request is being carried out. Its person hasn't seen what it does."""
    return _by_program.get()


def carry_out(
    author: DraftAuthor,
    terms: RequestTerms,
    request: Any,
    write: Callable[[], Outcome],
    kept: Callable[[Outcome], Model | None],
    again: Callable[[Any], Outcome],
) -> Outcome:
    """Carry out a request in one transaction: once for its key, and without a trace if it is a trial.

    `request` is all of the input, to tell a repeated request from another with the same key. `write` does it and returns
    the outcome; `kept` returns the object by which the outcome is found again, or None if there is none; `again` returns
    the outcome for that object when the request is repeated, and raises RefusedError if the person may see it no longer.
    Raises RefusedError.
    """
    token = _by_program.set(True)
    try:
        with LogContext(user=author.user), kept_to(author.token.site_keys):
            return _in_one_transaction(author, terms, request, write, kept, again)
    except ValidationError as error:
        # What the object itself refuses when it is saved, after its form.
        raise RefusedError(_of_object(error)) from error
    finally:
        _by_program.reset(token)


def _of_object(error: ValidationError) -> Iterator[FormProblem]:
    by_field = error.error_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: error.error_list}
    for name, errors in by_field.items():
        path = ("content",) if name == NON_FIELD_ERRORS else ("content", name)
        for one in errors:
            yield from (FormProblem(path, one.code or "invalid", message) for message in one.messages)


def _in_one_transaction(
    author: DraftAuthor,
    terms: RequestTerms,
    request: Any,
    write: Callable[[], Outcome],
    kept: Callable[[Outcome], Model | None],
    again: Callable[[Any], Outcome],
) -> Outcome:
    if len(author.agent) > LONGEST_AGENT:
        raise refused("max_length", f"The name has {LONGEST_AGENT} characters at most.", "agent")
    if len(terms.key) > LONGEST_KEY:
        raise refused("max_length", f"The key has {LONGEST_KEY} characters at most.", "idempotency_key")
    if not terms.key or terms.is_trial:
        with transaction.atomic(), no_lines(*LOGS) if terms.is_trial else nullcontext():
            outcome = write()
            transaction.set_rollback(terms.is_trial)
            return outcome
    digest = hashlib.sha256(json.dumps(request, sort_keys=True, default=str).encode()).hexdigest()
    try:
        with transaction.atomic():
            if once := _earlier(author, terms, digest):
                return again(once.result)
            outcome = write()
            WrittenOnce.remember(author.token, terms.key, digest, kept(outcome))
            return outcome
    except IntegrityError:
        # The same request, sent twice at once: the other was faster.
        if once := _earlier(author, terms, digest):
            return again(once.result)
        raise


def _earlier(author: DraftAuthor, terms: RequestTerms, digest: str) -> WrittenOnce | None:
    """Return the earlier request with the key. Raises RefusedError if it was another one."""
    own = WrittenOnce.objects.filter(token=author.token, key=terms.key)
    own.filter(at__lt=timezone.now() - KEPT_FOR).delete()
    once = own.select_related("revision").first()
    if once is not None and once.digest != digest:
        raise refused("other_input", OTHER_INPUT, "idempotency_key")
    return once


def _is_told(record: logging.LogRecord) -> bool:
    return record.levelno >= logging.WARNING or record.name not in _silent.get()


@contextmanager
def no_lines(*loggers: str) -> Iterator[None]:
    """Drop what these loggers would write meanwhile in this request, except warnings and errors.

    For trials: the log says nothing of what they make, since it never comes to be.
    """
    for name in loggers:
        logging.getLogger(name).addFilter(_is_told)  # once: a filter that is there isn't added again
    token = _silent.set(loggers)
    try:
        yield
    finally:
        _silent.reset(token)
