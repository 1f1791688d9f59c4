"""Add to a hub with the programme's content, so that every public template has content, and list the addresses.

Run as a program (`python -m tests.browser.everything`) on a hub that `tests.hubs` has prepared. It writes into the hub's
folder what `tests/browser/conftest.py` reads: `addresses.json` with paths by name, and a folder `errors` with error pages.
"""

import datetime
import json
from dataclasses import fields
from pathlib import Path
from typing import get_type_hints
from urllib.parse import urlsplit

import django

django.setup()

from django.conf import settings  # noqa: E402  only once Django is set up
from django.contrib.auth import get_user_model  # noqa: E402
from django.contrib.auth.models import AnonymousUser  # noqa: E402
from django.core.exceptions import ImproperlyConfigured, PermissionDenied, SuspiciousOperation  # noqa: E402
from django.core.files.base import ContentFile  # noqa: E402
from django.test import Client, RequestFactory  # noqa: E402
from django.urls import URLResolver, get_resolver, reverse  # noqa: E402
from django.utils import timezone  # noqa: E402
from django.views.csrf import csrf_failure  # noqa: E402
from django.views.defaults import bad_request, permission_denied, server_error  # noqa: E402
from wagtail.models import Page, Site, get_page_models  # noqa: E402
from wagtail.snippets.models import get_snippet_models  # noqa: E402

from bundles.publishing import items  # noqa: E402
from bundles.sign_off import links  # noqa: E402
from cms.base.choices import Significance  # noqa: E402
from cms.history.addresses import PREFIX, address_as_at  # noqa: E402
from cms.models import HubSettings  # noqa: E402
from cms.pages import preview_links  # noqa: E402
from cms.visibility.rule import Visibility  # noqa: E402
from engagement.models import OwnerReport  # noqa: E402
from engagement.owners import links as owner_links  # noqa: E402
from engagement.registrations import tokens as registration_tokens  # noqa: E402
from measures.packs import links as pack_links  # noqa: E402
from measures.packs.services import make as make_pack  # noqa: E402
from newsletter.models import MailingList  # noqa: E402
from newsletter.people import tokens  # noqa: E402
from programme.models import (  # noqa: E402
    CommitmentPage,
    ContactPoint,
    EventIndexPage,
    GroupIndexPage,
    NewsIndexPage,
    NewsPage,
)
from tests import factories  # noqa: E402
from tests.graphql.leaks import secret_records, secret_site  # noqa: E402
from tests.trees import Tree  # noqa: E402

FOLDER = Path(settings.DATA_DIR)
# Not public, or not ours.
ELSEWHERE = ("/admin/", "/documents/", "/graphiql/", "/graphql/", "/media/", "/newsletter/webhooks/")
# Longer than a line on a phone.
MAILBOX = "child.protection.improvement.programme@example.gov.scot"
# Pages shown after an action, and lists that are long, empty or filtered.
MORE = {
    "nothing is there": "/nothing-is-there/",
    "search with results": "/search/?query=child",
    "search, narrowed": "/search/?query=child&type=news&stream=zebra&sort=date&size=20",
    "search without results": "/search/?query=zqzqzqzq",
    "news, a page further": "/news/?page=2",
}


def main() -> None:
    full = add_full_pages()
    types = of_types(full)
    found = (
        MORE
        | types
        | of_past_days(types)
        | of_views()
        | of_subscribers()
        | of_sign_off()
        | of_pack()
        | of_owner_report()
        | of_registration()
        | of_preview_link()
        | {"password": add_private_page()}
    )
    (FOLDER / "addresses.json").write_text(json.dumps(found))
    (FOLDER / "errors").mkdir(exist_ok=True)
    for name, html in error_pages().items():
        (FOLDER / "errors" / f"{name}.html").write_bytes(html)


def of_past_days(types: dict[str, str]) -> dict[str, str]:
    """Return paths of pages as of a moment at which all of them are there, of what wasn't there, of histories, and of what
    changed between two moments."""
    moment = now_in_utc()
    shown = {f"{name}, in the past": types[name] for name in ("homepage", "newspage, full", "progresspage")}
    paths = shown | {"nothing was there": "/nothing-was-there/", "search in the past": "/search/"}
    news = NewsPage.objects.live().get(url_path__endswith=types["newspage, full"])
    # Both are recorded: what isn't, and follows within a second, would be one version, so that a fast machine had one.
    for words in ("", " It changed."):
        news.summary += words
        # One note: two of a day have the same heading.
        news.change_significance, news.change_note = Significance.MINOR, "" if words else "fine"
        news.save_revision().publish()
    changed = f"/page-history{types['newspage, full']}?from={moment}&to={now_in_utc()}"
    histories = {f"history of {name}": f"/page-history{types[name]}" for name in ("homepage", "newspage, full")}
    days = {"no known day": address_as_at(datetime.date(2001, 1, 1), "/news/"), "what changed": changed}
    return {name: f"{PREFIX}{moment}{path}" for name, path in paths.items()} | histories | days


def now_in_utc() -> str:
    """Return the present moment as addresses have it."""
    return timezone.now().astimezone(datetime.UTC).isoformat().replace("+00:00", "Z")


def error_pages() -> dict[str, bytes]:
    """Return the error pages by status."""
    request = RequestFactory(headers={"host": "localhost"}).get("/")
    request.user = AnonymousUser()
    return {
        "400": bad_request(request, SuspiciousOperation()).content,
        "403": permission_denied(request, PermissionDenied()).content,
        "403 of a form": csrf_failure(request).content,
        "500": server_error(request).content,
    }


def add_full_pages() -> list[Page]:
    """Add one page of every type with every field, every block and every relation."""
    kinds = get_type_hints(Tree)
    tree = Tree(**{field.name: kinds[field.name].objects.first() for field in fields(Tree)})
    things = secret_site.make_pages(tree, "full", mark=False, number=5000)
    for model in get_snippet_models():
        # Not those of the content: issues name one that has a mailbox.
        if model is not ContactPoint and model.objects.exists():
            things.add(model.objects.filter(live=True).first())
    HubSettings.objects.update(contact_email=MAILBOX)
    things.add(factories.ContactPointFactory(email=MAILBOX))
    things.add(factories.ImageFactory()).make_renditions()
    report = ContentFile(b"%PDF-1.7\n" + bytes(5_000), name="report.pdf")
    things.add(factories.DocumentFactory(file=report, pages=3, accessible=True))
    pages = things.of(Page)
    for page in pages:
        secret_site.complete(page, things)
    secret_site.add_phases(pages)
    secret_records.add_archive(things, {})
    return pages


def of_types(full: list[Page]) -> dict[str, str]:
    """Return the path of the first and of a full page of every type. Raises ImproperlyConfigured if one has none."""
    visibility = Visibility(Site.objects.get())
    found = {}
    for model in get_page_models():
        if model is Page:
            continue
        name = model._meta.model_name
        keys = [page.pk for page in full if type(page) is model]
        own = visibility.filter(model.objects.exclude(pk__in=keys)).order_by("path").first()
        pages = {name: own, f"{name}, full": model.objects.filter(pk__in=keys).first()}
        found |= {name: page.get_url() for name, page in pages.items() if page is not None}
        if not any(pages.values()):
            raise ImproperlyConfigured(
                f"There is no page of the type {name}: add one to the content or to `secret_site`."
            )
    return found


def of_views() -> dict[str, str]:
    """Return the path of every public HTML view that isn't a page."""
    client = Client(headers={"host": "localhost"})
    found = {}
    for path in _paths(get_resolver().url_patterns, "/"):
        response = client.get(path)
        if response.status_code == 200 and response["Content-Type"].startswith("text/html"):
            found[path] = path
    return found


def _paths(patterns, above: str):
    for pattern in patterns:
        route = str(pattern.pattern)
        if f"{above}{route}".startswith(ELSEWHERE):
            continue
        if isinstance(pattern, URLResolver):
            yield from _paths(pattern.url_patterns, above + route)
        elif not pattern.pattern.converters and not pattern.pattern.regex.groups:
            yield above + route


def of_subscribers() -> dict[str, str]:
    """Return the pages behind the links in letters and issues."""
    mailing_list = MailingList.objects.filter(offered=True).first() or factories.MailingListFactory()
    subscription = factories.SubscriptionFactory(mailing_list=mailing_list)
    subscriber = subscription.subscriber
    addresses = {
        "confirm": tokens.CONFIRM.url(subscriber.key),
        "leave": tokens.LEAVE.url(subscription.key),
        "preferences": tokens.PREFERENCES.url(subscriber.key),
    }
    addresses["erase"] = f"{addresses['preferences']}erase/"
    return {name: urlsplit(address).path for name, address in addresses.items()} | {"bad link": "/newsletter/leave/x/"}


def of_sign_off() -> dict[str, str]:
    """Return the pages behind the sign-off link of a bundle."""
    bundle, user = factories.BundleFactory(), get_user_model().objects.create_user("sam")
    page = factories.NewsFactory(parent=NewsIndexPage.objects.get(), title="Soon", live=False)
    page.save_revision(user=user)
    items.put_in(bundle, page, user)
    _, token = links.make(bundle, name="Ada", email="", days=7, user=user)
    address = reverse("bundles_sign_off:bundle", args=[token])
    return {
        "sign-off": address,
        "sign-off, front page": f"{address}hub/",
        "sign-off, page": f"{address}hub{page.get_url()}",
        "sign-off, bad link": reverse("bundles_sign_off:bundle", args=["x"]),
    }


def of_pack() -> dict[str, str]:
    """Return the page behind a link to the pack of a meeting."""
    user = get_user_model().objects.create_superuser("pam")
    group = factories.GroupFactory(parent=GroupIndexPage.objects.get(), title="Those who meet")
    coming = timezone.localdate() + datetime.timedelta(days=30)
    meeting = factories.MeetingFactory(parent=group, date=coming, state="planned")
    make_pack(meeting, user)
    _, token = pack_links.make(meeting, name="Ada", email="", days=7, user=user)
    return {"pack of a meeting": reverse("meeting_packs:pack", args=[token])}


def of_owner_report() -> dict[str, str]:
    """Return the page behind an owner's link."""
    page = CommitmentPage.objects.filter(live=True).first()
    day = timezone.localdate()
    report = OwnerReport.objects.create(commitment=page, reason="by_hand", for_day=day, answer_by=day)
    return {
        "owner's report": reverse("owner_reports:report", args=[owner_links.make(report)]),
        "owner's report, bad link": reverse("owner_reports:report", args=["x"]),
    }


def of_registration() -> dict[str, str]:
    """Return the pages on which people register for an event, one that takes registrations and one that is full."""
    start = timezone.now() + datetime.timedelta(days=10)
    found = {}
    for name, is_full in (("form", False), ("full", True)):
        page = factories.EventFactory(
            parent=EventIndexPage.objects.get(),
            title=f"Meeting: {'no place left' if is_full else 'form'}",
            start=start,
            end=start + datetime.timedelta(hours=3),
        )
        taken = factories.EventRegistrationFactory(event=page, asks_needs=True, is_full=is_full)
        found |= {
            f"event, {name}": page.url,
            f"registration, {name}": reverse("event_registration:register", args=[page.pk]),
        }
    for state in ("asked", "confirmed"):
        one = factories.RegistrantFactory(registration=taken, state=state)
        found[f"registration, {state}"] = reverse(
            "event_registration:mine", args=[registration_tokens.token_of(one.key)]
        )
    return found | {
        "registration, sent": reverse("event_registration:asked"),
        "registration, bad link": reverse("event_registration:mine", args=["x"]),
    }


def of_preview_link() -> dict[str, str]:
    """Return the pages behind a preview link, one that works and one that doesn't."""
    page = factories.NewsFactory(parent=NewsIndexPage.objects.get(), title="Later", live=False)
    user = get_user_model().objects.create_superuser("lee")
    week = timezone.now() + datetime.timedelta(days=7)
    _, token = preview_links.make(page, name="Ada", email="", expires_at=week, mode="", user=user)
    return {
        "preview link": reverse("preview_link", args=[token]),
        "preview link, bad": reverse("preview_link", args=["x"]),
    }


def add_private_page() -> str:
    """Return the path of a page that asks for a password."""
    page = factories.StandardPageFactory(parent=Site.objects.get().root_page, title="For some")
    page.view_restrictions.create(restriction_type="password", password="open-sesame")
    return page.get_url()


if __name__ == "__main__":
    main()
