"""Records of everything in the site of secrets: changes, archive, engagements, owners' answers, search and writing help.

Of each there is one about something public and one about something hidden, which has the mark.
"""

from __future__ import annotations

import datetime
from dataclasses import fields
from itertools import cycle
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, Revision, Site

from cms.base.dates import today
from cms.models import Change, HubDocument, Writing
from engagement.models import CommitmentOwner, Contact, Engagement, OwnerReport
from engagement.owners import links as owner_links
from newsletter.choices import EditionAudience
from newsletter.generator.content import Surroundings
from newsletter.models import ArchivedIssue, Edition, IssuePage, Snapshot
from programme.models import CommitmentPage, EventPage
from search.models import DocumentText, PromotedResult
from tests import factories
from tests.graphql.leaks.marks import MARK
from tests.graphql.leaks.pointing import Things


def add_redirects(site, page: Page) -> None:
    """Redirect two paths to the page: one to the page itself, one to its address typed by hand."""
    path = page.get_url_parts()[2] if page.get_url_parts() else f"/{page.slug}/"
    Redirect.objects.create(old_path=f"/old-{page.pk}", site=site, redirect_page=page)
    Redirect.objects.create(old_path=f"/older-{page.pk}", site=site, redirect_link=path)


def add_changes(public: Things, hidden: dict[str, Things]) -> None:
    """Record a change of every page, including hidden ones, and one withdrawal."""
    pages = [*public.of(Page), *(page for things in hidden.values() for page in things.of(Page))]
    now = timezone.now()
    common = {"site": Site.objects.get(), "page_type": "home.StandardPage", "significance": "major"}
    Change.objects.bulk_create(
        Change(
            page=page,
            kind="changed",
            at=now,
            note=f"{MARK} note" if page not in public.of(Page) else "fine",
            path=f"/{MARK}/",
            **common,
        )
        for page in pages
    )
    Change.objects.create(page_id=10**9, kind="withdrawn", at=now, path="/was-public/", **common)


def add_archive(public: Things, hidden: dict[str, Things]) -> None:
    """Archive every issue as sent; each also has an internal edition, which isn't public."""
    issues = [*public.of(IssuePage), *(page for things in hidden.values() for page in things.of(IssuePage))]
    for issue in issues:
        snapshot = Snapshot.objects.create(issue=issue, revision_id=1)
        text = "fine" if issue in public.of(IssuePage) else f"{MARK} archived"
        made = dict.fromkeys(("subject", "html", "text", "template_version"), text) | {"data": edition_data(text)}
        secret = dict.fromkeys(("subject", "html", "text", "template_version"), f"{MARK} internal") | {"data": {}}
        Edition.objects.create(snapshot=snapshot, audience=EditionAudience.INTERNAL, **secret)
        external = Edition.objects.create(snapshot=snapshot, audience=EditionAudience.EXTERNAL, **made)
        del made["template_version"]
        ArchivedIssue.objects.create(
            issue=issue, edition=external, started_at=timezone.now(), sha256=external.sha256, **made
        )


def add_engagements(public: Things, hidden: dict[str, Things]) -> None:
    """Log an engagement with all public objects and one with all hidden ones, and a private one of each.

    Everything only for the team has the mark.
    """
    secret = {"title": f"{MARK} title", "summary": f"{MARK} summary"}
    for things in (public, *hidden.values()):
        for is_public in (True, False):
            said = "fine" if is_public else f"{MARK} not public"
            one = Engagement.objects.create(**secret, is_public=is_public, public_summary=said)
            for f in Engagement._meta.many_to_many:
                getattr(one, f.name).add(*things.of(f.related_model))
            one.contacts.add(Contact.objects.create(name=f"{MARK} contact", email=f"{MARK}@example.org"))


def add_registrations(public: Things, hidden: dict[str, Things]) -> None:
    """Let people register for every event: who did, and what was learned, is never public."""
    for things in (public, *hidden.values()):
        for page in things.of(EventPage):
            registration = factories.EventRegistrationFactory(event=page, learned=f"{MARK} learned")
            factories.RegistrantFactory(
                registration=registration, name=MARK, email=f"{MARK}@example.org", organisation=MARK, needs=MARK
            )
    # The others are over.
    day, begins = today(), timezone.now() + datetime.timedelta(days=30)
    coming = factories.EventFactory(
        parent=public.of(EventPage)[0].get_parent(), start=begins, end=begins + datetime.timedelta(hours=1)
    )
    factories.EventRegistrationFactory(
        event=coming, opens_on=day, closes_on=day + datetime.timedelta(days=9), places=9, asks_needs=True
    )


def add_owner_reports(public: Things, hidden: dict[str, Things]) -> None:
    """Ask owners, a person and a shared mailbox, about every commitment: each answer waits for the team, and nothing of it
    is public."""
    person = Contact.objects.create(name=f"{MARK} owner", email=f"{MARK}.owner@example.org")
    mailbox = Contact.objects.create(name=f"{MARK} desk", email=f"{MARK}.desk@example.org", is_shared=True)
    owners = cycle((person, mailbox))
    said = {"status": "complete", "note": f"{MARK} reported", "evidence_link": f"https://{MARK}.example.org/"}
    for things in (public, *hidden.values()):
        for page, contact in zip(things.of(CommitmentPage), owners, strict=False):
            CommitmentOwner.objects.create(commitment=page, contact=contact)
            now = timezone.now()
            report = OwnerReport.objects.create(
                commitment=page,
                contact=contact,
                reason="due",
                for_day=now.date(),
                answer_by=now.date(),
                state="answered",
                date=now.date(),
                answered_by=f"{MARK} name",
                answered_at=now,
                **said,
            )
            owner_links.make(report)


def add_search(tree, public: Things, hidden: dict[str, Things]) -> None:
    """Give every document a text, promote pages for a word, and reindex everything, as the worker would."""
    everything = [(public, "fine words in a file")] + [
        (things, f"{MARK} words in a file") for things in hidden.values()
    ]
    for things, text in everything:
        for document in things.of(HubDocument):
            file = f"{document.file.name}:{document.file_size or ''}"
            DocumentText.objects.create(document=document, file=file, text=text, read_at=timezone.now())
        for page in things.of(Page):
            # Data about a hidden page, or in a promotion that isn't live, is hidden too.
            said = "fine" if things is public else f"{MARK} promoted"
            PromotedResult.objects.create(queries="open", page=page, text=said, live=True)
            PromotedResult.objects.create(queries="open", page=page, text=f"{MARK} draft", live=False)
    # A word similar to a much more common one, which the search suggests.
    factories.StandardPageFactory(parent=tree.home, title="Publicatiom")
    call_command("search", "rebuild", verbosity=0)


def edition_data(text: str) -> dict[str, Any]:
    """Return an edition's data with the text in every field."""
    plain = ("subject", "preheader", "label", "title", "date", "author", "introduction", "archive_url")
    around = {field.name: text for field in fields(Surroundings)}
    block = {"kind": "text", "heading": text, "level": 2, "html": f"<p>{text}</p>", "items": []}
    return dict.fromkeys(plain, text) | {
        "audience": "external",
        "archive_is_issue": True,
        "blocks": [block],
        "surroundings": around,
    }


def add_writing() -> None:
    """Give every page findings of writing help, with the mark for hidden pages."""
    base = ContentType.objects.get_for_model(Page)
    now = timezone.now()
    place = {"field": "body", "block": "fine", "number": 0}
    for page in Page.objects.filter(depth__gt=1, alias_of=None):
        revision = Revision(
            base_content_type=base, content_type_id=page.content_type_id, object_id=page.pk, content={}, created_at=now
        )
        Revision.objects.bulk_create([revision])  # a signal would assess the page
        text = MARK if MARK in page.title else "fine"
        finding = {"code": "capitals", "severity": "warning", "message": text, "quote": text, **place}
        Writing.objects.create(
            revision=revision,
            rules=1,
            at=now,
            longest_sentence=text,
            findings=[finding],
            **dict.fromkeys(("words", "sentences", "long_sentences", "reading_age", "errors", "warnings", "advice"), 1),
        )
        Page.objects.filter(pk=page.pk).update(live_revision=revision)
