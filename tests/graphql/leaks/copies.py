"""Copies of a secret site: it takes seconds to build, and many tests begin with the same one."""

import copy
from collections.abc import Callable, Sequence
from dataclasses import fields
from pathlib import Path

from django.core.cache import cache
from django.db.models import Model

from tests.graphql.leaks.pointing import Things
from tests.graphql.leaks.secret_site import SecretSite, build
from tests.trees import Mould, Tree

Keys = dict[type[Model], list]


class Copies:
    """Secret sites, each built by the first test of the process that needs it, and copied row by row for the others."""

    def __init__(self, new_folder: Callable[[str], Path]):
        self._new_folder = new_folder
        self._moulds: dict[str, Mould] = {}

    def of(
        self, name: str, tree: Tree, ways: Sequence[str], prepare: Callable[[Tree], object] | None = None
    ) -> SecretSite:
        """Return the named site, on a new tree. `prepare` is called with the tree before building."""
        if name not in self._moulds:

            def made() -> tuple[Keys, dict[str, Keys]]:
                own = copy.deepcopy(tree)
                if prepare:
                    prepare(own)
                site = build(own, ways)
                return keys_of(site.public), {way: keys_of(things) for way, things in site.hidden.items()}

            self._moulds[name] = Mould.made(made, media=self._new_folder("secret-media"))
            cache.clear()  # of rolled-back objects
        public, hidden = self._moulds[name].cast()
        for one in fields(tree):
            getattr(tree, one.name).refresh_from_db()
        return SecretSite(tree, read(public), {way: read(keys) for way, keys in hidden.items()})


def keys_of(things: Things) -> Keys:
    return {model: [thing.pk for thing in found] for model, found in things.objects.items()}


def read(keys: Keys) -> Things:
    """Return the objects read from the database, in the same order."""
    found = {model: model._default_manager.in_bulk(wanted) for model, wanted in keys.items()}
    return Things({model: [found[model][key] for key in wanted] for model, wanted in keys.items()})
