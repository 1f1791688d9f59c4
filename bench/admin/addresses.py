"""Which pages of the admin are ours, and what each costs in statements. Prints one JSON object: name, path, statements.

python -m bench.admin.addresses --pages 10000
"""

import argparse
import json
import secrets
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress

from bench.environment import Place

APPS = ("cms", "programme", "home", "search", "engagement", "newsletter", "bundles", "webhooks", "measures")
# Of the views that Wagtail gives to every list: what editors work with.
OF_LISTS = ("index", "add", "edit", "choose_parent")
USER = "bench-admin"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.admin.addresses")
    parser.add_argument("--pages", type=int, required=True)
    arguments = parser.parse_args()
    Place.of(arguments.pages).enter()
    client = signed_in()
    found = [[name, path, count] for name, path in lists() if (count := statements(client, path)) is not None]
    sys.stdout.write(json.dumps({"session": client.cookies["sessionid"].value, "pages": found}))


def own_views(of_lists: Iterable[str] = OF_LISTS) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the views of the admin that are ours: the name to reverse, and what their addresses hold.

    `of_lists` names those that every list has from Wagtail.
    """
    from django.urls import get_resolver

    ours = own_viewsets()
    for space, pattern in patterns_of_admin(get_resolver().url_patterns):
        view = getattr(pattern.callback, "view_class", pattern.callback)
        if is_ours(view) or (space in ours and pattern.name in of_lists):
            name = f"{space}:{pattern.name}" if space else pattern.name
            yield name, tuple({**pattern.pattern.regex.groupindex, **getattr(pattern.pattern, "converters", {})})


def views_of_wagtail() -> Iterator[str]:
    """Yield the paths of views of the admin that aren't ours and about no single thing, such as Wagtail's reports."""
    from django.urls import NoReverseMatch, get_resolver, reverse

    for space, pattern in patterns_of_admin(get_resolver().url_patterns):
        view = getattr(pattern.callback, "view_class", pattern.callback)
        converters = getattr(pattern.pattern, "converters", {})
        if not is_ours(view) and not pattern.pattern.regex.groupindex and not converters:
            with suppress(NoReverseMatch):  # within two namespaces: about something that the address names
                yield reverse(f"{space}:{pattern.name}" if space else pattern.name)


def own_viewsets() -> dict:
    """Return our lists in the admin by the first part of their views' names. Views of pages have no such name, and choosers
    are no lists."""
    from wagtail.admin.viewsets import viewsets
    from wagtail.admin.viewsets.chooser import ChooserViewSet

    found = [viewset for viewset in viewsets.viewsets if not isinstance(viewset, ChooserViewSet)]
    ours = [viewset for viewset in found if is_ours(type(viewset))]
    return {viewset.url_namespace: viewset for viewset in ours if getattr(viewset, "name", "")}


def is_ours(thing) -> bool:
    """Say whether a view or a list is the hub's own."""
    return thing.__module__.split(".")[0] in APPS


def patterns_of_admin(patterns, space: str = "", below_admin: bool = False) -> Iterator[tuple]:
    """Yield the patterns of the admin that have a name, each with its namespace."""
    from django.urls import URLResolver

    for pattern in patterns:
        inside = below_admin or str(pattern.pattern) == "admin/"
        if isinstance(pattern, URLResolver):
            yield from patterns_of_admin(pattern.url_patterns, pattern.namespace or space, inside)
        elif inside and pattern.name:
            yield space, pattern


def lists() -> Iterator[tuple[str, str]]:
    """Yield the name and the path of the dashboard and of each view of ours that is about no single thing."""
    from django.urls import reverse

    yield "dashboard", reverse("wagtailadmin_home")
    seen = set()
    for name, held in own_views():
        if not held and not name.endswith(("results", ":add")) and name not in seen:
            seen.add(name)
            yield name, reverse(name)


def signed_in():
    """Return a client of an administrator."""
    from django.contrib.auth import get_user_model
    from django.test import Client

    user, _ = get_user_model().objects.get_or_create(username=USER, defaults={"is_superuser": True})
    user.set_password(secrets.token_urlsafe(16))
    user.save()
    client = Client(headers={"host": "localhost"})
    client.force_login(user)
    return client


def statements(client, path: str) -> int | None:
    """Return how many statements the page takes; None for what is no page to be read."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    answer = client.get(path)
    if answer.status_code != 200 or not answer["Content-Type"].startswith("text/html"):
        return None
    with CaptureQueriesContext(connection) as queries:
        client.get(path)
    return len(queries)


if __name__ == "__main__":
    main()
