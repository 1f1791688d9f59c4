"""Pages for audiences: what is published for them, beside the page's own text."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext_noop as _

from cms.base.choices import DatePrecision
from cms.base.local_texts import hub_text
from cms.base.partial_dates import PartialDate
from cms.delivery import feeds
from cms.delivery.feeds import FeedEntry
from cms.pages import contexts, kinds
from cms.pages.viewer import visibility_of
from cms.signposts.selection import for_group
from cms.visibility.rule import Visibility
from programme.models import Audience, AudiencePage, KeyMessagePage, NewsPage

from . import contacts, lists
from .landmarks import landmarks
from .lists import ListEntry, as_entries
from .pages import shown

MOST_CHANGES, MOST_COMING, MOST_HELP = 10, 5, 5


@contexts.shown.of(AudiencePage)
def audience_page(page: AudiencePage, request) -> dict:
    """Return what is published for the page's audience; nothing while the audience isn't public."""
    visibility = visibility_of(request)
    audience = shown(page.audience, visibility)
    contact = contacts.of_page(page, visibility)
    if audience is None:
        return {"contact": contact}
    changed, has_news = changed_for(audience, visibility)
    return {
        "audience": audience,
        "contact": contact,
        "changed": changed,
        # Without any, the list of news has no such filter.
        "has_news": has_news,
        "coming": as_entries(lists.upcoming_events(visibility, audiences=audience.pk)[:MOST_COMING]),
        "key_messages": as_entries(lists.key_messages(visibility, audiences=audience.pk)),
        "help": for_group(visibility, audience.help_group)[:MOST_HELP],
        "indexes": landmarks(visibility),
    }


def changed_for(audience: Audience, visibility: Visibility) -> tuple[list[ListEntry], bool]:
    """Return what is new for an audience or had a major change, newest first, and whether there is news for it. A query for
    each kind, and one for notes.

    Events aren't among it, nor are new key messages: they are in lists of their own.
    """
    pages, entries = {}, []
    for model in kinds.models_with("feed", "audiences"):
        kind = model.page_kind
        if kind.calendar:
            continue
        of_audience = kinds.with_related(model.objects.filter(**{kind.audiences: audience.pk}))
        for page, entry in feeds.newest(of_audience, visibility, kind.date or None):
            pages[page.pk] = page
            if entry.changed or not isinstance(page, KeyMessagePage):
                entries.append(entry)
    newest = sorted(entries, key=lambda entry: entry.updated, reverse=True)[:MOST_CHANGES]
    has_news = any(isinstance(page, NewsPage) for page in pages.values())
    return [_listed(pages[entry.page], entry) for entry in feeds.with_notes(newest)], has_news


def _listed(page, entry: FeedEntry) -> ListEntry:
    """Return the page with its facts and summary or, if a major change made it new, the change's day and note."""
    changed = timezone.localdate(entry.changed) if entry.changed else None
    # On the day on which it becomes public nothing changed, unless a note says so.
    first = page.first_published_at
    is_new = first is not None and changed == timezone.localdate(first) and not entry.summary
    if changed is None or is_new:
        return lists.entry_of(page)
    day = PartialDate(changed, DatePrecision.DAY)
    facts: list[str] = [hub_text(_("Changed on %(day)s"), day=day), hub_text(kinds.sort_of(page))]
    return ListEntry(page, facts, entry.summary or kinds.summary(page))
