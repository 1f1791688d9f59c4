"""Issues in the plan of the communication, and the issue that an item of the plan becomes."""

from __future__ import annotations

from collections.abc import Iterable
from textwrap import shorten

from django.contrib.contenttypes.models import ContentType
from django.db.models import F
from django.db.models.functions import Coalesce, TruncDate
from wagtail.models import Page, ReferenceIndex

from cms.editing.permissions import DeskContext
from engagement.choices import PlanChannel
from engagement.models import PlanItem
from engagement.plan.hub_entries import NOBODY, Existing, PlanSpan, related
from engagement.plan.services import NotDraftedError
from newsletter.admin.proposals import new_issue
from newsletter.generator.findings import GeneratorError
from newsletter.generator.proposals import add_links
from newsletter.models import IssuePage
from newsletter.models.issues import LONGEST_SUBJECT
from newsletter.rights import archive_page
from newsletter.uses import carried
from programme.diary import COMMON, in_the_tree, known_to, published
from programme.message_house import Looking


def issues(asked: DeskContext, span: PlanSpan) -> Iterable[Existing]:
    """Issues by the day on which they went out, otherwise by their date; for the audiences and work streams to which they
    are narrowed, with the messages of their items.

    One statement; if there are any, three more and those of `carried`.
    """
    dated = IssuePage.objects.annotate(on=Coalesce(TruncDate("archived__started_at"), F("date")))
    within = in_the_tree(asked, dated.filter(on__range=(span.first, span.last)))
    linked = dated.filter(pk__in=span.linked("page"))
    found = list(known_to(asked, (within | linked).values_list(*COMMON, "on")))
    keys = [row[0] for row in found]
    audiences, streams = (related(IssuePage, name, keys) for name in ("audiences", "work_streams"))
    messages = _messages(keys, Looking(asked.today))
    for pk, path, owner, title, live, day in found:
        url = asked.editing.address(pk, path, owner)
        yield Existing(
            *("page", pk, str(IssuePage.page_kind.label), PlanChannel.UPDATE, day, title, url, published(live), live),
            is_movable=bool(url and not live),
            audiences=audiences.get(pk, NOBODY),
            messages=messages.get(pk, NOBODY),
            streams=streams.get(pk, NOBODY),
        )


def _messages(issues: list[int], looking: Looking) -> dict[int, frozenset[int]]:
    """Return the messages that each of the issues brings to readers, also while it is being written."""
    if not issues:
        return {}
    types = ContentType.objects.get_for_models(IssuePage, Page)
    held: dict[int, set[int]] = {}
    references = ReferenceIndex.objects.filter(
        content_type=types[IssuePage], to_content_type=types[Page], object_id__in=map(str, issues)
    )
    for issue, page in references.values_list("object_id", "to_object_id"):
        held.setdefault(int(issue), set()).add(int(page))
    carry = carried({page for pages in held.values() for page in pages}, looking)
    return {
        issue: frozenset(message for page in pages for message, _ in carry.get(page, ()))
        for issue, pages in held.items()
    }


def draft_issue(item: PlanItem, asked: DeskContext) -> IssuePage:
    """Return a draft of the next issue, with what is new since the last and what the item says.

    Raises NotDraftedError.
    """
    index = archive_page(asked.site)
    if index is None or not index.permissions_for_user(asked.user).can_add_subpage():
        raise NotDraftedError(f"There is no archive in which you may add an issue for “{item.title}”.")

    def begin(page: IssuePage) -> None:
        page.date, page.subject = item.date, shorten(item.title, LONGEST_SUBJECT, placeholder="…")
        page.audiences, page.work_streams = list(item.audiences.all()), list(item.work_streams.all())
        add_links(page, [message.pk for message in item.key_messages.all()])

    try:
        return new_issue(index, asked.user, begin)[0]
    except GeneratorError as error:
        raise NotDraftedError(f"No issue was made. {error}") from error
