"""Opens every address of the admin as somebody of one programme, with the keys of another's things, and looks for its words.

Addresses are found by reflection over the resolver, and so are the keys: what a programme has are the rows that came while it
was built. An address whose parts can't be filled so raises ImproperlyConfigured, which names it.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from io import BytesIO
from itertools import cycle, islice, product
from zipfile import ZipFile

from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from django.db.models import AutoField, Max, Model
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils.regex_helper import normalize

from bench.admin.addresses import own_viewsets

ADMIN = "admin/"
# Two parts of an address that name a model, with which its other parts go.
PAIRS = (
    ("app_label", "model_name"),
    ("app_name", "model_name"),
    ("content_type_app_name", "content_type_model_name"),
)
# Parts that are no key of a thing: values with which the view does something.
WORDS = {
    "action": ("pause", "delete", "publish", "move", "add_to_collection", "assign"),
    "action_name": ("approve", "copy", "publish"),
    "audience": ("internal", "external"),
    "deed": ("ask", "archive", "approve", "remove", "off", "anew", "test"),
    "filter_spec": ("max-165x165",),
    "frontend": ("site",),
    "key": (),
    "kind": ("csv", "html"),
    "label": ("wagtailcore.page",),
    "name": ("roles", "dashboard", "statuses", "news", "feedback", "engagements", "post", "engagement", "example.eml"),
    "revision_id_a": ("earliest",),
    "revision_id_b": ("latest",),
    "step": ("name",),
    "token": ("none",),
    "uidb64": ("MQ",),
}
# What signs somebody out, or fails on purpose.
NEVER = ("wagtailadmin_logout", "wagtailadmin_error_test")
MANY = 40  # keys in one request


@dataclass
class Things:
    """What came into the database while something was built: the keys by model."""

    keys: dict[type[Model], list[int]] = field(default_factory=dict)
    # What was asked for once: others' things stay as they are.
    known: dict[tuple[type[Model], ...], list[int]] = field(default_factory=dict)

    @staticmethod
    def highest() -> dict[type[Model], int]:
        """Return the highest key of each model."""
        found = {}
        for model in apps.get_models():
            if isinstance(model._meta.pk, AutoField) and model._meta.managed and not model._meta.proxy:
                found[model] = model._base_manager.aggregate(most=Max("pk"))["most"] or 0
        return found

    @classmethod
    def since(cls, before: dict[type[Model], int]) -> "Things":
        """Return what has come since the highest keys were read."""
        new = {
            model: list(model._base_manager.filter(pk__gt=most).order_by("pk").values_list("pk", flat=True))
            for model, most in before.items()
        }
        return cls({model: keys for model, keys in new.items() if keys})

    def of(self, models: Iterable[type[Model]]) -> list[int]:
        """Return the keys of the models, a child's with its parent's."""
        asked = tuple(models)
        if asked not in self.known:
            self.known[asked] = list(dict.fromkeys(key for model in asked for key in self._of(model)))
        return self.known[asked]

    def _of(self, model: type[Model]) -> Iterator[int]:
        for one, keys in self.keys.items():
            if issubclass(model, one):
                yield from model._base_manager.filter(pk__in=keys).order_by("pk").values_list("pk", flat=True)

    def every(self) -> list[int]:
        """Return all keys, each number once."""
        return sorted({key for keys in self.keys.values() for key in keys})


@dataclass(frozen=True)
class Address:
    """An address of the admin: how it is made of its parts, and the view."""

    name: str
    template: str
    parts: tuple[str, ...]
    pattern: URLPattern
    space: str

    @property
    def view(self):
        return getattr(self.pattern.callback, "view_class", self.pattern.callback)

    @property
    def model(self) -> type[Model] | None:
        """The model of the view, if it says so."""
        given = getattr(self.pattern.callback, "view_initkwargs", {})
        viewset = own_viewsets().get(self.space)
        for found in (given.get("model"), getattr(self.view, "model", None), getattr(viewset, "model", None)):
            if isinstance(found, str | type):
                return apps.get_model(found) if isinstance(found, str) else found
        return None

    def models_of(self, part: str) -> list[type[Model]]:
        """Return the models that a key in the part may be of; none if neither its name nor the view says so."""
        own = [self.model] if self.model and part in ("pk", getattr(self.view, "pk_url_kwarg", None)) else []
        return own or _named(part.removesuffix("_id").removesuffix("_pk")) or _named(*self._before(part))

    def _before(self, part: str) -> list[str]:
        """Return the words of the address before the part, the nearest first, each as one thing is called."""
        fixed = re.sub(r"%\(\w+\)s", "", self.template.partition(f"%({part})s")[0])
        return [word.removesuffix("s") for word in reversed(re.split(r"[/\-_]+", fixed)) if len(word) > 3][:1]


@cache
def _named(*words: str) -> list[type[Model]]:
    """Return the models in whose name one of the words is, or the last part of one: `page` in `parent_page`."""
    tokens = {token for word in words for token in (word, *word.split("_")) if len(token) > 2 and token != "parent"}
    return [model for model in apps.get_models() if any(token in model._meta.model_name for token in tokens)]


@cache
def addresses() -> tuple[Address, ...]:
    """Return all addresses of the admin."""
    return tuple(one for one in _walk(get_resolver().url_patterns) if one.pattern.name not in NEVER)


@cache
def addresses_outside() -> tuple[Address, ...]:
    """Return all other addresses, but for that of pages, which takes any path."""
    found = _walk(get_resolver().url_patterns, inside=False)
    return tuple(one for one in found if one.pattern.name not in ("wagtail_serve", "page_data"))


def _walk(patterns, regex: str = "", space: str = "", *, inside: bool = True) -> Iterator[Address]:
    for pattern in patterns:
        full = regex + pattern.pattern.regex.pattern.removeprefix("^")
        if isinstance(pattern, URLResolver):
            if regex or not inside or str(pattern.pattern) == ADMIN:
                yield from _walk(pattern.url_patterns, full, pattern.namespace or space, inside=inside)
        elif full.startswith(ADMIN) is inside:
            for template, parts in normalize(full):
                name = ":".join(filter(None, (space, pattern.name or template)))
                yield Address(name, template, tuple(parts), pattern, space)


def paths_of(address: Address, things: Things, most: int | None = None) -> Iterator[str]:
    """Yield the paths of an address with the keys of the things: every pair of `most` for each of its parts, or without it all
    keys, each at least once.

    Raises ImproperlyConfigured if nothing is known for one of the parts.
    """
    for values in _values(address, things, most):
        path = "/" + address.template % values
        if address.pattern.name and address.pattern.name.endswith(("chosen_multiple", "bulk_action")):
            model = (
                apps.get_model(values["app_label"], values["model_name"]) if "model_name" in values else address.model
            )
            keys = things.of([model] if model else _named(address.space.partition("_chooser")[0][7:-1] or "page"))
            path += "?" + "&".join(f"id={key}" for key in keys[:MANY])
        yield path


def _values(address: Address, things: Things, most: int | None) -> Iterator[dict[str, object]]:
    pair = next((pair for pair in PAIRS if set(pair) <= set(address.parts)), ())
    for model in _kinds(things) if pair else (None,):
        given = {pair[0]: model._meta.app_label, pair[1]: model._meta.model_name} if model else {}
        rest = [part for part in address.parts if part not in given]
        offered = [_offered(address, part, model, things)[:most] for part in rest]
        if not all(offered):
            continue
        # With all keys each is in an address once: one part with another's key is enough to find what asks nothing there.
        sets = product(*offered) if most else zip(*_as_long(offered), strict=True) if offered else [()]
        for values in sets:
            yield given | dict(zip(rest, values, strict=True))


def _as_long(lists: list[list]) -> list[list]:
    """Return lists, the shorter ones begun again until they are as long as the longest."""
    longest = max(map(len, lists))
    return [list(islice(cycle(one), longest)) for one in lists]


def _offered(address: Address, part: str, model: type[Model] | None, things: Things) -> list:
    if part in WORDS and not _takes_keys(address, part):
        return list(WORDS[part])
    if part in ("object_id", "pk") and model:
        return things.of([model])
    if not _takes_keys(address, part):
        raise ImproperlyConfigured(f"There is no value of {part} for {address.name}: add one to `crawler.WORDS`.")
    models = address.models_of(part)
    return (things.of(models) or things.every()[-3:]) if models else things.every()


def _takes_keys(address: Address, part: str) -> bool:
    regex = address.pattern.pattern.regex.pattern
    found = re.search(rf"\(\?P<{part}>([^)]*)\)", regex)
    return found is None or part == "pk" or bool(re.fullmatch(r"(\[0-9\]|\\d)\+", found[1]))


@cache
def _models_with_views() -> tuple[type[Model], ...]:
    from wagtail.admin.viewsets import viewsets
    from wagtail.models import get_page_models
    from wagtail.snippets.models import get_snippet_models

    listed = (getattr(viewset, "model", None) for viewset in viewsets.viewsets)
    found = [
        *get_page_models(),
        *get_snippet_models(),
        *(apps.get_model(one) if isinstance(one, str) else one for one in listed if one),
    ]
    return tuple(dict.fromkeys(found))


def _kinds(things: Things) -> list[type[Model]]:
    """Return the models that have views, and at least one row."""
    return [model for model in _models_with_views() if things.of([model])]


@dataclass
class Crawl:
    """What somebody has seen: by name of address, a path and the words around another's. What addresses may show of others
    because it is public is in `public`, by their names."""

    client: Client
    prefix: str
    words: tuple[str, ...]
    public: dict[str, tuple[str, ...]] = field(default_factory=dict)
    found: dict[str, tuple[str, str]] = field(default_factory=dict)
    statuses: dict[int, int] = field(default_factory=lambda: defaultdict(int))

    def open(self, name: str, path: str, data: dict | None = None, asks: dict | None = None):
        """Open the path, asking for more, or send it the data. Keep what it shows of others. Return the answer."""
        path = self.prefix + path
        answer = self.client.get(path, asks) if data is None else self.client.post(path, data)
        self.statuses[answer.status_code] += 1
        said = text_of(answer) + answer.headers.get("Location", "")
        said += " ".join(cookie.value for cookie in self.client.cookies.values())
        for shown in self.public.get(name.partition(": ")[0], ()):
            said = said.replace(shown, "")
        for word in self.words:
            if (place := said.find(word)) >= 0 and name not in self.found:
                self.found[name] = (path, said[max(0, place - 90) : place + 50])
        return answer


def text_of(answer) -> str:
    """Return the text of an answer, and of each file in one that is a spreadsheet or another archive."""
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if content.startswith(b"PK"):
        with ZipFile(BytesIO(content)) as archive:
            content = b"".join(archive.read(name) for name in archive.namelist())
    return content.decode("utf-8", "replace")
