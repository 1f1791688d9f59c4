"""A hub on a database of its own, which schedules actions for workers in other processes.

Run by `test_workers.py` and by `make bench-schedule`, which write commands and read answers as lines of JSON.
"""

from __future__ import annotations

import datetime
import json
import sys
import time

import django

django.setup()

from django.core.management import call_command  # noqa: E402  the hub has to be set up first
from django.db import connections  # noqa: E402
from django.utils import timezone  # noqa: E402
from wagtail.models import ModelLogEntry, Page, PageLogEntry  # noqa: E402

from bundles.choices import BundleState  # noqa: E402
from bundles.models import Bundle  # noqa: E402
from bundles.publishing import items  # noqa: E402
from bundles.publishing import services as bundles  # noqa: E402
from cms.jobs import schedule  # noqa: E402
from cms.models import Change  # noqa: E402
from newsletter.choices import RecipientState, SendState  # noqa: E402
from newsletter.models import IssueIndexPage, IssuePage, Send, SendRecipient  # noqa: E402
from programme.models import NewsIndexPage, NewsPage, Topic  # noqa: E402
from tests import factories as pages  # noqa: E402
from tests.newsletter.sending import factories  # noqa: E402
from tests.trees import build as build_tree  # noqa: E402

PEOPLE = 5
PATIENCE = 60.0

# The scheduled actions, by name: the scheduled moment, and the moment from which the effect was visible.
moments: dict[str, datetime.datetime] = {}
seen: dict[str, datetime.datetime] = {}


def build(content: bool) -> None:
    """Make an empty hub, or one with the programme's content."""
    call_command("migrate", verbosity=0)
    if content:
        call_command("load_programme", verbosity=0)
    else:
        build_tree()


def news(title: str, **values) -> NewsPage:
    return pages.NewsFactory(parent=NewsIndexPage.objects.first(), title=title, **values)


def publish_at(thing, moment: datetime.datetime, **values) -> None:
    thing = type(thing).objects.get(pk=thing.pk)
    for name, value in (values | {"go_live_at": moment}).items():
        setattr(thing, name, value)
    thing.save_revision().publish()


def expire_at(thing, moment: datetime.datetime) -> None:
    thing = type(thing).objects.get(pk=thing.pk)
    thing.expire_at = moment
    thing.save_revision().publish()


def schedule_pages(name: str, number: int, start: float, step: float) -> None:
    """Schedule drafts: the first this number of seconds from now, each of the others a step later."""
    drafts = [news(f"{name} {place}", live=False) for place in range(number)]
    begin = timezone.now() + datetime.timedelta(seconds=start)
    for place, page in enumerate(drafts):
        moments[page.title] = begin + datetime.timedelta(seconds=step * place)
        publish_at(page, moments[page.title])


def schedule_others(start: float) -> None:
    """Schedule one action of each other kind, this number of seconds from now."""
    newer, gone = news("Newer"), news("Gone")
    for page in (newer, gone):
        page.save_revision().publish()
    topic, old_topic = (pages.TopicFactory(name=name, live=name == "Old topic") for name in ("Topic", "Old topic"))
    bundle = approved_bundle()
    updates = IssueIndexPage.objects.first()
    mailing_list = factories.mailing_list("scheduled")
    factories.crowd(PEOPLE, mailing_list)
    approved = factories.snapshot(pages.IssueFactory(parent=updates, number=99, live=False))
    moment = timezone.now() + datetime.timedelta(seconds=start)
    moments.update(dict.fromkeys(("Newer", "Gone", "Topic", "Old topic", "Bundle", "Issue", "Messages"), moment))
    publish_at(newer, moment, summary="Another summary.")
    expire_at(gone, moment)
    publish_at(topic, moment)
    expire_at(old_topic, moment)
    bundles.schedule(bundle, factories.user("approver"), moment)
    factories.send(approved, mailing_list, state="scheduled", due_at=moment)


def approved_bundle() -> Bundle:
    editor, approver = factories.user("editor"), factories.user("approver")
    for user in (editor, approver):
        user.is_superuser = user.is_active = True
        user.save()
    bundle = pages.BundleFactory(name="Bundle", created_by=editor, changed_by=editor)
    for number in range(2):
        page = news(f"Bundled {number}", live=False)
        page.save_revision()
        items.put_in(bundle, type(page).objects.get(pk=page.pk), editor)
    bundles.ask(fresh(bundle), editor)
    bundles.approve(fresh(bundle), approver, seen=fresh(bundle).fingerprint())
    return fresh(bundle)


def fresh(bundle: Bundle) -> Bundle:
    return Bundle.objects.get(pk=bundle.pk)


def done() -> set[str]:
    """Return the names of actions with visible effects."""
    found = set(Page.objects.filter(live=True, title__in=moments).values_list("title", flat=True)) - {"Newer", "Gone"}
    found |= {"Newer"} if NewsPage.objects.filter(title="Newer", summary="Another summary.").exists() else set()
    found |= {"Gone"} if Page.objects.filter(title="Gone", live=False).exists() else set()
    found |= {"Topic"} if Topic.objects.filter(name="Topic", live=True).exists() else set()
    found |= {"Old topic"} if Topic.objects.filter(name="Old topic", live=False).exists() else set()
    found |= {"Bundle"} if Bundle.objects.filter(state=BundleState.PUBLISHED).exists() else set()
    found |= {"Issue"} if IssuePage.objects.filter(number=99, live=True).exists() else set()
    found |= {"Messages"} if SendRecipient.objects.filter(state=RecipientState.ACCEPTED).exists() else set()
    return found & set(moments)


def watch() -> dict[str, float]:
    """Wait until all are done, to the last message; return the delay of each in seconds."""
    end = time.monotonic() + PATIENCE
    unsent = Send.objects.exclude(state=SendState.FINISHED)
    while (seen.keys() != moments.keys() or unsent.exists()) and time.monotonic() < end:
        for name in done() - seen.keys():
            seen[name] = timezone.now()
        time.sleep(0.01)
    return {name: (seen[name] - moments[name]).total_seconds() for name in seen}


def look() -> dict[str, list]:
    """Return, by name, the actions in the histories, and the difference of each change from its moment in seconds."""
    titles = {page.pk: page.title for page in Page.objects.filter(live=True) | Page.objects.filter(title="Gone")}
    moments_of_pages = moments | dict.fromkeys(("Bundled 0", "Bundled 1"), moments["Bundle"])
    moments_of_pages[IssuePage.objects.get(number=99).title] = moments["Issue"]
    entries = PageLogEntry.objects.filter(action__startswith="wagtail.", page__in=titles, action__contains="publish")
    changes = [change for change in Change.objects.order_by("pk") if titles.get(change.page_id) in moments_of_pages]
    return {
        "pages": sorted((titles[entry.page_id], entry.action) for entry in entries if ".schedule" in entry.action),
        "others": sorted((entry.label, entry.action) for entry in ModelLogEntry.objects.filter(
            action__in=("wagtail.publish.scheduled", "wagtail.unpublish.scheduled", "bundles.publish"))),
        "recipients": sorted(SendRecipient.objects.values_list("state", "attempts")),
        "send": Send.objects.get().state,
        "changes": sorted(
            (titles[change.page_id], change.kind, (change.at - moments_of_pages[titles[change.page_id]]).total_seconds())
            for change in changes
        ),
    }  # fmt: skip


def cost(number: int) -> float:
    """Publish this number of drafts in this process; return the processor seconds of each."""
    for place in range(number):
        news(f"Costs {number} {place}", live=False).save_revision(approved_go_live_at=timezone.now())
    before = time.process_time()
    schedule.keep(lambda: False)
    assert NewsPage.objects.filter(title__startswith=f"Costs {number} ", live=True).count() == number
    return (time.process_time() - before) / number


def forget() -> None:
    """Reset the schedule."""
    moments.clear()
    seen.clear()


COMMANDS = {
    "build": build,
    "cost": cost,
    "forget": forget,
    "schedule_pages": schedule_pages,
    "schedule_others": schedule_others,
    "watch": watch,
    "look": look,
}

if __name__ == "__main__":
    for line in sys.stdin:
        command, *arguments = json.loads(line)
        print(json.dumps(COMMANDS[command](*arguments)), flush=True)  # noqa: T201  the answer
        connections.close_all()
