"""Add content for each of our pages in the admin, and list their addresses.

Run as a program (`python -m tests.browser.of_the_admin`) on a hub that `tests.browser.everything` has completed. It writes
`admin.json` into the hub's folder: a session of an administrator, paths by name, and which pages have fields for dates or with
a limit, Wagtail's own reports and forms among them. The forms of the pages with every field are apart.
"""

import json
import os
import re
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import django

os.environ["TWO_FACTOR"] = "optional"  # has pages too, if enabled
django.setup()

from django.conf import settings  # noqa: E402  only once Django is set up
from django.contrib.auth import get_user_model  # noqa: E402
from django.contrib.contenttypes.models import ContentType  # noqa: E402
from django.core.exceptions import ImproperlyConfigured  # noqa: E402
from django.test import Client  # noqa: E402
from django.urls import reverse  # noqa: E402
from django.utils import timezone  # noqa: E402
from django_otp.plugins.otp_totp.models import TOTPDevice  # noqa: E402
from wagtail.contrib.settings.registry import registry  # noqa: E402
from wagtail.models import Page, Site, get_page_models  # noqa: E402

from bench.admin.addresses import views_of_wagtail  # noqa: E402
from cms.drafts import services  # noqa: E402
from cms.drafts.requests import DraftAuthor, RequestTerms  # noqa: E402
from cms.models import AccessToken, HubImage, ProgramProposal  # noqa: E402
from cms.tokens.scopes import WRITE  # noqa: E402
from engagement.models import Feedback  # noqa: E402
from programme.choices import ActionState  # noqa: E402
from programme.models import (  # noqa: E402
    CollectionItem,
    CommitmentPage,
    DocumentCollectionPage,
    MeetingAction,
    NewsIndexPage,
    NewsPage,
    TeamProfilePage,
)
from tests.worked_on import add_what_is_worked_on, ours  # noqa: E402

FOLDER = Path(settings.DATA_DIR)
MARKS = {"dates": r"init(Date|DateTime|Time)Chooser\(", "limits": "maxlength"}  # in the HTML of a page with such fields


def main() -> None:
    admin, writer = (get_user_model().objects.create_superuser(name, f"{name}@example.org") for name in ("ann", "bob"))
    TOTPDevice.objects.create(user=writer, confirmed=True)
    send = add_what_is_worked_on(admin, writer)
    looked_at = of_wagtail()
    # The first is looked at with other pages, and typed into; the second is for the test of its marks alone, so it is made
    # after the newest page of each type was chosen.
    drafted, unchecked = (draft_by_program(writer, month) for month in ("June", "July"))
    client = Client(
        headers={"host": "localhost"}, raise_request_exception=False
    )  # one of Wagtail's views fails, as a test
    client.force_login(admin)
    looked_at |= {"form, drafted": drafted} | ours(send, writer)
    looked_at["proposal, answer"] = answer_by_program(writer)
    full = of_full_pages()
    pages = {name: page for name, path in looked_at.items() if (page := html_of(client, name, path))}
    found = {
        "session": client.cookies["sessionid"].value,
        "paths": {name: looked_at[name] for name in pages},
        "full": full,
        "unchecked": unchecked,
    }
    by_path = of_wagtail_alone(client) | {looked_at[name]: page for name, page in pages.items()}
    for kind, mark in MARKS.items():
        found[kind] = sorted(path for path, page in by_path.items() if re.search(mark, page))
    (FOLDER / "admin.json").write_text(json.dumps(found))


def of_wagtail() -> dict[str, str]:
    """Return Wagtail's pages with much of our code: the dashboard and a form of every page type."""
    found = {"dashboard": reverse("wagtailadmin_home"), "account": reverse("wagtailadmin_account")}
    for model in get_page_models():
        page = model.objects.order_by("pk").last() if model is not Page else None
        if page is not None:
            found[f"form, {model._meta.model_name}"] = reverse("wagtailadmin_pages:edit", args=[page.pk])
    waiting = NewsPage.objects.get(title="Waits")
    stream = CommitmentPage.objects.order_by("pk").first().work_stream
    return found | {
        "form, waiting": reverse("wagtailadmin_pages:edit", args=[waiting.pk]),
        "history": reverse("wagtailadmin_pages:history", args=[waiting.pk]),
        "form, earlier version": reverse(
            "wagtailadmin_pages:revisions_revert", args=[waiting.pk, waiting.revisions.earliest("pk").pk]
        ),
        "redirects": reverse("wagtailredirects:index"),
        "form, redirect": reverse("wagtailredirects:add"),
        "images": reverse("wagtailimages:index"),
        "form, image": reverse("wagtailimages:edit", args=[HubImage.objects.order_by("pk").first().pk]),
        "many images": reverse("wagtailimages:add_multiple"),
        "pages below a stream": reverse("wagtailadmin_explore", args=[stream.pk]),
        "page types below a stream": reverse("wagtailadmin_pages:add_subpage", args=[stream.pk]),
    }


def draft_by_program(writer, month: str) -> str:
    """Have a program draft a page, and return the address of its form."""
    later = timezone.now() + timedelta(days=1)
    token, _ = AccessToken.make(writer, name="Minutes", scopes=[WRITE], expires_at=later, budget=1000)
    values = {
        "title": f"The leadership group met in {month}",
        "summary": "The group agreed two actions.",
        "date": "2026-06-22",
        "body": [{"heading": {"text": "What was agreed"}}, {"rich_text": {"text": "<p>A review and a plan.</p>"}}],
        "sources": [{"title": "Minutes of June", "address": "https://example.org/minutes"}],
    }
    author, terms = DraftAuthor(token, "Minutes assistant"), RequestTerms(Site.objects.get())
    parent = NewsIndexPage.objects.order_by("pk").first()
    draft = services.create_draft(author, terms, parent.pk, services.PageContent(NewsPage, values))
    return reverse("wagtailadmin_pages:edit", args=[draft.page.pk])


def answer_by_program(writer) -> str:
    """Have a program propose an answer to feedback, and return the address of the proposal."""
    feedback = Feedback.objects.first()
    made = ProgramProposal.objects.create(
        content_type=ContentType.objects.get_for_model(Feedback),
        object_id=feedback.pk,
        title=f"Answer to {feedback}",
        values={"text": "It begins in May."},
        made_by=writer,
        token_name="Answers",
    )
    return reverse("proposal", args=[made.pk])


def of_full_pages() -> dict[str, str]:
    """Return the forms of the pages with every field, by type. A form takes what they have."""
    MeetingAction.objects.filter(state=ActionState.OPEN).update(closed_on=None)
    TeamProfilePage.objects.update(review_date=None)
    split_items(DocumentCollectionPage.objects.get(title__contains="full"))
    pages = Page.objects.filter(title__contains="full").specific()
    return {page._meta.model_name: reverse("wagtailadmin_pages:edit", args=[page.pk]) for page in pages}


def split_items(collection: DocumentCollectionPage) -> None:
    """Make of the items of a collection, each with every field, one of each kind: a heading, a page, a record, a link."""
    collection.items.update(heading="", address="")
    CollectionItem.objects.create(page=collection, heading="Fine", sort_order=0)
    CollectionItem.objects.create(page=collection, address="https://example.org/fine", title="Fine", sort_order=9)


def of_wagtail_alone(client: Client) -> dict[str, str]:
    """Return Wagtail's own reports, lists and forms by path, and its forms for our settings."""
    site = Site.objects.get()
    of_settings = {
        reverse("wagtailsettings:edit", args=[model._meta.app_label, model._meta.model_name, site.pk])
        for model in registry
    }
    found = {}
    for path in of_settings | set(views_of_wagtail()) - {reverse("wagtailadmin_logout")}:
        with suppress(ImproperlyConfigured):  # it needs a parameter in its address
            found[path] = html_of(client, path, path)
    return found


def html_of(client: Client, name: str, path: str) -> str:
    """Return the full page of the admin at the path; empty for a fragment, a file or a redirect.

    Raises ImproperlyConfigured if it doesn't answer.
    """
    answer = client.get(path)
    if answer.status_code >= 400 and answer.status_code != 405:
        raise ImproperlyConfigured(f"{name} answered {path} with status {answer.status_code}.")
    is_html = answer.status_code == 200 and answer["Content-Type"].startswith("text/html")
    text = answer.content.decode() if is_html and not answer.streaming else ""
    return text if 'class="wrapper"' in text else ""


if __name__ == "__main__":
    main()
