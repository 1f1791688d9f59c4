"""Settings from the environment, each with what is allowed: a wrong one ends the start with a sentence that names it.

The sentence never repeats the value, which may be a password.
"""

from __future__ import annotations

import builtins
import datetime
import re
from collections.abc import Callable, Collection, Sequence
from ipaddress import IPv4Network, IPv6Network, ip_network
from math import inf
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured
from environ.fileaware_mapping import FileAwareMapping

from .text_forms import TextForm

TRUE, FALSE = ("true", "yes", "on", "1"), ("false", "no", "off", "0")
DATABASES = {"sqlite", "postgres", "postgresql", "pgsql", "psql"}
SOCKET = re.compile(r"tcp://[^/\s]+:\d{1,5}|unix:///\S+")
# Names of buckets that every store takes.
BUCKET = re.compile(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")
STORE_OPTIONS = {
    "endpoint_url": lambda value: urlsplit(value).scheme in ("http", "https") and bool(urlsplit(value).hostname),
    "region": lambda value: re.fullmatch(r"[a-z0-9-]+", value) is not None,
    "documents": lambda value: value in ("hub", "signed"),
}
STORE = "s3://BUCKET or s3://BUCKET/FOLDER, with ?endpoint_url=…&region=…&documents=hub (or signed) or without"
LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")


class VariablesAndFiles(FileAwareMapping):
    """The variables of the environment. `SECRET_KEY_FILE` names a file with the value of `SECRET_KEY`, and so for all."""

    def __init__(self) -> None:
        super().__init__(cache=False)

    def __getitem__(self, key: str) -> str:
        try:
            return super().__getitem__(key).removesuffix("\n")
        except (OSError, UnicodeDecodeError):
            raise ImproperlyConfigured(sentence(f"{key}_FILE", "the path of a text file that can be read")) from None


class Environment(environ.Env):
    """The variables of the environment. Every method raises ImproperlyConfigured for a value that isn't allowed.

    `names` has the names of those that were asked for.
    """

    def __init__(self, **scheme: Any):
        super().__init__(**scheme)
        self.names: set[builtins.str] = set()

    def get_value(self, var: builtins.str, *arguments: Any, **options: Any) -> Any:
        """Return the variable's value, as all methods do."""
        self.names.add(var)
        return super().get_value(var, *arguments, **options)

    ENVIRON = VariablesAndFiles()

    def int(self, var: str, default: Any = environ.Env.NOTSET) -> builtins.int:
        """Return a whole number from 0 on."""
        value = self._read(var, super().int, "a whole number from 0 on", default=default)
        return self._checked(var, value, value >= 0, "a whole number from 0 on")

    def limit(self, var: str, default: builtins.int) -> builtins.int:
        """Return a whole number from 1 on: with a limit of 0 everything would be refused."""
        value = self._read(var, super().int, "a whole number from 1 on", default=default)
        return self._checked(var, value, value >= 1, "a whole number from 1 on")

    def size(self, var: str, default: builtins.int, most: builtins.int) -> builtins.int:
        """Return a whole number from 1 to `most`."""
        value = self.str(var, default=builtins.str(default))
        is_one = value.isdecimal() and 1 <= builtins.int(value) <= most
        return builtins.int(self._checked(var, value, is_one, f"a whole number from 1 to {most}"))

    def socket(self, var: str) -> builtins.str:
        """Return where something listens, on the network or on this machine; empty if it isn't set."""
        value = self.str(var, default="")
        is_one = not value or SOCKET.fullmatch(value) is not None
        return self._checked(var, value, is_one, "tcp://HOST:PORT, unix:///PATH or empty")

    def text(self, var: builtins.str, form: TextForm, default: builtins.str = "") -> builtins.str:
        """Return a text of the form; empty if it is empty."""
        value = self.str(var, default=default)
        return self._checked(var, value, not value or form.fits(value), form.words)

    def texts(
        self, var: builtins.str, form: TextForm, default: Sequence[builtins.str] = ()
    ) -> builtins.list[builtins.str]:
        """Return texts of the form, with commas between."""
        values = [one.strip() for one in self.list(var, default=list(default))]
        are_all = all(form.fits(one) for one in values)
        return self._checked(var, values, are_all, f"{form.words}, with commas between if there are several")

    def float(self, var: str, default: Any = environ.Env.NOTSET) -> builtins.float:
        """Return a number from 0 on."""
        text = self.str(var, default="")
        if not text and default is not environ.Env.NOTSET:
            return default
        # Python's own: environ would take letters out of it first.
        value = self._read(var, lambda name: builtins.float(text), "a number from 0 on")
        return self._checked(var, value, 0 <= value < inf, "a number from 0 on")

    def bool(self, var: str, default: Any = environ.Env.NOTSET) -> builtins.bool:
        """Return whether the variable is true. What is neither true nor false is refused: “flase” would be false."""
        text = self.str(var, default="").strip().lower()
        if not text and default is not environ.Env.NOTSET:
            return default
        self._checked(var, text, text in TRUE + FALSE, "true or false")
        return text in TRUE

    def earlier_secrets(self, var: str, present: builtins.str) -> builtins.list[builtins.str]:
        """Return secrets that `present` has replaced, which are still accepted."""
        found = self.list(var, default=[])
        is_one = not any(re.search(r"\s", one) for one in found) and present not in found
        allowed = "earlier secrets, without the present one and without spaces, with commas between"
        return self._checked(var, found, is_one, allowed)

    def json(self, var: str, default: Any = environ.Env.NOTSET) -> Any:
        """Return an object."""
        value = self._read(var, super().json, "a JSON object", default=default)
        return self._checked(var, value, isinstance(value, dict), "a JSON object")

    def keys_of_accounts(self, var: str) -> dict[str, dict[str, str]]:
        """Return keys by the addresses of accounts, each with what else is said of it; none if it isn't set."""
        found = self.json(var, default={})
        found = {name: {"key": said} if isinstance(said, builtins.str) else said for name, said in found.items()}
        are_all = all(
            name.startswith("https://")
            and isinstance(said, dict)
            and set(said) <= {"key", "server", "programme"}
            and bool(said.get("key"))
            and all(isinstance(value, builtins.str) for value in said.values())
            for name, said in found.items()
        )
        allowed = "a JSON object with a key, or an object with key, server and programme, for each account's address"
        return self._checked(var, found, are_all, allowed)

    def choice(self, var: str, allowed: Collection[str], default: str) -> str:
        """Return one of the texts that are allowed."""
        value = self.str(var, default=default)
        *first, last = allowed
        return self._checked(var, value, value in allowed, f"{', '.join(first)} or {last}")

    def web_address(self, var: str, default: str) -> str:
        """Return scheme and host, with a path or without; empty if that is the default."""
        value = (self.str(var, default="") or default).rstrip("/")
        parts = urlsplit(value)
        is_one = parts.scheme in ("http", "https") and bool(parts.hostname) and not parts.query
        return self._checked(var, value, is_one or value == default, "an address that begins with http:// or https://")

    def time(self, var: builtins.str, default: builtins.str) -> datetime.time:
        """Return a time of day."""
        allowed = "a time of day such as 03:15"
        return self._read(var, lambda name: datetime.time.fromisoformat(self.str(name, default=default)), allowed)

    def sizes(self, var: builtins.str, default: builtins.str, number: builtins.int) -> tuple[builtins.int, ...]:
        """Return a number of whole numbers from 0 on, the first from 1."""
        allowed = f"{number} whole numbers from 0 on, the first from 1, such as {default}"
        parts = [part.strip() for part in self.str(var, default=default).split(",")]
        is_one = len(parts) == number and all(part.isdecimal() for part in parts) and parts[0].strip("0") != ""
        return tuple(builtins.int(part) for part in self._checked(var, parts, is_one, allowed))

    def networks(self, var: str) -> list[IPv4Network | IPv6Network]:
        """Return networks and single addresses, with commas between."""
        allowed = "addresses or networks such as 10.0.0.0/8, with commas between"
        return self._read(var, lambda name: [ip_network(one.strip()) for one in self.list(name, default=[])], allowed)

    def db_url(self, var: str, default: str) -> dict[str, Any]:
        """Return the settings of a database."""
        allowed = "an address such as postgres://user:password@host/name or sqlite:////folder/file"
        scheme = self.str(var, default=default).partition(":")[0]
        self._checked(var, scheme, scheme in DATABASES, allowed)
        return self._read(var, super().db_url, allowed, default=default)

    def cache_url(self, var: str, default: str) -> dict[str, Any]:
        """Return the settings of a cache."""
        found = self._read(var, super().cache_url, "an address such as rediscache://host:6379/0", default=default)
        return self._checked(var, found, "BACKEND" in found, "an address such as rediscache://host:6379/0")

    def email_url(self, var: str, default: str) -> dict[str, Any]:
        """Return the settings of a mail server."""
        return self._read(var, super().email_url, "an address such as smtp://user:password@host:25", default=default)

    def store(self, var: str) -> dict[str, builtins.str]:
        """Return bucket, folder and options of an S3-compatible store; empty if it isn't set."""
        value = self.str(var, default="")
        found = store_of(value) if value else {}
        self._checked(var, value, found is not None, STORE)
        return found or {}

    def place(self, var: builtins.str) -> dict[str, builtins.str]:
        """Return where files are kept: the `location` of a folder, or what `store` returns; empty if it isn't set."""
        value = self.str(var, default="")
        found: dict[str, builtins.str] | None = {}
        if value:
            found = {"location": value} if Path(value).is_absolute() else store_of(value)
        self._checked(var, value, found is not None, f"the whole path of a folder, or {STORE}")
        return found or {}

    def _read(self, var: str, read: Callable[..., Any], allowed: str, **arguments: Any) -> Any:
        self.str(var, default="")  # a file that can't be read is another mistake than a wrong value
        try:
            return read(var, **arguments)
        except (ValueError, TypeError, ImproperlyConfigured):
            raise ImproperlyConfigured(sentence(var, allowed)) from None

    def _checked(self, var: str, value: Any, is_allowed: builtins.bool, allowed: str) -> Any:
        if not is_allowed:
            raise ImproperlyConfigured(sentence(var, allowed))
        return value


def sentence(var: str, allowed: str) -> str:
    """Return what is wrong with a variable."""
    return f"{var} must be {allowed}."


def store_of(address: str) -> dict[str, str] | None:
    """Return bucket, folder and options of a store by its address; None if it isn't one."""
    try:
        parts = urlsplit(address)
        options = dict(parse_qsl(parts.query, keep_blank_values=True))
        fits = all(name in STORE_OPTIONS and STORE_OPTIONS[name](option) for name, option in options.items())
    except ValueError:
        return None
    if parts.scheme != "s3" or not BUCKET.fullmatch(parts.netloc) or parts.fragment or not fits:
        return None
    return {"bucket": parts.netloc, "folder": parts.path.strip("/"), **options}
