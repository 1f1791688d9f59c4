"""Arguments of the parts of `manage.py newsletter`."""

from __future__ import annotations

import argparse
import datetime
import re
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.core.management.base import CommandError
from django.utils import timezone
from wagtail.models import Site

from cms.pages.addresses import in_tree_of
from newsletter.models import IssuePage
from newsletter.people.addresses import InvalidAddressError, normalise

Parts = Any  # the class that `add_subparsers` returns is private to argparse

EPILOG = "Exit codes: 0, done; 1, refused or failed, with a sentence that says why; 2, the command was used wrongly."


def part(parts: Parts, name: str, help_text: str) -> argparse.ArgumentParser:
    """Add a part of the command and return its parser."""
    return parts.add_parser(name, help=help_text, description=help_text, epilog=EPILOG)


def moment(text: str) -> datetime.datetime:
    """Return a moment from a date (its beginning) or a date and time, in the hub's time zone unless another is given."""
    try:
        found = datetime.datetime.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"“{text}” isn't a date such as 2026-03-31 or 2026-03-31T09:00.") from None
    return found if found.tzinfo else timezone.make_aware(found)


def address(text: str) -> str:
    """Return an e-mail address as it is written to."""
    try:
        return normalise(text).typed
    except InvalidAddressError as error:
        raise argparse.ArgumentTypeError(f"“{text}”: {error}") from None


def add_user(parser: argparse.ArgumentParser, *, required: bool = True) -> None:
    """Add `--user`: the person in whose name the part acts."""
    parser.add_argument(
        "--user", required=required, metavar="NAME", help="The user in whose name it is done; it is recorded."
    )


def user_named(name: str) -> User:
    """Return the user. Raises CommandError if there is none."""
    model = get_user_model()
    user = model.objects.filter(**{model.USERNAME_FIELD: name}, is_active=True).first()
    if user is None:
        raise CommandError(f"There is no active user “{name}”.")
    return user


def issue_name(text: str) -> tuple[int, int, str]:
    """Return number, part and key of the programme from a word such as 7, 7.2 or energy/7; the key may be empty."""
    match = re.fullmatch(r"(?:([\w-]+)/)?(\d{1,4})(?:\.(\d{1,4}))?", text)
    if match is None:
        raise argparse.ArgumentTypeError(f"“{text}” isn't an issue such as 7, or 7.2 for its second part.")
    return int(match[2]), int(match[3] or 1), match[1] or ""


def issue_page(name: tuple[int, int, str]) -> IssuePage:
    """Return the issue of a programme, by default of the default site. Raises CommandError if there is none of the number
    and part."""
    number, part, key = name
    site = Site.objects.select_related("root_page").filter(
        **({"programme_site__key": key} if key else {"is_default_site": True})
    )
    if key and not site:
        raise CommandError(f"There is no programme “{key}”.")
    found = IssuePage.objects.filter(in_tree_of(site.first()), number=number, part=part).first()
    if found is None:
        raise CommandError(f"There is no issue {name[0]}, part {name[1]}.")
    return found
